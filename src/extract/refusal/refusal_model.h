// The trained judgement whether a page is no article: boosted trees (extract/body/boosted_trees.h)
// over the features of page_features.h.
//
// The trees are written by tools/train-refusal, which says how they are fitted and checked.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "extract/refusal/page_features.h"

namespace depesche::extract {

/// Log odds of "no article" in thousandths, less the threshold: what is above 0 is refused.
std::int32_t against_article(std::span<const PageFeature> features);

/// The names of the features the trees were fitted on, in their order.
std::span<const std::string_view> trained_features();

}  // namespace depesche::extract
