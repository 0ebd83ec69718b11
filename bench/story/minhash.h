// MinHash with LSH, the usual way to find near-duplicates: what the engine's way is compared with.
//
// Broder 1997; banding as in Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3.
// Runs of `width` words, 128 permutations as independent mixes of one hash, 64 bands of 2 rows:
// generous, so that what is missed is missed by the measure and not by the bands.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "text/shingles.h"
#include "text/term_hash.h"

namespace depesche {

inline constexpr std::size_t kPermutations = 128;
inline constexpr std::size_t kBandRows = 2;
using MinHash = std::array<std::uint32_t, kPermutations>;

/// The least of each permutation into `out`; returns whether there was any run.
template <class Hashes>
bool take_least(std::string_view text, std::size_t width, Hashes& out) {
  std::fill(out.begin(), out.end(), std::numeric_limits<std::uint32_t>::max());
  const std::vector<std::uint64_t> runs = shingles(token_hashes(text), width);
  for (const std::uint64_t run : runs) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto mixed =
          static_cast<std::uint32_t>(mix_hash(run + i * 0x9e3779b97f4a7c15ULL) >> 32);
      out[i] = std::min(out[i], mixed);
    }
  }
  return !runs.empty();
}

inline MinHash min_hash(std::string_view text, std::size_t width) {
  MinHash out;
  take_least(text, width, out);
  return out;
}

/// With any number of permutations; empty where the text is.
inline std::vector<std::uint32_t> min_hashes(std::string_view text, std::size_t width,
                                             std::size_t permutations) {
  std::vector<std::uint32_t> out(permutations);
  if (!take_least(text, width, out)) out.clear();
  return out;
}

inline bool share_a_band(const MinHash& a, const MinHash& b) {
  for (std::size_t i = 0; i + kBandRows <= a.size(); i += kBandRows) {
    if (std::equal(a.begin() + static_cast<std::ptrdiff_t>(i),
                   a.begin() + static_cast<std::ptrdiff_t>(i + kBandRows),
                   b.begin() + static_cast<std::ptrdiff_t>(i))) {
      return true;
    }
  }
  return false;
}

/// The estimated Jaccard index in per mille; 0 where the bands would not have brought them
/// together.
inline int resemblance(const MinHash& a, const MinHash& b) {
  if (!share_a_band(a, b)) return 0;
  std::size_t same = 0;
  for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1 : 0;
  return static_cast<int>(same * 1000 / a.size());
}

}  // namespace depesche
