// How the subscriptions are doing.
#include <algorithm>
#include <map>
#include <utility>

#include "store/reading/reading.h"
#include "store/rows/article_rows.h"
#include "store/rows/option_rows.h"
#include "store/rows/push_rows.h"
#include "store/rows/rhythm_rows.h"
#include "store/rows/rule_rows.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

constexpr std::chrono::days kRateWindow{7};
constexpr double kSecondsPerDay = 86400;

FeedHealth read_health(const Statement& row) {
  FeedHealth feed;
  feed.id = row.get<FeedId>(0);
  feed.url = row.text(1);
  feed.title = row.text(2);
  feed.home = row.text(3);
  feed.format = row.text(4);
  feed.folder = row.text(5);
  feed.outlet = row.get<OutletId>(6);
  feed.outlet_name = row.text(7);
  feed.outlet_slug = row.text(8);
  feed.added_at = row.get<sys_seconds>(9);
  feed.last_attempt_at = row.get<std::optional<sys_seconds>>(10);
  feed.last_success_at = row.get<std::optional<sys_seconds>>(11);
  feed.next_poll_at = row.get<sys_seconds>(12);
  feed.interval = std::chrono::seconds{row.integer(13)};
  feed.failures = row.get<int>(14);
  feed.error_code = row.text(15);
  feed.error_message = row.text(16);
  feed.gone = row.get<bool>(17);
  for (const std::string& line : split_lines(row.text(18))) {
    feed.oddities.push_back(oddity_of_line(line));
  }
  feed.articles = row.integer(19);
  feed.redirect_url = row.text(20);
  feed.redirect_count = row.get<int>(21);
  feed.moved_from = row.text(22);
  feed.moved_at = row.get<std::optional<sys_seconds>>(23);
  feed.merged_into = row.text(24);
  feed.is_muted = row.get<bool>(25);
  if (!row.is_null(26)) feed.asked_every = std::chrono::seconds{row.integer(26)};
  feed.lost.count = row.get<int>(27);
  feed.lost.last_at = row.get<std::optional<sys_seconds>>(28);
  feed.lost.error_code = row.text(29);
  feed.lost.error_message = row.text(30);
  feed.crawl_delay = std::chrono::seconds{row.integer(31)};  // NULL reads as 0
  feed.owner_title = row.text(32);
  constexpr int kPush = 33;
  if (!row.is_null(kPush)) feed.push = read_push(row, kPush);
  feed.rule = read_rule(row, kPush + kPushColumnCount);
  const int options = kPush + kPushColumnCount + kRuleColumnCount;
  feed.options = read_shown_options(row, options);
  const int polling = options + kShownOptionColumnCount;
  feed.wishes = read_wishes(row, polling);
  feed.wait_reason = read_wait_reason(row, polling);
  feed.rhythm = read_rhythm(row, polling);
  return feed;
}

/// Over the last week, or since the feed was added if that is less; at least one day is counted, as
/// the first round brings what had piled up.
double articles_per_day(Connection& db, const FeedHealth& feed, sys_seconds now) {
  const sys_seconds from = std::max(now - kRateWindow, feed.added_at);
  const auto count =
      db.one<std::int64_t>("SELECT count(*) FROM article WHERE feed_id = ?1 AND article_id >= ?2",
                           feed.id, first_id_since(db, from));
  const double days = std::max(1.0, static_cast<double>((now - from).count()) / kSecondsPerDay);
  return static_cast<double>(count.value_or(0)) / days;
}

FeedWordsShare words_alone(Connection& db, FeedId feed) {
  constexpr int kNewest = 20;
  FeedWordsShare share;
  std::map<std::string, int> reasons;
  std::vector<std::pair<std::string, std::string>> failures;  // code and message, newest first
  auto rows = db.query(
      "SELECT iif(origin = 'feed', page_error_code, ''), page_error_message FROM article"
      " WHERE feed_id = ?1 ORDER BY article_id DESC LIMIT ?2",
      feed, kNewest);
  while (rows.step()) {
    ++share.of;
    if (rows.text(0).empty()) continue;
    ++share.articles;
    failures.emplace_back(rows.text(0), rows.text(1));
    ++reasons[failures.back().first];
  }
  if (failures.empty()) return share;
  const auto chief = std::max_element(
      failures.begin(), failures.end(),
      [&](const auto& a, const auto& b) { return reasons[a.first] < reasons[b.first]; });
  share.error_code = chief->first;
  share.error_message = chief->second;
  share.is_only_reason = reasons.size() == 1;
  return share;
}

