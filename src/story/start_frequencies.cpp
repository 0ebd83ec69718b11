#include "story/start_frequencies.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace depesche::story {
namespace {

// Sorted by language, then by term. From 500 news sentences each of the Leipzig corpora as lingua
// ships them (Apache-2.0), counted on 2026-11-23 by bench/story/make_start_frequencies.cpp.
constexpr StartCount kRows[] = {
#include "story/start_frequencies.inc"
};

}  // namespace

std::span<const StartCount> start_counts(std::uint32_t language_code) {
  const auto rows = std::equal_range(
      std::begin(kRows), std::end(kRows), StartCount{language_code, 0, 0},
      [](const StartCount& a, const StartCount& b) { return a.language < b.language; });
  return {rows.first, rows.second};
}

std::uint64_t start_count(std::uint32_t language_code, std::uint32_t term) {
  const std::span<const StartCount> rows = start_counts(language_code);
  const auto at =
      std::lower_bound(rows.begin(), rows.end(), term,
                       [](const StartCount& row, std::uint32_t t) { return row.term < t; });
  return at != rows.end() && at->term == term ? at->count : 0;
}

}  // namespace depesche::story
