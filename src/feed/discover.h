// The feeds a web page offers.
//
// First the ones it declares (`<link rel=alternate type=application/rss+xml>` and their like), in
// the page's order; then links in the text whose address or label says feed, which are guesses to
// be tried. Comment feeds come last.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "html/tree.h"

namespace depesche {

struct FeedLink {
  std::string url;
  std::string title;
  std::string type;       // as the page declares it; empty for a guess
  bool declared = false;  // false: a link that may be a feed
};

inline constexpr std::size_t kMaxFeedLinks = 50;

/// `address` is the page's, after redirects; the page's <base> counts.
std::vector<FeedLink> discover_feeds(const html::Tree& page, std::string_view address);

/// The same for the bytes of a page.
std::vector<FeedLink> discover_feeds(std::string_view bytes, std::string_view address,
                                     std::string_view content_type);

/// Whether a sitemap at this address could be one of news: there may be hundreds of others.
bool sounds_like_news(std::string_view address);

}  // namespace depesche
