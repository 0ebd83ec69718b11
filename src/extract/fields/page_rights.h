// What a page says of its rights beside the robots meta tag: lists for news aggregators, the policy
// of a TDM reservation, passages that are not to be quoted, where the licence is.
#pragma once

#include <string_view>

#include "extract/page/signs.h"
#include "html/tree.h"
#include "news/article.h"

namespace depesche::extract {

/// Adds to `article.rights` what find_rights() does not read; `article.text` must be there.
///
/// robots gets what is said to depesche and googlebot-news, and "data-nosnippet" where an element
/// so marked holds a part of the text. tdm becomes "1 https://…" where there is a policy. A
/// reference to a licence becomes an address by the page's <base> and `page_url`; without both it
/// stays as it is written.
void complete_rights(const html::Tree& tree, const Signs& signs, std::string_view page_url,
                     Article& article);

}  // namespace depesche::extract
