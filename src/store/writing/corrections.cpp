#include "store/writing/corrections.h"

#include <mutex>

#include "store/rows/article_rows.h"
#include "store/sqlite/writer.h"
#include "text/utf8.h"

namespace depesche {
namespace {

// A refusal has been read by then.
constexpr std::chrono::days kRefusals{7};
constexpr std::size_t kMaxName = 200;  // bytes of an editor's name

Error senseless(std::string message) { return {ErrorCode::InvalidInput, std::move(message)}; }

Result<void> make_sense(const CorrectionWish& wish) {
  if (wish.articles.size() > kMostCorrected) {
    return Error{ErrorCode::TooLarge,
                 "a correction names at most " + std::to_string(kMostCorrected) + " articles"};
  }
  switch (wish.kind) {
    case CorrectionKind::Merge:
      if (!wish.story || !wish.other) return senseless("a merge names two stories");
      break;
    case CorrectionKind::Split:
      if (!wish.story || wish.articles.empty()) {
        return senseless("a split names a story and the articles that leave it");
      }
      break;
    case CorrectionKind::Link:
    case CorrectionKind::Unlink:
      if (wish.articles.size() == 1 && wish.story) break;
      if (wish.articles.size() != 2 || wish.articles[0] == wish.articles[1]) {
        return senseless("two different articles are linked or kept apart");
      }
      break;
    case CorrectionKind::Undo:
      if (wish.undoes <= 0) return senseless("an undo names a correction");
      break;
  }
  return {};
}

std::string shortened(const std::string& text, std::size_t most) {
  const std::string whole = repair_utf8(text);
  return std::string(truncate_utf8(whole, most));
}

void let_go_of_refusals(Connection& db, std::chrono::sys_seconds now) {
  db.run("DELETE FROM correction WHERE refusal <> '' AND said_at < ?1", now - kRefusals);
}

}  // namespace

Result<std::int64_t> Corrections::append(const CorrectionWish& wish, std::chrono::sys_seconds now) {
  if (const Result<void> sound = make_sense(wish); !sound) return sound.error();
  const std::scoped_lock turn(writer_.turn);
  Connection& db = writer_.db;
  Transaction transaction(db);
  const bool is_undo = wish.kind == CorrectionKind::Undo;
  if (is_undo && !stream_no(wish.undoes)) {
    return Error{ErrorCode::NotFound,
                 "there is no correction " + std::to_string(wish.undoes) + " in force"};
  }
  let_go_of_refusals(db, now);
  db.run(
      "INSERT INTO correction(kind, story_id, other_id, undoes, who, note, said_at)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      name(wish.kind), wish.story, wish.other, is_undo ? std::optional(wish.undoes) : std::nullopt,
      shortened(wish.who, kMaxName), shortened(wish.note, kMaxNote), now);
  const std::int64_t id = db.last_insert_id();
  for (std::size_t i = 0; i < wish.articles.size(); ++i) {
    db.run(
        "INSERT INTO correction_article(correction_id, position, article_id, back_to)"
        " VALUES(?1, ?2, ?3, 0)",
        id, i, wish.articles[i]);
  }
  transaction.commit();
  return id;
}

std::optional<WaitingCorrection> Corrections::next_waiting() const {
  const Looking look(writer_);
  WaitingCorrection waiting;
  {
    auto rows = look.db.query(
        "SELECT correction_id, kind, story_id, other_id, ifnull(undoes, 0), who, note"
        " FROM correction WHERE stream_no IS NULL AND refusal = ''"
        " ORDER BY correction_id LIMIT 1");
    if (!rows.step()) return std::nullopt;
    waiting.id = rows.integer(0);
    const auto kind = correction_kind(rows.text(1));
    if (!kind) throw StoreError(ErrorCode::Damaged, "a correction of an unknown kind");
    waiting.wish = {*kind,           rows.get<StoryId>(2),     rows.get<StoryId>(3),    {},
                    rows.integer(4), rows.get<std::string>(5), rows.get<std::string>(6)};
  }
  auto rows = look.db.query(
      "SELECT article_id FROM correction_article WHERE correction_id = ?1 ORDER BY position",
      waiting.id);
  while (rows.step()) waiting.wish.articles.push_back(rows.get<ArticleId>(0));
  return waiting;
}

std::optional<CorrectionState> Corrections::state(std::int64_t id) const {
  const Looking look(writer_);
  Connection& db = look.db;
  CorrectionState state;
  {
    auto rows = db.query(
        "SELECT stream_no IS NULL, refusal, refusal_code FROM correction"
        " WHERE correction_id = ?1",
        id);
    if (!rows.step()) return std::nullopt;
    state.refusal = rows.get<std::string>(1);
    state.refusal_code = error_code(rows.text(2)).value_or(ErrorCode::InvalidInput);
    state.is_waiting = rows.get<bool>(0) && state.refusal.empty();
  }
  {
    auto rows = db.query(
        "SELECT count(*), ifnull(max(to_story), 0) FROM story_move WHERE correction_id = ?1", id);
    if (rows.step()) {
      state.moved = rows.get<int>(0);
      state.story = rows.get<StoryId>(1);
    }
  }
  auto rows = db.query(
      "SELECT DISTINCT correction_id FROM correction_pair WHERE ended_by = ?1"
      " AND correction_id <> ifnull((SELECT undoes FROM correction WHERE correction_id = ?1), 0)"
      " ORDER BY correction_id",
      id);
  while (rows.step()) state.overrides.push_back(rows.integer(0));
  return state;
}

std::vector<CorrectedMove> Corrections::standing_moves(std::int64_t id) const {
  const Looking look(writer_);
  auto rows = look.db.query(
      "SELECT m.article_id, m.from_story, m.to_story FROM story_move m"
      " JOIN story_article sa ON sa.article_id = m.article_id AND sa.story_id = m.to_story"
      " WHERE m.correction_id = ?1 ORDER BY m.move_id",
      id);
  std::vector<CorrectedMove> moves;
  while (rows.step()) {
    moves.push_back({rows.get<ArticleId>(0), rows.get<StoryId>(1), rows.get<StoryId>(2)});
  }
  return moves;
}

std::optional<std::int64_t> Corrections::stream_no(std::int64_t id) const {
  const Looking look(writer_);
  return look.db.one<std::int64_t>(
      "SELECT stream_no FROM correction WHERE correction_id = ?1 AND stream_no IS NOT NULL", id);
}

bool Corrections::is_undo(std::int64_t id) const {
  const Looking look(writer_);
  return look.db
      .one<int>("SELECT 1 FROM correction WHERE correction_id = ?1 AND undoes IS NOT NULL", id)
      .has_value();
}

std::int64_t Corrections::undone_by(std::int64_t id) const {
  const Looking look(writer_);
  return look.db
      .one<std::int64_t>(
          "SELECT correction_id FROM correction WHERE undoes = ?1 AND stream_no IS NOT NULL", id)
      .value_or(0);
}

std::optional<StoryId> Corrections::living_story(StoryId story) const {
  const Looking look(writer_);
  return look.db.one<StoryId>("SELECT ifnull(merged_into, story_id) FROM story WHERE story_id = ?1",
                              story);
}

bool Corrections::has_article(ArticleId article) const {
  const Looking look(writer_);
  return look.db.one<int>("SELECT 1 FROM article WHERE article_id = ?1", article).has_value();
}

std::string Corrections::reason_of(ArticleId article) const {
  const Looking look(writer_);
  return look.db.one<std::string>("SELECT reason FROM story_article WHERE article_id = ?1", article)
      .value_or(std::string());
}

bool Corrections::is_reprint_of(ArticleId copy, ArticleId original) const {
  const Looking look(writer_);
  return look.db
      .one<int>("SELECT 1 FROM reprint WHERE article_id = ?1 AND of_id = ?2", copy, original)
      .has_value();
}

}  // namespace depesche
