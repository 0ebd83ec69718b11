// When to ask a feed again.
//
// A poll costs something (the outlet's server, the way there) and so does an article that waits.
// What waits is known only in expectation (rhythm.h): a feed is asked when the articles that have
// probably come since the last poll have together waited as long as a poll is worth
// (ScheduleLimits::poll_worth, in article-hours). For a steady feed of r articles an hour that is
// every √(2·worth/r) hours: nobody can make the mean article wait less with as many polls. A
// feed of a hundred articles a day is asked ten times as often as one of one, not a hundred times;
// and where the rhythm has nights, the nights are left alone (docs/decisions/0022).
//
// Within that:
//
//   shortest ≤ wait ≤ longest; sooner when the feed holds so few entries that some might be gone;
//   not sooner than the outlet's ttl and max-age (up to a bound), not in its skipHours and
//   skipDays; after failures twice as long each time; never before Retry-After; never again after
//   410; never, failed or not, sooner than the subscription's owner wants; and a little off
//   (jitter), so that a thousand feeds do not ring at once. What is overdue after an outage goes at
//   a bounded pace (pace.h), and hosts have gaps of their own (politeness.h).
//
// Pure: the caller passes `now` and a jitter in [0, 1).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "fetch/rhythm.h"
#include "news/polling.h"

namespace depesche::fetch {

struct ScheduleLimits {
  double poll_worth = 2.5;  // article-hours; measured against hourly polling in decision 0022
  std::chrono::seconds shortest = std::chrono::minutes(10);
  std::chrono::seconds longest = std::chrono::hours(12);
  // A longer ttl is a template's default; a longer max-age a cache's. The feeds page says so.
  std::chrono::seconds longest_ttl = std::chrono::hours(24);
  std::chrono::seconds longest_max_age = std::chrono::hours(6);
  std::chrono::seconds when_unknown = std::chrono::minutes(30);
  // Between the polls that look whether a hub told all; what it did not tell waits so long.
  std::chrono::seconds when_pushed = std::chrono::hours(6);
  std::chrono::seconds longest_backoff = std::chrono::hours(24);
  // After ten failures in a row it is no bad day any more.
  std::chrono::seconds longest_backoff_of_the_lost = std::chrono::days(7);
  std::chrono::seconds longest_retry_after = std::chrono::days(7);
};

struct PollPlan {
  std::chrono::seconds interval{};  // without jitter and wishes; to be kept with the feed
  std::chrono::sys_seconds next_poll_at{};
  WaitReason reason = WaitReason::Unknown;
};

/// What is known after a good poll.
struct KnownFeed {
  const FeedRhythm& rhythm;
  const WeekShape& usual;
  OutletWishes wishes;
  std::optional<std::chrono::seconds> max_age;
  // While a hub can be relied on to bring its news (websub.h), it is asked less: every when_pushed,
  // before half of its entries are new ones, and when the hub's promise ends.
  std::optional<std::chrono::sys_seconds> pushed_until = {};
  std::optional<std::chrono::seconds> asked_every = {};  // no more often; its owner's wish
};
PollPlan plan_after_poll(const KnownFeed& feed, std::chrono::sys_seconds now, double jitter,
                         const ScheduleLimits& limits = {});

struct PollFailure {
  std::chrono::seconds interval{};  // as the last plan said; 0 when there was none
  int failures = 1;                 // in a row, this one included
  ErrorCode code = ErrorCode::Unreachable;
  std::optional<std::chrono::seconds> retry_after;
  OutletWishes wishes;
  std::optional<std::chrono::seconds> asked_every = {};
};
/// Nothing when the outlet said Gone: then the feed is not asked again. The interval is unchanged.
std::optional<PollPlan> plan_after_failure(const PollFailure& failure, std::chrono::sys_seconds now,
                                           double jitter, const ScheduleLimits& limits = {});

/// A feed as it stands when somebody wants it asked out of turn.
struct StandingFeed {
  std::chrono::sys_seconds next_poll_at{};
  WaitReason reason = WaitReason::Unknown;
  std::string_view error_code;  // name(ErrorCode) of the last poll; empty when that went well
  std::optional<std::chrono::sys_seconds> last_attempt_at;
  OutletWishes wishes;
  std::optional<std::chrono::seconds> asked_every = {};
};
enum class AskedFor {
  All,       // a round over all feeds: our own schedule need not hold
  ThisFeed,  // by name: neither need what is only a feed's wish
};
struct Hold {
  std::chrono::sys_seconds until{};
  WaitReason reason = WaitReason::Unknown;
};
/// What its outlet asked for that still holds, so that it is not asked all the same: ttl,
/// skipHours, max-age, a server that is over its limits or fails, and, even for who names the feed,
/// the time a server named (Retry-After). Likewise how often its owner wants it at most; where that
/// stands over a time a server named, the host is left alone by the fetcher.
std::optional<Hold> held_back(const StandingFeed& feed, AskedFor asked,
                              std::chrono::sys_seconds now, const ScheduleLimits& limits = {});

/// How long the rhythm alone would wait from `from` on, within shortest and longest.
std::chrono::seconds rhythm_wait(const Expectation& expected, std::chrono::sys_seconds from,
                                 const ScheduleLimits& limits = {});

/// How often this feed is asked by its rhythm: the mean wait over a week.
std::chrono::seconds mean_wait(const Expectation& expected, const ScheduleLimits& limits = {});

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
