// From what a person types to a subscription: a feed's address, or a page that names its feeds. For
// a page that names none, or none that can be read, the host's robots.txt is asked for sitemaps, of
// which those that hold news are as good as a feed.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "feed/xpath_rule.h"
#include "fetch/fetcher.h"
#include "store/archive.h"

namespace depesche {

/// What one entry of a page with a rule looks like.
struct FoundEntry {
  std::string url;
  std::string title;
  std::string date;     // RFC 3339; empty without one
  std::string summary;  // plain
};

struct FoundFeed {
  std::string url;
  std::string title;
  std::string home;
  std::string language;
  std::string format;
  std::size_t entries = 0;
  std::size_t sitemaps = 0;           // of a sitemap index, which has no entries of its own
  std::vector<std::string> oddities;  // in words
  /// What else the page, or its host's robots.txt, names; not asked.
  std::vector<std::string> others;
  std::vector<FoundEntry> listed;  // of a page with a rule
};

/// Asks the address. A feed is found itself; a page is searched for the feeds it names, then the
/// host's robots.txt for sitemaps, and the first that can be read and has news is taken.
/// "example.org" is taken for "https://example.org".
Result<FoundFeed> find_feed(fetch::Fetcher& fetcher, std::string_view typed,
                            const std::stop_token& stop, const FeedOptions& options = {});

/// The first path of a rule that no selector says the same as.
std::optional<UntoldPath> untold_path(const PageRule& rule);

/// Asks a page, as robots.txt allows, and reads it by the rule, which may be written in paths
/// (feed/xpath_rule.h). Error InvalidInput or TooLarge for a rule that cannot be used, without
/// asking; Empty where it finds nothing.
Result<FoundFeed> find_by_rule(fetch::Fetcher& fetcher, std::string_view typed,
                               const PageRule& written, const std::stop_token& stop,
                               const FeedOptions& options = {});
/// find_by_rule, then the subscription itself, with the rule in selectors; one that is there gets
/// the rule, and the options where there are some.
Result<Feeds::Added> subscribe_by_rule(Archive& archive, fetch::Fetcher& fetcher,
                                       std::string_view typed, const PageRule& written,
                                       std::chrono::sys_seconds now, const std::stop_token& stop,
                                       const FeedOptions& options = {});

/// find_feed, then the subscription itself; one that had ended is asked again. Error InvalidInput
/// where the feed found is at another origin than the one cookie or login were given for.
Result<Feeds::Added> subscribe(Archive& archive, fetch::Fetcher& fetcher, std::string_view typed,
                               std::chrono::sys_seconds now, const std::stop_token& stop,
                               const FeedOptions& options = {});

/// Error NotFound for no feed; what Fetcher::check says for what cannot be used.
Result<void> change_options(Archive& archive, const fetch::Fetcher& fetcher, FeedId feed,
                            const FeedOptionsChange& change, std::chrono::sys_seconds now);

inline constexpr std::size_t kLongestTitle = 300;   // bytes, of one an owner gives
inline constexpr std::size_t kLongestFolder = 200;  // bytes

/// "90m", "6h", "2d": no more often than that; "usual" is 0. Nothing for what is neither, less than
/// the ten minutes that no feed is asked more often than anyway, or more than thirty days.
std::optional<std::chrono::seconds> read_every(std::string_view written);

/// Error InvalidInput for a title or folder that is too long, NotFound for no feed.
Result<void> change_subscription(Archive& archive, FeedId feed, OwnersWishes wishes,
                                 std::chrono::sys_seconds now);

/// Every feed of an OPML list, without asking any of them now: the wire does. How many were new.
struct ImportedList {
  std::size_t feeds = 0;
  std::size_t added = 0;
  std::size_t lists = 0;                       // that it names; they are followed from now on
  std::vector<std::string> ruled_pages;        // pages with rules, which are left out
  std::size_t beyond_limit = 0;                // feeds and lists after the first kMaxSubscriptions
  std::size_t muted = 0;                       // of the new ones: not asked, as their owner wants
  std::map<std::string, std::size_t> ignored;  // SubscriptionList::ignored
};
Result<ImportedList> import_opml(Archive& archive, std::string_view bytes,
                                 std::chrono::sys_seconds now);
/// All names that ImportedList::ignored may hold.
std::span<const std::string_view> ignorable_attributes();

/// Passwords in addresses are the owner's; others get no feed whose address holds what may be a
/// key, for it is none without. Feeds' options are in a list only where the owner wants their
/// secrets.
enum class OpmlFor { Owner, OwnerWithSecrets, Others };
std::string export_opml(Archive& archive, std::chrono::sys_seconds now,
                        OpmlFor whom = OpmlFor::Owner);

}  // namespace depesche
