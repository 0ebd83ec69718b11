#include "text/time_zone.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace depesche {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds at(std::chrono::year_month_day day, std::chrono::minutes time) {
  return std::chrono::sys_days(day) + time;
}

TEST(TimeZone, KnowsSummerAndWinter) {
  using namespace std::chrono;
  const auto berlin = TimeZone::find("Europe/Berlin");
  ASSERT_TRUE(berlin);
  EXPECT_EQ(berlin->offset_at(at(2026y / 1 / 15, 12h)), 1h);
  EXPECT_EQ(berlin->offset_at(at(2026y / 7 / 15, 12h)), 2h);
  EXPECT_EQ(berlin->offset_at(at(2026y / 3 / 29, 59min)), 1h) << "the last minute of winter";
  EXPECT_EQ(berlin->offset_at(at(2026y / 3 / 29, 60min)), 2h);
  EXPECT_EQ(TimeZone::find("Asia/Kathmandu")->offset_at(at(2026y / 1 / 1, 0h)), 5h + 45min);
  EXPECT_EQ(TimeZone().offset_at(at(2026y / 7 / 15, 12h)), 0h);
}

TEST(TimeZone, RefusesWhatIsNoZone) {
  for (const char* name : {"", "Berlin", "Europe/", "Europe/Nowhere", "GMT+3", "europe/berlin\n"}) {
    EXPECT_FALSE(TimeZone::find(name)) << name;
  }
  EXPECT_FALSE(TimeZone::find("Europe/" + std::string(1000, 'x')));
}

TEST(TimeZone, EveryNameItListsIsFound) {
  const auto& names = TimeZone::names();
  EXPECT_GT(names.size(), 300u);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const std::string& name : names) EXPECT_TRUE(TimeZone::find(name)) << name;
  EXPECT_TRUE(TimeZone::find(TimeZone::of_this_machine().name()));
}

}  // namespace
}  // namespace depesche
