#include "news/feed.h"

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
  }
  return "";
}

std::string sentence(const Oddity& oddity) {
  return oddity.where.empty() ? oddity.message : oddity.where + ": " + oddity.message;
}

}  // namespace depesche
