#include "rank/page_variety.h"

#include <algorithm>
#include <numeric>

#include "rank/measures.h"

namespace depesche {
namespace {

/// What is left of a story's score after the places just above.
int worth_after(const std::vector<PageCandidate>& candidates, const std::vector<PagePlace>& placed,
                const PageCandidate& next) {
  int worth = 1000;
  const std::size_t remembered = std::min(placed.size(), rank::kPageMemory);
  for (std::size_t back = 1; back <= remembered; ++back) {
    const PageCandidate& above = candidates[placed[placed.size() - back].candidate];
    if (above.outlet == next.outlet) worth = worth * rank::kSameOutlet / 1000;
    const bool is_same_section = !next.section.empty() && above.section == next.section;
    if (is_same_section) worth = worth * rank::kSameSection / 1000;
  }
  return worth;
}

}  // namespace

std::vector<PagePlace> vary_page(const std::vector<PageCandidate>& candidates, std::size_t limit) {
  std::vector<std::size_t> waiting(candidates.size());
  std::iota(waiting.begin(), waiting.end(), std::size_t{0});
  std::vector<PagePlace> placed;
  while (!waiting.empty() && placed.size() < limit) {
    std::size_t best = 0;
    PagePlace chosen;
    std::int64_t most = -1;
    for (std::size_t i = 0; i < std::min(waiting.size(), rank::kPageReach); ++i) {
      const PageCandidate& next = candidates[waiting[i]];
      const int worth = worth_after(candidates, placed, next);
      if (next.score * worth <= most) continue;  // of equals the one that scores more
      most = next.score * worth;
      best = i;
      chosen = {waiting[i], worth};
    }
    placed.push_back(chosen);
    waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(best));
  }
  return placed;
}

}  // namespace depesche
