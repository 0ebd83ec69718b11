#include "store/writing/pushes.h"

#include <mutex>

#include "pack/zstd.h"
#include "store/rows/option_rows.h"
#include "store/rows/push_rows.h"
#include "store/sqlite/writer.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

// No body that the server takes is longer.
constexpr std::size_t kMaxBody = 64u << 20;

std::string select_push(std::string_view rest) {
  return "SELECT feed_id," + std::string(kPushColumns) + " FROM push_subscription " +
         std::string(rest);
}

std::vector<Pushes::Known> read_pushes(Statement rows) {
  std::vector<Pushes::Known> pushes;
  while (rows.step()) pushes.push_back({rows.get<FeedId>(0), read_push(rows, 1)});
  return pushes;
}

std::optional<Pushes::Known> first(std::vector<Pushes::Known> pushes) {
  if (pushes.empty()) return std::nullopt;
  return std::move(pushes.front());
}

void write_push(Connection& db, FeedId feed, const PushSubscription& push) {
  db.run(
      "INSERT OR REPLACE INTO push_subscription(feed_id, hub, topic, callback, token, secret,"
      " stage, next_step_at, verified_at, expires_at, last_push_at, missed_at, bad_at, pushes,"
      " failures, last_code, last_reason) SELECT feed_id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
      " ?11, ?12, ?13, ?14, ?15, ?16, ?17 FROM feed WHERE feed_id = ?1",
      feed, push.hub, push.topic, push.callback, push.token, push.secret, name(push.stage),
      push.next_step_at, push.verified_at, push.expires_at, push.last_push_at, push.missed_at,
      push.bad_at, push.pushes, push.failures, push.last_code, push.last_reason);
}

void drop_push(Connection& db, FeedId feed) {
  db.run("DELETE FROM push_subscription WHERE feed_id = ?1", feed);
}

/// By what its owner wants now.
bool may_be_told_of(Connection& db, FeedId feed) {
  const auto url = db.one<std::string>("SELECT url FROM feed WHERE feed_id = ?1", feed);
  return url && may_tell_hubs(options_of(db, feed), *url);
}

std::optional<PushSubscription> push_of(Connection& db, FeedId feed) {
  auto found = first(read_pushes(db.query(select_push("WHERE feed_id = ?1"), feed)));
  if (!found) return std::nullopt;
  return std::move(found->push);
}

}  // namespace

std::optional<PushSubscription> Pushes::of(FeedId feed) const {
  const Looking look(writer_);
  return push_of(look.db, feed);
}

std::optional<Pushes::Known> Pushes::find(std::string_view token) const {
  const Looking look(writer_);
  return first(read_pushes(look.db.query(select_push("WHERE token = ?1"), token)));
}

std::vector<Pushes::Known> Pushes::list() const {
  const Looking look(writer_);
  return read_pushes(look.db.query(select_push("ORDER BY feed_id")));
}

std::vector<Pushes::Known> Pushes::due(sys_seconds now, int limit) const {
  const Looking look(writer_);
  return read_pushes(look.db.query(
      select_push("WHERE next_step_at <= ?1 ORDER BY next_step_at, feed_id LIMIT ?2"), now, limit));
}

bool Pushes::change(FeedId feed, std::string_view token, const Change& change) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  auto known = first(
      read_pushes(writer_.db.query(select_push("WHERE feed_id = ?1 AND token = ?2"), feed, token)));
  if (!known) return false;
  if (!may_be_told_of(writer_.db, feed)) {
    drop_push(writer_.db, feed);
    transaction.commit();
    return false;
  }
  write_push(writer_.db, feed, change(std::move(known->push)));
  transaction.commit();
  return true;
}

void Pushes::decide(FeedId feed, const FeedOptions& asked_with, const Decision& decision) {
  const std::scoped_lock turn(writer_.turn);
  Transaction transaction(writer_.db);
  Connection& db = writer_.db;
  const auto known = push_of(db, feed);
  auto wanted = known;
  if (!may_be_told_of(db, feed)) {
    wanted.reset();
  } else if (!is_asked_otherwise(db, feed, asked_with)) {
    wanted = decision(known);
  }
  if (known && !wanted) drop_push(db, feed);
  if (wanted && (!known || known->token != wanted->token)) write_push(db, feed, *wanted);
  transaction.commit();
}

void Pushes::put(FeedId feed, const PushSubscription& push) {
  const std::scoped_lock turn(writer_.turn);
  write_push(writer_.db, feed, push);
}

void Pushes::drop(FeedId feed) {
  const std::scoped_lock turn(writer_.turn);
  drop_push(writer_.db, feed);
}

bool Pushes::keep(FeedId feed, std::string_view content_type, std::string_view body,
                  sys_seconds now) {
  const std::string packed = zstd_compress(body);
  const std::scoped_lock turn(writer_.turn);
  return writer_.db.run(
             "INSERT INTO push(feed_id, came_at, content_type, packed)"
             " SELECT feed_id, ?2, ?3, ?4 FROM feed WHERE feed_id = ?1"
             " AND (SELECT count(*) FROM push WHERE feed_id = ?1) < ?5",
             feed, now, content_type, Blob{packed}, kMostWaiting) > 0;
}

std::vector<Pushes::Waiting> Pushes::waiting(int limit) const {
  const Looking look(writer_);
  auto rows = look.db.query(
      "SELECT min(push_id), feed_id FROM push GROUP BY feed_id ORDER BY 1 LIMIT ?1", limit);
  std::vector<Waiting> waiting;
  while (rows.step()) waiting.push_back({rows.integer(0), rows.get<FeedId>(1)});
  return waiting;
}

std::optional<Pushes::Body> Pushes::body(std::int64_t id) const {
  const Looking look(writer_);
  auto rows =
      look.db.query("SELECT content_type, packed, came_at FROM push WHERE push_id = ?1", id);
  if (!rows.step()) return std::nullopt;
  Result<std::string> bytes = zstd_decompress(rows.blob(1), kMaxBody);
  if (!bytes) return std::nullopt;
  return Body{rows.get<std::string>(0), *std::move(bytes), rows.get<sys_seconds>(2)};
}

void Pushes::done(std::int64_t id) {
  const std::scoped_lock turn(writer_.turn);
  writer_.db.run("DELETE FROM push WHERE push_id = ?1", id);
}

}  // namespace depesche
