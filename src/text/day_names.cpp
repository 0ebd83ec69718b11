#include "text/day_names.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "text/fold.h"

namespace depesche {
namespace {

std::string spelled(const icu::UnicodeString& name) {
  std::string out;
  name.toUTF8String(out);
  return out.find_first_of(" -(.,") == std::string::npos ? fold(out) : std::string();
}

}  // namespace

DayNames day_names(std::string_view language) {
  DayNames out;
  if (language.empty() || language.size() > 8) return out;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale asked(std::string(language).c_str());
  const icu::DateFormatSymbols symbols(asked, status);
  if (U_FAILURE(status) != 0) return out;
  // What it does not know it calls as some other language does.
  const icu::Locale found = symbols.getLocale(ULOC_ACTUAL_LOCALE, status);
  if (std::string_view(found.getLanguage()) != asked.getLanguage()) return out;
  constexpr auto kFormat = icu::DateFormatSymbols::FORMAT;
  constexpr auto kWide = icu::DateFormatSymbols::WIDE;
  int32_t count = 0;
  const icu::UnicodeString* const days = symbols.getWeekdays(count, kFormat, kWide);
  constexpr int kSunday = 1;  // the first that ICU has, behind an empty one
  for (int i = kSunday; i < count; ++i) {
    if (std::string name = spelled(days[i]); !name.empty())
      out.weekdays.emplace_back(std::move(name), i == kSunday ? 7 : i - 1);
  }
  const icu::UnicodeString* const months = symbols.getMonths(count, kFormat, kWide);
  for (int i = 0; i < count && i < 12; ++i) {
    if (std::string name = spelled(months[i]); !name.empty())
      out.months.emplace_back(std::move(name), i + 1);
  }
  return out;
}

}  // namespace depesche
