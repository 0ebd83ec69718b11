#include "fetch/schedule.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace depesche::fetch {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_seconds;

double as_hours(seconds span) { return static_cast<double>(span.count()) / 3600; }

seconds from_hours(double span) { return seconds(std::llround(span * 3600)); }

// At most a tenth sooner or later.
seconds with_jitter(seconds span, double jitter) {
  return seconds(
      std::llround(static_cast<double>(span.count()) * (0.9 + 0.2 * std::clamp(jitter, 0.0, 1.0))));
}

bool is_skipped(sys_seconds at, const OutletWishes& wishes) {
  const std::size_t hour = hour_of_week(at);
  return (wishes.skip_hours >> (hour % 24) & 1U) != 0 ||
         (wishes.skip_days >> (hour / 24) & 1U) != 0;
}

/// The first moment of an hour that is not skipped; a feed that skips all of them means none.
sys_seconds after_skipped(sys_seconds at, const OutletWishes& wishes) {
  if (wishes.skip_hours == 0 && wishes.skip_days == 0) return at;
  sys_seconds candidate = at;
  for (std::size_t tries = 0; tries < kHoursOfWeek; ++tries) {
    if (!is_skipped(candidate, wishes)) return candidate;
    // The minute within the hour is kept, so that feeds do not pile up at its first second.
    candidate += hours(1);
  }
  return at;
}

/// What waits at one moment after the last poll, in expectation.
struct Waiting {
  double articles = 0;
  double article_hours = 0;
};

/// How long until what waits is worth a poll or as many as `most_articles`, by steps of the week's
/// hours; `longest` when neither comes sooner.
seconds wait_until(const Expectation& expected, sys_seconds from, seconds longest, double worth,
                   double most_articles) {
  assert(worth > 0 && most_articles > 0);
  Waiting waiting;
  for (sys_seconds at = from; at < from + longest;) {
    const sys_seconds next =
        std::min<sys_seconds>(std::chrono::floor<hours>(at) + hours(1), from + longest);
    const double rate = expected.at(at), span = as_hours(next - at);
    const double later = waiting.article_hours + waiting.articles * span + rate * span * span / 2;
    double within = span;
    if (later >= worth && later > waiting.article_hours) {
      // waiting + articles·x + rate·x²/2 = worth, in the form that divides by no small rate.
      const double missing = worth - waiting.article_hours;
      within =
          2 * missing /
          (waiting.articles + std::sqrt(waiting.articles * waiting.articles + 2 * rate * missing));
    }
    if (rate > 0 && waiting.articles + rate * within >= most_articles) {
      within = std::min(within, std::max(0.0, (most_articles - waiting.articles) / rate));
    }
    if (within < span) return at - from + from_hours(within);
    waiting.article_hours = later;
    waiting.articles += rate * span;
    at = next;
  }
  return longest;
}

constexpr double kNoMost = 1e12;

/// By the rhythm and our own bounds alone.
PollPlan plan_by_rhythm(const KnownFeed& feed, sys_seconds now, const ScheduleLimits& limits) {
  const Expectation expected = expect_articles(feed.rhythm, feed.usual);
  PollPlan plan{wait_until(expected, now, limits.longest, limits.poll_worth, kNoMost),
                {},
                WaitReason::Rhythm};
  if (plan.interval >= limits.longest) plan.reason = WaitReason::Longest;
  const bool is_pushed = feed.pushed_until && *feed.pushed_until > now;
  const seconds when_pushed = std::min(limits.when_pushed, limits.longest);
  if (is_pushed && plan.interval < when_pushed) plan = {when_pushed, {}, WaitReason::Pushed};
  // A feed that holds twenty articles is asked before eleven new ones are expected.
  if (feed.rhythm.entries > 0) {
    const double most = std::max(1.0, feed.rhythm.entries / 2.0);
    const seconds safe = wait_until(expected, now, limits.longest, kNoMost, most);
    if (safe < plan.interval) plan = {safe, {}, WaitReason::FewEntries};
  }
  const seconds watched = feed.rhythm.watched_until - feed.rhythm.watched_from;
  if (watched < limits.when_unknown && plan.interval > limits.when_unknown) {
    plan = {limits.when_unknown, {}, WaitReason::Learning};
  }
  if (plan.interval < limits.shortest) plan = {limits.shortest, {}, WaitReason::Shortest};
  return plan;
}

void put_off(PollPlan& plan, sys_seconds least, WaitReason reason) {
  if (plan.next_poll_at >= least) return;
  plan.next_poll_at = least;
  plan.reason = reason;
}

/// No sooner than the owner and the outlet want.
void obey(std::optional<seconds> asked_every, const OutletWishes& wishes, sys_seconds asked_at,
          const ScheduleLimits& limits, PollPlan& plan) {
  if (asked_every) put_off(plan, asked_at + *asked_every, WaitReason::Owner);
  if (wishes.ttl) {
    put_off(plan, asked_at + std::min(*wishes.ttl, limits.longest_ttl), WaitReason::Ttl);
  }
  put_off(plan, after_skipped(plan.next_poll_at, wishes), WaitReason::SkipHours);
}

}  // namespace

