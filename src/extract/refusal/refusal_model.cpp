#include "extract/refusal/refusal_model.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "extract/body/boosted_trees.h"

namespace depesche::extract {
namespace {

#include "extract/refusal/refusal_table.inc"

}  // namespace

std::int32_t against_article(std::span<const PageFeature> features) {
  assert(features.size() == kFeatureNames.size());
  std::array<std::int16_t, kFeatureNames.size()> row;
  std::transform(features.begin(), features.end(), row.begin(),
                 [](const PageFeature& feature) { return feature.value; });
  return BoostedTrees{kRefusalNodes, kRefusalRoots}.odds(row) - kThreshold;
}

std::span<const std::string_view> trained_features() { return kFeatureNames; }

}  // namespace depesche::extract
