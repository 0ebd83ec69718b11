// The public checklist of written dates, where the evaluation data are at hand.
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "dates/dates.h"
#include "json/parse.h"

namespace depesche {
namespace {

using json::Value;
using std::chrono::sys_seconds;

std::filesystem::path evaluation_data() {
  const char* folder = std::getenv("DEPESCHE_EVAL_DATA");
  return folder ? std::filesystem::path(folder)
                : std::filesystem::path(DEPESCHE_SOURCE_DIR) / ".." / "shared";
}

/// What "1 year and 2 hours ago" comes to, with months of their real length.
sys_seconds moved(sys_seconds base, const Value& spans, int sign) {
  const auto count = [&](std::string_view unit) {
    const Value* value = spans.find(unit);
    return value ? sign * value->as_double().value_or(0) : 0.0;
  };
  const auto today = std::chrono::floor<std::chrono::days>(base);
  const std::chrono::year_month_day day{today};
  auto then = day + std::chrono::months(std::llround(count("years") * 12 + count("months")));
  if (!then.ok()) then = then.year() / then.month() / std::chrono::last;
  const double seconds = count("weeks") * 604800 + count("days") * 86400 + count("hours") * 3600 +
                         count("minutes") * 60 + count("seconds");
  return std::chrono::sys_days(then) + (base - today) + std::chrono::seconds(std::llround(seconds));
}

bool is_right(const Value& test) {
  const bool relative = test.string_at("kind") == "relative";
  const sys_seconds base =
      parse_rfc3339(relative ? "2014-09-01T10:30:00" : "2012-11-13T00:00:00")->at;
  const Value* expected = test.find("expect");
  const auto got = parse_written_date(test.string_at("input"), test.string_at("lang"), base);
  if (!got) return false;
  sys_seconds wanted;
  if (const auto stamp = expected->string_at("datetime"); !stamp.empty()) {
    wanted = parse_rfc3339(stamp)->at;
  } else if (const Value* ago = expected->find("ago")) {
    wanted = moved(base, *ago, -1);
  } else {
    wanted = moved(base, *expected->find("in_future"), 1);
  }
  return got->day_only ? got->at == std::chrono::floor<std::chrono::days>(wanted)
                       : got->at == wanted;
}

TEST(DateChecklist, ReadsTheFiveLanguages) {
  std::ifstream cases(evaluation_data() / "data/dateparser/cases.jsonl");
  if (!cases) GTEST_SKIP() << "no evaluation data";
  const std::set<std::string, std::less<>> languages{"de", "en", "es", "fr", "it"};
  int right = 0;
  int all = 0;
  int unnamed = 0;  // strings that name no language, read without one
  int unnamed_right = 0;
  for (std::string line; std::getline(cases, line);) {
    const Result<Value> test = json::parse(line);
    ASSERT_TRUE(test);
    if (test->string_at("lang").empty()) {
      ++unnamed;
      unnamed_right += is_right(*test);
    }
    if (!languages.contains(test->string_at("lang"))) continue;
    ++all;
    const bool ok = is_right(*test);
    right += ok;
    if (!ok && std::getenv("DEPESCHE_SHOW_MISSES")) std::cout << line << "\n";
  }
  std::cout << right << " of " << all << " written dates right; " << unnamed_right << " of "
            << unnamed << " of unnamed language\n";
  EXPECT_GE(right, all * 98 / 100);
}

}  // namespace
}  // namespace depesche
