// A page that lists articles, read as a feed by a rule somebody made for it.
//
//   entry    selects an element for each entry; inside it
//   link     an element with an address      without: the element itself, else its first link
//   title    the headline                    without: the link's text, else a heading, else what
//   the
//                                            link or its picture is called
//   date     an element with or of a date    without: none
//   summary  the teaser                      without: none
//
// Selectors are those of html/select.h. An element inside another entry's is no entry, so all that
// is read of a page is read once. An address named twice is one entry, which takes the headline of
// whichever has one. The page's own address is none.
//
// Pure and thread-safe; linear in the page, whatever rule and page are.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "news/feed.h"

namespace depesche {

// No reader sees more on one page; a rule that selects more is a mistake.
inline constexpr std::size_t kMaxPageEntries = 500;

/// Error InvalidInput or TooLarge, naming the selector, where one of them cannot be used.
Result<void> check_rule(const PageRule& rule);

/// `address` is the page's after redirects; its <base> counts. Error as above, Empty where no
/// entry with an address is found.
Result<ParsedFeed> parse_page(std::string_view bytes, std::string_view address,
                              std::string_view content_type, const PageRule& rule);

}  // namespace depesche
