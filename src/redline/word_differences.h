// The shortest way from one list of words to another (Myers, "An O(ND) difference algorithm",
// 1986).
//
// Texts that differ in thousands of words are compared block by block first, so that the time stays
// within some ten million steps whatever comes; then the way is no longer the shortest. Inside the
// module.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "redline/comparable.h"

namespace depesche::redline {

/// Words [a_begin, a_end) of the first gave way to [b_begin, b_end) of the second; one of the two
/// may be empty, not both. What lies between hunks is the same.
struct Hunk {
  std::uint32_t a_begin = 0;
  std::uint32_t a_end = 0;
  std::uint32_t b_begin = 0;
  std::uint32_t b_end = 0;
  friend bool operator==(const Hunk&, const Hunk&) = default;
};

/// In order, never touching each other. A word or two that happen to be the same between larger
/// differences count as changed, as a reader would see it.
std::vector<Hunk> word_differences(std::span<const Word> a, std::span<const Word> b);

}  // namespace depesche::redline
