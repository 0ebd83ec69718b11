// What a sitemap index leads to: the news sitemaps it names, read and joined into one feed.
//
// https://www.sitemaps.org/protocol.html#index. Archives name thousands of sitemaps, so only the
// few that changed last are read, and of them only what Google's news extension gives a headline.
// An index named by an index is not followed. What cannot be read is an oddity, unless nothing can.
//
// Called by several workers; waits for the host's turn before each.
#pragma once

#include <stop_token>

#include "base/result.h"
#include "fetch/fetcher.h"
#include "news/feed.h"

namespace depesche {

/// The index with `entries` filled, newest first. The first failure when no sitemap could be read;
/// Unsupported when none of them holds news; Cancelled when asked to stop.
Result<ParsedFeed> read_news_sitemaps(fetch::Fetcher& fetcher, ParsedFeed index,
                                      const std::stop_token& stop);

}  // namespace depesche
