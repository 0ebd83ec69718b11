#include "store/writing/feeds.h"

#include <mutex>

#include "base/ascii.h"
#include "pack/hash.h"
#include "store/rows/article_rows.h"
#include "store/rows/option_rows.h"
#include "store/rows/rhythm_rows.h"
#include "store/rows/rule_rows.h"
#include "store/sqlite/writer.h"
#include "text/utf8.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

std::string select_feed(std::string_view rest) {
  constexpr std::string_view kFeed =
      "SELECT feed_id, url, iif(owner_title = '', title, owner_title), feed.home, folder, "
      "language, format, ifnull(name, ''), etag,"
      " last_modified, added_at, next_poll_at, interval_s, failures, last_attempt_at,"
      " last_success_at, error_code, error_message, gone, redirect_url, redirect_count,"
      " merged_into, muted, owner_ttl_s, description,";
  constexpr std::string_view kFrom =
      " FROM feed LEFT JOIN outlet USING (outlet_id) LEFT JOIN feed_rhythm USING (feed_id)"
      " LEFT JOIN feed_rule USING (feed_id) LEFT JOIN feed_options USING (feed_id) ";
  return std::string(kFeed) + std::string(kRuleColumns) + "," + std::string(kOptionColumns) + "," +
         std::string(kPollingColumns) + std::string(kFrom) + std::string(rest);
}

// Entries are kept for months (store/upkeep/retention.cpp), so a week's grain does; written at each
// poll they would be most of what is written.
constexpr std::chrono::seconds kListedAgain = std::chrono::days(7);

// A feed with a thousand broken entries is told about in a few lines.
constexpr std::size_t kMaxOddities = 20;

FeedRow read_feed(const Statement& row) {
  FeedRow feed;
  feed.id = row.get<FeedId>(0);
  feed.url = row.text(1);
  feed.title = row.text(2);
  feed.home = row.text(3);
  feed.folder = row.text(4);
  feed.language = row.text(5);
  feed.format = row.text(6);
  feed.outlet = row.text(7);
  feed.etag = row.text(8);
  feed.last_modified = row.text(9);
  feed.added_at = row.get<sys_seconds>(10);
  feed.next_poll_at = row.get<sys_seconds>(11);
  feed.interval = std::chrono::seconds{row.integer(12)};
  feed.failures = row.get<int>(13);
  feed.last_attempt_at = row.get<std::optional<sys_seconds>>(14);
  feed.last_success_at = row.get<std::optional<sys_seconds>>(15);
  feed.error_code = row.text(16);
  feed.error_message = row.text(17);
  feed.gone = row.get<bool>(18);
  feed.redirect_url = row.text(19);
  feed.redirect_count = row.get<int>(20);
  feed.merged_into = row.text(21);
  feed.is_muted = row.get<bool>(22);
  if (!row.is_null(23)) feed.asked_every = std::chrono::seconds{row.integer(23)};
  feed.description = row.text(24);
  constexpr int kRule = 25;
  feed.rule = read_rule(row, kRule);
  constexpr int kOptions = kRule + kRuleColumnCount;
  feed.options = read_options(row, kOptions);
  constexpr int kPolling = kOptions + kOptionColumnCount;
  feed.wishes = read_wishes(row, kPolling);
  feed.wait_reason = read_wait_reason(row, kPolling);
  feed.rhythm = read_rhythm(row, kPolling);
  return feed;
}

std::vector<FeedRow> read_feeds(Statement rows) {
  std::vector<FeedRow> feeds;
  while (rows.step()) feeds.push_back(read_feed(rows));
  return feeds;
}

std::optional<FeedRow> first(std::vector<FeedRow> feeds) {
  if (feeds.empty()) return std::nullopt;
  return std::move(feeds.front());
}

std::int64_t entry_hash(std::string_view key) {
  return static_cast<std::int64_t>(hash64(key));  // SQLite's integers are signed
}

