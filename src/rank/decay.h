// Halving with age, and logarithms, in thousandths and whole numbers. Inside the module.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/fixed_point.h"

namespace depesche::rank {

/// 1000 at no age (or before it: clocks go back), halving; straight lines between the halvings.
constexpr int decayed(std::chrono::seconds age, std::chrono::seconds half_life) {
  if (age.count() <= 0) return 1000;
  const std::int64_t half = half_life.count();
  const std::int64_t halvings = age.count() / half;
  if (halvings >= 20) return 0;
  const std::int64_t upper = std::int64_t{1'000'000} >> halvings;
  return static_cast<int>((upper - upper / 2 * (age.count() % half) / half) / 1000);
}

/// log2(1 + voices), both in thousandths: 1000 for one voice, 2000 for three, 3000 for seven.
constexpr int diminishing(std::int64_t voices) {
  constexpr int kOne = log2_256(1000);
  return (log2_256(static_cast<std::uint64_t>(1000 + voices)) - kOne) * 1000 / 256;
}

}  // namespace depesche::rank
