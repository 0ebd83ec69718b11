// Blocks that many pages of a host share: newsletter boxes, appeals, notes on the outlet.
//
// A block is known by a hash of its letters (extract/body/repeated.h), so that what is known of a
// host is a list of numbers. Whoever has read several of its pages can count them, and hand the
// list to the next reading.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"

namespace depesche {

/// Each state of what is known of a host has a number of its own; 0 is nothing known.
using RepeatedVersion = Id<struct RepeatedTag>;

/// A block that might turn out to repeat, as one page has it.
struct SeenBlock {
  std::uint64_t hash = 0;
  bool in_text = false;  // judged to be part of the article
  std::string text;      // its beginning, to be shown to a person
};

/// What is known to repeat, to be asked for one block at a time.
class RepeatedBlocks {
 public:
  RepeatedBlocks() = default;
  explicit RepeatedBlocks(std::vector<std::uint64_t> hashes) : hashes_(std::move(hashes)) {
    std::sort(hashes_.begin(), hashes_.end());
  }
  bool empty() const { return hashes_.empty(); }
  std::size_t size() const { return hashes_.size(); }
  bool contains(std::uint64_t hash) const {
    return std::binary_search(hashes_.begin(), hashes_.end(), hash);
  }

 private:
  std::vector<std::uint64_t> hashes_;  // ascending
};

}  // namespace depesche
