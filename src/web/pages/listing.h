// Any list as a feed: Atom (RFC 4287) and JSON Feed 1.1.
//
// Of articles both say the same: headline, excerpt, outlet, times, and two addresses, ours and the
// outlet's. The body is never in them. Addresses are absolute, made from Viewer::origin. Pure.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "store/rows/views.h"
#include "web/pages/frame.h"

namespace depesche::json {
class Writer;
}

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
  std::function<void(json::Writer&)> facts{};  // members of "_depesche" of the whole; JSON only
};

Listing listing_of(std::string title, const std::string& path, std::vector<ArticleCard> cards);

std::string to_atom(const Viewer& viewer, const Listing& listing);
std::string to_json_feed(const Viewer& viewer, const Listing& listing);

/// What is no article: a page of ours that says something.
struct PlainEntry {
  std::string address;  // absolute
  std::string title;
  std::string text;
  std::string author;  // may be empty
  std::chrono::sys_seconds at{};
  std::function<void(json::Writer&)> facts;  // members of "_depesche"; JSON only
};
/// `listing` gives the head; its entries are these.
std::string to_atom(const Viewer& viewer, const Listing& listing,
                    const std::vector<PlainEntry>& entries);
std::string to_json_feed(const Viewer& viewer, const Listing& listing,
                         const std::vector<PlainEntry>& entries);

}  // namespace depesche::web
