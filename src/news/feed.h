// What an outlet offers at one address, exactly as it came: a feed and its entries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "news/article.h"

namespace depesche {

enum class FeedFormat { Rss, Rdf, Atom, Cdf, JsonFeed, Sitemap, SitemapIndex };

/// "rss", "rdf", "atom", "cdf", "json", "sitemap", "sitemap_index".
std::string_view name(FeedFormat format);

struct Enclosure {
  std::string url;
  std::string type;
  std::optional<std::int64_t> bytes;
};

/// One item of a feed. Titles are plain text, content is sanitised HTML, addresses are absolute.
struct Entry {
  std::string id;  // guid, atom:id …; empty when the feed gives none
  std::string url;
  std::string title;
  std::string summary;  // sanitised HTML
  std::string content;  // sanitised HTML
  std::vector<std::string> authors;
  std::optional<Moment> published;
  std::optional<Moment> updated;
  std::vector<std::string> categories;
  std::vector<Enclosure> enclosures;
  std::optional<Picture> image;
  std::string language;
};

/// Something wrong in a feed that did not stop us from reading it.
struct Oddity {
  std::string kind;   // for programs: "not_well_formed", "bad_date", …
  std::string where;  // "entry 3", "line 17"
  std::string message;
  std::string detail;  // the words of the feed that the message quotes
};

/// "entry 3: "31 June" is not a date"
std::string sentence(const Oddity& oddity);

struct ParsedFeed {
  FeedFormat format = FeedFormat::Rss;
  std::string title;
  std::string home;  // the page the feed belongs to
  std::string description;
  std::string language;
  std::optional<Moment> updated;
  std::optional<int> ttl_minutes;
  std::vector<int> skip_hours;    // UTC hours in which the outlet asks not to be polled
  std::vector<int> skip_days;     // and days, UTC; 0 is Monday
  std::vector<std::string> hubs;  // WebSub
  std::string self;               // the address the feed gives itself
  std::string next;               // RFC 5005
  std::vector<Entry> entries;
  std::vector<std::string> sitemaps;  // sitemap indexes only; what changed last first
  std::vector<Oddity> oddities;
};

}  // namespace depesche