PollPlan plan_after_poll(const KnownFeed& feed, sys_seconds now, double jitter,
                         const ScheduleLimits& limits) {
  PollPlan plan = plan_by_rhythm(feed, now, limits);
  plan.next_poll_at = now + with_jitter(plan.interval, jitter);
  if (plan.reason == WaitReason::Pushed) {
    plan.next_poll_at = std::min(plan.next_poll_at, *feed.pushed_until);
  }
  if (feed.max_age) {
    put_off(plan, now + std::min(*feed.max_age, limits.longest_max_age), WaitReason::MaxAge);
  }
  obey(feed.asked_every, feed.wishes, now, limits, plan);
  return plan;
}

std::optional<PollPlan> plan_after_failure(const PollFailure& failure, sys_seconds now,
                                           double jitter, const ScheduleLimits& limits) {
  if (failure.code == ErrorCode::Gone) return std::nullopt;
  const seconds interval = failure.interval > seconds(0)
                               ? std::clamp(failure.interval, limits.shortest, limits.longest)
                               : limits.when_unknown;
  const seconds longest =
      failure.failures > 10 ? limits.longest_backoff_of_the_lost : limits.longest_backoff;
  // An allowance comes back by itself; nothing is wrong with the outlet.
  const bool is_ours = failure.code == ErrorCode::AllowanceSpent;
  const int doublings = is_ours ? 0 : std::clamp(failure.failures - 1, 0, 20);
  // The first failure waits no longer than usual: most are over in a moment.
  seconds wait = std::min(interval * (1 << doublings), longest);
  if (failure.code == ErrorCode::RateLimited || is_ours) wait = std::max<seconds>(wait, hours(1));
  const WaitReason reason = is_ours ? WaitReason::Allowance : WaitReason::BackOff;
  PollPlan plan{interval, now + with_jitter(wait, jitter), reason};
  if (failure.retry_after) {
    const sys_seconds least = now + std::min(*failure.retry_after, limits.longest_retry_after);
    if (plan.next_poll_at < least) {
      // A second short of what was asked is too soon; a whole outlet's feeds at one second too.
      plan.next_poll_at = least + (with_jitter(wait, jitter) - with_jitter(wait, 0));
      plan.reason = WaitReason::RetryAfter;
    }
  }
  obey(failure.asked_every, failure.wishes, now, limits, plan);
  return plan;
}

std::optional<Hold> held_back(const StandingFeed& feed, AskedFor asked, sys_seconds now,
                              const ScheduleLimits& limits) {
  const bool is_overloaded = feed.error_code == name(ErrorCode::RateLimited) ||
                             feed.error_code == name(ErrorCode::ServerFailed);
  const Hold planned{feed.next_poll_at, feed.reason};
  const bool is_planned = planned.until > now;
  switch (is_planned ? feed.reason : WaitReason::Unknown) {
    case WaitReason::RetryAfter:
    case WaitReason::HostRests:
      return planned;
    case WaitReason::Ttl:
    case WaitReason::SkipHours:
      // These may stand over a time the server named.
      if (is_overloaded || asked == AskedFor::All) return planned;
      break;
    case WaitReason::MaxAge:
      if (asked == AskedFor::All) return planned;
      break;
    case WaitReason::BackOff:
      if (is_overloaded && asked == AskedFor::All) return planned;
      break;
    default:
      break;
  }
  if (asked == AskedFor::ThisFeed || !feed.last_attempt_at) return std::nullopt;
  // Where our own schedule waits longer, the plan does not tell of these.
  PollPlan least{{}, now, WaitReason::Unknown};
  obey(feed.asked_every, feed.wishes, *feed.last_attempt_at, limits, least);
  if (least.next_poll_at <= now) return std::nullopt;
  return Hold{least.next_poll_at, least.reason};
}

seconds rhythm_wait(const Expectation& expected, sys_seconds from, const ScheduleLimits& limits) {
  return std::max(wait_until(expected, from, limits.longest, limits.poll_worth, kNoMost),
                  limits.shortest);
}

seconds mean_wait(const Expectation& expected, const ScheduleLimits& limits) {
  constexpr sys_seconds kMonday{std::chrono::days(4)};
  const sys_seconds end = kMonday + std::chrono::days(7);
  int polls = 0;
  sys_seconds at = kMonday;
  for (; at < end; ++polls) at += rhythm_wait(expected, at, limits);
  return (at - kMonday) / polls;
}

Move note_move(const Move& before, std::string_view target) {
  if (target.empty()) return {};
  if (target == before.target) return {before.target, before.count + 1};
  return {std::string(target), 1};
}

}  // namespace depesche::fetch
