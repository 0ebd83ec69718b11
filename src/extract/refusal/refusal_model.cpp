#include "extract/refusal/refusal_model.h"

#include <array>
#include <cassert>
#include <cstddef>

namespace depesche::extract {
namespace {

struct Split {
  std::uint16_t feature;
  std::int32_t most;  // larger values go right
};

/// A complete tree: seven splits level by level, then the values of its eight ends or, one level
/// deeper, fifteen and sixteen.
template <std::size_t Depth>
struct Tree {
  std::array<Split, (std::size_t{1} << Depth) - 1> splits;
  std::array<std::int16_t, std::size_t{1} << Depth> ends;
};

#include "extract/refusal/refusal_table.inc"

}  // namespace

std::int32_t against_article(std::span<const PageFeature> features) {
  assert(features.size() == kFeatureNames.size());
  std::int32_t odds = kBase;
  for (const auto& tree : kTrees) {
    std::size_t at = 0;
    while (at < tree.splits.size()) {
      const Split split = tree.splits[at];
      at = 2 * at + (features[split.feature].value <= split.most ? 1 : 2);
    }
    odds += tree.ends[at - tree.splits.size()];
  }
  return odds;
}

std::span<const std::string_view> trained_features() { return kFeatureNames; }

}  // namespace depesche::extract
