// Any list of articles as a feed: Atom (RFC 4287) and JSON Feed 1.1.
//
// Both say the same: headline, excerpt, outlet, times, and two addresses, ours and the outlet's.
// The body is never in them. Addresses are absolute, made from Viewer::origin. Pure.
#pragma once

#include <string>
#include <vector>

#include "store/rows/views.h"
#include "web/pages/frame.h"

namespace depesche::web {

struct ListingEntry {
  ArticleCard card;
  StoryCounts counts;  // of the story this entry stands for; zero for a plain article
};

struct Listing {
  std::string title;
  std::string path;   // of the list without ".atom", below the base: "/s/12"
  std::string query;  // "?q=…"
  std::string page;   // path of the page people read: "/s/12", "/"
  std::vector<ListingEntry> entries;
};

Listing listing_of(std::string title, const std::string& path, std::vector<ArticleCard> cards);

std::string to_atom(const Viewer& viewer, const Listing& listing);
std::string to_json_feed(const Viewer& viewer, const Listing& listing);

}  // namespace depesche::web
