// A public suite of feeds with expectations, where the evaluation data are at hand. Its result
// model is another program's; feedparser_fields.cpp says which of its fields are ours, and why the
// others are not. Its HTML has passed that program's list of allowed elements, so expected
// markup is passed through ours first; the sanitising cases are apart, and judged without that.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>

#include <gtest/gtest.h>

#include "base/ascii.h"
#include "feed/parse.h"
#include "json/parse.h"
#include "tests/feed/feedparser_fields.h"

namespace depesche {
namespace {

using feedparser::Case;
using feedparser::Compared;
using feedparser::Path;

constexpr double kWantedShare = 0.97;
constexpr double kMostNotOurs = 0.15;  // of all checks on fields

// RFC 3023 had text/xml without a charset be US-ASCII whatever the document says; RFC 7303 §3 took
// that back: the document's declaration counts, then UTF-8.
constexpr std::array<std::string_view, 7> kExpectRfc3023{
    "encoding/http_text_atom_xml_default.xml",
    "encoding/http_text_rss_xml_default.xml",
    "encoding/http_text_xml_bogus_charset.xml",
    "encoding/http_text_xml_bogus_param.xml",
    "encoding/http_text_xml_default.xml",
    "encoding/http_text_xml_epe_default.xml",
    "encoding/http_text_xml_qs.xml",
};

bool expects_rfc_3023(std::string_view id, std::string_view field) {
  return field == "encoding" &&
         std::find(kExpectRfc3023.begin(), kExpectRfc3023.end(), id) != kExpectRfc3023.end();
}

bool is_sanitising(std::string_view category) { return category == "wellformed/sanitize"; }

std::filesystem::path suite_folder() {
  const char* given = std::getenv("DEPESCHE_EVAL_DATA");
  const std::filesystem::path base =
      given ? std::filesystem::path(given)
            : std::filesystem::path(DEPESCHE_SOURCE_DIR).parent_path() / "shared";
  return base / "data" / "feedparser";
}

std::string suite_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Path path_of(const json::Value& steps) {
  Path path;
  for (const json::Value& step : steps.elements()) {
    if (!path.name.empty()) path.name += '/';
    if (const auto index = step.as_int()) {
      path.name += '#';
      path.indexes.push_back(static_cast<std::size_t>(*index));
    } else {
      path.name += step.as_string();
    }
  }
  return path;
}

bool is_well_formed(const Case& test) {
  return test.feed && std::none_of(test.feed->oddities.begin(), test.feed->oddities.end(),
                                   [](const Oddity& oddity) {
                                     return oddity.kind == "not_well_formed" ||
                                            oddity.kind == "cut" || oddity.kind == "wrong_charset";
                                   });
}

struct Score {
  int passed = 0, failed = 0, not_ours = 0;
  int form_passed = 0, form_failed = 0;  // well-formed or not, apart: it is most of the checks
};

struct Report {
  std::map<std::string, Score> by_category;
  std::map<std::string, int> not_ours;     // by reason
  std::map<std::string, int> differences;  // by reason
  int rfc_3023 = 0;
};

void judge(const json::Value& row, const Case& test, const json::Value& check, Report& report) {
  Score& score = report.by_category[std::string(row.string_at("category"))];
  const Path path = path_of(*check.find("path"));
  const std::string_view op = check.string_at("op");
  if (path.name == "bozo") {
    ++(is_well_formed(test) == (op == "falsy") ? score.form_passed : score.form_failed);
    return;
  }
  std::optional<Compared> compared;
  if (!test.feed) {
    compared = Compared{"a feed", "an error"};
  } else if (const json::Value* value = check.find("value")) {
    compared = feedparser::compare_field(test, path, op, *value);
  }
  if (!compared) {
    ++score.not_ours;
    const std::string_view reason = feedparser::reason_not_ours(path.name);
    EXPECT_FALSE(reason.empty()) << row.string_at("id") << ": " << path.name;
    if (!is_sanitising(row.string_at("category"))) ++report.not_ours[std::string(reason)];
  } else if (expects_rfc_3023(row.string_at("id"), path.name)) {
    ++report.rfc_3023;
    EXPECT_EQ(compared->actual, "UTF-8") << row.string_at("id");
  } else if (compared->expected == compared->actual) {
    ++score.passed;
  } else {
    ++score.failed;
    if (!is_sanitising(row.string_at("category"))) {
      const std::string_view reason =
          feedparser::reason_for_difference(row.string_at("id"), path.name);
      EXPECT_FALSE(reason.empty()) << row.string_at("id") << " " << path.name << "\n    expected "
                                   << compared->expected.substr(0, 300) << "\n    actual   "
                                   << compared->actual.substr(0, 300);
      ++report.differences[std::string(reason)];
    }
    if (std::getenv("DEPESCHE_SHOW_FAILED")) {
      std::cout << row.string_at("id") << " " << path.name << "\n    expected "
                << compared->expected.substr(0, 300) << "\n    actual   "
                << compared->actual.substr(0, 300) << "\n";
    }
  }
}

std::string header(const json::Value& row, std::string_view wanted) {
  const json::Value* headers = row.find("http_headers");
  if (!headers) return {};
  for (const auto& [key, value] : headers->members()) {
    if (equals_ignoring_case(key, wanted)) return std::string(value.as_string());
  }
  return {};
}

TEST(FeedparserSuite, IsPassedForTheMostPart) {
  const std::filesystem::path folder = suite_folder();
  if (!std::filesystem::exists(folder))
    GTEST_SKIP() << "no evaluation data: set DEPESCHE_EVAL_DATA";
  Report report;
  std::ifstream lines(folder / "expect.jsonl");
  for (std::string line; std::getline(lines, line);) {
    const Result<json::Value> row = json::parse(line);
    ASSERT_TRUE(row);
    const json::Value* checks = row->find("checks");
    if (!checks || checks->elements().empty()) continue;
    Case test;
    test.bytes = suite_bytes(folder / std::string(row->string_at("file")));
    test.address = header(*row, "content-location");
    if (!test.address.starts_with("http")) {
      const bool rooted = test.address.starts_with('/');
      test.address = "http://127.0.0.1:8097" + std::string(rooted ? "" : "/") + test.address;
    }
    test.content_type = header(*row, "content-type");
    Result<ParsedFeed> feed = parse_feed(test.bytes, test.address, test.content_type);
    if (feed) test.feed = *std::move(feed);
    for (const json::Value& check : checks->elements()) judge(*row, test, check, report);
  }
  Score all;
  for (const auto& [reason, count] : report.not_ours) {
    std::cout << "not carried, " << count << ": " << reason << "\n";
  }
  for (const auto& [reason, count] : report.differences) {
    std::cout << "different, " << count << ": " << reason << "\n";
  }
  for (const auto& [category, score] : report.by_category) {
    std::cout << category << ": " << score.passed << " of " << score.passed + score.failed
              << " fields, " << score.form_passed << " of " << score.form_passed + score.form_failed
              << " on form, " << score.not_ours << " on fields we do not carry\n";
    const bool counts = !is_sanitising(category);
    all.passed += counts ? score.passed : 0;
    all.failed += counts ? score.failed : 0;
    all.form_passed += score.form_passed;
    all.form_failed += score.form_failed;
    all.not_ours += counts ? score.not_ours : 0;
  }
  const double fields = all.passed / static_cast<double>(all.passed + all.failed);
  const double form = all.form_passed / static_cast<double>(all.form_passed + all.form_failed);
  const int on_fields = all.passed + all.failed + all.not_ours + report.rfc_3023;
  const double not_ours = all.not_ours / static_cast<double>(on_fields);
  std::cout << "of " << on_fields << " checks on fields: " << all.passed << " passed, "
            << all.failed << " failed (" << fields << " passed), " << report.rfc_3023
            << " expect RFC 3023, " << all.not_ours << " (" << not_ours
            << ") on fields we do not carry; form " << form << " of "
            << all.form_passed + all.form_failed << "\n";
  EXPECT_EQ(report.rfc_3023, static_cast<int>(kExpectRfc3023.size()));
  EXPECT_LE(not_ours, kMostNotOurs);
  EXPECT_GE(fields, kWantedShare);
  EXPECT_GE(form, kWantedShare);
}

}  // namespace
}  // namespace depesche
