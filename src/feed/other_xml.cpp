// The smaller XML formats: Microsoft's CDF of 1997, sitemaps with Google's news and image
// extensions (https://www.sitemaps.org/protocol.html), and indexes of sitemaps.
#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "feed/discover.h"
#include "feed/parse.h"
#include "feed/xml_feed.h"

namespace depesche::feed {
namespace {

using xml::NodeIndex;

std::string child_text(const XmlFeed& feed, NodeIndex node, std::string_view name) {
  const NodeIndex child = feed.child(node, name);
  return child == xml::kNoNode ? std::string{} : feed.plain(child);
}

bool is_full(XmlFeed& feed, NodeIndex node) {
  if (feed.feed().entries.size() < kMaxFeedEntries) return false;
  feed.odd("too_many_entries", node, "further entries are left out");
  return true;
}

Entry cdf_item(XmlFeed& feed, NodeIndex node) {
  Entry entry;
  entry.url = feed.address(node, feed.document().attribute(node, "href"));
  entry.published = feed.moment(node, feed.document().attribute(node, "lastmod"));
  for (const NodeIndex child : feed.document().children(node)) {
    if (feed.name(child) == "title") entry.title = feed.line(child);
    if (feed.name(child) == "abstract") entry.summary = feed.html(child);
    if (feed.name(child) == "a" && entry.url.empty()) {
      entry.url = feed.address(child, feed.document().attribute(child, "href"));
    }
  }
  return entry;
}

void read_news(XmlFeed& feed, NodeIndex news, Entry& entry) {
  for (const NodeIndex child : feed.document().children(news)) {
    const std::string_view name = feed.name(child);
    if (name == "title") entry.title = feed.line(child);
    if (name == "publication_date") entry.published = feed.moment(child, feed.plain(child));
    if (name == "publication") {
      entry.language = child_text(feed, child, "language");
      if (feed.feed().title.empty()) feed.feed().title = child_text(feed, child, "name");
    }
    if (name != "keywords") continue;
    const std::string words = feed.plain(child);
    for (std::size_t at = 0; at <= words.size();) {
      const std::size_t end = std::min(words.find(',', at), words.size());
      add_unique(entry.categories, std::string(trim(std::string_view(words).substr(at, end - at))));
      at = end + 1;
    }
  }
}

Entry sitemap_url(XmlFeed& feed, NodeIndex node) {
  Entry entry;
  for (const NodeIndex child : feed.document().children(node)) {
    const std::string_view name = feed.name(child);
    const Space space = feed.space(child);
    if (name == "loc" && space == Space::Plain) entry.url = feed.address(child, feed.plain(child));
    if (name == "lastmod") entry.updated = feed.moment(child, feed.plain(child));
    if (name == "news" && space == Space::News) read_news(feed, child, entry);
    if (name == "image" && space == Space::Image && !entry.image) {
      Picture picture;
      picture.url = feed.address(child, child_text(feed, child, "loc"));
      picture.caption = child_text(feed, child, "caption");
      if (!picture.url.empty()) entry.image = std::move(picture);
    }
  }
  return entry;
}

constexpr std::size_t kMaxNamedSitemaps = 50'000;  // the protocol's limit

struct NamedSitemap {
  std::string address;
  bool is_newsy = false;
  std::optional<std::chrono::sys_seconds> changed_at;
};

/// Which is likelier to hold today's news: what says so without a date, what changed last, the
/// rest.
bool goes_before(const NamedSitemap& a, const NamedSitemap& b) {
  const auto rank = [](const NamedSitemap& one) {
    if (one.changed_at) return 1;
    return one.is_newsy ? 0 : 2;
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.changed_at != b.changed_at) return a.changed_at > b.changed_at;
  return a.is_newsy && !b.is_newsy;
}

}  // namespace

void read_cdf(XmlFeed& feed) {
  const xml::Document& document = feed.document();
  const NodeIndex root = document.root();
  ParsedFeed& out = feed.feed();
  out.home = feed.address(root, document.attribute(root, "href"));
  out.updated = feed.moment(root, document.attribute(root, "lastmod"));
  for (const NodeIndex child : document.children(root)) {
    if (feed.name(child) == "title") out.title = feed.line(child);
    if (feed.name(child) == "abstract") out.description = feed.line(child);
  }
  for (NodeIndex node = 1; node < document.size(); ++node) {
    if (document.is_text(node) || feed.name(node) != "item") continue;
    if (is_full(feed, node)) break;
    if (!document.is_cut_within(node)) out.entries.push_back(cdf_item(feed, node));
  }
}

void read_sitemap(XmlFeed& feed) {
  const xml::Document& document = feed.document();
  for (NodeIndex node = 1; node < document.size(); ++node) {
    if (document.is_text(node) || feed.name(node) != "url" || feed.space(node) != Space::Plain) {
      continue;
    }
    if (is_full(feed, node)) break;
    if (document.is_cut_within(node)) continue;
    Entry entry = sitemap_url(feed, node);
    if (entry.url.empty()) {
      feed.odd("empty_entry", node, "an entry has no address");
      continue;
    }
    entry.id = entry.url;
    feed.feed().entries.push_back(std::move(entry));
  }
}

void read_sitemap_index(XmlFeed& feed) {
  const xml::Document& document = feed.document();
  std::vector<NamedSitemap> named;
  for (const NodeIndex node : document.children(document.root())) {
    if (feed.name(node) != "sitemap" || document.is_cut_within(node)) continue;
    if (named.size() >= kMaxNamedSitemaps) break;
    std::string address = feed.address(node, child_text(feed, node, "loc"));
    if (address.empty()) continue;
    const auto changed = feed.moment(node, child_text(feed, node, "lastmod"));
    const bool is_newsy = sounds_like_news(address);
    named.push_back({std::move(address), is_newsy, std::nullopt});
    if (changed) named.back().changed_at = changed->at;
  }
  // Those that grow are added to at the end.
  std::reverse(named.begin(), named.end());
  std::stable_sort(named.begin(), named.end(), goes_before);
  for (NamedSitemap& one : named) feed.feed().sitemaps.push_back(std::move(one.address));
}

}  // namespace depesche::feed
