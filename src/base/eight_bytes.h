// Text eight bytes at a time, as one number whose lowest byte comes first: most letters of most
// texts are ASCII, and the same is done to all of them.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace depesche::eight_bytes {

static_assert(std::endian::native == std::endian::little, "bytes are taken as they lie");

inline constexpr std::uint64_t kEach = 0x0101'0101'0101'0101;
/// The upper bit of each byte: what is not ASCII has it, and what is asked of each byte is answered
/// in it.
inline constexpr std::uint64_t kUpper = 0x80 * kEach;

/// Those from `at` on, zeros behind the end of the text; `at` is no further than that.
constexpr std::uint64_t load(std::string_view text, std::size_t at) {
  const char* const from = text.data() + at;
  const std::size_t left = text.size() - at;
  if (std::is_constant_evaluated()) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < left && i < 8; ++i) {
      out |= std::uint64_t{static_cast<unsigned char>(from[i])} << 8 * i;
    }
    return out;
  }
  const auto four = [](const char* bytes) {
    std::uint32_t out = 0;
    std::memcpy(&out, bytes, sizeof(out));
    return std::uint64_t{out};
  };
  const auto one = [](char byte) { return std::uint64_t{static_cast<unsigned char>(byte)}; };
  if (left >= 8) {
    std::uint64_t out = 0;
    std::memcpy(&out, from, sizeof(out));
    return out;
  }
  // Of what is left the first and the last ones, which may be the same.
  if (left >= 4) return four(from) | four(from + left - 4) << 8 * (left - 4);
  if (left == 0) return 0;
  return one(from[0]) | one(from[left / 2]) << 8 * (left / 2) |
         one(from[left - 1]) << 8 * (left - 1);
}

constexpr bool are_ascii(std::uint64_t bytes) { return (bytes & kUpper) == 0; }

/// Which are ASCII and from `first` to `last`, which are, too.
constexpr std::uint64_t between(std::uint64_t bytes, char first, char last) {
  const std::uint64_t low = bytes & ~kUpper;
  const std::uint64_t reached = low + static_cast<std::uint64_t>(0x80 - first) * kEach;
  const std::uint64_t passed = low + static_cast<std::uint64_t>(0x7F - last) * kEach;
  return reached & ~passed & ~bytes & kUpper;
}

/// Which are ASCII letters.
constexpr std::uint64_t letters(std::uint64_t bytes) {
  return between(bytes | 0x20 * kEach, 'a', 'z');
}

/// ASCII letters without their case.
constexpr std::uint64_t to_lower(std::uint64_t bytes) {
  return bytes | between(bytes, 'A', 'Z') >> 2;
}

/// Of an answer: how many bytes have it, and how many stand before the first that has.
constexpr int count(std::uint64_t answer) { return static_cast<int>((answer >> 7) * kEach >> 56); }
constexpr std::size_t first(std::uint64_t answer) {
  return static_cast<std::size_t>(std::countr_zero(answer)) / 8;
}

}  // namespace depesche::eight_bytes
