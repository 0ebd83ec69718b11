#include "store/writing/lists.h"

#include <mutex>
#include <set>

#include "store/sqlite/writer.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

std::string select_list(std::string_view rest) {
  return "SELECT list_id, url, title, folder, etag, last_modified, next_read_at, last_read_at,"
         " failures, error_message, changed_at, came, went, error_code,"
         " (SELECT count(*) FROM listed_feed WHERE list_id = feed_list.list_id"
         " AND feed_id IS NOT NULL) FROM feed_list " +
         std::string(rest);
}

std::vector<FollowedList> read_lists(Statement rows) {
  std::vector<FollowedList> lists;
  while (rows.step()) {
    FollowedList& list = lists.emplace_back();
    list.id = rows.get<ListId>(0);
    list.url = rows.text(1);
    list.title = rows.text(2);
    list.folder = rows.text(3);
    list.etag = rows.text(4);
    list.last_modified = rows.text(5);
    list.next_read_at = rows.get<sys_seconds>(6);
    list.last_read_at = rows.get<std::optional<sys_seconds>>(7);
    list.failures = rows.get<int>(8);
    list.error_message = rows.text(9);
    list.changed_at = rows.get<std::optional<sys_seconds>>(10);
    list.came = rows.get<int>(11);
    list.went = rows.get<int>(12);
    list.error_code = rows.text(13);
    list.feeds = rows.get<int>(14);
  }
  return lists;
}

}  // namespace

bool Lists::follow(const NewList& list, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  return writer_.db.run(
             "INSERT OR IGNORE INTO feed_list(url, title, folder, next_read_at)"
             " VALUES(?1, ?2, ?3, ?4)",
             list.url, list.title, list.folder, now) > 0;
}

bool Lists::unfollow(std::string_view url) {
  const std::scoped_lock turn(writer_.turn);
  return writer_.db.run("DELETE FROM feed_list WHERE url = ?1", url) > 0;
}

std::vector<FollowedList> Lists::list() const {
  const Looking look(writer_);
  return read_lists(look.db.query(select_list("ORDER BY list_id")));
}

std::optional<FollowedList> Lists::find(std::string_view url) const {
  const Looking look(writer_);
  std::vector<FollowedList> found = read_lists(look.db.query(select_list("WHERE url = ?1"), url));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<FollowedList> Lists::due(sys_seconds now, int limit) const {
  const Looking look(writer_);
  return read_lists(look.db.query(
      select_list("WHERE next_read_at <= ?1 ORDER BY next_read_at, list_id LIMIT ?2"), now, limit));
}

std::vector<ListedFeed> Lists::feeds_of(ListId list) const {
  const Looking look(writer_);
  auto rows = look.db.query(
      "SELECT url, feed_id, is_brought, is_missing FROM listed_feed WHERE list_id = ?1"
      " ORDER BY url",
      list);
  std::vector<ListedFeed> feeds;
  while (rows.step()) {
    feeds.push_back({rows.get<std::string>(0), rows.get<std::optional<FeedId>>(1),
                     rows.get<bool>(2), rows.get<bool>(3)});
  }
  return feeds;
}

int Lists::add_feeds(ListId list, std::span<const NewFeed> feeds, sys_seconds now) {
  Feeds all(writer_);
  int came = 0;
  std::set<FeedId> brought;
  for (NewFeed feed : feeds) {
    // How a page is read that was subscribed to before is its reader's choice.
    if (all.find(feed.url)) feed.rule.reset();
    const Feeds::Added added = all.add(feed, now);
    if (added.is_new) brought.insert(added.id);
    if (!added.is_new && brought.contains(added.id)) {
      all.put_in_folder(added.id, feed.folder);  // the list has it in several
      continue;
    }
    came += added.is_new ? 1 : 0;
    writer_.db.run(
        "INSERT OR REPLACE INTO listed_feed(list_id, url, feed_id, is_brought)"
        " VALUES(?1, ?2, ?3, ?4)",
        list, feed.url, added.id, added.is_new);
  }
  return came;
}

int Lists::drop_feeds(ListId list, std::span<const std::string> urls) {
  int went = 0;
  for (const std::string& url : urls) {
    const auto feed = writer_.db.one<FeedId>(
        "SELECT feed_id FROM listed_feed AS mine WHERE list_id = ?1 AND url = ?2"
        " AND is_brought = 1 AND feed_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM listed_feed"
        " AS other WHERE other.feed_id = mine.feed_id"
        " AND (other.list_id, other.url) <> (mine.list_id, mine.url))",
        list, url);
    // Whoever has it still answers for it from now on.
    writer_.db.run(
        "UPDATE listed_feed SET is_brought = 1 WHERE (list_id, url) <> (?1, ?2) AND feed_id ="
        " (SELECT feed_id FROM listed_feed WHERE list_id = ?1 AND url = ?2 AND is_brought = 1)",
        list, url);
    writer_.db.run("DELETE FROM listed_feed WHERE list_id = ?1 AND url = ?2", list, url);
    if (feed) went += Feeds(writer_).remove(*feed) ? 1 : 0;
  }
  return went;
}

void Lists::set_missing(ListId list, std::span<const std::string> urls, bool is_missing) {
  for (const std::string& url : urls) {
    writer_.db.run("UPDATE listed_feed SET is_missing = ?3 WHERE list_id = ?1 AND url = ?2", list,
                   url, is_missing);
  }
}

void Lists::note_reading(ListId list, const Reading& reading) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  if (!writer_.db.one<int>("SELECT 1 FROM feed_list WHERE list_id = ?1", list)) return;
  const int came = add_feeds(list, reading.changes.added, reading.at);
  const int went = drop_feeds(list, reading.changes.gone);
  set_missing(list, reading.changes.missing, true);
  set_missing(list, reading.changes.returned, false);
  writer_.db.run(
      "UPDATE feed_list SET last_read_at = ?2, next_read_at = ?3, etag = ?4, last_modified = ?5,"
      " failures = 0, error_code = '', error_message = '' WHERE list_id = ?1",
      list, reading.at, reading.next_read_at, reading.etag, reading.last_modified);
  if (came + went > 0) {
    writer_.db.run("UPDATE feed_list SET changed_at = ?2, came = ?3, went = ?4 WHERE list_id = ?1",
                   list, reading.at, came, went);
  }
  transaction.commit();
}

void Lists::note_failure(ListId list, const Error& error, sys_seconds next_read_at) {
  const std::scoped_lock turn(writer_.turn);
  writer_.db.run(
      "UPDATE feed_list SET failures = failures + 1, error_message = ?2, next_read_at = ?3,"
      " error_code = ?4 WHERE list_id = ?1",
      list, error.message, next_read_at, name(error.code));
}

}  // namespace depesche
