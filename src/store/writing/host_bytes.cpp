#include "store/writing/host_bytes.h"

#include <algorithm>
#include <cstdint>
#include <mutex>

#include "store/sqlite/writer.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

// Two of them can be added in SQLite's integers.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 60U;

std::int64_t bounded(std::uint64_t bytes) {
  return static_cast<std::int64_t>(std::min(bytes, kMostBytes));
}

HostTally read_tally(const Statement& row) {
  return {row.get<std::string>(0), row.get<sys_seconds>(1),
          static_cast<std::uint64_t>(row.get<std::int64_t>(2))};
}

void forget_past_days(Connection& db, sys_seconds now) {
  db.run("DELETE FROM host_bytes WHERE began_at <= ?1", now - kHostDay);
  db.run("UPDATE host_bytes SET began_at = ?1 WHERE began_at > ?1", now);
}

void forget_the_least(Connection& db) {
  const auto known = *db.one<std::int64_t>("SELECT count(*) FROM host_bytes");
  const std::int64_t over = known - static_cast<std::int64_t>(kMostTallies);
  if (over <= 0) return;
  db.run(
      "DELETE FROM host_bytes WHERE host IN (SELECT host FROM host_bytes ORDER BY bytes LIMIT ?1)",
      over);
}

void forget_past_rests(Connection& db, sys_seconds now) {
  db.run("DELETE FROM host_rest WHERE until <= ?1", now);
  db.run("UPDATE host_rest SET until = ?1 WHERE until > ?1", now + kLongestRest);
}

}  // namespace

std::vector<HostTally> HostBytes::add(std::span<const HostTally> tallies, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  Connection& db = writer_.db;
  Transaction transaction(db);
  forget_past_days(db, now);
  std::vector<HostTally> all;
  for (const HostTally& one : tallies) {
    db.run(
        "INSERT INTO host_bytes(host, began_at, bytes) VALUES(?1, ?2, ?3)"
        " ON CONFLICT(host) DO UPDATE SET bytes = min(bytes + excluded.bytes, ?4)",
        one.host, std::clamp(one.began_at, now - kHostDay, now), bounded(one.bytes),
        bounded(kMostBytes));
    auto row = db.query("SELECT host, began_at, bytes FROM host_bytes WHERE host = ?1", one.host);
    if (row.step()) all.push_back(read_tally(row));
  }
  forget_the_least(db);
  transaction.commit();
  return all;
}

std::vector<HostTally> HostBytes::today(sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  forget_past_days(writer_.db, now);
  auto rows =
      writer_.db.query("SELECT host, began_at, bytes FROM host_bytes ORDER BY bytes DESC LIMIT ?1",
                       static_cast<std::int64_t>(kMostTallies));
  std::vector<HostTally> tallies;
  while (rows.step()) tallies.push_back(read_tally(rows));
  return tallies;
}

void HostBytes::rest(std::span<const HostRest> rests, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  Connection& db = writer_.db;
  Transaction transaction(db);
  for (const HostRest& one : rests) {
    db.run(
        "INSERT INTO host_rest(host, until) VALUES(?1, ?2)"
        " ON CONFLICT(host) DO UPDATE SET until = max(until, excluded.until)",
        one.host, one.until);
  }
  forget_past_rests(db, now);
  db.run(
      "DELETE FROM host_rest WHERE host IN"
      " (SELECT host FROM host_rest ORDER BY until DESC LIMIT -1 OFFSET ?1)",
      static_cast<std::int64_t>(kMostTallies));
  transaction.commit();
}

std::vector<HostRest> HostBytes::resting(sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  forget_past_rests(writer_.db, now);
  auto rows = writer_.db.query("SELECT host, until FROM host_rest");
  std::vector<HostRest> rests;
  while (rows.step()) rests.push_back({rows.get<std::string>(0), rows.get<sys_seconds>(1)});
  return rests;
}

}  // namespace depesche
