// The names of months, weekdays, zones and spans of time, folded: lower case, without accents.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace depesche::dates {

enum class Unit { Second, Minute, Hour, Day, Week, Month, Year, Decade };

/// 1–12; 0 when the word names no month. Abbreviations count; `ago` (Spanish, Italian) does not,
/// because in English it is no month.
int month_named(std::string_view folded);
/// 0 is Sunday; -1 when the word names no day.
int weekday_named(std::string_view folded);
std::optional<std::chrono::minutes> zone_named(std::string_view folded);
std::optional<Unit> unit_named(std::string_view folded);
/// "ein", "two", "une" …; 0 when the word is no number up to twelve.
int number_named(std::string_view folded);

}  // namespace depesche::dates
