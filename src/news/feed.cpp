#include "news/feed.h"

#include <algorithm>

namespace depesche {

std::string_view name(FeedFormat format) {
  switch (format) {
    case FeedFormat::Rss:
      return "rss";
    case FeedFormat::Rdf:
      return "rdf";
    case FeedFormat::Atom:
      return "atom";
    case FeedFormat::Cdf:
      return "cdf";
    case FeedFormat::JsonFeed:
      return "json";
    case FeedFormat::Sitemap:
      return "sitemap";
    case FeedFormat::SitemapIndex:
      return "sitemap_index";
    case FeedFormat::Page:
      return "page";
  }
  return "";
}

std::string_view name(Place::Shape shape) {
  switch (shape) {
    case Place::Shape::Point:
      return "point";
    case Place::Shape::Line:
      return "line";
    case Place::Shape::Polygon:
      return "polygon";
    case Place::Shape::Box:
      return "box";
  }
  return "";
}

std::vector<std::string> author_names(const std::vector<Person>& people) {
  std::vector<std::string> names;
  for (const Person& person : people) {
    if (person.role != "author") continue;
    const std::string& name = person.name.empty() ? person.email : person.name;
    const bool is_new = std::find(names.begin(), names.end(), name) == names.end();
    if (!name.empty() && is_new) names.push_back(name);
  }
  return names;
}

std::string sentence(const Oddity& oddity) {
  return oddity.where.empty() ? oddity.message : oddity.where + ": " + oddity.message;
}

}  // namespace depesche