void log_fetch(Connection& db, FeedId feed, sys_seconds at, const FetchCost& cost,
               std::size_t entries, int new_entries, std::string_view error_code) {
  db.run(
      "INSERT INTO fetch_log(feed_id, at, status, bytes, elapsed_ms, entries, new_entries,"
      " error_code) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      feed, at, cost.status, cost.bytes, cost.elapsed.count(), entries, new_entries, error_code);
}

void write_rhythm(Connection& db, FeedId feed, const FeedRhythm& rhythm) {
  if (!rhythm.is_known()) return;
  const std::string arrivals = arrivals_bytes(rhythm);
  db.run(
      "INSERT OR REPLACE INTO feed_rhythm(feed_id, watched_from, watched_until, recent_articles,"
      " recent_hours, entries, arrivals) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      feed, rhythm.watched_from, rhythm.watched_until, rhythm.recent_articles, rhythm.recent_hours,
      rhythm.entries, Blob{arrivals});
}

std::string_view shortened(std::string_view description) {
  return trim(truncate_utf8(description, kLongestDescription));
}

void write_description(Connection& db, FeedId feed, const ParsedFeed& parsed) {
  std::vector<std::string> oddities;
  for (const Oddity& oddity : parsed.oddities) {
    if (oddities.size() == kMaxOddities) break;
    oddities.push_back(oddity_line(oddity));
  }
  // What the owner called it (OPML) stays until the feed itself says something.
  db.run(
      "UPDATE feed SET title = iif(?2 = '', title, ?2), home = iif(?3 = '', home, ?3),"
      " language = iif(?4 = '', language, ?4), format = ?5, oddities = ?6,"
      " description = iif(?7 = '', description, ?7) WHERE feed_id = ?1",
      feed, parsed.title, parsed.home, parsed.language, name(parsed.format), join_lines(oddities),
      shortened(parsed.description));
}

/// Whether it differs from the one there was.
bool write_rule(Connection& db, FeedId feed, const PageRule& rule) {
  return db.run(
             "INSERT INTO feed_rule(feed_id, entry_rule, link_rule, title_rule, date_rule,"
             " summary_rule) VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET"
             " entry_rule = ?2, link_rule = ?3, title_rule = ?4, date_rule = ?5, summary_rule = ?6"
             " WHERE (entry_rule, link_rule, title_rule, date_rule, summary_rule)"
             " IS NOT (?2, ?3, ?4, ?5, ?6)",
             feed, rule.entry, rule.link, rule.title, rule.date, rule.summary) > 0;
}

void write_options(Connection& db, FeedId feed, const FeedOptions& options) {
  if (options == FeedOptions()) {
    db.run("DELETE FROM feed_options WHERE feed_id = ?1", feed);
    return;
  }
  db.run(
      "INSERT OR REPLACE INTO feed_options(feed_id, user_agent, cookie, login, password, proxy)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
      feed, options.user_agent, options.cookie, options.login, options.password, options.proxy);
}

/// Those of a feed that moves to `url` and, where that is another subscription, into it: what its
/// owner wants of it is for him to say.
void move_options(Connection& db, FeedId from, FeedId to, std::string_view url) {
  const FeedOptions options = options_of(db, from);
  const bool is_decided = from != to && options_of(db, to) != FeedOptions();
  if (options == FeedOptions() || is_decided) return;
  const auto before = db.one<std::string>("SELECT url FROM feed WHERE feed_id = ?1", from);
  const FeedOptions moved = after_moving(options, before.value_or(""), url);
  write_options(db, to, moved);
  if (from == to) return;
  // What it knows is others' view, and its hub would hear of ours.
  db.run("UPDATE feed SET etag = '', last_modified = '' WHERE feed_id = ?1", to);
  if (moved.has_secrets() || !moved.proxy.empty()) {
    db.run("DELETE FROM push_subscription WHERE feed_id = ?1", to);
  }
}

/// When a feed is asked next after its owner has said how often at most.
void plan_by_owner(Connection& db, FeedId feed, std::chrono::seconds every, sys_seconds now) {
  std::optional<std::int64_t> ttl_s;
  if (every.count() > 0) ttl_s = every.count();
  db.run("UPDATE feed SET owner_ttl_s = ?2 WHERE feed_id = ?1", feed, ttl_s);
  // Later where it would be too soon; sooner only where nothing but the owner was in the way.
  constexpr std::int64_t kLongestTtl = 86400;
  db.run(
      "UPDATE feed SET next_poll_at = max(?3, last_attempt_at + max(interval_s, ?2,"
      " min(ifnull(ttl_s, 0), ?4))), wait_reason = iif(?2 > 0, ?5, ?6)"
      " WHERE feed_id = ?1 AND last_attempt_at IS NOT NULL AND wait_reason = ?5",
      feed, every.count(), now, kLongestTtl, name(WaitReason::Owner), name(WaitReason::Unknown));
  db.run(
      "UPDATE feed SET next_poll_at = last_attempt_at + ?2, wait_reason = ?3 WHERE feed_id = ?1"
      " AND last_attempt_at IS NOT NULL AND next_poll_at < last_attempt_at + ?2 AND ?2 > 0",
      feed, every.count(), name(WaitReason::Owner));
}

/// What `from` knows and where it stands passes to `to`.
void hand_over_to(Connection& db, FeedId from, FeedId to) {
  db.run(
      "INSERT INTO seen_entry(feed_id, entry_hash, seen_at)"
      " SELECT ?2, entry_hash, seen_at FROM seen_entry WHERE feed_id = ?1"
      " ON CONFLICT DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)",
      from, to);
  db.run(
      "INSERT OR IGNORE INTO feed_folder(feed_id, folder)"
      " SELECT ?2, folder FROM feed_folder WHERE feed_id = ?1"
      " UNION SELECT ?2, folder FROM feed WHERE feed_id = ?1 AND folder <> ''",
      from, to);
  db.run(
      "UPDATE feed SET owner_title = (SELECT owner_title FROM feed WHERE feed_id = ?1)"
      " WHERE feed_id = ?2 AND owner_title = ''",
      from, to);
  db.run(
      "UPDATE feed SET folder = (SELECT folder FROM feed WHERE feed_id = ?1)"
      " WHERE feed_id = ?2 AND folder = ''",
      from, to);
  db.run(
      "DELETE FROM feed_folder WHERE feed_id = ?1"
      " AND folder = (SELECT folder FROM feed WHERE feed_id = ?1)",
      to);
  db.run(
      "UPDATE feed SET muted = 0 WHERE feed_id = ?2"
      " AND EXISTS (SELECT 1 FROM feed WHERE feed_id = ?1 AND muted = 0)",
      from, to);
  // It goes with its lists only where both would have.
  db.run(
      "UPDATE listed_feed SET is_brought = 0 WHERE feed_id IN (?1, ?2)"
      " AND (SELECT count(DISTINCT feed_id) FROM listed_feed WHERE feed_id IN (?1, ?2)"
      " AND is_brought = 1) < 2",
      from, to);
  db.run("UPDATE listed_feed SET feed_id = ?2 WHERE feed_id = ?1", from, to);
  db.run("UPDATE push SET feed_id = ?2 WHERE feed_id = ?1", from, to);
  db.run("UPDATE feed_gap SET feed_id = ?2 WHERE feed_id = ?1", from, to);
  db.run("DELETE FROM push_subscription WHERE feed_id = ?1", from);
}

bool take_up_again(Connection& db, FeedId feed, sys_seconds now) {
  db.run("DELETE FROM sitemap_mark WHERE feed_id = ?1", feed);
  return db.run(
             "UPDATE feed SET gone = 0, muted = 0, merged_into = '', failures = 0,"
             " error_code = '', error_message = '', etag = '', last_modified = '',"
             " redirect_url = '', redirect_count = 0, next_poll_at = ?2, wait_reason = ?3"
             " WHERE feed_id = ?1 AND (gone = 1 OR muted = 1)",
             feed, now, name(WaitReason::Unknown)) > 0;
}

}  // namespace

