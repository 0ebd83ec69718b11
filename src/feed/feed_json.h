// A feed as one JSON object: what `depesche feed` prints and programs read.
//
//   {format, title, home, description, language, updated, ttl_minutes, hubs[], next,
//    entries[{id, url, title, summary, content, authors[], published, updated, categories[],
//             enclosures[{url, type, bytes}], image{url, caption, credit, alt}, language}],
//    oddities[{kind, where, message}]}
//
// What the feed does not say is null, in entries missing. Sitemap indexes carry `sitemaps`.
#pragma once

#include <string>

#include "news/feed.h"

namespace depesche {

std::string to_json(const ParsedFeed& feed);

}  // namespace depesche
