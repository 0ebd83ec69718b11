// Runs of neighbouring words as numbers: what two texts must share to be one text.
//
//   "the fire broke out at noon" → hash(the fire broke) · hash(fire broke out) · …
//
// Words are folded, so case and typography do not count; numbers count, so two bulletins of one
// pattern differ. Pure, linear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace depesche {

struct PlacedHash {
  std::uint64_t hash = 0;
  std::uint32_t begin = 0;  // of its token
};

/// A hash per folded token, in order; ideographic runs give one per character pair.
std::vector<std::uint64_t> token_hashes(std::string_view text);
/// The same hashes, each with where it stands.
std::vector<PlacedHash> placed_token_hashes(std::string_view text);

/// A hash per run of `width` tokens, in order. A text shorter than that gives one, of all it has;
/// an empty text gives none.
std::vector<std::uint64_t> shingles(const std::vector<std::uint64_t>& tokens, std::size_t width);

}  // namespace depesche
