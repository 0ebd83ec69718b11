// Spells terms back: an analysis keeps hashes, a reader wants words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "story/analysis.h"

namespace depesche {

/// Analyser::spell() for one article at a time; costs one analysis of the article.
std::vector<std::string> spell(const Article& article, std::string_view language,
                               const std::vector<SharedTerm>& shared);

}  // namespace depesche
