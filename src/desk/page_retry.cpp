#include "desk/page_retry.h"

#include <algorithm>

namespace depesche {
namespace {

using namespace std::chrono_literals;

constexpr int kMostPageFailures = 5;  // then the feed's words are all there is

}  // namespace

bool is_passing(ErrorCode code) {
  switch (code) {
    case ErrorCode::TimedOut:
    case ErrorCode::Unreachable:
    case ErrorCode::TlsFailed:
    case ErrorCode::ServerFailed:
    case ErrorCode::RateLimited:
    case ErrorCode::AllowanceSpent:
    case ErrorCode::Busy:
      return true;
    default:
      return false;
  }
}

std::optional<std::chrono::sys_seconds> page_retry_at(ErrorCode code, int failures,
                                                      std::chrono::sys_seconds now,
                                                      std::chrono::seconds host_rests) {
  if (failures >= kMostPageFailures) return std::nullopt;
  if (code == ErrorCode::AllowanceSpent) return now + 6h;  // at the latest it is back in a day
  if (is_passing(code))
    return now + std::max<std::chrono::seconds>(15min * (1 << failures), host_rests);
  if (code == ErrorCode::Forbidden || code == ErrorCode::RobotsDisallowed) {
    return now + 24h * failures;
  }
  return std::nullopt;
}

}  // namespace depesche
