#include "store/writing/giving_way.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "news/ids.h"
#include "store/rows/article_codec.h"
#include "store/writing/intake.h"
#include "store/writing/placing.h"
#include "store/writing/removal.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

// A key of meta for each, with the article's number behind it.
constexpr std::string_view kNotedWords = "words_given_way/";

struct Standing {
  ArticleId id;
  bool is_pending = false;  // the engine does not know it
};

std::optional<Standing> find_standing(Connection& db, std::string_view address,
                                      std::string_view origins) {
  auto rows = db.query(
      "SELECT article_id, page_retry_at IS NOT NULL AND page_error_code = '' FROM article"
      " WHERE canonical_url = ?1" +
          std::string(origins),
      address);
  if (!rows.step()) return std::nullopt;
  return Standing{rows.get<ArticleId>(0), rows.get<bool>(1)};
}

std::optional<Standing> words_at(Connection& db, std::string_view address) {
  return find_standing(db, address, " AND origin = 'feed'");
}

std::vector<IntakeId> words_on_their_way(Connection& db, std::string_view address) {
  std::vector<IntakeId> words;
  auto rows = db.query("SELECT intake_id, packed FROM intake WHERE canonical_url = ?1", address);
  while (rows.step()) {
    const Result<Article> article = unpack_article(rows.blob(1));
    if (article && article->origin == Origin::Feed) words.push_back(rows.get<IntakeId>(0));
  }
  return words;
}

void drop_words_on_their_way(Connection& db, std::string_view address) {
  for (const IntakeId words : words_on_their_way(db, address)) {
    db.run("DELETE FROM intake WHERE intake_id = ?1", words);
  }
}

/// Nothing was made of it yet, so its arrival can be said to be the other's: who asks for the
/// article by its number finds the report.
void drop_pending(Connection& db, ArticleId pending, ArticleId stands) {
  remove_article(db, pending, TermVectors::Remove);
  db.run(
      "UPDATE arrival SET article_id = ?2, is_update = 1 WHERE stream_no = ?1 AND article_id = ?1",
      pending, stands);
}

void note_for_engine(Connection& db, ArticleId words) {
  db.run("INSERT OR IGNORE INTO meta(key, value) VALUES(?1, '')",
         std::string(kNotedWords) + std::to_string(words.value));
}

/// What the engine knows it by stays: replay knows it until it comes to where it is forgotten.
void drop_gathered(Connection& db, ArticleId words, ArticleId stands, sys_seconds now) {
  const auto story = [&](ArticleId article) {
    return db.one<StoryId>("SELECT story_id FROM story_article WHERE article_id = ?1", article);
  };
  const auto from = story(words);
  const auto to = story(stands);
  if (from && to && *from != *to) {
    const auto last =
        db.one<sys_seconds>("SELECT first_seen_at FROM arrival ORDER BY stream_no DESC LIMIT 1");
    move_article(db, {words, *from, *to, ""}, std::max(now, last.value_or(now)));
  }
  remove_article(db, words, TermVectors::Keep);
  note_for_engine(db, words);
}

void move_to(Connection& db, ArticleId article, std::string_view address) {
  db.run("UPDATE article SET canonical_url = ?2 WHERE article_id = ?1", article, address);
}

}  // namespace

void give_way(Connection& db, const GivingWay& addresses, sys_seconds now) {
  drop_words_on_their_way(db, addresses.words_at);
  const auto words = words_at(db, addresses.words_at);
  if (!words) return;
  const auto stands = find_standing(db, addresses.page_at, "");
  if (!stands) {
    move_to(db, words->id, addresses.page_at);
  } else if (words->is_pending) {
    drop_pending(db, words->id, stands->id);
  } else if (stands->is_pending) {
    drop_pending(db, stands->id, words->id);
    move_to(db, words->id, addresses.page_at);
  } else {
    drop_gathered(db, words->id, stands->id, now);
  }
}

std::vector<ArticleId> take_noted_words(Connection& db, int most) {
  std::vector<ArticleId> words;
  {
    auto rows = db.query(
        "SELECT CAST(substr(key, ?2) AS INTEGER) FROM meta"
        " WHERE key >= ?1 AND key < ?1 || ':' ORDER BY 1 LIMIT ?3",
        kNotedWords, std::ssize(kNotedWords) + 1, most);
    while (rows.step()) words.push_back(rows.get<ArticleId>(0));
  }
  for (const ArticleId one : words) {
    db.run("DELETE FROM meta WHERE key = ?1 || ?2", kNotedWords, one);
  }
  return words;
}

void take_down_words(Connection& db, const GivingWay& addresses) {
  drop_words_on_their_way(db, addresses.words_at);
  const auto words = words_at(db, addresses.words_at);
  if (words) remove_article(db, words->id, TermVectors::Keep);
  db.run(
      "INSERT OR IGNORE INTO tombstone(canonical_url, article_id, at, reason, forgotten)"
      " SELECT ?1, ?3, at, reason, ?4 FROM tombstone WHERE canonical_url = ?2",
      addresses.words_at, addresses.page_at,
      words ? std::optional(words->id) : std::optional<ArticleId>(), !words.has_value());
}

bool has_feed_words(Connection& db, std::string_view address) {
  return words_at(db, address) || !words_on_their_way(db, address).empty();
}

}  // namespace depesche
