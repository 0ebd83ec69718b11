// A feed as one JSON object: what `depesche feed` prints and programs read.
//
//   {format, title, home, description, language, updated, ttl_minutes, hubs[], next,
//    id, self, rights, license, generator, icon, image{…}, people[…], links[…], categories[],
//    entries[{id, url, title, summary, content, authors[], published, updated, categories[],
//             enclosures[{url, type, bytes, seconds, title}], image{url, caption, credit, alt},
//             language, people[{role, name, email, url}], links[{url, rel, type, title, language}],
//             section, rights, license, comment_count,
//             places[{name, shape, points[{latitude, longitude}]}],
//             source{title, self, …: what its feed would say of itself}}],
//    oddities[{kind, where, message}]}
//
// `authors` are the names of those of the `people` who have that role.
// What the feed does not say is null, in entries missing. Sitemap indexes carry `sitemaps`, a feed
// that says of itself where it has moved `moved_to`, one that it has ended `expired`.
#pragma once

#include <string>

#include "news/feed.h"

namespace depesche {

std::string to_json(const ParsedFeed& feed);

}  // namespace depesche
