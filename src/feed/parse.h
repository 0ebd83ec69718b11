// A feed's bytes into the vocabulary, whatever format it is in.
//
// Reads RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, CDF, JSON Feed 1.0 and 1.1, news
// sitemaps and sitemap indexes, with the namespaces content, dc, dcterms, media, atom-in-RSS, sy,
// slash, thr, wfw, georss (with gml and geo), itunes, podcast, feedburner and Creative Commons'.
// Feeds are written by hand and by programs that have never met a parser, so what is odd is
// collected and the rest is read: a feed with three broken entries of forty is a feed.
//
// Titles come out as plain text, summaries and contents as sanitised HTML, addresses absolute (the
// xml:base of their element, then `address`). A date that cannot be read is absent and an oddity.
//
// Pure and thread-safe; linear in the bytes.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "news/feed.h"

namespace depesche {

// A sitemap may hold 50,000 addresses; real feeds have at most a few thousand entries.
inline constexpr std::size_t kMaxFeedEntries = 50'000;
inline constexpr std::size_t kMaxFeedBytes = 32u << 20;

/// `address` is where the bytes came from, after redirects; `content_type` the header as received.
/// Error Empty for nothing at all, Unsupported for what is no feed (with a hint when it is a web
/// page), Malformed for what was meant to be one but holds nothing, TooLarge.
Result<ParsedFeed> parse_feed(std::string_view bytes, std::string_view address,
                              std::string_view content_type = {});

}  // namespace depesche
