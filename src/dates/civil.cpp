#include "dates/civil.h"

#include <algorithm>
#include <cstdlib>

namespace depesche::dates {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::optional<Moment> to_moment(const Civil& civil) {
  if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.day < 1) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year(civil.year),
                                        std::chrono::month(static_cast<unsigned>(civil.month)),
                                        std::chrono::day(static_cast<unsigned>(civil.day))};
  if (!day.ok()) return std::nullopt;
  Moment moment;
  moment.at = std::chrono::sys_days(day);
  if (civil.hour < 0) {
    moment.day_only = true;
    return moment;
  }
  const bool end_of_day = civil.hour == 24 && civil.minute == 0 && civil.second == 0;
  if ((civil.hour > 23 && !end_of_day) || civil.minute > 59 || civil.second > 60) {
    return std::nullopt;
  }
  moment.at += hours(civil.hour) + minutes(civil.minute) + seconds(std::min(civil.second, 59));
  // The largest offset in use is +14:00; a few more are left for mistakes that still order right.
  if (civil.offset && std::abs(civil.offset->count()) <= 18 * 60) {
    moment.offset = civil.offset;
    moment.at -= *civil.offset;
  }
  return moment;
}

}  // namespace depesche::dates
