#include "feed/discover.h"

#include <algorithm>

#include "base/ascii.h"
#include "html/charset.h"
#include "html/text_content.h"
#include "url/url.h"

namespace depesche {
namespace {

bool is_feed_type(std::string_view written) {
  const std::string type = to_lower(trim(written.substr(0, written.find(';'))));
  return type == "application/rss+xml" || type == "application/atom+xml" ||
         type == "application/feed+json" || type == "application/rdf+xml" ||
         type == "application/x-rss+xml" || type == "application/json" || type == "text/xml" ||
         type == "application/xml";
}

// JSON and XML are said of many things that are no feeds (oEmbed, APIs).
bool is_doubtful_type(std::string_view type) {
  return type.find("rss") == std::string_view::npos &&
         type.find("atom") == std::string_view::npos && type.find("feed") == std::string_view::npos;
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return find_ignoring_case(text, word) != std::string_view::npos;
  });
}

// Whether the path of an address looks like a feed's.
bool looks_like_feed(const Url& url) {
  const std::string path = to_lower(url.path);
  const auto ends = [&path](std::string_view end) { return path.ends_with(end); };
  if (ends(".rss") || ends(".atom") || ends(".rdf") || ends("/feed") || ends("/feed/") ||
      ends("/rss") || ends("/rss/") || ends("/atom") || ends("feed.json")) {
    return true;
  }
  return ends(".xml") && contains_any(path, {"rss", "feed", "atom", "index.xml"});
}

bool is_comment_feed(const FeedLink& link) {
  return contains_any(link.title, {"comment", "kommentar"}) ||
         contains_any(link.url, {"/comments/"});
}

class Discovery {
 public:
  Discovery(const html::Tree& page, std::string_view address) : page_(page), base_(address) {
    const html::NodeIndex base = page.first(page.root(), html::Tag::Base);
    if (base == html::kNoNode) return;
    std::string resolved = resolve_address(page.attribute(base, "href"), address);
    if (!resolved.empty()) base_ = std::move(resolved);
  }

  std::vector<FeedLink> run() {
    for (const html::NodeIndex link : page_.descendants(page_.root(), html::Tag::Link)) {
      declared(link);
    }
    for (const html::NodeIndex anchor : page_.descendants(page_.root(), html::Tag::A)) {
      guessed(anchor);
    }
    std::stable_partition(found_.begin(), found_.end(),
                          [](const FeedLink& link) { return !is_comment_feed(link); });
    return std::move(found_);
  }

 private:
  void declared(html::NodeIndex link) {
    const std::string_view type = page_.attribute(link, "type");
    const std::string rel = to_lower(page_.attribute(link, "rel"));
    const bool alternate = contains_any(rel, {"alternate"}) && !contains_any(rel, {"stylesheet"});
    const bool feed = rel == "feed" || (alternate && is_feed_type(type));
    if (!feed) return;
    FeedLink found;
    found.url = resolve_address(page_.attribute(link, "href"), base_);
    found.title = squeeze(page_.attribute(link, "title"));
    found.type = to_lower(trim(type));
    found.declared = true;
    const Result<Url> url = parse_url(found.url);
    if (!url || (is_doubtful_type(type) && rel != "feed" && !looks_like_feed(*url))) return;
    add(std::move(found));
  }

  void guessed(html::NodeIndex anchor) {
    const std::string_view href = page_.attribute(anchor, "href");
    if (!contains_any(href, {"rss", "feed", "atom", ".rdf", ".xml"})) return;
    FeedLink found;
    found.url = resolve_address(href, base_);
    const Result<Url> url = parse_url(found.url);
    if (!url || !looks_like_feed(*url)) return;
    found.title = html::line_content(page_, anchor);
    add(std::move(found));
  }

  void add(FeedLink link) {
    if (link.url.empty() || found_.size() >= kMaxFeedLinks) return;
    const bool known = std::any_of(found_.begin(), found_.end(),
                                   [&](const FeedLink& other) { return other.url == link.url; });
    if (!known) found_.push_back(std::move(link));
  }

  const html::Tree& page_;
  std::string base_;
  std::vector<FeedLink> found_;
};

}  // namespace

std::vector<FeedLink> discover_feeds(const html::Tree& page, std::string_view address) {
  return Discovery(page, address).run();
}

std::vector<FeedLink> discover_feeds(std::string_view bytes, std::string_view address,
                                     std::string_view content_type) {
  return discover_feeds(html::parse(html::decode_page(bytes, content_type).utf8), address);
}

bool sounds_like_news(std::string_view address) {
  const std::size_t host = address.find("://");
  const std::size_t path = host == std::string_view::npos ? 0 : address.find('/', host + 3);
  const std::string lower = to_lower(address.substr(std::min(path, address.size())));
  return lower.find("news") != std::string::npos || lower.find("article") != std::string::npos ||
         lower.find("artikel") != std::string::npos;
}

}  // namespace depesche
