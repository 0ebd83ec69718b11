// What an outlet offers at one address, exactly as it came: a feed and its entries.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "news/article.h"

namespace depesche {

enum class FeedFormat { Rss, Rdf, Atom, Cdf, JsonFeed, Sitemap, SitemapIndex, Page };

/// "rss", "rdf", "atom", "cdf", "json", "sitemap", "sitemap_index", "page".
std::string_view name(FeedFormat format);

/// How a page without a feed is read as one: CSS selectors (html/select.h), which are sought in the
/// whole page; those of an entry's parts count inside its element. Empty ones are left to
/// feed/page.h.
struct PageRule {
  std::string entry;  // selects an element for each entry; never empty in a rule that is used
  std::string link;
  std::string title;
  std::string date;
  std::string summary;

  friend bool operator==(const PageRule&, const PageRule&) = default;
};

/// Someone a feed names.
struct Person {
  // "author", "contributor", "editor", "publisher", "owner", "webmaster", or a podcast's own word
  // for it: "host", "guest"
  std::string role;
  std::string name;
  std::string email;
  std::string url;

  friend bool operator==(const Person&, const Person&) = default;
};

/// The names of the authors among them; an address where there is no name.
std::vector<std::string> author_names(const std::vector<Person>& people);

/// Where a feed or an entry points to, and why. `rel` is one of the IANA's link relations, or
/// "transcript" and "in-reply-to" for what other namespaces say in elements of their own.
struct Link {
  std::string url;
  std::string rel;  // lower case; "alternate" where the feed says nothing
  std::string type;
  std::string title;
  std::string language;

  friend bool operator==(const Link&, const Link&) = default;
};

/// Degrees of WGS 84.
struct Coordinate {
  double latitude = 0;
  double longitude = 0;

  friend bool operator==(const Coordinate&, const Coordinate&) = default;
};

/// Where something happened. A box is its two corners, south-west first.
struct Place {
  enum class Shape { Point, Line, Polygon, Box };

  std::string name;
  Shape shape = Shape::Point;
  std::vector<Coordinate> points;  // empty when there is a name alone

  friend bool operator==(const Place&, const Place&) = default;
};

/// "point", "line", "polygon", "box".
std::string_view name(Place::Shape shape);

/// What a feed says of itself, like the box in which a paper names its people and rights. Texts are
/// plain.
struct Masthead {
  std::string id;
  std::string title;
  std::string home;  // the page the feed belongs to
  std::string self;  // the address the feed gives itself
  std::string description;
  std::string language;
  std::optional<Moment> updated;
  std::string rights;     // as prose
  std::string license;    // an address
  std::string generator;  // the program that wrote it
  std::optional<Picture> image;
  std::string icon;
  std::vector<Person> people;
  std::vector<Link> links;  // those with a relation; RSS's bare <link> is `home`
  std::vector<std::string> categories;
};

/// One item of a feed. Titles are plain text, content is sanitised HTML, addresses are absolute.
struct Entry {
  std::string id;  // guid, atom:id …; empty when the feed gives none
  std::string url;
  std::string title;
  std::string summary;  // sanitised HTML
  std::string content;  // sanitised HTML
  std::vector<Person> people;
  std::optional<Moment> published;
  std::optional<Moment> updated;
  std::vector<std::string> categories;
  std::string section;
  std::vector<Enclosure> enclosures;
  std::vector<Link> links;  // those with a relation, but enclosures; RSS's bare <link> is `url`
  std::optional<Picture> image;
  std::string language;  // of the text, where that says its own
  std::string rights;    // as prose
  std::string license;   // an address
  std::vector<Place> places;
  std::optional<int> comment_count;
  std::shared_ptr<const Masthead> source;  // the feed it was taken from; null when it is this one
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

struct ParsedFeed : Masthead {
  FeedFormat format = FeedFormat::Rss;
  std::optional<int> ttl_minutes;
  std::vector<int> skip_hours;    // UTC hours in which the outlet asks not to be polled
  std::vector<int> skip_days;     // and days, UTC; 0 is Monday
  std::vector<std::string> hubs;  // WebSub
  std::string next;               // RFC 5005
  std::string moved_to;           // where it says that it is from now on: itunes:new-feed-url
  bool has_ended = false;         // nothing more will come, it says: JSON Feed's "expired"
  std::vector<Entry> entries;
  std::vector<std::string> sitemaps;  // sitemap indexes only; the likeliest to hold news first
  std::vector<Oddity> oddities;
};

}  // namespace depesche
