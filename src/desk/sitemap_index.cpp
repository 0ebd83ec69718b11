#include "desk/sitemap_index.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "feed/parse.h"

namespace depesche {
namespace {

// An outlet's news of two days, which is what a news sitemap may hold, is in one to three of them.
constexpr std::size_t kMostSitemaps = 6;
constexpr std::size_t kMostIndexes = 3;  // that an index names

struct SitemapToAsk {
  std::string address;
  bool is_in_inner_index = false;
};

Result<fetch::Reply> ask_sitemap(fetch::Fetcher& fetcher, const fetch::Behalf& behalf,
                                 const SitemapMark& known, const std::stop_token& stop) {
  fetch::Request request;
  request.behalf = behalf;
  request.url = known.url;
  request.etag = known.etag;
  request.last_modified = known.last_modified;
  request.max_bytes = 0;  // the kind's own
  Result<fetch::Reply> reply = fetcher.get(std::move(request), fetch::Kind::Sitemap, stop);
  if (!reply) return reply;
  if (const auto problem = reply->problem()) return *problem;
  return reply;
}

Result<ParsedFeed> parse_sitemap(const fetch::Reply& reply, bool may_be_index) {
  Result<ParsedFeed> parsed = parse_feed(reply.body, reply.final_url, reply.content_type);
  if (!parsed || parsed->format == FeedFormat::Sitemap) return parsed;
  if (parsed->format == FeedFormat::SitemapIndex && may_be_index) return parsed;
  return Error{ErrorCode::Unsupported, parsed->format == FeedFormat::SitemapIndex
                                           ? "this index is named by too many others"
                                           : "this is no sitemap"};
}

SitemapMark known_mark(const std::string& address, std::span<const SitemapMark> known) {
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const SitemapMark& mark) { return mark.url == address; });
  return found == known.end() ? SitemapMark{address, "", ""} : *found;
}

void take_news(ParsedFeed& into, ParsedFeed sitemap) {
  if (into.title.empty()) into.title = std::move(sitemap.title);
  for (Entry& entry : sitemap.entries) {
    if (into.entries.size() == kMaxFeedEntries) return;
    if (!entry.title.empty()) into.entries.push_back(std::move(entry));
  }
}

bool is_newer(const Entry& a, const Entry& b) {
  if (!a.published || !b.published) return a.published.has_value() && !b.published;
  return a.published->at > b.published->at;
}

/// What is left to be asked, the likeliest first.
class SitemapsToAsk {
 public:
  explicit SitemapsToAsk(const std::vector<std::string>& sitemaps) { put_first(sitemaps, false); }

  bool has_more() const { return !named_.empty() && asked_ < kMostSitemaps; }
  SitemapToAsk take() {
    SitemapToAsk next = std::move(named_.front());
    named_.pop_front();
    ++asked_;
    return next;
  }
  bool may_follow_index() const { return indexes_ < kMostIndexes; }
  /// The one just taken was an index.
  void follow(const std::vector<std::string>& sitemaps) {
    --asked_;
    ++indexes_;
    put_first(sitemaps, true);
  }

 private:
  void put_first(const std::vector<std::string>& sitemaps, bool is_inner) {
    for (std::size_t i = std::min(sitemaps.size(), kMostSitemaps); i-- > 0;) {
      named_.push_front({sitemaps[i], is_inner});
    }
  }

  std::deque<SitemapToAsk> named_;
  std::size_t asked_ = 0;
  std::size_t indexes_ = 0;
};

}  // namespace

Result<NewsSitemaps> read_news_sitemaps(fetch::Fetcher& fetcher, const fetch::Behalf& behalf,
                                        ParsedFeed index, std::span<const SitemapMark> known,
                                        const std::stop_token& stop) {
  NewsSitemaps out;
  std::optional<Error> first;
  bool is_any_read = false;
  SitemapsToAsk waiting(index.sitemaps);
  while (waiting.has_more()) {
    const SitemapToAsk named = waiting.take();
    SitemapMark mark = known_mark(named.address, known);
    Result<fetch::Reply> reply = ask_sitemap(fetcher, behalf, mark, stop);
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped before all were read"};
    if (reply && reply->is_not_modified()) {
      is_any_read = true;
      out.is_whole = false;
      out.marks.push_back(std::move(mark));
      continue;
    }
    Result<ParsedFeed> sitemap =
        reply ? parse_sitemap(*reply, !named.is_in_inner_index && waiting.may_follow_index())
              : Result<ParsedFeed>(reply.error());
    if (sitemap && sitemap->format == FeedFormat::SitemapIndex) {
      waiting.follow(sitemap->sitemaps);
      continue;
    }
    if (sitemap) {
      is_any_read = true;
      if (!reply->etag.empty() || !reply->last_modified.empty()) {
        out.marks.push_back({named.address, reply->etag, reply->last_modified});
      }
      take_news(index, *std::move(sitemap));
      continue;
    }
    if (!first) first = sitemap.error();
    index.oddities.push_back(
        {"unread_sitemap", "",
         "the sitemap " + named.address + " cannot be read: " + sitemap.error().message,
         named.address});
  }
  if (!is_any_read && first) return *first;
  if (index.entries.empty() && out.is_whole) {
    return Error{ErrorCode::Unsupported, "the sitemaps of this index hold no news"};
  }
  std::stable_sort(index.entries.begin(), index.entries.end(), is_newer);
  out.feed = std::move(index);
  return out;
}

}  // namespace depesche