Feeds::Added Feeds::add(const NewFeed& feed, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  std::optional<std::int64_t> ttl_s;
  if (feed.asked_every) ttl_s = feed.asked_every->count();
  const std::int64_t added = writer_.db.run(
      "INSERT OR IGNORE INTO feed(url, title, home, folder, language, added_at, next_poll_at,"
      " muted, owner_ttl_s, description) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)",
      feed.url, feed.title, feed.home, feed.folder, feed.language, now, feed.is_muted, ttl_s,
      shortened(feed.description));
  const auto id = writer_.db.one<FeedId>("SELECT feed_id FROM feed WHERE url = ?1", feed.url);
  if (added > 0) write_options(writer_.db, *id, feed.options);
  const bool has_new_rule = feed.rule && write_rule(writer_.db, *id, *feed.rule);
  if (has_new_rule) {
    writer_.db.run(
        "UPDATE feed SET etag = '', last_modified = '', gone = 0, merged_into = '',"
        " next_poll_at = ?2 WHERE feed_id = ?1",
        *id, now);
  }
  transaction.commit();
  return {*id, added > 0, has_new_rule};
}

void Feeds::put_in_folder(FeedId feed, std::string_view folder) {
  if (folder.empty()) return;
  const std::scoped_lock turn(writer_.turn);
  const std::int64_t had_none = writer_.db.run(
      "UPDATE feed SET folder = ?2 WHERE feed_id = ?1 AND folder = ''", feed, folder);
  if (had_none > 0) return;
  writer_.db.run(
      "INSERT OR IGNORE INTO feed_folder(feed_id, folder)"
      " SELECT feed_id, ?2 FROM feed WHERE feed_id = ?1 AND folder <> ?2",
      feed, folder);
}

