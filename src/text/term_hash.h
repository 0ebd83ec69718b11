// One number for a word, the same on every machine and for ever: it is stored.
//
// Multiply and mix over eight-byte steps read little-endian; good enough for tables and sketches,
// no defence against someone who looks for collisions (a forged one only adds a wrong shared word).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace depesche {

/// The last step, also for combining two hashes.
constexpr std::uint64_t mix_hash(std::uint64_t h) {
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  return h ^ (h >> 32);
}

constexpr std::uint64_t term_hash(std::string_view word, std::uint64_t seed = 0) {
  std::uint64_t h = seed ^ (0x9e3779b97f4a7c15ULL * (word.size() + 1));
  std::uint64_t chunk = 0;
  unsigned bits = 0;
  for (char c : word) {
    chunk |= static_cast<std::uint64_t>(static_cast<unsigned char>(c)) << bits;
    bits += 8;
    if (bits == 64) {
      h = mix_hash(h ^ chunk);
      chunk = 0;
      bits = 0;
    }
  }
  return mix_hash(h ^ chunk);
}

/// For tables of words that are asked by view, without copying each into a string first.
struct WordHash {
  using is_transparent = void;
  using is_avalanching = void;
  std::size_t operator()(std::string_view word) const { return term_hash(word); }
};

}  // namespace depesche
