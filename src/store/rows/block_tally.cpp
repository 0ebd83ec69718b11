#include "store/rows/block_tally.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <new>
#include <tuple>
#include <utility>

#include <sqlite3.h>

#include "store/sqlite/database.h"

namespace depesche {
namespace {

constexpr char kTallyVersion = 1;
constexpr std::size_t kBlockBytes = 14;

template <class Number>
void append_number(std::string& out, Number number) {
  for (std::size_t i = 0; i < sizeof number; ++i) {
    out.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i)));
  }
}

template <class Number>
Number take_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    number |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  bytes.remove_prefix(sizeof(Number));
  return static_cast<Number>(number);
}

template <class Number>
Number bounded_count(std::int64_t number) {
  constexpr std::int64_t kMost = std::numeric_limits<Number>::max();
  return static_cast<Number>(std::clamp<std::int64_t>(number, 0, kMost));
}

/// As SQLite's integers, which are signed, have them in order.
std::int64_t signed_hash(std::uint64_t hash) { return static_cast<std::int64_t>(hash); }

struct BeforeHash {
  bool operator()(const TalliedBlock& a, const TalliedBlock& b) const { return a.hash < b.hash; }
  bool operator()(const TalliedBlock& a, std::uint64_t hash) const { return a.hash < hash; }
};

}  // namespace

BlockTally::BlockTally(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != kTallyVersion) return;
  bytes.remove_prefix(1);
  if (bytes.size() % kBlockBytes != 0) return;
  blocks_.reserve(bytes.size() / kBlockBytes);
  while (!bytes.empty()) {
    TalliedBlock& block = blocks_.emplace_back();
    block.hash = take_number<std::uint64_t>(bytes);
    block.last_seen_at = take_number<std::uint32_t>(bytes);
    block.pages = take_number<std::uint8_t>(bytes);
    block.in_text = take_number<std::uint8_t>(bytes);
  }
  if (!std::is_sorted(blocks_.begin(), blocks_.end(), BeforeHash())) blocks_.clear();
}

BlockTally::BlockTally(std::vector<TalliedBlock> blocks) : blocks_(std::move(blocks)) { settle(0); }

std::string BlockTally::bytes() const {
  std::string out;
  out.reserve(1 + blocks_.size() * kBlockBytes);
  out.push_back(kTallyVersion);
  for (const TalliedBlock& block : blocks_) {
    append_number(out, block.hash);
    append_number(out, block.last_seen_at);
    append_number(out, block.pages);
    append_number(out, block.in_text);
  }
  return out;
}

int BlockTally::pages_of(std::uint64_t hash) const {
  const auto at = std::lower_bound(blocks_.begin(), blocks_.end(), hash, BeforeHash());
  return at != blocks_.end() && at->hash == hash ? at->pages : 0;
}

void BlockTally::add(std::span<const SeenBlock> seen, std::chrono::sys_seconds now) {
  const auto at = bounded_count<std::uint32_t>(now.time_since_epoch().count());
  const std::size_t known = blocks_.size();
  for (const SeenBlock& block : seen) {
    blocks_.push_back({block.hash, at, 1, static_cast<std::uint8_t>(block.in_text ? 1 : 0)});
  }
  settle(known);
}

void BlockTally::add(const BlockTally& later) {
  const std::size_t known = blocks_.size();
  blocks_.insert(blocks_.end(), later.blocks_.begin(), later.blocks_.end());
  settle(known);
}

/// Puts all behind the first `known`, which have their places, to theirs, and adds up those of one
/// hash.
void BlockTally::settle(std::size_t known) {
  const auto added = blocks_.begin() + static_cast<std::ptrdiff_t>(known);
  std::stable_sort(added, blocks_.end(), BeforeHash());
  std::inplace_merge(blocks_.begin(), added, blocks_.end(), BeforeHash());
  std::size_t kept = 0;
  for (const TalliedBlock& block : blocks_) {
    if (kept > 0 && blocks_[kept - 1].hash == block.hash) {
      TalliedBlock& sum = blocks_[kept - 1];
      sum.pages = bounded_count<std::uint8_t>(sum.pages + block.pages);
      sum.in_text = bounded_count<std::uint8_t>(sum.in_text + block.in_text);
      sum.last_seen_at = block.last_seen_at;  // what came later stands later
    } else {
      blocks_[kept++] = block;
    }
  }
  blocks_.resize(kept);
}

void BlockTally::halve() {
  for (TalliedBlock& block : blocks_) {
    block.pages = static_cast<std::uint8_t>(block.pages / 2);
    block.in_text = static_cast<std::uint8_t>(block.in_text / 2);
  }
  std::erase_if(blocks_, [](const TalliedBlock& block) { return block.pages == 0; });
}

void BlockTally::keep(std::size_t most) {
  if (blocks_.size() <= most) return;
  const auto end = blocks_.begin() + static_cast<std::ptrdiff_t>(most);
  std::nth_element(
      blocks_.begin(), end, blocks_.end(), [](const TalliedBlock& a, const TalliedBlock& b) {
        return std::tuple(-a.pages, -std::int64_t{a.last_seen_at}, signed_hash(a.hash)) <
               std::tuple(-b.pages, -std::int64_t{b.last_seen_at}, signed_hash(b.hash));
      });
  blocks_.erase(end, blocks_.end());
  std::sort(blocks_.begin(), blocks_.end(), BeforeHash());
}

namespace {

/// The rows of one group, on their way; SQLite gives it zeroed memory and frees that.
struct GatheredBlocks {
  std::vector<TalliedBlock>* blocks;
};

void gather_block(sqlite3_context* context, int, sqlite3_value** values) {
  auto* gathered = static_cast<GatheredBlocks*>(
      sqlite3_aggregate_context(context, static_cast<int>(sizeof(GatheredBlocks))));
  if (gathered == nullptr) return sqlite3_result_error_nomem(context);
  try {
    if (gathered->blocks == nullptr) gathered->blocks = new std::vector<TalliedBlock>;
    gathered->blocks->push_back({static_cast<std::uint64_t>(sqlite3_value_int64(values[0])),
                                 bounded_count<std::uint32_t>(sqlite3_value_int64(values[3])),
                                 bounded_count<std::uint8_t>(sqlite3_value_int64(values[1])),
                                 bounded_count<std::uint8_t>(sqlite3_value_int64(values[2]))});
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  }
}

void finish_tally(sqlite3_context* context) {
  auto* gathered = static_cast<GatheredBlocks*>(sqlite3_aggregate_context(context, 0));
  const std::unique_ptr<std::vector<TalliedBlock>> rows(gathered ? gathered->blocks : nullptr);
  try {
    BlockTally tally;
    if (rows) tally = BlockTally(std::move(*rows));
    const std::string bytes = tally.bytes();
    sqlite3_result_blob64(context, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  }
}

}  // namespace

void add_block_tally_function(Connection& db) {
  const int status = sqlite3_create_function_v2(
      db.handle(), "block_tally", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr,
      nullptr, gather_block, finish_tally, nullptr);
  if (status != SQLITE_OK) throw_sqlite_error(db.handle(), status, "adding a function");
}

}  // namespace depesche
