#include "pack/hash.h"

#include <xxhash.h>

namespace depesche {
namespace {

constexpr std::size_t kDigits = 16;  // in 64 bits

std::optional<std::uint64_t> digits(std::string_view hex) {
  std::uint64_t value = 0;
  for (const char c : hex) {
    unsigned digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<unsigned>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<unsigned>(c - 'A' + 10);
    } else {
      return std::nullopt;
    }
    value = value << 4 | digit;
  }
  return value;
}

}  // namespace

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

Hash128 hash128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::string to_hex(std::uint64_t hash) {
  std::string out(kDigits, '0');
  for (std::size_t i = 0; i < kDigits; ++i) {
    out[kDigits - 1 - i] = "0123456789abcdef"[hash >> (4 * i) & 15];
  }
  return out;
}

std::string to_hex(const Hash128& hash) { return to_hex(hash.high) + to_hex(hash.low); }

std::optional<Hash128> hash128_from_hex(std::string_view hex) {
  if (hex.size() != 2 * kDigits) return std::nullopt;
  const auto high = digits(hex.substr(0, kDigits));
  const auto low = digits(hex.substr(kDigits));
  if (!high || !low) return std::nullopt;
  return Hash128{*high, *low};
}

}  // namespace depesche