std::multimap<FeedId, std::string> Feeds::further_folders() const {
  const Looking look(writer_);
  std::multimap<FeedId, std::string> folders;
  auto rows = look.db.query("SELECT feed_id, folder FROM feed_folder");
  while (rows.step()) folders.emplace(rows.get<FeedId>(0), rows.get<std::string>(1));
  return folders;
}

bool Feeds::revive(FeedId feed, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  return take_up_again(writer_.db, feed, now);
}

bool Feeds::set_wishes(FeedId feed, const OwnersWishes& wishes, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  Connection& db = writer_.db;
  Transaction transaction(db);
  const auto was_muted = db.one<bool>("SELECT muted FROM feed WHERE feed_id = ?1", feed);
  if (!was_muted) return false;
  if (wishes.title) {
    db.run("UPDATE feed SET owner_title = ?2 WHERE feed_id = ?1", feed, *wishes.title);
  }
  if (wishes.folder) {
    db.run("UPDATE feed SET folder = ?2 WHERE feed_id = ?1", feed, *wishes.folder);
    db.run("DELETE FROM feed_folder WHERE feed_id = ?1", feed);
  }
  if (wishes.asked_every) plan_by_owner(db, feed, *wishes.asked_every, now);
  if (wishes.is_muted == true) {
    db.run("UPDATE feed SET muted = 1 WHERE feed_id = ?1", feed);
    db.run("DELETE FROM push_subscription WHERE feed_id = ?1", feed);
  }
  if (wishes.is_muted == false && *was_muted) take_up_again(db, feed, now);
  transaction.commit();
  return true;
}

