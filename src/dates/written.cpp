#include <array>

#include "base/ascii.h"
#include "dates/civil.h"
#include "dates/dates.h"
#include "dates/relative.h"
#include "dates/scan.h"
#include "dates/tokens.h"

namespace depesche {
namespace {

using dates::Civil;
using dates::Found;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

/// The last such day that is not after tomorrow: pages are read in time zones ahead of theirs.
void choose_year(Civil& civil, sys_seconds now) {
  const sys_days tomorrow = std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1);
  civil.year = static_cast<int>(std::chrono::year_month_day{tomorrow}.year());
  // 29 February may need to go back eight years.
  for (int i = 0; i < 8; ++i) {
    Civil day = civil;
    day.hour = -1;
    const auto moment = to_moment(day);
    if (moment && moment->at <= tomorrow) return;
    --civil.year;
  }
}

std::optional<Moment> seconds_since_1970(std::string_view text) {
  if (text.size() != 10 && text.size() != 13) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  const std::chrono::seconds since(text.size() == 13 ? value / 1000 : value);
  return Moment{sys_seconds(since), std::nullopt, false};
}

/// Every full date has a day and a year in digits; most lines of a page that hold a digit hold one
/// number. Counts where tokenise would read.
bool may_hold_full_date(std::string_view text) {
  text = text.substr(0, dates::kLongestText);
  int numbers = 0;
  bool in_number = false;
  for (const char c : text) {
    const bool digit = is_digit(c);
    numbers += digit && !in_number ? 1 : 0;
    in_number = digit;
  }
  return numbers >= 2;
}

}  // namespace

std::optional<Moment> parse_rfc822(std::string_view text) { return parse_full_date(text, {}); }

std::optional<Moment> parse_full_date(std::string_view text, std::string_view language) {
  if (!may_hold_full_date(text)) return std::nullopt;
  const auto tokens = dates::tokenise(text);
  const auto found = dates::find_date(tokens, dates::slash_order(language));
  if (!found || found->civil.year == 0) return std::nullopt;
  return to_moment(found->civil);
}

std::optional<Moment> parse_feed_date(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (auto moment = parse_rfc3339(trimmed)) return moment;
  if (auto moment = seconds_since_1970(trimmed)) return moment;
  return parse_rfc822(trimmed);
}

std::optional<Moment> parse_written_date(std::string_view text, std::string_view language,
                                         sys_seconds now) {
  if (auto moment = parse_rfc3339(text)) return moment;
  const auto tokens = dates::tokenise(text);
  if (auto found = dates::find_date(tokens, dates::slash_order(language))) {
    if (found->civil.year == 0) choose_year(found->civil, now);
    return to_moment(found->civil);
  }
  return dates::find_relative(tokens, now);
}

}  // namespace depesche
