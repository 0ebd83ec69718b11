#include "store/writing/engine_states.h"

#include <algorithm>
#include <cassert>

#include "pack/zstd.h"
#include "store/sqlite/database.h"

namespace depesche {
namespace {

constexpr std::int64_t kMostParts = 64;

/// Where a part stands.
std::int64_t place_of(std::int64_t stream_no, std::int64_t part) {
  return part == 0 ? stream_no : -(stream_no * kMostParts + part);
}

/// Nothing when it does not unpack.
std::optional<std::string> read_state(Connection& db, std::int64_t stream_no) {
  std::string bytes;
  const auto further =
      db.one<std::int64_t>("SELECT count(*) FROM engine_snapshot WHERE stream_no BETWEEN ?1 AND ?2",
                           place_of(stream_no, kMostParts - 1), place_of(stream_no, 1));
  if (further.value_or(0) > 0) {
    bytes.reserve(kStatePart * static_cast<std::size_t>(*further + 1));
  }
  for (std::int64_t part = 0; part < kMostParts; ++part) {
    auto rows = db.query("SELECT packed FROM engine_snapshot WHERE stream_no = ?1",
                         place_of(stream_no, part));
    if (!rows.step()) break;
    const Result<std::string> more = zstd_decompress(rows.blob(0), kStatePart);
    if (!more) return std::nullopt;
    bytes += *more;
  }
  return bytes;
}

}  // namespace

std::vector<std::string> pack_state(std::string_view bytes) {
  assert(bytes.size() <= kStatePart * kMostParts);
  std::vector<std::string> parts;
  do {
    parts.push_back(zstd_compress(bytes.substr(0, kStatePart), 3));
    bytes.remove_prefix(std::min(bytes.size(), kStatePart));
  } while (!bytes.empty());
  return parts;
}

void put_state(Connection& db, std::int64_t stream_no, const std::vector<std::string>& parts) {
  db.run("DELETE FROM engine_snapshot WHERE stream_no BETWEEN ?1 AND ?2",
         place_of(stream_no, kMostParts - 1), place_of(stream_no, 1));
  for (std::size_t part = 0; part < parts.size(); ++part) {
    db.run("INSERT OR REPLACE INTO engine_snapshot(stream_no, packed) VALUES(?1, ?2)",
           place_of(stream_no, static_cast<std::int64_t>(part)), Blob{parts[part]});
  }
}

void drop_states(Connection& db, std::int64_t most) {
  db.run(
      "DELETE FROM engine_snapshot WHERE"
      " CASE WHEN stream_no > 0 THEN stream_no ELSE -stream_no / ?2 END NOT IN"
      " (SELECT stream_no FROM engine_snapshot WHERE stream_no > 0 ORDER BY stream_no DESC"
      " LIMIT ?1)",
      most, kMostParts);
}

std::optional<EngineState> find_state(Connection& db, std::optional<std::int64_t> at_most) {
  std::vector<std::int64_t> numbers;
  {
    auto rows = db.query(
        "SELECT stream_no FROM engine_snapshot"
        " WHERE stream_no > 0 AND stream_no <= ifnull(?1, stream_no) ORDER BY stream_no DESC",
        at_most);
    while (rows.step()) numbers.push_back(rows.integer(0));
  }
  for (const std::int64_t number : numbers) {
    // A damaged one only costs a longer replay.
    if (auto bytes = read_state(db, number)) return EngineState{number, *std::move(bytes)};
  }
  return std::nullopt;
}

}  // namespace depesche
