#include "store/writing/feed_gaps.h"

#include <mutex>

#include "store/rows/article_rows.h"
#include "store/sqlite/writer.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

constexpr std::string_view kGapColumns =
    "gap_id, feed_id, next_page, after_page, pages, since, wanted, due_at, feed_gap.failures,"
    " feed_gap.error_code, feed_gap.error_message";

std::vector<FeedGap> read_gaps(Statement rows) {
  std::vector<FeedGap> gaps;
  while (rows.step()) {
    FeedGap gap;
    gap.id = rows.get<GapId>(0);
    gap.feed = rows.get<FeedId>(1);
    gap.next_page = rows.text(2);
    gap.after_page = rows.get<std::optional<std::string>>(3);
    gap.pages = rows.get<int>(4);
    gap.since = rows.get<std::optional<sys_seconds>>(5);
    gap.wanted = rows.get<int>(6);
    gap.due_at = rows.get<std::optional<sys_seconds>>(7);
    gap.failures = rows.get<int>(8);
    if (const auto code = error_code(rows.text(9))) {
      gap.error = Error{*code, rows.get<std::string>(10)};
    }
    gaps.push_back(std::move(gap));
  }
  return gaps;
}

}  // namespace

void FeedGaps::begin(const FeedGap& gap) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  writer_.db.run("DELETE FROM feed_gap WHERE feed_id = ?1 AND due_at IS NULL", gap.feed);
  writer_.db.run(
      "INSERT INTO feed_gap(feed_id, next_page, after_page, pages, since, wanted, due_at, failures,"
      " error_code, error_message)"
      " SELECT feed_id, ?2, NULL, 0, ?3, ?4, ?5, 0, '', '' FROM feed WHERE feed_id = ?1"
      " AND NOT EXISTS (SELECT 1 FROM feed_gap WHERE feed_id = ?1 AND next_page = ?2)"
      " AND (SELECT count(*) FROM feed_gap WHERE feed_id = ?1) < ?6",
      gap.feed, gap.next_page, gap.since, gap.wanted, gap.due_at, kMostOfAFeed);
  transaction.commit();
}

void FeedGaps::change(const FeedGap& gap) {
  writer_.commit_together([&] {
    writer_.db.run(
        "UPDATE feed_gap SET next_page = ?2, after_page = ?3, pages = ?4, wanted = ?5, due_at = ?6,"
        " failures = ?7, error_code = ?8, error_message = ?9 WHERE gap_id = ?1",
        gap.id, gap.next_page, gap.after_page, gap.pages, gap.wanted, gap.due_at, gap.failures,
        gap.error ? name(gap.error->code) : std::string_view(),
        gap.error ? gap.error->message : std::string());
  });
}

void FeedGaps::end(GapId gap) {
  writer_.commit_together([&] { writer_.db.run("DELETE FROM feed_gap WHERE gap_id = ?1", gap); });
}

std::vector<FeedGap> FeedGaps::due(sys_seconds now, int limit) const {
  const Looking look(writer_);
  return read_gaps(look.db.query(
      "SELECT " + std::string(kGapColumns) +
          " FROM feed_gap JOIN feed USING (feed_id) WHERE gap_id IN"
          " (SELECT min(gap_id) FROM feed_gap WHERE due_at IS NOT NULL GROUP BY feed_id)"
          " AND due_at <= ?1 AND gone = 0 AND muted = 0 ORDER BY due_at, gap_id LIMIT ?2",
      now, limit));
}

std::optional<FeedGap> FeedGaps::find(GapId gap) const {
  const Looking look(writer_);
  auto gaps = read_gaps(look.db.query(
      "SELECT " + std::string(kGapColumns) + " FROM feed_gap WHERE gap_id = ?1", gap));
  if (gaps.empty()) return std::nullopt;
  return std::move(gaps.front());
}

}  // namespace depesche
