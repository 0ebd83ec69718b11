#include "store/writing/host_blocks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <utility>

#include "pack/hash.h"
#include "store/rows/block_tally.h"
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
// Bounds on what one host may cost: some 80 KB of counts.
constexpr std::size_t kMostBlocks = 3'000;
constexpr int kMostMarks = 2'000;
constexpr std::size_t kMostKnown = 200;
// What a leaf of the file holds, so that a page that is counted writes one and no more. It takes
// some ten pages of a host to fill.
constexpr std::size_t kMostNewest = 280;
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
  db.run("DELETE FROM host_tally WHERE host_id = ?1", host);
  db.run("DELETE FROM host_newest WHERE host_id = ?1", host);
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

enum class Part {
  All,     // of the pages counted …
  Newest,  // … but for these, which come on top
};

std::string table_of(Part part) { return part == Part::All ? "host_tally" : "host_newest"; }

BlockTally find_tally(Connection& db, const Host& host, Part part) {
  auto rows = db.query("SELECT blocks FROM " + table_of(part) + " WHERE host_id = ?1", host.id);
  return rows.step() ? BlockTally(rows.blob(0)) : BlockTally();
}

void put_tally(Connection& db, const Host& host, Part part, const BlockTally& tally) {
  const std::string bytes = tally.bytes();
  db.run("INSERT OR REPLACE INTO " + table_of(part) + "(host_id, blocks) VALUES(?1, ?2)", host.id,
         Blob{bytes});
}

/// Whether anything was beyond them.
bool keep_in_bounds(Connection& db, Host& host, BlockTally& tally) {
  const bool is_to_halve = host.pages >= kPagesToHalve;
  if (is_to_halve) {
    host.pages /= 2;
    tally.halve();
    db.run(
        "DELETE FROM host_page WHERE host_id = ?1 AND mark IN (SELECT mark FROM host_page"
        " WHERE host_id = ?1 ORDER BY seen_at DESC, mark LIMIT -1 OFFSET ?2)",
        host.id, kMostMarks);
  }
  // To half, so that it is not done for each page.
  const bool is_too_much = tally.blocks().size() > kMostBlocks;
  if (is_too_much) tally.keep(kMostBlocks / 2);
  return is_to_halve || is_too_much;
}

/// The tally with this page.
BlockTally count_blocks(Connection& db, Host& host, const CountedPage& page, sys_seconds now) {
  ++host.pages;
  BlockTally newest = find_tally(db, host, Part::Newest);
  newest.add(page.blocks, now);
  BlockTally tally = find_tally(db, host, Part::All);
  tally.add(newest);
  if (keep_in_bounds(db, host, tally) || newest.blocks().size() > kMostNewest) {
    put_tally(db, host, Part::All, tally);
    newest = {};
  }
  put_tally(db, host, Part::Newest, newest);
  return tally;
}

/// What is known of the host now, in order.
std::vector<std::int64_t> known_of(Connection& db, const Host& host) {
  auto rows =
      db.query("SELECT hash FROM repeated_block WHERE host_id = ?1 AND until IS NULL", host.id);
  std::vector<std::int64_t> known;
  while (rows.step()) known.push_back(rows.integer(0));
  std::sort(known.begin(), known.end());
  return known;
}

/// Of these what stands on too few pages by now.
std::vector<std::int64_t> outdated(const std::vector<std::int64_t>& known, const Host& host,
                                   const BlockTally& tally) {
  std::vector<std::int64_t> gone;
  for (const std::int64_t hash : known) {
    const int pages = tally.pages_of(static_cast<std::uint64_t>(hash));
    if (pages * kShareToForget < host.pages) gone.push_back(hash);
  }
  return gone;
}

std::vector<std::int64_t> proven(const std::vector<std::int64_t>& known, const Host& host,
                                 const BlockTally& tally) {
  std::vector<std::pair<int, std::int64_t>> proven;  // by pages, most first
  for (const TalliedBlock& block : tally.blocks()) {
    const std::int64_t hash = column(block.hash);
    const bool is_common = block.pages >= kLeastPages && block.in_text >= kLeastInText &&
                           block.pages * kShareToKnow >= host.pages;
    if (!is_common || std::binary_search(known.begin(), known.end(), hash)) continue;
    proven.emplace_back(-block.pages, hash);
  }
  std::sort(proven.begin(), proven.end());
  proven.resize(std::min(proven.size(), kMostKnown - std::min(kMostKnown, known.size())));
  std::vector<std::int64_t> hashes;
  hashes.reserve(proven.size());
  for (const auto& [pages, hash] : proven) hashes.push_back(hash);
  return hashes;
}

std::string text_of(std::int64_t hash, const CountedPage& page) {
  for (const SeenBlock& block : page.blocks) {
    if (column(block.hash) == hash) return block.text;
  }
  return "";
}

void learn(Connection& db, const Host& host, const BlockTally& tally, const CountedPage& page,
           sys_seconds now) {
  const std::vector<std::int64_t> known = known_of(db, host);
  const std::vector<std::int64_t> gone = outdated(known, host, tally);
  const std::vector<std::int64_t> come = proven(known, host, tally);
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
    const BlockTally tally = count_blocks(db, host, page, now);
    db.run("UPDATE host SET pages = ?2, seen_at = ?3 WHERE host_id = ?1", host.id, host.pages, now);
    learn(db, host, tally, page, now);
  }
  transaction.commit();
}

}  // namespace depesche
