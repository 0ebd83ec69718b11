#include "text/compounds.h"

#include <algorithm>

#include "text/tokens.h"

namespace depesche {
namespace {

constexpr std::size_t kShortestPart = 4;
constexpr std::size_t kShortestCompound = 9;
constexpr std::size_t kLongestCompound = 40;

}  // namespace

std::vector<std::string_view> compound_parts(std::string_view folded, const WordCount& count) {
  const std::vector<std::uint32_t> bounds = character_bounds(folded);
  const std::size_t letters = bounds.size() - 1;
  if (letters < kShortestCompound || letters > kLongestCompound) return {};
  std::uint64_t best = 0;
  std::vector<std::string_view> parts;
  for (std::size_t at = kShortestPart; at + kShortestPart <= letters; ++at) {
    const std::string_view tail = folded.substr(bounds[at]);
    const std::uint64_t tail_count = count(tail);
    if (tail_count <= best) continue;
    std::string_view head = folded.substr(0, bounds[at]);
    std::uint64_t head_count = count(head);
    if (head.back() == 's' && at > kShortestPart) {  // Verkehr-s-unfall
      const std::string_view bare = head.substr(0, head.size() - 1);
      const std::uint64_t bare_count = count(bare);
      if (bare_count > head_count) {
        head = bare;
        head_count = bare_count;
      }
    }
    const std::uint64_t rarer = std::min(head_count, tail_count);
    if (rarer > best) {
      best = rarer;
      parts = {head, tail};
    }
  }
  return parts;
}

}  // namespace depesche
