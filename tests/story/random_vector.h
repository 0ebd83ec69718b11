// Vectors as articles may have them, and as the index and what is packed keep them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>

#include "base/fixed_point.h"
#include "story/term_vector.h"
#include "story/weight_code.h"

namespace depesche {

inline story::TermVector random_vector(std::mt19937& random) {
  story::TermVector out;
  std::uint64_t squares = 0;
  for (std::uint32_t term = 1; term < 60; ++term) {
    if (random() % 4 != 0) continue;
    const std::uint16_t weight = story::weight_of(story::weight_code(1 + random() % 1500));
    if (squares + std::uint64_t{weight} * weight > std::uint64_t{story::kOne} * story::kOne) break;
    squares += std::uint64_t{weight} * weight;
    const std::uint32_t hash = term * 0x9E3779B1U;
    out.push_back({hash, weight, TermKind::Word, static_cast<std::uint8_t>(random() % 16)});
  }
  std::sort(out.begin(), out.end(),
            [](const story::Weight& a, const story::Weight& b) { return a.term < b.term; });
  return out;
}

}  // namespace depesche
