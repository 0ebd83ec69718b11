// Subscription lists in OPML 1.0 and 2.0 (http://opml.org/spec2.opml), as readers exchange them.
//
// Outlines with an address (xmlUrl) are feeds; the others are folders, which nest, read and
// written. A feed in several folders has an outline in each; one that stands in none is in those
// its categories name ("/News/North,Weather"); a slash in a folder's name nests, too. Outlines that
// are comments are left out with what is in them.
//
// What was read is read the same from what is written of it. Texts may be markup and are read as
// such, so one that would be taken for it is written as markup.
//
// Pages that are read by CSS selectors (feed/page.h) are outlines of the type "HTML+CSS" with the
// attributes entryRule, linkRule, titleRule, dateRule and summaryRule in the namespace kRuleSpace;
// others' readers take them for feeds that cannot be read.
//
// Of FreshRSS's own attributes (https://freshrss.org/opml) are read: frss:opmlUrl, a folder that
// another list fills, here a list to follow (as is OPML 2.0's type="include"); frss:ttl, the
// seconds between two polls, negative for a feed that is muted; pages of the type "HTML+XPath", as
// far as selectors say the same (feed/xpath_rule.h), while those of "XML+XPath", "JSON+DotNotation"
// and the like are named and left out (docs/decisions/0032); and of how to
// ask a feed frss:CURLOPT_USERAGENT, CURLOPT_COOKIE, CURLOPT_PROXY with CURLOPT_PROXYTYPE. A login
// has no attribute there: it is depesche:login and depesche:password. Its other attributes tell how
// to fetch, cut and sort, which is not done here: they are counted by name.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/feed.h"
#include "news/feed_options.h"

namespace depesche {

struct Subscription {
  std::string feed_url;
  std::string title;
  std::string home;                                      // htmlUrl
  std::vector<std::string> folders;                      // outermost first
  std::optional<PageRule> rule = {};                     // of a page that is no feed
  std::optional<std::chrono::seconds> asked_every = {};  // no more often, as its owner wants
  bool is_muted = false;                                 // not asked at all
  std::string language = {};                             // as the feed names it; BCP 47 in form
  FeedOptions options = {};  // as written; not judged. Secrets: only for whom they are meant
  std::string description = {};
  std::string version = {};  // rss_version(); written, not read: what a feed is, it says itself

  friend bool operator==(const Subscription&, const Subscription&) = default;
};

/// Another list that a list names.
struct ListedList {
  std::string url;
  std::string title;
  std::vector<std::string> folders;  // those around it

  friend bool operator==(const ListedList&, const ListedList&) = default;
};

struct SubscriptionList {
  std::vector<Subscription> feeds;
  std::vector<ListedList> lists;
  std::vector<std::string> ruled_pages;  // those whose rules cannot be read; left out above
  std::size_t beyond_limit = 0;          // outlines after the first kMaxSubscriptions
  /// What feeds above say that is not done here, and of how many: "cssFullContent",
  /// "CURLOPT_PROXY".
  std::map<std::string, std::size_t> ignored;
};

/// Of OPML's words for versions the one for a feed of this format: "RSS", "RSS1"; empty for formats
/// it has none for.
std::string_view rss_version(FeedFormat format);

inline constexpr std::string_view kRuleSpace = "urn:x-depesche:opml";
inline constexpr std::size_t kMaxSubscriptions = 20'000;

/// All names that `ignored` may hold.
std::span<const std::string_view> ignored_attributes();

/// Addresses that are not http or https are left out, and so is a feed's second mention in the same
/// folder. Error Unsupported for what is no OPML, Empty for a list without feeds.
Result<std::vector<Subscription>> read_opml(std::string_view bytes);
/// The same, and what else it names; Empty where there is nothing at all.
Result<SubscriptionList> read_subscription_list(std::string_view bytes);

/// Feeds without a folder first, then folders by name. The lists are written as FreshRSS does, in
/// their folders. `written` is when: nobody changes it after that.
std::string write_opml(std::string_view title, std::span<const Subscription> subscriptions,
                       std::span<const ListedList> lists = {},
                       std::optional<std::chrono::sys_seconds> written = {});

}  // namespace depesche
