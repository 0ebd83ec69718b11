// What a sitemap index leads to: the news sitemaps it names, read and joined into one feed.
//
// https://www.sitemaps.org/protocol.html#index. Archives name thousands of sitemaps, so only the
// few that are likeliest to hold today's news are read (feed/other_xml.cpp puts them first), and of
// them only what Google's news extension gives a headline. An index named by an index is followed,
// one named by that is not. What cannot be read is an oddity, unless nothing can.
//
// Each sitemap is asked conditionally, as it was answered last (up to 50 MB are saved); indexes are
// not, for what they name changes while they stay the same.
//
// Called by several workers; waits for the host's turn before each.
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "base/result.h"
#include "fetch/fetcher.h"
#include "news/feed.h"
#include "store/writing/feeds.h"

namespace depesche {

struct NewsSitemaps {
  ParsedFeed feed;                 // the index with `entries` filled, newest first
  std::vector<SitemapMark> marks;  // to be kept once the entries are
  bool is_whole = true;            // false: some had not changed, so their entries are not here
};

/// The first failure when no sitemap could be read; Unsupported when none of them holds news;
/// Cancelled when asked to stop.
Result<NewsSitemaps> read_news_sitemaps(fetch::Fetcher& fetcher, const fetch::Behalf& behalf,
                                        ParsedFeed index, std::span<const SitemapMark> known,
                                        const std::stop_token& stop);

}  // namespace depesche
