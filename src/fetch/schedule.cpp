#include "fetch/schedule.h"

#include <algorithm>
#include <cmath>

namespace depesche::fetch {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

// After this long of watching, what was seen weighs as much (1 - 1/e) as what was known before.
constexpr double kMemory = 3 * 86400.0;
// Only the newest entries tell today's rhythm: feeds carry articles of years.
constexpr seconds kRecent = std::chrono::days(7);

double count(seconds span) { return static_cast<double>(span.count()); }

seconds from_count(double value) { return seconds(std::llround(value)); }

seconds bounded(seconds interval, const ScheduleLimits& limits) {
  return std::clamp(interval, limits.shortest, limits.longest);
}

// At most a tenth sooner or later.
seconds with_jitter(seconds span, double jitter) {
  return from_count(count(span) * (0.9 + 0.2 * std::clamp(jitter, 0.0, 1.0)));
}

bool is_skipped(sys_seconds at, const std::vector<int>& skip_hours) {
  const seconds of_day = at - std::chrono::floor<std::chrono::days>(at);
  const auto hour = static_cast<int>(of_day / std::chrono::hours(1));
  return std::find(skip_hours.begin(), skip_hours.end(), hour) != skip_hours.end();
}

// The first moment of an hour that is not skipped; a feed that skips all hours means none of it.
sys_seconds after_skipped_hours(sys_seconds at, const std::vector<int>& skip_hours) {
  sys_seconds candidate = at;
  for (int tries = 0; tries < 24; ++tries) {
    if (!is_skipped(candidate, skip_hours)) return candidate;
    // The minute within the hour is kept, so that feeds do not pile up at its first second.
    candidate += std::chrono::hours(1);
  }
  return at;
}

PollPlan plan(seconds interval, const OutletWishes& wishes, sys_seconds now, double jitter,
              const ScheduleLimits& limits) {
  interval = bounded(interval, limits);
  seconds wait = with_jitter(interval, jitter);
  if (wishes.ttl) wait = std::max(wait, std::min(*wishes.ttl, limits.longest_ttl));
  if (wishes.max_age) wait = std::max(wait, std::min(*wishes.max_age, limits.longest));
  return {interval, after_skipped_hours(now + wait, wishes.skip_hours)};
}

}  // namespace

PollPlan plan_after_first_poll(std::span<const sys_seconds> published, const OutletWishes& wishes,
                               sys_seconds now, double jitter, const ScheduleLimits& limits) {
  int recent = 0;
  sys_seconds oldest = now;
  for (const sys_seconds at : published) {
    if (at > now || at < now - kRecent) continue;
    ++recent;
    oldest = std::min(oldest, at);
  }
  if (published.empty()) return plan(limits.when_unknown, wishes, now, jitter, limits);
  if (recent == 0) return plan(limits.longest, wishes, now, jitter, limits);
  return plan((now - oldest) / recent, wishes, now, jitter, limits);
}

PollPlan plan_after_poll(const Watched& watched, const OutletWishes& wishes, sys_seconds now,
                         double jitter, const ScheduleLimits& limits) {
  if (watched.interval <= seconds(0)) {
    return plan(limits.when_unknown, wishes, now, jitter, limits);
  }
  const double span = std::max(count(watched.span), 1.0);
  const double weight = 1 - std::exp(-span / kMemory);
  const double known_rate = 1 / count(watched.interval);
  const double seen_rate = std::max(watched.new_entries, 0) / span;
  const double rate = known_rate + weight * (seen_rate - known_rate);
  // The rate cannot reach zero, but the division must not overflow either.
  const double interval = std::min(1 / rate, count(limits.longest));
  return plan(from_count(interval), wishes, now, jitter, limits);
}

std::optional<PollPlan> plan_after_failure(const PollFailure& failure, sys_seconds now,
                                           double jitter, const ScheduleLimits& limits) {
  if (failure.code == ErrorCode::Gone) return std::nullopt;
  const seconds interval =
      failure.interval > seconds(0) ? bounded(failure.interval, limits) : limits.when_unknown;
  const seconds longest =
      failure.failures > 10 ? limits.longest_backoff_of_the_lost : limits.longest_backoff;
  // An allowance comes back by itself; nothing is wrong with the outlet.
  const bool is_ours = failure.code == ErrorCode::AllowanceSpent;
  const int doublings = is_ours ? 0 : std::clamp(failure.failures - 1, 0, 20);
  // The first failure waits no longer than usual: most are over in a moment.
  seconds wait = std::min(interval * (1 << doublings), longest);
  if (failure.code == ErrorCode::RateLimited || is_ours) {
    wait = std::max<seconds>(wait, std::chrono::hours(1));
  }
  wait = with_jitter(wait, jitter);
  if (failure.retry_after) {
    wait = std::max(wait, std::min(*failure.retry_after, limits.longest_retry_after));
  }
  return PollPlan{interval, now + wait};
}

Move note_move(const Move& before, std::string_view target) {
  if (target.empty()) return {};
  if (target == before.target) return {before.target, before.count + 1};
  return {std::string(target), 1};
}

}  // namespace depesche::fetch
