// The byline that readers see: in an element named so, or in a line near the headline.
#pragma once

#include <string>
#include <vector>

#include "extract/fields/byline.h"
#include "extract/page/signs.h"
#include "html/tree.h"

namespace depesche::extract {

/// Longer texts are no bylines.
inline constexpr std::size_t kLongestByline = 200;

/// Nobody where nothing near the headline names anybody. `headline` may be kNoNode.
std::vector<std::string> find_visible_byline(const html::Tree& tree, const Survey& survey,
                                             const Signs& signs, html::NodeIndex headline);

/// The text of an author's element, or of what is marked as the name within it.
std::string author_line(const html::Tree& tree, const Survey& survey, html::NodeIndex node);

}  // namespace depesche::extract
