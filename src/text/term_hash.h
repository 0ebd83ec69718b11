// One number for a word, the same on every machine and for ever: it is stored.
//
// Multiply and mix over eight-byte steps read little-endian; good enough for tables and sketches,
// no defence against someone who looks for collisions (a forged one only adds a wrong shared word).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "base/eight_bytes.h"

namespace depesche {

/// The last step, also for combining two hashes.
constexpr std::uint64_t mix_hash(std::uint64_t h) {
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  return h ^ (h >> 32);
}

/// Of what `change` makes of the word, eight bytes at a time.
template <class Change>
constexpr std::uint64_t term_hash(std::string_view word, std::uint64_t seed, Change&& change) {
  std::uint64_t h = seed ^ (0x9e3779b97f4a7c15ULL * (word.size() + 1));
  std::size_t at = 0;
  for (; word.size() - at >= 8; at += 8) h = mix_hash(h ^ change(eight_bytes::load(word, at)));
  return mix_hash(h ^ change(eight_bytes::load(word, at)));
}

constexpr std::uint64_t term_hash(std::string_view word, std::uint64_t seed = 0) {
  return term_hash(word, seed, std::identity{});
}

/// For tables of words that are asked by view, without copying each into a string first.
struct WordHash {
  using is_transparent = void;
  using is_avalanching = void;
  std::size_t operator()(std::string_view word) const { return term_hash(word); }
};

}  // namespace depesche
