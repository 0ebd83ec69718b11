// What is known of a feed for deciding when to ask it again: its rhythm, what its outlet asked for,
// and why the next poll is when it is. Learning and deciding are in fetch/rhythm.h and
// fetch/schedule.h; the store keeps these between polls.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace depesche {

/// Hour 0 is Monday 00:00–01:00 UTC.
inline constexpr std::size_t kHoursOfWeek = 168;

/// How many articles came when, fading: what is weeks old counts less and less.
struct FeedRhythm {
  // Watched without a gap between these: each good poll sees all that came since the one before.
  // Equal (and 0) before the first.
  std::chrono::sys_seconds watched_from{};
  std::chrono::sys_seconds watched_until{};
  // Over the last days: articles, and the hours that were watched, each weighed by its share of
  // the week, so that a night counts for little.
  double recent_articles = 0;
  double recent_hours = 0;
  int entries = 0;                             // in the feed when it was last read whole
  std::array<float, kHoursOfWeek> arrivals{};  // articles by hour of the week

  bool is_known() const { return watched_until > std::chrono::sys_seconds{}; }
  friend bool operator==(const FeedRhythm&, const FeedRhythm&) = default;
};

/// What the outlet asks for in the feed itself. It holds until the feed says otherwise, also while
/// answers are "not modified".
struct OutletWishes {
  std::optional<std::chrono::seconds> ttl;  // ttl, sy:updatePeriod
  std::uint32_t skip_hours = 0;             // bit 0 is 00:00–01:00 UTC
  std::uint32_t skip_days = 0;              // bit 0 is Monday, UTC

  friend bool operator==(const OutletWishes&, const OutletWishes&) = default;
};

/// What decided when a feed is asked next.
enum class WaitReason {
  Unknown,     // nothing was decided yet
  Learning,    // too little is known of its rhythm
  Rhythm,      // about then the articles that probably wait are worth a poll
  Shortest,    // it would be sooner, but no feed is asked more often
  Longest,     // it would be later, but no feed is left alone longer
  FewEntries,  // the feed holds few entries: later some might be gone
  Ttl,         // the feed asks for it
  MaxAge,      // the server's Cache-Control or Expires asks for it
  SkipHours,   // skipHours or skipDays
  BackOff,     // after failures
  RetryAfter,  // the server named a time
  Gone,        // 410, or the feed says that it has ended: never again
  Pushed,      // a hub tells us of its news; a poll only looks whether it told all
  Allowance,   // its host has sent as much as it may in a day
  HostRests,   // its host is to be left alone until then: it asked for that, or is asked others
  Owner,       // its owner wants it no more often
};
/// "rhythm", "retry_after" …, as stored and shown to programs.
std::string_view name(WaitReason reason);
/// Unknown for what no name is.
WaitReason wait_reason(std::string_view name);

}  // namespace depesche
