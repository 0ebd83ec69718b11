// Corrections: for replay, for people, for a trainer.
#include <algorithm>

#include "store/reading/reading.h"
#include "store/rows/article_rows.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

// A few at a time, so that the time limit does not notice how many there are.
constexpr int kCorrectionPiece = 256;
constexpr int kMostNamed = 4;  // titles of one correction

CorrectionKind kind_of(std::string_view text) {
  const auto kind = correction_kind(text);
  if (!kind) throw StoreError(ErrorCode::Damaged, "a correction of an unknown kind");
  return *kind;
}

std::string select_correction(std::string_view which) {
  return R"sql(
    SELECT correction_id, kind, story_id, other_id, ifnull(undoes, 0), who, note, said_at,
      stream_no IS NULL AND refusal = '', refusal, refusal_code,
      (SELECT count(*) FROM story_move m WHERE m.correction_id = c.correction_id),
      ifnull((SELECT max(to_story) FROM story_move m WHERE m.correction_id = c.correction_id), 0),
      (SELECT count(*) FROM correction_pair p WHERE p.correction_id = c.correction_id),
      (SELECT count(*) FROM correction_pair p WHERE p.correction_id = c.correction_id
        AND ended_by IS NOT NULL),
      ifnull((SELECT max(u.correction_id) FROM correction u WHERE u.undoes = c.correction_id
        AND u.stream_no IS NOT NULL), 0),
      ifnull((SELECT max(ended_by) FROM correction_pair p
        WHERE p.correction_id = c.correction_id), 0)
    FROM correction c WHERE )sql" +
         std::string(which);
}

CorrectionView read_correction(Statement& rows) {
  CorrectionView one;
  one.id = rows.integer(0);
  one.kind = kind_of(rows.text(1));
  one.story = rows.get<StoryId>(2);
  one.other = rows.get<StoryId>(3);
  one.undoes = rows.integer(4);
  one.who = rows.text(5);
  one.note = rows.text(6);
  one.said_at = rows.get<sys_seconds>(7);
  one.is_waiting = rows.get<bool>(8);
  one.refusal = rows.text(9);
  one.refusal_code = error_code(rows.text(10)).value_or(ErrorCode::InvalidInput);
  one.moved = rows.get<int>(11);
  one.put_in = rows.get<StoryId>(12);
  one.pairs = rows.get<int>(13);
  one.pairs_ended = rows.get<int>(14);
  one.undone_by = rows.integer(15);
  one.ended_by = rows.integer(16);
  return one;
}

/// The articles it names, and the titles of the first few.
void read_articles(Connection& db, CorrectionView& one) {
  if (one.kind == CorrectionKind::Undo) return;
  {
    auto rows = db.query(
        "SELECT article_id FROM correction_article WHERE correction_id = ?1 ORDER BY position",
        one.id);
    while (rows.step()) one.articles.push_back(rows.get<ArticleId>(0));
  }
  auto rows = db.query(R"sql(
    SELECT article_id, title, language, name FROM correction_article
    JOIN article USING (article_id) JOIN outlet USING (outlet_id)
    WHERE correction_id = ?1 ORDER BY position LIMIT ?2)sql",
                       one.id, kMostNamed);
  while (rows.step()) {
    one.named.push_back({rows.get<ArticleId>(0), rows.get<std::string>(1), rows.get<std::string>(2),
                         rows.get<std::string>(3)});
  }
  if (one.kind == CorrectionKind::Merge) one.articles.clear();  // they only spoke for their stories
}

}  // namespace

std::vector<Correction> Reader::replay_corrections(std::int64_t behind_stream_no) const {
  Transaction moment(*connection_, Transaction::Kind::Read);
  std::vector<Correction> corrections;
  std::vector<std::int64_t> ids;
  {
    auto rows = connection_->query(
        "SELECT correction_id, kind, stream_no, fresh_story,"
        " ifnull((SELECT stream_no FROM correction u WHERE u.correction_id = c.undoes), 0)"
        " FROM correction c WHERE stream_no > ?1 ORDER BY stream_no",
        behind_stream_no);
    while (rows.step()) {
      ids.push_back(rows.integer(0));
      Correction& one = corrections.emplace_back();
      one.kind = kind_of(rows.text(1));
      one.number = rows.integer(2);
      one.fresh = rows.get<StoryId>(3);
      one.undoes = rows.integer(4);
    }
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto rows = connection_->query(
        "SELECT article_id, back_to FROM correction_article WHERE correction_id = ?1"
        " ORDER BY position",
        ids[i]);
    while (rows.step()) {
      corrections[i].articles.push_back(rows.get<ArticleId>(0));
      if (corrections[i].kind == CorrectionKind::Undo) {
        corrections[i].back.push_back(rows.get<StoryId>(1));
      }
    }
  }
  return corrections;
}

