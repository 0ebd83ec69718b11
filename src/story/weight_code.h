// Weights in one byte: a small float of five bits behind the leading one, so that each is kept to a
// part in sixty-four.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace depesche::story {

namespace detail {

constexpr int kMantissaBits = 5;

constexpr std::array<std::uint16_t, 256> coded_weights() {
  std::array<std::uint16_t, 256> table{};
  for (int code = 0; code < 256; ++code) {
    const int exponent = (code >> kMantissaBits) - 1;
    const int mantissa = code & ((1 << kMantissaBits) - 1);
    table[static_cast<std::size_t>(code)] = static_cast<std::uint16_t>(
        exponent < 0 ? mantissa : ((1 << kMantissaBits) + mantissa) << exponent);
  }
  return table;
}
inline constexpr std::array<std::uint16_t, 256> kCodedWeights = coded_weights();

}  // namespace detail

/// Of a code; grows with it. The largest is 4032.
constexpr std::uint16_t weight_of(std::uint8_t code) { return detail::kCodedWeights[code]; }

/// The code of the nearest weight that has one; 0 only for 0.
constexpr std::uint8_t weight_code(std::uint64_t weight) {
  const auto& table = detail::kCodedWeights;
  const int bits = static_cast<int>(std::bit_width(weight));
  const int exponent = std::max(0, bits - detail::kMantissaBits - 1);
  std::uint64_t code = weight;
  if (bits > detail::kMantissaBits) {
    code = (static_cast<std::uint64_t>(exponent + 1) << detail::kMantissaBits) +
           (weight >> exponent) - (1 << detail::kMantissaBits);
  }
  code = std::min<std::uint64_t>(code, 255);
  if (code < 255 && table[code + 1] - weight < weight - table[code]) ++code;
  return static_cast<std::uint8_t>(code);
}

}  // namespace depesche::story