bool Feeds::set_options(FeedId feed, const FeedOptions& options, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  const bool is_there =
      writer_.db.run("UPDATE feed SET etag = '', last_modified = '' WHERE feed_id = ?1", feed) > 0;
  if (!is_there) return false;
  const bool is_asked_otherwise = options_of(writer_.db, feed) != options;
  write_options(writer_.db, feed, options);
  writer_.db.run("DELETE FROM sitemap_mark WHERE feed_id = ?1", feed);
  writer_.db.run(
      "UPDATE feed SET next_poll_at = ?2, wait_reason = ?3"
      " WHERE feed_id = ?1 AND gone = 0 AND next_poll_at > ?2",
      feed, now, name(WaitReason::Unknown));
  if (is_asked_otherwise) {
    for (const std::string table : {"article", "intake"}) {
      writer_.db.run("UPDATE " + table +
                         " SET page_retry_at = ?2"
                         " WHERE feed_id = ?1 AND page_retry_at > ?2 AND page_error_code = ?3",
                     feed, now, name(ErrorCode::Forbidden));
    }
    writer_.db.run(
        "UPDATE feed_gap SET due_at = ?2, failures = 0 WHERE feed_id = ?1 AND error_code = ?3",
        feed, now, name(ErrorCode::Forbidden));
  }
  if (options.has_secrets() || !options.proxy.empty()) {
    writer_.db.run("DELETE FROM push_subscription WHERE feed_id = ?1", feed);
  }
  transaction.commit();
  return true;
}

Feeds::Asked Feeds::asked(FeedId feed) const {
  const Looking look(writer_);
  auto row = look.db.query("SELECT url," + std::string(kOptionColumns) +
                               " FROM feed LEFT JOIN feed_options USING (feed_id)"
                               " WHERE feed_id = ?1",
                           feed);
  if (!row.step()) return {};
  return {row.get<std::string>(0), read_options(row, 1)};
}

bool Feeds::remove(FeedId feed) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  // Who hid behind a proxy must not show himself by what was still to be asked.
  if (!options_of(writer_.db, feed).proxy.empty()) {
    writer_.db.run(
        "DELETE FROM watched_page WHERE canonical_url IN"
        " (SELECT canonical_url FROM article WHERE feed_id = ?1)",
        feed);
    writer_.db.run(
        "UPDATE picture SET retry_at = NULL WHERE retry_at IS NOT NULL AND url IN"
        " (SELECT picture_url FROM article WHERE feed_id = ?1)",
        feed);
    writer_.db.run("UPDATE article SET page_retry_at = NULL WHERE feed_id = ?1", feed);
  }
  const bool was_there = writer_.db.run("DELETE FROM feed WHERE feed_id = ?1", feed) > 0;
  transaction.commit();
  return was_there;
}

std::vector<FeedRow> Feeds::list() const {
  const Looking look(writer_);
  return read_feeds(look.db.query(select_feed("ORDER BY feed_id")));
}

std::optional<FeedRow> Feeds::find(FeedId feed) const {
  const Looking look(writer_);
  return first(read_feeds(look.db.query(select_feed("WHERE feed_id = ?1"), feed)));
}

std::optional<FeedRow> Feeds::find(std::string_view url) const {
  const Looking look(writer_);
  return first(read_feeds(look.db.query(select_feed("WHERE url = ?1"), url)));
}

std::optional<sys_seconds> Feeds::last_attempt_at(FeedId feed) const {
  const Looking look(writer_);
  return look.db
      .one<std::optional<sys_seconds>>("SELECT last_attempt_at FROM feed WHERE feed_id = ?1", feed)
      .value_or(std::nullopt);
}

std::vector<Feeds::Due> Feeds::due(sys_seconds now, int limit) const {
  const Looking look(writer_);
  auto rows = look.db.query(
      "SELECT feed_id, url, last_attempt_at IS NOT NULL FROM feed"
      " WHERE gone = 0 AND muted = 0 AND next_poll_at <= ?1 ORDER BY 3, next_poll_at, feed_id "
      "LIMIT ?2",
      now, limit);
  std::vector<Due> due;
  while (rows.step()) {
    due.push_back({rows.get<FeedId>(0), rows.get<std::string>(1), rows.get<bool>(2)});
  }
  return due;
}

