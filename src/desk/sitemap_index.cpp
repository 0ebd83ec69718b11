#include "desk/sitemap_index.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "feed/parse.h"

namespace depesche {
namespace {

// An outlet's news of two days, which is what a news sitemap may hold, is in one to three of them.
constexpr std::size_t kMostSitemaps = 6;

Result<ParsedFeed> read_sitemap(fetch::Fetcher& fetcher, const std::string& address,
                                const std::stop_token& stop) {
  fetch::Request request;
  request.url = address;
  request.max_bytes = 0;  // the kind's own
  const Result<fetch::Reply> reply = fetcher.get(std::move(request), fetch::Kind::Sitemap, stop);
  if (!reply) return reply.error();
  if (const auto problem = reply->problem()) return *problem;
  Result<ParsedFeed> parsed = parse_feed(reply->body, reply->final_url, reply->content_type);
  if (parsed && parsed->format != FeedFormat::Sitemap) {
    return Error{ErrorCode::Unsupported, "this is no sitemap"};
  }
  return parsed;
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

}  // namespace

Result<ParsedFeed> read_news_sitemaps(fetch::Fetcher& fetcher, ParsedFeed index,
                                      const std::stop_token& stop) {
  std::optional<Error> first;
  bool is_any_read = false;
  for (std::size_t i = 0; i < std::min(index.sitemaps.size(), kMostSitemaps); ++i) {
    const std::string& address = index.sitemaps[i];
    Result<ParsedFeed> sitemap = read_sitemap(fetcher, address, stop);
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped before all were read"};
    if (sitemap) {
      is_any_read = true;
      take_news(index, *std::move(sitemap));
      continue;
    }
    if (!first) first = sitemap.error();
    index.oddities.push_back(
        {"unread_sitemap", "",
         "the sitemap " + address + " cannot be read: " + sitemap.error().message, address});
  }
  if (!is_any_read && first) return *first;
  if (index.entries.empty()) {
    return Error{ErrorCode::Unsupported, "the sitemaps of this index hold no news"};
  }
  std::stable_sort(index.entries.begin(), index.entries.end(), is_newer);
  return index;
}

}  // namespace depesche
