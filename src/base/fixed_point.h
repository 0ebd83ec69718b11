// Arithmetic that is the same on every machine: logarithms from a table, integer roots.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <type_traits>

namespace depesche {

namespace detail {

/// Fraction bits of log2(1 + i/256) in 1/256, found by squaring: integers only.
constexpr std::array<std::uint16_t, 256> log2_fractions() {
  std::array<std::uint16_t, 256> table{};
  for (std::uint64_t i = 0; i < 256; ++i) {
    std::uint64_t x = (256 + i) << 22;  // 1.0 is 2^30
    std::uint16_t fraction = 0;
    for (int bit = 0; bit < 8; ++bit) {
      x = (x * x) >> 30;
      fraction = static_cast<std::uint16_t>(fraction << 1);
      if (x >= (std::uint64_t{2} << 30)) {
        x >>= 1;
        fraction |= 1;
      }
    }
    table[i] = fraction;
  }
  return table;
}
inline constexpr std::array<std::uint16_t, 256> kLog2Fractions = log2_fractions();

}  // namespace detail

/// log2(value) in 1/256; 0 for 0 and 1.
constexpr int log2_256(std::uint64_t value) {
  if (value < 2) return 0;
  const int whole = static_cast<int>(std::bit_width(value)) - 1;
  const std::uint64_t mantissa = whole >= 8 ? value >> (whole - 8) : value << (8 - whole);
  return whole * 256 + detail::kLog2Fractions[mantissa & 0xFF];
}

/// The largest integer whose square is at most `value`.
constexpr std::uint64_t integer_root(std::uint64_t value) {
  // The processor's root is right to the last bit of its 53, on every machine.
  if (!std::is_constant_evaluated() && value < std::uint64_t{1} << 52) {
    return static_cast<std::uint64_t>(std::sqrt(static_cast<double>(value)));
  }
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1) {
    const std::uint64_t next = root | bit;
    if (next * next <= value) root = next;
  }
  return root;
}

}  // namespace depesche