std::vector<FeedRhythm> Feeds::rhythms() const {
  const Looking look(writer_);
  std::vector<FeedRhythm> rhythms;
  auto rows =
      look.db.query("SELECT " + std::string(kPollingColumns) +
                    " FROM feed JOIN feed_rhythm USING (feed_id) WHERE gone = 0 AND muted = 0");
  while (rows.step()) rhythms.push_back(read_rhythm(rows, 0));
  return rhythms;
}

double Feeds::polls_per_hour() const {
  const Looking look(writer_);
  return look.db
      .one<double>(
          "SELECT ifnull(sum(3600.0 / interval_s), 0.0) FROM feed"
          " WHERE gone = 0 AND muted = 0 AND interval_s > 0")
      .value_or(0);
}

void Feeds::put_off(FeedId feed, sys_seconds until) {
  const std::scoped_lock turn(writer_.turn);
  writer_.db.run("UPDATE feed SET next_poll_at = ?2, wait_reason = ?3 WHERE feed_id = ?1", feed,
                 until, name(WaitReason::HostRests));
}

void Feeds::poll_now(sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  writer_.db.run("UPDATE feed SET next_poll_at = ?1 WHERE gone = 0 AND next_poll_at > ?1", now);
}

void Feeds::note_push(FeedId feed, const PushedNews& news) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  if (!writer_.db.one<int>("SELECT 1 FROM feed WHERE feed_id = ?1", feed)) return;
  write_rhythm(writer_.db, feed, news.rhythm);
  if (news.next_poll_at) {
    writer_.db.run(
        "UPDATE feed SET next_poll_at = ?2, interval_s = ?3, wait_reason = ?4 WHERE feed_id = ?1",
        feed, *news.next_poll_at, news.interval.count(), name(WaitReason::Pushed));
  }
  transaction.commit();
}

void Feeds::end_pushed(FeedId feed, sys_seconds now, std::chrono::seconds gap) {
  const std::scoped_lock turn(writer_.turn);
  writer_.db.run(
      "UPDATE feed SET next_poll_at = min(next_poll_at, max(?2, ifnull(last_attempt_at, 0)"
      " + max(?3, ifnull(owner_ttl_s, 0)))),"
      " wait_reason = ?4 WHERE feed_id = ?1 AND wait_reason = ?5",
      feed, now, gap.count(), name(WaitReason::Unknown), name(WaitReason::Pushed));
}

