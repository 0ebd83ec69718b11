// A date as its parts, on the way to a Moment.
#pragma once

#include <chrono>
#include <optional>

#include "base/moment.h"

namespace depesche::dates {

struct Civil {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = -1;  // -1: only a day is known
  int minute = 0;
  int second = 0;
  std::optional<std::chrono::minutes> offset = {};
};

/// Absent for days that do not exist and times no clock shows. 24:00 is the next day's start, and
/// a leap second counts as the one before it.
std::optional<Moment> to_moment(const Civil& civil);

/// 0–68 are this century's, 69–99 the last one's, as POSIX has it.
constexpr int full_year(int two_digits) { return two_digits + (two_digits < 69 ? 2000 : 1900); }

}  // namespace depesche::dates
