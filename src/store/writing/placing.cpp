#include "store/writing/placing.h"

#include <vector>

namespace depesche {
namespace {

struct Share {
  OutletId outlet;
  bool is_original = true;
};

std::optional<Share> share_of(Connection& db, ArticleId article) {
  auto rows = db.query(
      "SELECT outlet_id, NOT EXISTS (SELECT 1 FROM reprint r WHERE r.article_id = a.article_id)"
      " FROM article a WHERE article_id = ?1",
      article);
  if (!rows.step()) return std::nullopt;
  return Share{rows.get<OutletId>(0), rows.get<bool>(1)};
}

/// Counts and times from the rows that say who is in it.
void refresh(Connection& db, StoryId story) {
  db.run(R"sql(
    UPDATE story SET
      articles = (SELECT ifnull(sum(articles), 0) FROM story_outlet WHERE story_id = ?1),
      outlets = (SELECT count(*) FROM story_outlet WHERE story_id = ?1),
      independent = (SELECT count(*) FROM story_outlet WHERE story_id = ?1 AND originals > 0),
      founded_at = ifnull((SELECT first_seen_at FROM article WHERE article_id =
        (SELECT min(article_id) FROM story_article WHERE story_id = ?1)), founded_at),
      last_at = ifnull((SELECT first_seen_at FROM article WHERE article_id =
        (SELECT max(article_id) FROM story_article WHERE story_id = ?1)), last_at)
    WHERE story_id = ?1)sql",
         story);
}

bool is_empty(Connection& db, StoryId story) {
  return !db.one<int>("SELECT 1 FROM story_article WHERE story_id = ?1 LIMIT 1", story);
}

void redirect(Connection& db, StoryId from, StoryId into) {
  const StoryId target =
      db.one<StoryId>("SELECT ifnull(merged_into, story_id) FROM story WHERE story_id = ?1", into)
          .value_or(into);
  if (target == from) return;  // it came back under its own name
  db.run("UPDATE story SET merged_into = ?2 WHERE story_id = ?1 OR merged_into = ?1", from, target);
}

std::optional<Placing> find_placing(Connection& db, ArticleId article) {
  auto rows = db.query(
      "SELECT story_id, joined_at, reason FROM story_article WHERE article_id = ?1", article);
  if (!rows.step()) return std::nullopt;
  return Placing{rows.get<StoryId>(0), rows.get<std::chrono::sys_seconds>(1),
                 rows.get<std::string>(2)};
}

}  // namespace

std::optional<Placing> take_out(Connection& db, ArticleId article) {
  std::optional<Placing> placing = find_placing(db, article);
  const auto share = share_of(db, article);
  if (!placing || !share) return std::nullopt;
  const StoryId story = placing->story;
  db.run("DELETE FROM story_article WHERE article_id = ?1", article);
  db.run(
      "UPDATE story_outlet SET articles = articles - 1, originals = originals - ?3"
      " WHERE story_id = ?1 AND outlet_id = ?2",
      story, share->outlet, share->is_original);
  db.run("DELETE FROM story_outlet WHERE story_id = ?1 AND outlet_id = ?2 AND articles = 0", story,
         share->outlet);
  refresh(db, story);
  return placing;
}

void put_in(Connection& db, ArticleId article, const Placing& placing) {
  const auto share = share_of(db, article);
  if (!share) return;
  db.run(
      "INSERT INTO story(story_id, founded_at, last_at) VALUES(?1, ?2, ?2)"
      " ON CONFLICT(story_id) DO UPDATE SET merged_into = NULL",
      placing.story, placing.joined_at);
  db.run(
      "INSERT INTO story_article(article_id, story_id, joined_at, reason) VALUES(?1, ?2, ?3, ?4)",
      article, placing.story, placing.joined_at, placing.reason);
  db.run(
      "INSERT INTO story_outlet(story_id, outlet_id, articles, originals) VALUES(?1, ?2, 1, ?3)"
      " ON CONFLICT(story_id, outlet_id) DO UPDATE SET articles = articles + 1,"
      " originals = originals + excluded.originals",
      placing.story, share->outlet, share->is_original);
  refresh(db, placing.story);
}

void move_article(Connection& db, const StoredDecision::Move& move, std::chrono::sys_seconds at,
                  std::optional<std::int64_t> correction) {
  const std::optional<Placing> before = take_out(db, move.article);
  if (!before) return;
  const StoryId from = before->story;
  put_in(db, move.article, {move.to, at, move.reason});
  if (from == move.to) return;
  db.run(
      "INSERT INTO story_move(article_id, from_story, to_story, at, reason, correction_id)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
      move.article, from, move.to, at, move.reason, correction);
  if (is_empty(db, from)) redirect(db, from, move.to);
}

void merge_story(Connection& db, const StoredDecision::Merge& merge, std::chrono::sys_seconds at,
                 std::optional<std::int64_t> correction) {
  const auto& [from, into, reason] = merge;
  if (from == into) return;
  std::vector<ArticleId> left;
  {
    auto rows = db.query("SELECT article_id FROM story_article WHERE story_id = ?1", from);
    while (rows.step()) left.push_back(rows.get<ArticleId>(0));
  }
  for (const ArticleId article : left) {
    move_article(db, {article, from, into, reason}, at, correction);
  }
  // Also when nothing was left to move: its address may be out in the world.
  db.run("INSERT OR IGNORE INTO story(story_id, founded_at, last_at) VALUES(?1, ?2, ?2)", into, at);
  db.run("INSERT OR IGNORE INTO story(story_id, founded_at, last_at) VALUES(?1, ?2, ?2)", from, at);
  redirect(db, from, into);
}

void drop_if_empty(Connection& db, StoryId story) {
  db.run(R"sql(
    DELETE FROM story WHERE story_id = ?1 AND merged_into IS NULL
      AND NOT EXISTS (SELECT 1 FROM story_article WHERE story_id = ?1)
      AND NOT EXISTS (SELECT 1 FROM story WHERE merged_into = ?1))sql",
         story);
}

}  // namespace depesche
