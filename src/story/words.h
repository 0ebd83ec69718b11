// Spells terms back: an analysis keeps hashes, a reader wants words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "story/decision.h"

namespace depesche {

/// The word of `article` behind each shared term, as the article writes it; terms it does not have
/// and pieces of words are left out, and no word comes twice. Costs one analysis of the article.
std::vector<std::string> spell(const Article& article, std::string_view language,
                               const std::vector<SharedTerm>& shared);

}  // namespace depesche
