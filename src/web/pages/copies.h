// Whose text it is: reprints, what share of whose text they have, and the agency.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/rows/views.h"
#include "web/pages/frame.h"
#include "web/pages/template.h"

namespace depesche::web {

/// "Nachdruck von Talvebote"; empty for what is no reprint.
std::string reprint_mark(Language language, const ArticleCard& card);

/// "zu 92 % derselbe Text wie bei Talvebote"; of a longer text "enthält 92 % des Textes von
/// Talvebote". Empty for what is no reprint.
std::string copied_in_words(Language language, const ArticleCard& card);
/// The same where the other article has just been named.
std::string copied_from_it(Language language, const ArticleCard& card);

/// "Agentur: dpa"; empty where nobody signs, and on the agency's own pages.
std::string agency_mark(Language language, const ArticleCard& card);

/// What the article, or else one of those with its text, says of the agency, as a sentence.
std::string agency_in_words(Language language, const ArticleCard& card,
                            const std::vector<const ArticleCard*>& same_text);

/// How many reprints, where the text was first seen, and `each` of them; false without any.
Data reprints_data(const Viewer& viewer, const ArticleCard& original, const DataList& each);

/// Whose later articles a list has left out: each {href, outlet, comma}, more; false without any.
Data folded_data(const Viewer& viewer, const ArticleCard& card);

}  // namespace depesche::web
