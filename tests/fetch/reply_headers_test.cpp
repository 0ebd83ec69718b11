#include "fetch/reply_headers.h"

#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;
using std::chrono::sys_seconds;

TEST(ReplyHeaders, ReadsAllThreeFormsOfHttpDates) {
  const sys_seconds expected{784111777s};
  for (const std::string_view text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_EQ(parse_http_date(text), expected) << text;
  }
  for (const std::string_view text : {"", "tomorrow", "Sun, 31 Feb 2030 08:00:00 GMT",
                                      "Sun, 06 Nov 1994 25:00:00 GMT", "1994-11-06", "1 2 3 4 5"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

TEST(ReplyHeaders, ReadsRetryAfter) {
  const sys_seconds now{784111777s};
  EXPECT_EQ(parse_retry_after(" 120 ", now), 120s);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now), 60s);
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1990 08:50:37 GMT", now), 0s);
  EXPECT_FALSE(parse_retry_after("-5", now));
  EXPECT_FALSE(parse_retry_after("soon", now));
  EXPECT_GT(*parse_retry_after("99999999999999999999999999", now), 24h);
}

TEST(ReplyHeaders, ReadsMaxAge) {
  EXPECT_EQ(parse_max_age("public, Max-Age=600"), 600s);
  EXPECT_EQ(parse_max_age("max-age=\"60\""), 60s);
  EXPECT_EQ(parse_max_age("max-age=600, no-cache"), 0s);
  EXPECT_FALSE(parse_max_age("public"));
  EXPECT_FALSE(parse_max_age("max-age=x, s-maxage=3"));
  EXPECT_FALSE(parse_max_age(""));
}

TEST(ReplyHeaders, ReadsExpiresWhereThereIsNoMaxAge) {
  constexpr std::string_view kDate = "Sun, 06 Nov 1994 08:49:37 GMT";
  constexpr std::string_view kHourLater = "Sun, 06 Nov 1994 09:49:37 GMT";
  const sys_seconds now{784111777s};  // as kDate
  const struct {
    std::string_view cache_control, date, expires;
    std::optional<seconds> fresh;
  } cases[] = {
      {"", kDate, kHourLater, 1h},
      {"public", kDate, "Sunday, 06-Nov-94 09:49:37 GMT", 1h},
      {"max-age=60", kDate, kHourLater, 60s},  // 5.3: it overrides Expires
      {"no-cache", kDate, kHourLater, 0s},
      {"", "", kHourLater, 1h},
      {"", "Sun, 06 Nov 1994 09:19:37 GMT", kHourLater, 30min},  // the server's clock is wrong
      {"", kHourLater, kDate, {}},
      {"", kDate, kDate, {}},
      {"", kDate, "0", {}},
      {"", kDate, "-1", {}},
      {"", kDate, "", {}},
      {"", "", "", {}},
  };
  for (const auto& one : cases) {
    Headers headers;
    if (!one.cache_control.empty()) headers.add("Cache-Control", one.cache_control);
    if (!one.date.empty()) headers.add("Date", one.date);
    if (!one.expires.empty()) headers.add("Expires", one.expires);
    EXPECT_EQ(freshness(headers, now), one.fresh) << one.cache_control << " " << one.expires;
  }
  Headers late;
  late.add("Expires", "Fri, 31 Dec 9999 23:59:59 GMT");
  EXPECT_GT(*freshness(late, now), 24h * 365);
}

TEST(ReplyHeaders, JoinsRepeatedLines) {
  Headers headers;
  headers.add("Link", " <a>; rel=hub ");
  headers.add("X", "1");
  headers.add("LINK", "<b>; rel=self");
  EXPECT_EQ(headers.joined("link"), "<a>; rel=hub, <b>; rel=self");
  EXPECT_EQ(headers.first("x"), "1");
  EXPECT_EQ(headers.first("y"), "");
}

}  // namespace
}  // namespace depesche::fetch
