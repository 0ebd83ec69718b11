// When to ask a feed again.
//
// A feed's interval is all we remember of its rhythm: it is the time in which about one new entry
// is expected. Every poll nudges it toward what was seen, weighted by how long was watched, so a
// burst shortens it quickly and one quiet night does not undo a week. Within that:
//
//   shortest ≤ interval ≤ longest; not sooner than the outlet's ttl and max-age (up to the
//   longest); not in its skipHours; after failures twice as long each time; never before
//   Retry-After; and a little off (jitter), so that a thousand feeds do not ring at once after a
//   restart.
//
// Pure: the caller passes `now` and a jitter in [0, 1).
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depesche::fetch {

struct ScheduleLimits {
  std::chrono::seconds shortest = std::chrono::minutes(10);
  std::chrono::seconds longest = std::chrono::hours(6);
  // A longer ttl is a template's default; a longer max-age than `longest` a cache's.
  std::chrono::seconds longest_ttl = std::chrono::hours(24);
  std::chrono::seconds when_unknown = std::chrono::minutes(30);
  std::chrono::seconds longest_backoff = std::chrono::hours(24);
  // After ten failures in a row it is no bad day any more.
  std::chrono::seconds longest_backoff_of_the_lost = std::chrono::days(7);
  std::chrono::seconds longest_retry_after = std::chrono::days(7);
};

/// What the outlet asks for, in the feed (ttl, skipHours in UTC) and in its headers (max-age).
struct OutletWishes {
  std::optional<std::chrono::seconds> ttl;
  std::optional<std::chrono::seconds> max_age;
  std::vector<int> skip_hours;
};

struct PollPlan {
  std::chrono::seconds interval{};  // to be kept with the feed
  std::chrono::sys_seconds next_poll_at{};
};

/// The first poll brought entries; `published` are the dates they claim, in any order.
PollPlan plan_after_first_poll(std::span<const std::chrono::sys_seconds> published,
                               const OutletWishes& wishes, std::chrono::sys_seconds now,
                               double jitter, const ScheduleLimits& limits = {});

/// Polled well again: what was seen since the poll before (nothing, at a 304).
struct Watched {
  std::chrono::seconds interval{};  // as the last plan said
  std::chrono::seconds span{};      // since the last good poll
  int new_entries = 0;
};
PollPlan plan_after_poll(const Watched& watched, const OutletWishes& wishes,
                         std::chrono::sys_seconds now, double jitter,
                         const ScheduleLimits& limits = {});

struct PollFailure {
  std::chrono::seconds interval{};  // as the last plan said; 0 when there was none
  int failures = 1;                 // in a row, this one included
  ErrorCode code = ErrorCode::Unreachable;
  std::optional<std::chrono::seconds> retry_after;
};
/// Nothing when the outlet said Gone: then the feed is not asked again. The interval is unchanged.
std::optional<PollPlan> plan_after_failure(const PollFailure& failure, std::chrono::sys_seconds now,
                                           double jitter, const ScheduleLimits& limits = {});

/// Permanent redirects are believed once they were seen kMovesToBelieve times in a row: a broken
/// proxy or a hotel's login page must not rewrite a subscription.
inline constexpr int kMovesToBelieve = 3;

struct Move {
  std::string target;  // where permanent redirects led last time; empty without
  int count = 0;       // in a row to this target
};
/// `target` is empty when this poll was not redirected.
Move note_move(const Move& before, std::string_view target);
inline bool is_believed(const Move& move) { return move.count >= kMovesToBelieve; }

}  // namespace depesche::fetch