void Feeds::note_success(FeedId feed, const FeedSuccess& success) {
  writer_.commit_together([&] {
    Connection& db = writer_.db;
    if (!db.one<int>("SELECT 1 FROM feed WHERE feed_id = ?1", feed)) return;  // removed meanwhile
    const bool is_outdated = is_asked_otherwise(db, feed, success.asked_with);
    const bool has_ended = success.ended && !is_outdated;
    db.run(
        "UPDATE feed SET last_attempt_at = ?2, last_success_at = ?2, failures = 0, gone = ?7,"
        " error_code = ?8, error_message = ?9, next_poll_at = ?3, interval_s = ?4,"
        " redirect_count = CASE WHEN ?5 = '' THEN 0 WHEN ?5 = redirect_url THEN redirect_count + 1"
        " ELSE 1 END, redirect_url = ?5, wait_reason = ?6 WHERE feed_id = ?1",
        feed, success.at, is_outdated ? success.at : success.next_poll_at, success.interval.count(),
        success.redirect_url, name(is_outdated ? WaitReason::Unknown : success.wait_reason),
        has_ended, has_ended ? name(success.ended->code) : std::string_view(),
        has_ended ? success.ended->message : std::string());
    write_rhythm(db, feed, success.rhythm);
    // A 304 need not repeat the marks; a full answer without them takes them back.
    const bool is_full = success.parsed != nullptr;
    const bool has_marks = !success.etag.empty() || !success.last_modified.empty();
    if (!is_outdated && (is_full || has_marks)) {
      db.run("UPDATE feed SET etag = ?2, last_modified = ?3 WHERE feed_id = ?1", feed, success.etag,
             success.last_modified);
    }
    if (!success.outlet.empty()) {
      db.run("UPDATE feed SET outlet_id = ?2 WHERE feed_id = ?1", feed,
             outlet_id(db, success.outlet));
    }
    if (is_full) {
      write_description(db, feed, *success.parsed);
      const OutletWishes& wishes = success.wishes;
      std::optional<std::int64_t> ttl_s;
      if (wishes.ttl) ttl_s = wishes.ttl->count();
      db.run("UPDATE feed SET ttl_s = ?2, skip_hours = ?3, skip_days = ?4 WHERE feed_id = ?1", feed,
             ttl_s, wishes.skip_hours, wishes.skip_days);
    }
    if (is_full && !is_outdated) {
      db.run("DELETE FROM sitemap_mark WHERE feed_id = ?1", feed);
      for (const SitemapMark& mark : success.sitemaps) {
        db.run(
            "INSERT OR REPLACE INTO sitemap_mark(feed_id, url, etag, last_modified)"
            " VALUES(?1, ?2, ?3, ?4)",
            feed, mark.url, mark.etag, mark.last_modified);
      }
    }
    if (success.crawl_delay) {
      db.run("UPDATE feed SET crawl_delay_s = ?2 WHERE feed_id = ?1", feed,
             success.crawl_delay->count());
    }
    if (success.lost_entries > 0) {
      const Error why = success.lost_to.value_or(Error{ErrorCode::Empty, {}});
      db.run(
          "UPDATE feed SET lost_entries = lost_entries + ?2, lost_at = ?3, lost_code = ?4,"
          " lost_message = ?5 WHERE feed_id = ?1",
          feed, success.lost_entries, success.at, name(why.code), why.message);
    }
    log_fetch(db, feed, success.at, success.cost, is_full ? success.parsed->entries.size() : 0,
              success.new_entries, "");
  });
}

void Feeds::note_failure(FeedId feed, const FeedFailure& failure) {
  writer_.commit_together([&] {
    Connection& db = writer_.db;
    if (!db.one<int>("SELECT 1 FROM feed WHERE feed_id = ?1", feed)) return;  // removed meanwhile
    log_fetch(db, feed, failure.at, failure.cost, 0, 0, name(failure.error.code));
    if (is_asked_otherwise(db, feed, failure.asked_with)) return;
    db.run(
        "UPDATE feed SET last_attempt_at = ?2, failures = failures + (?7 <> 'allowance'),"
        " error_code = ?3, error_message = ?4, next_poll_at = ?5, gone = ?6, wait_reason = ?7 "
        "WHERE feed_id = ?1",
        feed, failure.at, name(failure.error.code), failure.error.message, failure.next_poll_at,
        failure.error.code == ErrorCode::Gone, name(failure.wait_reason));
  });
}

std::vector<SitemapMark> Feeds::sitemap_marks(FeedId feed) const {
  const Looking look(writer_);
  std::vector<SitemapMark> marks;
  auto rows =
      look.db.query("SELECT url, etag, last_modified FROM sitemap_mark WHERE feed_id = ?1", feed);
  while (rows.step()) {
    marks.push_back({rows.get<std::string>(0), rows.get<std::string>(1), rows.get<std::string>(2)});
  }
  return marks;
}

