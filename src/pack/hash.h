// Fast hashes with fixed meaning: XXH3 in 64 and 128 bits.
//
// They are written to disk and compared across machines, so their values are part of the format.
// Not cryptographic: whoever chooses the input can make two inputs meet.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace depesche {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
};

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);
Hash128 hash128(std::string_view bytes);

/// 16 and 32 lower-case digits, the most significant first.
std::string to_hex(std::uint64_t hash);
std::string to_hex(const Hash128& hash);

/// Exactly 32 digits of either case; anything else is no hash.
std::optional<Hash128> hash128_from_hex(std::string_view hex);

}  // namespace depesche
