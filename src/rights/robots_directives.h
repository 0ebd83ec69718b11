// What an outlet asks of those who show its pages: the robots meta tag and the X-Robots-Tag header.
//
// Follows the usage documented by the large search engines: a list of directives, parted by commas,
// in any case; unknown ones are ignored; where several lists speak to us, the stricter one counts.
// A header line may name whom it speaks to ("googlebot-news: nosnippet"). We listen to lists for
// everybody, for depesche, and for googlebot-news: what an outlet asks of the best-known news
// aggregator it means for its likes.
//
// Pure; linear. Lists longer than kMostDirectiveBytes are cut there.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace depesche::rights {

inline constexpr std::size_t kMostDirectiveBytes = 8192;

struct RobotsDirectives {
  bool noindex = false;            // also "none"
  bool nosnippet = false;          // also max-snippet:0
  bool noarchive = false;          // also "nocache"
  bool noimageindex = false;       // also max-image-preview:none
  bool data_nosnippet = false;     // parts of the text are marked data-nosnippet
  std::optional<int> max_snippet;  // characters; none and -1 set no limit
  // RFC 822, RFC 850 or ISO 8601; a day alone ends when it begins. What is no date says nothing.
  std::optional<std::chrono::sys_seconds> unavailable_after;

  friend bool operator==(const RobotsDirectives&, const RobotsDirectives&) = default;
};

/// A list as in the meta tag, and as to_text() writes it.
RobotsDirectives read_directives(std::string_view list);

/// One X-Robots-Tag line; nothing where it speaks to others. A line may part its lists by naming
/// several agents in it.
RobotsDirectives read_robots_tag(std::string_view line);

/// Whether a meta tag of this name speaks to us: robots, depesche, googlebot-news.
bool speaks_to_us(std::string_view agent);

/// The stricter of both in everything.
RobotsDirectives both(const RobotsDirectives& a, const RobotsDirectives& b);

/// "noindex, max-snippet:50, unavailable_after:2026-03-01T00:00:00Z"; empty when nothing is asked.
std::string to_text(const RobotsDirectives& directives);

}  // namespace depesche::rights
