#include <array>
#include <cassert>
#include <cstdio>
#include <cstdlib>

#include "dates/dates.h"

namespace depesche {
namespace {

using std::chrono::floor;

struct Parts {
  std::chrono::year_month_day day;
  std::chrono::hh_mm_ss<std::chrono::seconds> time;
  unsigned weekday;
};

Parts parts(std::chrono::sys_seconds at) {
  const auto days = floor<std::chrono::days>(at);
  return {std::chrono::year_month_day(days), std::chrono::hh_mm_ss(at - days),
          std::chrono::weekday(days).c_encoding()};
}

std::string day_text(const Parts& p) {
  std::array<char, 40> out;
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(p.day.year()),
                static_cast<unsigned>(p.day.month()), static_cast<unsigned>(p.day.day()));
  return out.data();
}

std::string time_text(const Parts& p) {
  std::array<char, 40> out;
  std::snprintf(out.data(), out.size(), "%02d:%02d:%02d", static_cast<int>(p.time.hours().count()),
                static_cast<int>(p.time.minutes().count()),
                static_cast<int>(p.time.seconds().count()));
  return out.data();
}

}  // namespace

std::string format_rfc3339(const Moment& moment) {
  const std::chrono::minutes offset = moment.offset.value_or(std::chrono::minutes(0));
  const Parts p = parts(moment.at + offset);
  if (moment.day_only) return day_text(p);
  std::string text = day_text(p) + "T" + time_text(p);
  if (offset.count() == 0) return text + "Z";
  const int away = std::abs(static_cast<int>(offset.count()));
  std::array<char, 16> zone;
  std::snprintf(zone.data(), zone.size(), "%c%02d:%02d", offset.count() < 0 ? '-' : '+', away / 60,
                away % 60);
  return text + zone.data();
}

std::string format_rfc3339(std::chrono::sys_seconds at) {
  return format_rfc3339(Moment{at, std::nullopt, false});
}

std::string format_rfc822(std::chrono::sys_seconds at) {
  static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Parts p = parts(at);
  const unsigned month = static_cast<unsigned>(p.day.month());
  std::array<char, 64> out;
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d ", kDays[p.weekday],
                static_cast<unsigned>(p.day.day()), kMonths[month - 1],
                static_cast<int>(p.day.year()));
  return out.data() + time_text(p) + " GMT";
}

}  // namespace depesche
