// How a language calls the days of the week and the months, from ICU's tables (CLDR).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depesche {

/// Names of one word as fold() spells them, and which of them it is: days from 1, a Monday, to 7,
/// months from 1 to 12. Made anew each call; empty for a language ICU does not know.
struct DayNames {
  std::vector<std::pair<std::string, int>> weekdays;
  std::vector<std::pair<std::string, int>> months;  // as they stand in a date
};
DayNames day_names(std::string_view language);

}  // namespace depesche