Feeds::Moved Feeds::change_address(FeedId feed, std::string_view url, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  const auto there = writer_.db.one<FeedId>(
      "SELECT feed_id FROM feed WHERE url = ?2 AND feed_id <> ?1", feed, url);
  move_options(writer_.db, feed, there.value_or(feed), url);
  if (there) {
    hand_over_to(writer_.db, feed, *there);
    writer_.db.run(
        "UPDATE feed SET next_poll_at = ?2, gone = 0, merged_into = '' WHERE feed_id = ?1"
        " AND gone = 1",
        *there, now);
    writer_.db.run(
        "UPDATE feed SET (moved_from, moved_at) = (SELECT url, ?3 FROM feed WHERE feed_id = ?1)"
        " WHERE feed_id = ?2",
        feed, *there, now);
    writer_.db.run(
        "UPDATE feed SET gone = 1, merged_into = ?2, redirect_url = '', redirect_count = 0,"
        " wait_reason = ?3 WHERE feed_id = ?1",
        feed, url, name(WaitReason::Gone));
  } else {
    writer_.db.run(
        "UPDATE feed SET moved_from = url, moved_at = ?3, url = ?2, redirect_url = '',"
        " redirect_count = 0, etag = '', last_modified = '' WHERE feed_id = ?1",
        feed, url, now);
  }
  transaction.commit();
  return there ? Moved::IntoAnother : Moved::There;
}

bool Feeds::has_entry(FeedId feed, std::string_view key) const {
  const Looking look(writer_);
  return look.db
      .one<int>("SELECT 1 FROM seen_entry WHERE feed_id = ?1 AND entry_hash = ?2", feed,
                entry_hash(key))
      .has_value();
}

void Feeds::note_entries(FeedId feed, std::span<const std::string> keys, sys_seconds now) {
  writer_.commit_together([&] {
    for (const std::string& key : keys) {
      writer_.db.run(
          "INSERT INTO seen_entry(feed_id, entry_hash, seen_at)"
          " SELECT feed_id, ?2, ?3 FROM feed WHERE feed_id = ?1"
          " ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at",
          feed, entry_hash(key), now);
    }
  });
}

void Feeds::note_listed(FeedId feed, std::span<const std::string> keys, sys_seconds now) {
  if (keys.empty()) return;
  writer_.commit_together([&] {
    for (const std::string& key : keys) {
      writer_.db.run(
          "UPDATE seen_entry SET seen_at = ?3"
          " WHERE feed_id = ?1 AND entry_hash = ?2 AND seen_at <= ?3 - ?4",
          feed, entry_hash(key), now, kListedAgain.count());
    }
  });
}

void Feeds::rename_entry(FeedId feed, std::string_view from, std::string_view to, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  writer_.db.run(
      "UPDATE OR REPLACE seen_entry SET entry_hash = ?3, seen_at = ?4"
      " WHERE feed_id = ?1 AND entry_hash = ?2",
      feed, entry_hash(from), entry_hash(to), now);
}

std::vector<std::string> Feeds::newest_addresses(FeedId feed, int limit) const {
  const Looking look(writer_);
  std::vector<std::string> addresses;
  auto waiting = look.db.query(
      "SELECT canonical_url FROM intake WHERE feed_id = ?1 ORDER BY intake_id DESC LIMIT ?2", feed,
      limit);
  while (waiting.step()) addresses.push_back(waiting.get<std::string>(0));
  auto accepted = look.db.query(
      "SELECT canonical_url FROM article"
      " WHERE outlet_id = (SELECT outlet_id FROM feed WHERE feed_id = ?1)"
      " ORDER BY article_id DESC LIMIT ?2",
      feed, limit);
  while (accepted.step()) addresses.push_back(accepted.get<std::string>(0));
  return addresses;
}

std::optional<std::string> Feeds::newest_read_at(FeedId feed, std::string_view url,
                                                 int limit) const {
  const Looking look(writer_);
  return look.db.one<std::string>(
      "SELECT canonical_url FROM (SELECT canonical_url, url, article_id FROM article"
      " WHERE outlet_id = (SELECT outlet_id FROM feed WHERE feed_id = ?1)"
      " ORDER BY article_id DESC LIMIT ?3) WHERE url = ?2 ORDER BY article_id DESC LIMIT 1",
      feed, url, limit);
}

}  // namespace depesche
