#include "story/start_frequencies.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace depesche::story {
namespace {

struct Row {
  std::uint32_t language;
  std::uint32_t term;
  std::uint16_t count;
};

// Sorted by language, then by term. From 500 news sentences each of the Leipzig corpora as lingua
// ships them (Apache-2.0), counted on 2026-11-23 by bench/story/make_start_frequencies.cpp.
constexpr Row kRows[] = {
#include "story/start_frequencies.inc"
};

}  // namespace

std::uint64_t start_count(std::uint32_t language_code, std::uint32_t term) {
  const auto* at = std::lower_bound(std::begin(kRows), std::end(kRows), Row{language_code, term, 0},
                                    [](const Row& a, const Row& b) {
                                      return a.language != b.language ? a.language < b.language
                                                                      : a.term < b.term;
                                    });
  const bool found = at != std::end(kRows) && at->language == language_code && at->term == term;
  return found ? at->count : 0;
}

}  // namespace depesche::story
