// What an outlet's robots.txt asks of us (RFC 9309).
//
// Only the groups that speak to us are kept, so a large file costs little. The longest matching
// pattern wins, Allow before Disallow when equal; * stands for anything, $ for the end. Both sides
// are compared in one spelling: what is not ASCII percent-encoded, unreserved characters not.
//
// Understood beyond the standard, because outlets mean it: a missing colon, common misspellings of
// Disallow, Crawl-delay, Sitemap, Content-Usage (AIPREF), License (RSL). Of files larger than
// kMaxRobotsBytes the beginning counts.
//
// Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depesche::fetch {

inline constexpr std::size_t kMaxRobotsBytes = 500 * 1024;  // RFC 9309, 2.5: at least this much

struct RobotsRule {
  std::string pattern;  // normalised; never empty
  bool allow = false;
};

/// A preference for how pages are used (AIPREF), as written.
struct UsageRule {
  std::string pattern;  // normalised; empty for all pages
  std::string usage;    // a dictionary (rights/content_usage.h)
};

struct RobotsRules {
  std::vector<RobotsRule> rules;
  std::vector<UsageRule> usage;       // at most kMaxUsageRules
  std::string license;                // RSL: the first License line, as written
  std::vector<std::string> sitemaps;  // as written; at most kMaxRobotsSitemaps
  std::optional<std::chrono::milliseconds> crawl_delay;
};

inline constexpr std::size_t kMaxRobotsSitemaps = 200;
inline constexpr std::size_t kMaxUsageRules = 200;
inline constexpr std::size_t kMaxUsageBytes = 2048;

/// `agent` is our product token, "depesche". Groups naming it go before groups for everybody.
RobotsRules parse_robots(std::string_view text, std::string_view agent);

/// No robots.txt, or one that cannot be had: everything is allowed, or nothing.
RobotsRules allow_everything();
RobotsRules allow_nothing();

/// What the longest matching rule prefers; empty without one.
std::string content_usage_of(const RobotsRules& rules, std::string_view path_and_query);

/// `path_and_query` as Url::path_and_query() writes it. /robots.txt itself is always allowed.
bool is_allowed(const RobotsRules& rules, std::string_view path_and_query);

}  // namespace depesche::fetch
