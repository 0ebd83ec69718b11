// A point in time as an outlet claims it.
//
// Pages often give a day without a time, or a time with an offset of their own. Both are kept as
// claimed: midnight is never invented, and the written offset survives to the output.
#pragma once

#include <chrono>
#include <optional>

namespace depesche {

struct Moment {
  std::chrono::sys_seconds at{};               // UTC; 00:00 of the day when only a day is known
  std::optional<std::chrono::minutes> offset;  // as written; absent when unknown
  bool day_only = false;                       // the day is all that is known

  friend bool operator==(const Moment&, const Moment&) = default;
};

}  // namespace depesche
