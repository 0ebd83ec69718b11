// Whatever the text, a date that is read can be written and reads back the same.
#include "dates/dates.h"

#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace depesche;

namespace {

void check(const std::optional<Moment>& moment) {
  if (!moment) return;
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(moment->at)};
  // An offset may carry the first and last day out of the four-digit years.
  if (day.year() < std::chrono::year(2) || day.year() > std::chrono::year(9998)) return;
  const auto again = parse_rfc3339(format_rfc3339(*moment));
  assert(again && again->at == moment->at && again->day_only == moment->day_only);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::chrono::sys_seconds now{std::chrono::seconds(1731499200)};
  check(parse_rfc3339(text));
  check(parse_rfc822(text));
  check(parse_feed_date(text));
  for (const std::string_view language : {"", "de", "en-US"}) {
    check(parse_written_date(text, language, now));
    check(parse_full_date(text, language));
  }
  return 0;
}
