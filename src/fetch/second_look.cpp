#include "fetch/second_look.h"

#include <algorithm>
#include <array>

namespace depesche::fetch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_seconds;

constexpr std::array<hours, 4> kAges{hours{1}, hours{6}, hours{24}, hours{7 * 24}};
constexpr hours kDay{24};
constexpr hours kOneWeek{7 * 24};
constexpr hours kTooLate = kOneWeek + kDay;  // what is missed for so long is let be
constexpr hours kOneDayLate = 2 * kDay;      // for the only look at what one outlet tells
constexpr hours kStoryMoves{3 * 24};
constexpr int kMostFailures = 3;

bool may_pass(ErrorCode code) {
  switch (code) {
    case ErrorCode::TimedOut:
    case ErrorCode::Unreachable:
    case ErrorCode::TlsFailed:
    case ErrorCode::ServerFailed:
    case ErrorCode::RateLimited:
    case ErrorCode::AllowanceSpent:
      return true;
    default:
      return false;
  }
}

}  // namespace

LookPlan plan_look(const PageStanding& page, sys_seconds now) {
  using What = LookPlan::What;
  const auto age = now - page.first_read_at;
  if (age < kAges.front()) return {What::Later, page.first_read_at + kAges.front()};
  if (age >= kTooLate) return {What::Never, {}};
  if (!page.is_shared) {
    // Others may take it up until then.
    if (age < kDay) return {What::Later, page.first_read_at + kDay};
    if (age >= kOneWeek) return {What::Never, {}};
    if (age >= kOneDayLate) return {What::Later, page.first_read_at + kOneWeek};
  }
  const bool has_ended = page.story_moved_at && now - *page.story_moved_at > kStoryMoves;
  return {has_ended ? What::Never : What::Now, {}};
}

std::optional<sys_seconds> next_look_at(sys_seconds first_read_at, sys_seconds now) {
  for (const hours age : kAges) {
    if (first_read_at + age > now) return first_read_at + age;
  }
  return std::nullopt;
}

std::optional<sys_seconds> look_after_failure(sys_seconds first_read_at, ErrorCode code,
                                              int failures, sys_seconds now) {
  const auto next = next_look_at(first_read_at, now);
  if (!may_pass(code) || failures >= kMostFailures) return next;
  const sys_seconds soon = now + minutes{15} * (1 << failures);
  return next ? std::min(soon, *next) : soon;
}

}  // namespace depesche::fetch
