// How many pages of a host each of their blocks stands on: one value for many pages, because every
// one that is read counts some sixty blocks.
//
//   version (1 byte) · blocks by hash, each of them
//     hash          8 bytes
//     last seen at  4 bytes, seconds since 1970
//     pages         1 byte: it stands on so many …
//     in text       1 byte: … and was taken for a part of the article on so many
//
// Numbers begin with their lowest byte. What goes beyond its bytes stays at the most they hold.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "news/repeated_blocks.h"

namespace depesche {

class Connection;

struct TalliedBlock {
  std::uint64_t hash = 0;
  std::uint32_t last_seen_at = 0;
  std::uint8_t pages = 0;
  std::uint8_t in_text = 0;
};

class BlockTally {
 public:
  BlockTally() = default;
  /// Bytes that are none are an empty tally: counting begins anew.
  explicit BlockTally(std::string_view bytes);
  /// In any order.
  explicit BlockTally(std::vector<TalliedBlock> blocks);

  std::string bytes() const;
  /// By hash, each once.
  std::span<const TalliedBlock> blocks() const { return blocks_; }
  /// 0 of one that is not here.
  int pages_of(std::uint64_t hash) const;

  /// Another page with these blocks.
  void add(std::span<const SeenBlock> seen, std::chrono::sys_seconds now);
  /// Pages that came later.
  void add(const BlockTally& later);
  /// Halves all counts; what stood on one page goes.
  void halve();
  /// Only so many stay: the rare ones go first, of these those not seen for longest.
  void keep(std::size_t most);

 private:
  void settle(std::size_t known);

  std::vector<TalliedBlock> blocks_;
};

/// Makes `block_tally(hash, pages, in_text, last_seen_at)` known to SQL: the tally of some rows.
void add_block_tally_function(Connection& db);

}  // namespace depesche
