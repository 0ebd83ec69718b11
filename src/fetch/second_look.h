// When to look at an article's page again: outlets correct what they have published.
//
//   age        told by several outlets      told by one
//   1 h        look                         –
//   6 h        look                         –
//   24 h       look                         look
//   7 days     look, if the story moved     –
//              within three days
//
// Most changes come within the first day, so what several outlets tell is followed there, and of
// every other report one look finds what a day has brought. A look that was missed (an outage, the
// host's day was full) is made up for once, not once for each. A host is never asked for more
// second looks on a day than it was asked for new pages (docs/decisions/0028).
//
// Pure: the caller passes `now`.
#pragma once

#include <chrono>
#include <optional>

#include "base/result.h"

namespace depesche::fetch {

/// A page as the plan sees it.
struct PageStanding {
  std::chrono::sys_seconds first_read_at{};
  bool is_shared = false;                                  // its story is told by several outlets
  std::optional<std::chrono::sys_seconds> story_moved_at;  // its story's newest article
};

struct LookPlan {
  enum class What { Now, Later, Never } what = What::Never;
  std::chrono::sys_seconds at{};  // of Later
};

/// What to do with a page whose turn it is.
LookPlan plan_look(const PageStanding& page, std::chrono::sys_seconds now);

/// The next age to look at after a look at `now`; nothing after the last.
std::optional<std::chrono::sys_seconds> next_look_at(std::chrono::sys_seconds first_read_at,
                                                     std::chrono::sys_seconds now);

/// After the nth failure in a row of one look: soon again where that may help, but not often; then
/// as if it had been made.
std::optional<std::chrono::sys_seconds> look_after_failure(std::chrono::sys_seconds first_read_at,
                                                           ErrorCode code, int failures,
                                                           std::chrono::sys_seconds now);

/// What a host was asked for on one day, UTC.
struct HostDay {
  int first_reads = 0;
  int second_looks = 0;
};
constexpr bool has_room(const HostDay& day) { return day.second_looks < day.first_reads; }

/// That a page is gone is said when it is missing (404) twice, this long apart.
inline constexpr std::chrono::hours kGoneConfirmedAfter{1};

}  // namespace depesche::fetch
