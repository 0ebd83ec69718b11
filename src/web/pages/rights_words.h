// What an outlet allows, and what its owner lets be shown of it, in words.
#pragma once

#include <optional>
#include <string>

#include "store/rows/views.h"
#include "web/pages/frame.h"
#include "web/pages/template.h"

namespace depesche::web {

/// For the article page: a sentence for each thing said, and when it was seen; false where nothing
/// was.
Data rights_data(const Viewer& viewer, const ArticlePage& page);

/// What an outlet says of its newest articles and what follows from it; empty where it has none.
std::string outlet_rights_in_words(const Viewer& viewer, const OutletPage& page);

/// How much the owner lets anonymous readers see of an outlet; empty where it is as of all.
std::string limit_in_words(Language language, std::optional<int> most_quoted);

}  // namespace depesche::web
