// Which time an outlet's clock shows, and what that makes of stamps in UTC.
#include "extract/fields/outlet_clock.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "dates/dates.h"
#include "extract/page/signs.h"
#include "extract/page/survey.h"
#include "html/tree.h"

namespace depesche::extract {
namespace {

constexpr int kUnknown = 9999;

int minutes_of(const std::optional<std::chrono::minutes>& offset) {
  return offset ? static_cast<int>(offset->count()) : kUnknown;
}

std::chrono::sys_seconds at(std::string_view stamp) { return parse_rfc3339(stamp)->at; }

TEST(OutletClock, KeepsSummerTimeToTheHour) {
  struct Case {
    std::string_view country, stamp;
    int minutes;
  };
  for (const auto& [country, stamp, minutes] : std::vector<Case>{
           {"de", "2026-01-15T12:00:00Z", 60},
           {"de", "2026-03-29T00:59:59Z", 60},
           {"de", "2026-03-29T01:00:00Z", 120},
           {"at", "2026-10-25T00:59:59Z", 120},
           {"at", "2026-10-25T01:00:00Z", 60},
           {"gb", "2026-07-01T00:00:00Z", 60},
           {"gb", "2026-12-01T00:00:00Z", 0},
           {"fi", "2025-12-31T22:30:00Z", 120},
           {"in", "2026-07-01T00:00:00Z", 330},
           {"jp", "2026-07-01T00:00:00Z", 540},
           // From Newfoundland to the Pacific it is the day before.
           {"ca", "2026-07-01T00:23:00Z", -240},
           {"us", "2026-07-01T12:00:00Z", kUnknown},
           {"io", "2026-07-01T00:00:00Z", kUnknown},
           {"", "2026-07-01T00:00:00Z", kUnknown},
       }) {
    EXPECT_EQ(minutes_of(clock_of_country(country).offset(at(stamp))), minutes)
        << country << ' ' << stamp;
  }
}

TEST(OutletClock, OfAWideCountryIsTheFirstOnWhichTheDayFits) {
  const OutletClock clock = clock_of_country("us");
  const auto day = std::chrono::sys_days(std::chrono::year(2023) / 11 / 8);
  EXPECT_EQ(minutes_of(clock.offset_on(day, at("2023-11-09T02:14:09Z"))), -300);
  EXPECT_EQ(minutes_of(clock.offset_on(day, at("2023-11-09T05:30:59Z"))), -360);
  EXPECT_EQ(minutes_of(clock.offset_on(day, at("2023-11-09T12:00:00Z"))), kUnknown);
  // The last hours of American summer time, by the clock in the east.
  const auto sunday = std::chrono::sys_days(std::chrono::year(2023) / 11 / 5);
  EXPECT_EQ(minutes_of(clock.offset_on(sunday, at("2023-11-05T05:59:59Z"))), -240);
  EXPECT_EQ(minutes_of(clock.offset_on(sunday, at("2023-11-05T06:00:00Z"))), -300);
}

int winter_minutes(const std::string& head, std::string_view url) {
  const std::string page = head + "<body><p>Text</p>";
  const html::Tree tree = html::parse(page);
  const Survey survey(tree);
  const Signs signs = read_signs(tree, survey);
  return minutes_of(find_outlet_clock(tree, signs, url).offset(at("2026-01-15T12:00:00Z")));
}

TEST(OutletClock, IsToldByDomainThenSeatThenRegionThenLanguage) {
  const std::string seat =
      R"(<script type="application/ld+json">{"@type":"NewsMediaOrganization","name":"Quay",)"
      R"("address":{"@type":"PostalAddress","addressCountry":"IN"}}</script>)";
  EXPECT_EQ(winter_minutes("<html lang=en-IN>", "https://ufer.example.de/a"), 60);
  EXPECT_EQ(winter_minutes("<html lang=de-DE>" + seat, "https://ufer.com/a"), 330);
  EXPECT_EQ(winter_minutes("<html lang=en-IN>", "https://ufer.com/a"), 330);
  EXPECT_EQ(winter_minutes("<html lang=en-US><meta property=og:locale content=en_GB>",
                           "https://ufer.com/a"),
            0);
  EXPECT_EQ(winter_minutes("<html lang=de>", "https://ufer.com/a"), 60);
  EXPECT_EQ(winter_minutes("<html lang=en>", "https://ufer.com/a"), kUnknown);
  EXPECT_EQ(winter_minutes("<html lang=en-US>", "https://ufer.com/a"), kUnknown);
  EXPECT_EQ(winter_minutes("<html>", ""), kUnknown);
}

}  // namespace
}  // namespace depesche::extract
