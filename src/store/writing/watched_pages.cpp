#include "store/writing/watched_pages.h"

#include <mutex>

#include "store/sqlite/writer.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

std::int64_t day_of(sys_seconds now) {
  return std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
}

void come_back(Connection& db, std::string_view canonical_url) {
  db.run("UPDATE article SET gone_at = NULL WHERE canonical_url = ?1 AND gone_at IS NOT NULL",
         canonical_url);
}

void put_mark(Connection& db, std::string_view canonical_url, const PageMark& mark) {
  db.run(
      "UPDATE watched_page SET url = ?2, etag = ?3, last_modified = ?4, body_hash = ?5,"
      " program = ?6, missing_at = NULL WHERE canonical_url = ?1",
      canonical_url, mark.url, mark.etag, mark.last_modified, mark.body_hash, mark.read_by);
}

}  // namespace

void WatchedPages::note_read(std::string_view canonical_url, const PageMark& mark, sys_seconds now,
                             sys_seconds first_look_at) {
  const std::scoped_lock turn(writer_.turn);
  Connection& db = writer_.db;
  Transaction transaction(db);
  const bool is_known = *db.one<bool>(R"sql(
    SELECT EXISTS (SELECT 1 FROM watched_page WHERE canonical_url = ?1)
        OR EXISTS (SELECT 1 FROM article WHERE canonical_url = ?1 AND origin <> 'feed'))sql",
                                      canonical_url);
  if (is_known) {
    put_mark(db, canonical_url, mark);
    come_back(db, canonical_url);
  } else {
    db.run(
        "INSERT INTO watched_page(canonical_url, url, host, first_read_at, due_at, etag,"
        " last_modified, body_hash, entry_title, entry_summary, program)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        canonical_url, mark.url, mark.host, now, first_look_at, mark.etag, mark.last_modified,
        mark.body_hash, mark.entry_title, mark.entry_summary, mark.read_by);
    db.run(
        "INSERT INTO host_day(day, host, first_reads) VALUES(?1, ?2, 1)"
        " ON CONFLICT(day, host) DO UPDATE SET first_reads = first_reads + 1",
        day_of(now), mark.host);
  }
  transaction.commit();
}

std::vector<WatchedPage> WatchedPages::due(sys_seconds now, int limit) const {
  const Looking look(writer_);
  auto rows = look.db.query(R"sql(
    SELECT w.canonical_url, w.url, w.host, w.etag, w.last_modified, w.body_hash, w.entry_title,
           w.entry_summary, w.first_read_at, w.failures, w.missing_at, w.program,
           ifnull(a.article_id, 0), ifnull(a.feed_id, 0), ifnull(s.outlets, 0) > 1 AS is_shared,
           s.last_at
    FROM host_day h JOIN watched_page w ON w.host = h.host AND w.due_at <= ?1
    LEFT JOIN article a ON a.canonical_url = w.canonical_url
    LEFT JOIN story_article sa ON sa.article_id = a.article_id
    LEFT JOIN story s ON s.story_id = sa.story_id
    WHERE h.day = ?2 AND h.second_looks < h.first_reads
    ORDER BY is_shared DESC, w.due_at LIMIT ?3)sql",
                            now, day_of(now), limit);
  std::vector<WatchedPage> pages;
  while (rows.step()) {
    WatchedPage page;
    page.canonical_url = rows.text(0);
    page.mark = {rows.get<std::string>(1), rows.get<std::string>(2), rows.get<std::string>(3),
                 rows.get<std::string>(4), rows.get<std::string>(5), rows.get<std::string>(6),
                 rows.get<std::string>(7), rows.get<std::string>(11)};
    page.first_read_at = rows.get<sys_seconds>(8);
    page.failures = rows.get<int>(9);
    page.missing_at = rows.get<std::optional<sys_seconds>>(10);
    page.article = rows.get<ArticleId>(12);
    page.feed = rows.get<FeedId>(13);
    page.is_shared = rows.get<bool>(14);
    page.story_moved_at = rows.get<std::optional<sys_seconds>>(15);
    pages.push_back(std::move(page));
  }
  return pages;
}

bool WatchedPages::is_due(std::string_view canonical_url, sys_seconds now) const {
  const Looking look(writer_);
  return look.db
      .one<int>("SELECT 1 FROM watched_page WHERE canonical_url = ?1 AND due_at <= ?2",
                canonical_url, now)
      .has_value();
}

bool WatchedPages::begin_look(const std::string& host, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  return writer_.db.run(
             "UPDATE host_day SET second_looks = second_looks + 1"
             " WHERE day = ?1 AND host = ?2 AND second_looks < first_reads",
             day_of(now), host) > 0;
}

void WatchedPages::set_next(std::string_view canonical_url, std::optional<sys_seconds> next_at) {
  if (next_at) {
    writer_.db.run("UPDATE watched_page SET due_at = ?2 WHERE canonical_url = ?1", canonical_url,
                   next_at);
  } else {
    writer_.db.run("DELETE FROM watched_page WHERE canonical_url = ?1", canonical_url);
  }
}

void WatchedPages::put_off(std::string_view canonical_url, std::optional<sys_seconds> until) {
  const std::scoped_lock turn(writer_.turn);
  set_next(canonical_url, until);
}

void WatchedPages::note_looked(std::string_view canonical_url, std::optional<sys_seconds> next_at) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  writer_.db.run("UPDATE watched_page SET failures = 0, missing_at = NULL WHERE canonical_url = ?1",
                 canonical_url);
  come_back(writer_.db, canonical_url);
  set_next(canonical_url, next_at);
  transaction.commit();
}

void WatchedPages::note_looked(std::string_view canonical_url, const PageMark& mark,
                               std::optional<sys_seconds> next_at) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  put_mark(writer_.db, canonical_url, mark);
  note_looked(canonical_url, next_at);
  transaction.commit();
}

void WatchedPages::note_failure(std::string_view canonical_url,
                                std::optional<sys_seconds> next_at) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  writer_.db.run("UPDATE watched_page SET failures = failures + 1 WHERE canonical_url = ?1",
                 canonical_url);
  set_next(canonical_url, next_at);
  transaction.commit();
}

void WatchedPages::note_missing(std::string_view canonical_url, sys_seconds now,
                                sys_seconds next_at) {
  const std::scoped_lock turn(writer_.turn);
  writer_.db.run("UPDATE watched_page SET missing_at = ?2, due_at = ?3 WHERE canonical_url = ?1",
                 canonical_url, now, next_at);
}

void WatchedPages::note_gone(std::string_view canonical_url, sys_seconds now,
                             std::optional<sys_seconds> next_at) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  writer_.db.run("UPDATE article SET gone_at = ?2 WHERE canonical_url = ?1 AND gone_at IS NULL",
                 canonical_url, now);
  writer_.db.run("UPDATE watched_page SET failures = 0, missing_at = ?2 WHERE canonical_url = ?1",
                 canonical_url, now);
  set_next(canonical_url, next_at);
  transaction.commit();
}

}  // namespace depesche