std::vector<Reader::SaidPair> Reader::said_pairs() const {
  std::vector<SaidPair> out;
  CorrectedPair last;
  while (true) {
    const std::size_t before = out.size();
    {
      auto rows = connection_->query(R"sql(
        SELECT c.stream_no, p.a_id, p.b_id, p.same, p.ended_by IS NULL
        FROM correction c JOIN correction_pair p USING (correction_id)
        WHERE (c.stream_no, p.a_id, p.b_id) > (?1, ?2, ?3) AND c.stream_no >= ?1
        ORDER BY c.stream_no, p.a_id, p.b_id LIMIT ?4)sql",
                                     last.correction, last.a, last.b, kCorrectionPiece);
      while (rows.step()) {
        out.push_back(
            {{rows.get<ArticleId>(1), rows.get<ArticleId>(2), rows.get<bool>(3), rows.integer(0)},
             rows.get<bool>(4)});
      }
    }
    if (out.size() == before) return out;
    last = out.back().pair;
  }
}

std::vector<CorrectionView> Reader::corrections(int limit, std::int64_t before) const {
  Transaction moment(*connection_, Transaction::Kind::Read);
  std::vector<CorrectionView> out;
  {
    auto rows = connection_->query(
        select_correction("refusal = '' AND correction_id < ?1 ORDER BY correction_id DESC LIMIT"
                          " ?2"),
        before, limit);
    while (rows.step()) out.push_back(read_correction(rows));
  }
  for (CorrectionView& one : out) read_articles(*connection_, one);
  return out;
}

std::optional<CorrectionView> Reader::correction(std::int64_t id) const {
  Transaction moment(*connection_, Transaction::Kind::Read);
  CorrectionView one;
  {
    auto rows = connection_->query(select_correction("correction_id = ?1"), id);
    if (!rows.step()) return std::nullopt;
    one = read_correction(rows);
  }
  read_articles(*connection_, one);
  auto rows = connection_->query(
      "SELECT DISTINCT correction_id FROM correction_pair WHERE ended_by = ?1 AND correction_id <>"
      " ?2 ORDER BY correction_id",
      id, one.undoes);
  while (rows.step()) one.overrides.push_back(rows.integer(0));
  return one;
}

void Reader::labelled_pairs(const std::function<bool(const LabelledPair&)>& use) const {
  std::int64_t correction = 0;
  ArticleId a;
  ArticleId b;
  while (true) {
    std::vector<LabelledPair> piece;
    {
      auto rows = connection_->query(R"sql(
        SELECT p.correction_id, p.same, c.said_at, a.article_id, a.url, a.title, a.language,
               b.article_id, b.url, b.title, b.language
        FROM correction_pair p JOIN correction c USING (correction_id)
        JOIN article a ON a.article_id = p.a_id JOIN article b ON b.article_id = p.b_id
        WHERE p.ended_by IS NULL AND (p.correction_id, p.a_id, p.b_id) > (?1, ?2, ?3)
        ORDER BY p.correction_id, p.a_id, p.b_id LIMIT ?4)sql",
                                     correction, a, b, kCorrectionPiece);
      while (rows.step()) {
        LabelledPair& pair = piece.emplace_back();
        pair.correction = rows.integer(0);
        pair.same = rows.get<bool>(1);
        pair.said_at = rows.get<sys_seconds>(2);
        pair.a = {rows.get<ArticleId>(3), rows.get<std::string>(4), rows.get<std::string>(5),
                  rows.get<std::string>(6)};
        pair.b = {rows.get<ArticleId>(7), rows.get<std::string>(8), rows.get<std::string>(9),
                  rows.get<std::string>(10)};
      }
    }
    if (piece.empty()) return;
    for (const LabelledPair& pair : piece) {
      if (!use(pair)) return;
    }
    correction = piece.back().correction;
    a = piece.back().a.id;
    b = piece.back().b.id;
  }
}

}  // namespace depesche
