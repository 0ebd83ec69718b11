// The article's authors, from the most trustworthy place that names any.
#pragma once

#include <string>
#include <vector>

#include "extract/page/signs.h"
#include "html/tree.h"

namespace depesche::extract {

/// `headline` is where the headline stands, so that visible bylines near it count before others.
std::vector<std::string> find_authors(const html::Tree& tree, const Survey& survey,
                                      const Signs& signs, const json::Value* article,
                                      html::NodeIndex headline);

}  // namespace depesche::extract
