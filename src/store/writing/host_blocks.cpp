#include "store/writing/host_blocks.h"

#include <algorithm>
#include <cstdint>
#include <mutex>

#include "pack/hash.h"
#include "store/sqlite/writer.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

constexpr int kLeastPages = 5;
constexpr int kLeastInText = 3;  // where it never is, nothing is gained by knowing it
// Of the pages counted, a block must stand on a fifth to become known: the paragraph on what
// happened before, copied from report to report on one event, stands on fewer. It may fall to a
// tenth, so that one bad week forgets nothing.
constexpr int kShareToKnow = 5;
constexpr int kShareToForget = 10;
// Then all counts are halved: what came last week can become known, what went is forgotten.
constexpr int kPagesToHalve = 100;
// Bounds on what one host may cost: some 100 KB of counts.
constexpr int kMostBlocks = 3'000;
constexpr int kMostMarks = 2'000;
constexpr int kMostKnown = 200;
constexpr int kMostForgotten = 1'000;
// Every host that pages are read from; a feed that names a new one with each entry pushes out those
// that have not been seen for longest.
constexpr int kMostHosts = 2'000;

std::int64_t column(std::uint64_t hash) {
  return static_cast<std::int64_t>(hash);  // SQLite's integers are signed
}

struct Host {
  std::int64_t id = 0;
  int pages = 0;
  std::int64_t version = 0;
};

/// The counts go; what is known stays, for texts that were read with it.
void forget_counts(Connection& db, std::int64_t host) {
  db.run("DELETE FROM host_page WHERE host_id = ?1", host);
  db.run("DELETE FROM host_block WHERE host_id = ?1", host);
  db.run("UPDATE host SET pages = 0 WHERE host_id = ?1", host);
  db.run("DELETE FROM host WHERE host_id = ?1 AND version = 0", host);
}

void make_room(Connection& db) {
  if (*db.one<int>("SELECT count(*) FROM host WHERE pages > 0") < kMostHosts) return;
  const auto oldest = db.one<std::int64_t>(
      "SELECT host_id FROM host WHERE pages > 0 ORDER BY seen_at, host_id LIMIT 1");
  forget_counts(db, *oldest);
}

std::optional<Host> find_host(Connection& db, std::string_view name) {
  auto rows = db.query("SELECT host_id, pages, version FROM host WHERE name = ?1", name);
  if (!rows.step()) return std::nullopt;
  return Host{rows.integer(0), rows.get<int>(1), rows.integer(2)};
}

Host host_of(Connection& db, std::string_view name, sys_seconds now) {
  std::optional<Host> host = find_host(db, name);
  if (!host || host->pages == 0) make_room(db);
  if (!host) {
    db.run("INSERT INTO host(name, seen_at) VALUES(?1, ?2)", name, now);
    host = Host{db.last_insert_id(), 0, 0};
  }
  return *host;
}

/// False when the page was counted before, under its address or another one.
bool is_first_reading(Connection& db, const Host& host, const CountedPage& page, sys_seconds now) {
  std::int64_t added = 0;
  std::int64_t marks = 0;
  for (const std::string& mark : {"address " + page.canonical_url, "headline " + page.title}) {
    if (mark == "headline ") continue;
    ++marks;
    added += db.run("INSERT OR IGNORE INTO host_page(host_id, mark, seen_at) VALUES(?1, ?2, ?3)",
                    host.id, column(hash64(mark)), now);
  }
  return added == marks;
}

void count_blocks(Connection& db, const Host& host, const CountedPage& page, sys_seconds now) {
  db.run("UPDATE host SET pages = ?2, seen_at = ?3 WHERE host_id = ?1", host.id, host.pages, now);
  for (const SeenBlock& block : page.blocks) {
    db.run(
        "INSERT INTO host_block(host_id, hash, pages, in_text, first_seen_at, last_seen_at)"
        " VALUES(?1, ?2, 1, ?3, ?4, ?4) ON CONFLICT DO UPDATE SET pages = pages + 1,"
        " in_text = in_text + excluded.in_text, last_seen_at = excluded.last_seen_at",
        host.id, column(block.hash), block.in_text, now);
  }
}

void keep_in_bounds(Connection& db, Host& host) {
  if (host.pages >= kPagesToHalve) {
    host.pages /= 2;
    db.run("UPDATE host SET pages = ?2 WHERE host_id = ?1", host.id, host.pages);
    db.run("UPDATE host_block SET pages = pages / 2, in_text = in_text / 2 WHERE host_id = ?1",
           host.id);
    db.run("DELETE FROM host_block WHERE host_id = ?1 AND pages = 0", host.id);
    db.run(
        "DELETE FROM host_page WHERE host_id = ?1 AND mark IN (SELECT mark FROM host_page"
        " WHERE host_id = ?1 ORDER BY seen_at DESC, mark LIMIT -1 OFFSET ?2)",
        host.id, kMostMarks);
  }
  if (*db.one<int>("SELECT count(*) FROM host_block WHERE host_id = ?1", host.id) > kMostBlocks) {
    // The rare ones first, of these the oldest: to half, so that it is not done for each page.
    db.run(
        "DELETE FROM host_block WHERE host_id = ?1 AND hash IN (SELECT hash FROM host_block"
        " WHERE host_id = ?1 ORDER BY pages DESC, last_seen_at DESC, hash LIMIT -1 OFFSET ?2)",
        host.id, kMostBlocks / 2);
  }
}

