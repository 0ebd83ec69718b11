// What of a page can tell an article from other pages, as numbers.
//
// They come from what was measured (page_measures.h), the blocks and the body chosen of them. Of an
// address that is not known they say so.
//
// The trainer (tools/train-refusal) reads these very numbers from bench/extract/page_features.cpp;
// the trained table refers to them by position and keeps their names, so that a change here without
// training anew is noticed (tests/extract/refusal_test.cpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/extract.h"
#include "extract/refusal/page_measures.h"

namespace depesche::extract {

struct PageFeature {
  std::string_view name;
  std::int16_t value;  // at most 32,767: what is larger is as large as that
};

std::vector<PageFeature> features_of(const PageView& page, const PageMeasures& measures);

/// Of a whole page, read as extract_article reads it; none where there is no text to judge.
std::vector<PageFeature> page_features(std::string bytes, const PageContext& context);

}  // namespace depesche::extract