std::optional<sys_seconds> newest_article_at(Connection& db, FeedId feed) {
  return db.one<sys_seconds>(
      "SELECT first_seen_at FROM article WHERE feed_id = ?1 ORDER BY article_id DESC LIMIT 1",
      feed);
}

std::optional<GapShown> newest_gap(Connection& db, FeedId feed) {
  auto rows = db.query(
      "SELECT pages, due_at IS NULL, error_code, error_message FROM feed_gap WHERE feed_id = ?1"
      " ORDER BY gap_id DESC LIMIT 1",
      feed);
  if (!rows.step()) return std::nullopt;
  return GapShown{rows.get<int>(0), rows.get<bool>(1), rows.get<std::string>(2),
                  rows.get<std::string>(3)};
}

}  // namespace

std::vector<FeedHealth> Reader::feeds_health(sys_seconds now) const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  std::vector<FeedHealth> feeds;
  {
    auto rows = db.query(std::string(R"sql(
      SELECT feed_id, url, iif(owner_title = '', title, owner_title), feed.home, format, folder,
             feed.outlet_id, ifnull(name, ''), ifnull(slug, ''), added_at, last_attempt_at,
             last_success_at, next_poll_at,
             interval_s, feed.failures, error_code, error_message, gone, oddities, feed.articles,
             redirect_url, redirect_count, moved_from, moved_at, merged_into,
             muted, owner_ttl_s, lost_entries, lost_at, lost_code, lost_message,
             crawl_delay_s, owner_title,
             )sql") + std::string(kPushColumns) +
                         "," + std::string(kRuleColumns) + "," + std::string(kShownOptionColumns) +
                         "," + std::string(kPollingColumns) + R"sql(
      FROM feed LEFT JOIN outlet USING (outlet_id) LEFT JOIN feed_rhythm USING (feed_id)
           LEFT JOIN push_subscription USING (feed_id) LEFT JOIN feed_rule USING (feed_id)
           LEFT JOIN feed_options USING (feed_id)
      ORDER BY iif(owner_title <> '', owner_title, iif(title = '', url, title)) COLLATE NOCASE
      )sql");
    while (rows.step()) feeds.push_back(read_health(rows));
  }
  for (FeedHealth& feed : feeds) {
    feed.articles_per_day = articles_per_day(db, feed, now);
    feed.words_alone = words_alone(db, feed.id);
    feed.gap = newest_gap(db, feed.id);
    feed.newest_article_at = newest_article_at(db, feed.id);
  }
  return feeds;
}

int Reader::failing_feeds() const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  int failing = 0;
  auto rows = db.query(R"sql(
      SELECT feed_id, muted, gone, error_code,
             (SELECT origin = 'feed' AND page_error_code <> '' FROM article
              WHERE article.feed_id = feed.feed_id ORDER BY article_id DESC LIMIT 1)
      FROM feed)sql");
  while (rows.step()) {
    FeedHealth feed;  // what decides whether it fails, and no more
    feed.is_muted = rows.get<bool>(1);
    feed.gone = rows.get<bool>(2);
    feed.error_code = rows.text(3);
    // Where the newest page could be read, it is not true of all that they could not.
    const bool is_doubtful = rows.get<bool>(4);  // NULL reads as 0
    if (is_doubtful) feed.words_alone = words_alone(db, rows.get<FeedId>(0));
    failing += feed.is_failing() ? 1 : 0;
  }
  return failing;
}

Progress Reader::progress() const {
  auto rows = connection_->query(R"sql(
    SELECT (SELECT count(*) FROM feed WHERE muted = 0),
           (SELECT count(*) FROM feed WHERE muted = 0 AND last_attempt_at IS NOT NULL),
           (SELECT count(*) FROM feed WHERE muted = 0 AND error_code <> ''),
           (SELECT value FROM counter WHERE name = 'articles'),
           (SELECT value FROM counter WHERE name = 'from_feed_alone'),
           (SELECT count(*) FROM intake),
           (SELECT value FROM counter WHERE name = 'stories'),
           max((SELECT ifnull(max(stream_no), 0) FROM arrival),
               (SELECT ifnull(max(stream_no), 0) FROM correction)))sql");
  Progress progress;
  if (!rows.step()) return progress;
  progress.feeds = rows.get<int>(0);
  progress.feeds_asked = rows.get<int>(1);
  progress.feeds_failed = rows.get<int>(2);
  progress.articles = rows.integer(3);
  progress.from_feed_alone = rows.integer(4);
  progress.waiting = rows.integer(5);
  progress.stories = rows.integer(6);
  progress.last_stream_no = rows.integer(7);
  return progress;
}

}  // namespace depesche
