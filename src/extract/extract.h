// An article page → an Article: headline, standfirst, byline, dates, picture, body, rights.
//
// The evidence is weighed across what the page says to machines (JSON-LD, microdata, OpenGraph,
// other meta tags), what it shows, and its address. There are no rules for single outlets. A field
// the page does not carry stays empty: a wrong guess is worse than none.
//
// Pages that are no article (front and section pages, consent walls, logins, error pages) are
// refused with a sentence that says why.
//
// Pure; time is linear in the page. What is too large is cut, and PageContext::left_out says so.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/article.h"
#include "news/feed.h"
#include "news/repeated_blocks.h"

namespace depesche {

struct PageContext {
  std::string_view url;           // where the page was read; may be empty
  std::string_view content_type;  // the reply's header; may be empty
  const Entry* entry = nullptr;   // the feed entry that led here; may be null
  std::chrono::sys_seconds now{};
  std::vector<std::string>* left_out = nullptr;  // gets a sentence for each limit; may be null
  // What other pages of the host have too is not this article's text. Without it, as in batch,
  // every page is read by itself.
  const RepeatedBlocks* repeated = nullptr;
  std::vector<SeenBlock>* seen = nullptr;  // gets what may repeat, known or not; may be null
};

/// The largest article pages have two megabytes; what is cut off a larger one is its end.
inline constexpr std::size_t kLargestPage = 10'000'000;

/// Raised whenever extraction, or what it is made of (charsets, markup, dates, addresses), gives
/// something else of any page than before: readings of two versions are not compared, or our own
/// change would look like the outlet's. The test ExtractionVersion holds some pages to it;
/// CONTRIBUTING.md says the rest.
inline constexpr int kExtractionVersion = 2;

/// Takes the bytes over, so that a large page is held once. `Article::language` is the page's own
/// claim; `outlet` and the house's fields stay empty.
Result<Article> extract_article(std::string bytes, const PageContext& context);

}  // namespace depesche
