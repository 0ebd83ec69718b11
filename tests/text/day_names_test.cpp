#include "text/day_names.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace depesche {
namespace {

int number_of(const std::vector<std::pair<std::string, int>>& names, std::string_view name) {
  const auto at = std::find_if(names.begin(), names.end(),
                               [name](const auto& each) { return each.first == name; });
  return at != names.end() ? at->second : 0;
}

TEST(DayNames, CountDaysFromMondayAndMonthsFromJanuary) {
  const DayNames german = day_names("de");
  EXPECT_EQ(number_of(german.weekdays, "montag"), 1);
  EXPECT_EQ(number_of(german.weekdays, "sonntag"), 7);
  EXPECT_EQ(number_of(german.months, "märz"), 3);
  EXPECT_EQ(number_of(day_names("en").weekdays, "wednesday"), 3);
  EXPECT_EQ(number_of(day_names("fr").weekdays, "samedi"), 6);
  EXPECT_EQ(number_of(day_names("ru").months, "марта"), 3) << "as it stands in a date";
}

TEST(DayNames, OfALanguageThatIsNoneAreNone) {
  for (const char* language : {"", "zz", "much too long"}) {
    EXPECT_TRUE(day_names(language).weekdays.empty()) << language;
    EXPECT_TRUE(day_names(language).months.empty()) << language;
  }
}

}  // namespace
}  // namespace depesche