std::vector<std::int64_t> numbers(Statement rows) {
  std::vector<std::int64_t> numbers;
  while (rows.step()) numbers.push_back(rows.integer(0));
  return numbers;
}

/// Known, and standing on too few pages by now.
std::vector<std::int64_t> outdated(Connection& db, const Host& host) {
  return numbers(
      db.query("SELECT hash FROM repeated_block LEFT JOIN host_block USING (host_id, hash)"
               " WHERE host_id = ?1 AND until IS NULL AND ifnull(pages, 0) * ?2 < ?3",
               host.id, kShareToForget, host.pages));
}

std::vector<std::int64_t> proven(Connection& db, const Host& host) {
  const int known = *db.one<int>(
      "SELECT count(*) FROM repeated_block WHERE host_id = ?1 AND until IS NULL", host.id);
  return numbers(
      db.query("SELECT hash FROM host_block b WHERE host_id = ?1 AND pages >= ?2"
               " AND in_text >= ?3 AND pages * ?4 >= ?5 AND NOT EXISTS"
               " (SELECT 1 FROM repeated_block r WHERE r.host_id = b.host_id AND r.hash = b.hash"
               "  AND until IS NULL) ORDER BY pages DESC, hash LIMIT ?6",
               host.id, kLeastPages, kLeastInText, kShareToKnow, host.pages,
               std::max(kMostKnown - known, 0)));
}

std::string text_of(std::int64_t hash, const CountedPage& page) {
  for (const SeenBlock& block : page.blocks) {
    if (column(block.hash) == hash) return block.text;
  }
  return "";
}

void learn(Connection& db, const Host& host, const CountedPage& page, sys_seconds now) {
  const std::vector<std::int64_t> gone = outdated(db, host);
  const std::vector<std::int64_t> come = proven(db, host);
  if (gone.empty() && come.empty()) return;
  db.run("INSERT INTO repeated_version(host_id, at) VALUES(?1, ?2)", host.id, now);
  const std::int64_t version = db.last_insert_id();
  db.run("UPDATE host SET version = ?2 WHERE host_id = ?1", host.id, version);
  for (const std::int64_t hash : gone) {
    db.run(
        "UPDATE repeated_block SET until = ?3 WHERE host_id = ?1 AND hash = ?2 AND until IS NULL",
        host.id, hash, version);
  }
  for (const std::int64_t hash : come) {
    db.run("INSERT INTO repeated_block(host_id, hash, since, text) VALUES(?1, ?2, ?3, ?4)", host.id,
           hash, version, text_of(hash, page));
  }
  db.run(
      "DELETE FROM repeated_block WHERE (host_id, hash, since) IN (SELECT host_id, hash, since"
      " FROM repeated_block WHERE host_id = ?1 AND until IS NOT NULL"
      " ORDER BY until DESC, hash LIMIT -1 OFFSET ?2)",
      host.id, kMostForgotten);
}

/// "host_id = … AND since <= … < until" of one version, for ?1.
std::string select_known(std::string_view what) {
  return "SELECT " + std::string(what) +
         " FROM repeated_version v JOIN repeated_block b USING (host_id) WHERE v.version = ?1"
         " AND b.since <= ?1 AND (b.until IS NULL OR b.until > ?1)";
}

}  // namespace

KnownBlocks HostBlocks::known(std::string_view host) const {
  const Looking look(writer_);
  const std::optional<Host> found = find_host(look.db, host);
  return found ? known(RepeatedVersion{found->version}) : KnownBlocks{};
}

KnownBlocks HostBlocks::known(RepeatedVersion version) const {
  if (!version) return {};
  const Looking look(writer_);
  auto rows = look.db.query(select_known("hash"), version);
  std::vector<std::uint64_t> hashes;
  while (rows.step()) hashes.push_back(static_cast<std::uint64_t>(rows.integer(0)));
  return {version, RepeatedBlocks(std::move(hashes))};
}

std::vector<std::string> HostBlocks::texts(RepeatedVersion version) const {
  const Looking look(writer_);
  auto rows = look.db.query(select_known("text"), version);
  std::vector<std::string> texts;
  while (rows.step()) texts.push_back(rows.get<std::string>(0));
  return texts;
}

std::optional<RepeatedVersion> HostBlocks::read_with(std::string_view canonical_url) const {
  const Looking look(writer_);
  const auto accepted = look.db.one<RepeatedVersion>(
      "SELECT repeated_version FROM article WHERE canonical_url = ?1 AND origin <> 'feed'",
      canonical_url);
  if (accepted) return accepted;
  return look.db.one<RepeatedVersion>(
      "SELECT repeated_version FROM intake WHERE canonical_url = ?1"
      " AND repeated_version IS NOT NULL ORDER BY intake_id LIMIT 1",
      canonical_url);
}

void HostBlocks::count(const CountedPage& page, sys_seconds now) {
  const std::scoped_lock turn(writer_.turn);
  Connection& db = writer_.db;
  Transaction transaction(db);
  Host host = host_of(db, page.host, now);
  if (is_first_reading(db, host, page, now)) {
    ++host.pages;
    count_blocks(db, host, page, now);
    keep_in_bounds(db, host);
    learn(db, host, page, now);
  }
  transaction.commit();
}

}  // namespace depesche
