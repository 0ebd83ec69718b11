// An article page → an Article: headline, standfirst, byline, dates, picture, body, rights.
//
// The evidence is weighed across what the page says to machines (JSON-LD, microdata, OpenGraph,
// other meta tags), what it shows, and its address. There are no rules for single outlets. A field
// the page does not carry stays empty: a wrong guess is worse than none.
//
// Pages that are no article (front and section pages, consent walls, logins, error pages) are
// refused with a sentence that says why.
//
// Pure; time is linear in the page; pages beyond ten megabytes are cut there.
#pragma once

#include <chrono>
#include <string_view>

#include "base/result.h"
#include "news/article.h"
#include "news/feed.h"

namespace depesche {

struct PageContext {
  std::string_view url;           // where the page was read; may be empty
  std::string_view content_type;  // the reply's header; may be empty
  const Entry* entry = nullptr;   // the feed entry that led here; may be null
  std::chrono::sys_seconds now{};
};

/// `Article::language` is the page's own claim; `outlet` and the house's fields stay empty.
Result<Article> extract_article(std::string_view bytes, const PageContext& context);

}  // namespace depesche
