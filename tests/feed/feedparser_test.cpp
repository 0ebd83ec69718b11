// A public suite of feeds with expectations, where the evaluation data are at hand. Its result
// model is another program's; `expectation_of` says which of its fields are ours, `kNotOurs` why
// the others are not. Its HTML has passed that program's list of allowed elements, so expected
// markup is passed through ours first; the sanitising cases are apart, and judged without that.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>

#include <gtest/gtest.h>

#include "base/ascii.h"
#include "dates/dates.h"
#include "feed/parse.h"
#include "feed/persons.h"
#include "html/sanitise.h"
#include "html/text_content.h"
#include "json/parse.h"
#include "text/charset.h"
#include "text/utf8.h"
#include "xml/charset.h"

namespace depesche {
namespace {

constexpr double kWantedShare = 0.97;
constexpr double kMostNotOurs = 0.423;  // of all checks on fields; may only fall

// Fields of the other program's model that a feed's entries do not have here. The first pattern
// that stands at the beginning of a path, or in it where it starts with '*', gives the reason.
struct NotOurs {
  std::string_view pattern, reason;
};
constexpr std::array kNotOurs{
    NotOurs{"entries/#/source", "the feed an entry was taken from"},
    NotOurs{"*_detail/base", "an xml:base is resolved into addresses, not kept"},
    NotOurs{"*content/#/base", "an xml:base is resolved into addresses, not kept"},
    NotOurs{"*_detail/language", "language is kept for the entry and the feed, not for each text"},
    NotOurs{"*content/#/language",
            "language is kept for the entry and the feed, not for each text"},
    NotOurs{"*_detail/type", "texts are made one kind when read: plain, or sanitised HTML"},
    NotOurs{"*content/#/type", "texts are made one kind when read: plain, or sanitised HTML"},
    NotOurs{"*content/#/src", "content at another address is the entry's address"},
    NotOurs{"*contributors/", "of people, the authors' names are kept"},
    NotOurs{"*author", "of people, the names of an entry's authors are kept"},
    NotOurs{"*publisher", "of people, the authors' names are kept"},
    NotOurs{"*links", "of links, the page, self, hub, next and enclosures are kept"},
    NotOurs{"*copyright", "rights as prose"},
    NotOurs{"*rights", "rights as prose"},
    NotOurs{"*license", "rights as prose"},
    NotOurs{"feed/info", "Atom 0.3's note for people who open a feed in a browser"},
    NotOurs{"*where/", "places"},
    NotOurs{"*itunes_", "flags and lengths of podcasts"},
    NotOurs{"*psc_", "chapters of podcasts"},
    NotOurs{"*media_", "Media RSS beyond pictures, their words and credits"},
    NotOurs{"*thr_", "comments and threads"},
    NotOurs{"*wfw_", "comments and threads"},
    NotOurs{"entries/#/comments", "comments and threads"},
    NotOurs{"*tags/#/scheme", "categories are words"},
    NotOurs{"*tags", "a feed's own categories; how often one is repeated"},
    NotOurs{"feed/category", "a feed's own categories; how often one is repeated"},
    NotOurs{"*generator", "which program wrote the feed"},
    NotOurs{"feed/docs", "which program wrote the feed"},
    NotOurs{"feed/image", "a feed's own picture"},
    NotOurs{"feed/logo", "a feed's own picture"},
    NotOurs{"feed/icon", "a feed's own picture"},
    NotOurs{"*guidislink", "whether an id is an address: it becomes the entry's where it is"},
    NotOurs{"entries/#", "spellings and lesser fields of an entry"},
    NotOurs{"feed/cloud", "rssCloud"},
    NotOurs{"feed/textinput", "a form in a feed"},
    NotOurs{"feed/", "spellings and lesser fields of a feed"},
    NotOurs{"feed", "spellings and lesser fields of a feed"},
    NotOurs{"etag", "the answer's headers belong to the fetcher"},
    NotOurs{"modified", "the answer's headers belong to the fetcher"},
};

std::string_view reason_not_ours(std::string_view path) {
  for (const NotOurs& one : kNotOurs) {
    const bool anywhere = one.pattern.starts_with('*');
    if (anywhere ? path.find(one.pattern.substr(1)) != std::string_view::npos
                 : path.starts_with(one.pattern)) {
      return one.reason;
    }
  }
  return {};
}

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

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Case {
  std::string bytes, address, content_type;
  std::optional<ParsedFeed> feed;
};

// "entries/#/title": indexes apart, so that paths can be looked up.
struct Path {
  std::string name;
  std::vector<std::size_t> indexes;
};

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

// {2026, 5, 4, 8, 30, 0, …} as feedparser gives times, in UTC.
std::string utc_text(const std::optional<Moment>& moment) {
  if (!moment) return "";
  const auto day = std::chrono::floor<std::chrono::days>(moment->at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment->at - day);
  std::string out;
  for (const long part :
       {static_cast<long>(int{date.year()}), static_cast<long>(unsigned{date.month()}),
        static_cast<long>(unsigned{date.day()}), static_cast<long>(time.hours().count()),
        static_cast<long>(time.minutes().count()), static_cast<long>(time.seconds().count())}) {
    out += std::to_string(part) + " ";
  }
  return out;
}

std::string tuple_text(const json::Value& value) {
  std::string out;
  for (std::size_t i = 0; i < 6 && i < value.elements().size(); ++i) {
    out += std::to_string(value.elements()[i].as_int().value_or(-1)) + " ";
  }
  return out;
}

struct Compared {
  std::string expected, actual;
};

std::string html_form(std::string_view html, const std::string& address) {
  return squeeze(html::sanitise_fragment(html, address));
}

// The <div> around inline markup is not part of the text (RFC 4287 §3.1.1.3).
std::string unwrapped(std::string html, std::string_view actual) {
  constexpr std::string_view kOpen = "<div>", kClose = "</div>";
  if (html.starts_with(kOpen) && html.ends_with(kClose) && !actual.starts_with(kOpen)) {
    html = html.substr(kOpen.size(), html.size() - kOpen.size() - kClose.size());
  }
  return html;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string format_name(std::string_view version) {
  if (version.starts_with("rss1") || version == "rss090") return "rdf";
  if (version.starts_with("rss")) return "rss";
  if (version.starts_with("atom")) return "atom";
  return version.starts_with("json") ? "json" : std::string(version);
}

std::string joined_if_has(const std::vector<std::string>& list, const std::string& wanted) {
  if (std::find(list.begin(), list.end(), wanted) != list.end()) return wanted;
  std::string all;
  for (const std::string& one : list) all += one + "|";
  return all;
}

std::optional<Compared> entry_field(const Case& test, const Path& path, const json::Value& value) {
  static const Entry kNone;
  const auto& entries = test.feed->entries;
  const std::size_t index = path.indexes.empty() ? 0 : path.indexes[0];
  const Entry& entry = index < entries.size() ? entries[index] : kNone;
  const std::string text(value.as_string());
  const std::string_view field = std::string_view(path.name).substr(10);
  const std::size_t inner = path.indexes.size() > 1 ? path.indexes[1] : 0;
  const Enclosure enclosure =
      inner < entry.enclosures.size() ? entry.enclosures[inner] : Enclosure{};
  if (is_one_of(field, {"title", "title_detail/value"})) {
    return Compared{html::plain_line(text), entry.title};
  }
  if (is_one_of(field, {"description", "summary", "summary_detail/value"})) {
    const std::string& ours = entry.summary.empty() ? entry.content : entry.summary;
    return Compared{unwrapped(html_form(text, test.address), ours), squeeze(ours)};
  }
  if (field == "content/#/value") {
    return Compared{unwrapped(html_form(text, test.address), entry.content),
                    squeeze(entry.content)};
  }
  if (field == "link") return Compared{text, entry.url};
  if (is_one_of(field, {"id", "guid"})) return Compared{text, entry.id};
  if (is_one_of(field, {"author", "author_detail/name", "authors/#/name"})) {
    const std::string name = feed::person_name(text);
    return Compared{name, joined_if_has(entry.authors, name)};
  }
  if (is_one_of(field, {"tags/#/term", "tags/#/label", "category"})) {
    return Compared{text, joined_if_has(entry.categories, text)};
  }
  if (is_one_of(field, {"published_parsed", "created_parsed"})) {
    return Compared{tuple_text(value), utc_text(entry.published)};
  }
  if (field == "updated_parsed") {
    return Compared{tuple_text(value), utc_text(entry.updated ? entry.updated : entry.published)};
  }
  if (is_one_of(field, {"published", "created"})) {
    return Compared{utc_text(parse_feed_date(text)), utc_text(entry.published)};
  }
  if (field == "updated") {
    return Compared{utc_text(parse_feed_date(text)),
                    utc_text(entry.updated ? entry.updated : entry.published)};
  }
  if (field == "language") return Compared{text, entry.language};
  if (field == "media_thumbnail/#/url") {
    return Compared{text, entry.image ? entry.image->url : ""};
  }
  if (is_one_of(field, {"enclosures/#/href", "enclosures/#/url"}))
    return Compared{text, enclosure.url};
  if (field == "enclosures/#/type") return Compared{text, enclosure.type};
  if (field == "enclosures/#/length") {
    return Compared{text, enclosure.bytes ? std::to_string(*enclosure.bytes) : ""};
  }
  if (field == "image/href") return Compared{text, entry.image ? entry.image->url : ""};
  return std::nullopt;
}

// What is expected and what we have; absent for fields we do not carry.
std::optional<Compared> expectation_of(const Case& test, const Path& path,
                                       const json::Value& value) {
  const ParsedFeed& feed = *test.feed;
  const std::string text(value.as_string());
  if (path.name.starts_with("entries/#/")) return entry_field(test, path, value);
  if (path.name == "version") return Compared{format_name(text), std::string(name(feed.format))};
  if (path.name == "encoding") {
    const std::string label = xml::decode_document(test.bytes, test.content_type).label;
    // We name GBK by the standard, and read it as GB18030.
    std::string wanted(encoding_name(text));
    if (wanted == "gb18030" && label == "GBK") wanted = label;
    return Compared{wanted, label};
  }
  if (is_one_of(path.name, {"feed/title", "feed/title_detail/value"})) {
    return Compared{html::plain_line(text), feed.title};
  }
  if (is_one_of(path.name, {"feed/tagline", "feed/subtitle", "feed/description",
                            "feed/tagline_detail/value", "feed/subtitle_detail/value"})) {
    return Compared{html::plain_line(text), feed.description};
  }
  if (path.name == "feed/link") return Compared{text, feed.home};
  if (path.name == "feed/language") return Compared{text, feed.language};
  if (path.name == "feed/ttl") {
    return Compared{text, feed.ttl_minutes ? std::to_string(*feed.ttl_minutes) : ""};
  }
  if (path.name == "feed/updated") {
    return Compared{utc_text(parse_feed_date(text)), utc_text(feed.updated)};
  }
  if (path.name == "feed/updated_parsed") {
    return Compared{tuple_text(value), utc_text(feed.updated)};
  }
  return std::nullopt;
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
  std::map<std::string, int> not_ours;  // by reason
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
  } else if (path.name == "entries" && op == "length") {
    compared = Compared{std::to_string(check.int_at("value").value_or(0)),
                        std::to_string(test.feed->entries.size())};
  } else if (op == "equals" && check.find("value")) {
    compared = expectation_of(test, path, *check.find("value"));
  }
  if (!compared) {
    ++score.not_ours;
    const std::string_view reason = reason_not_ours(path.name);
    EXPECT_FALSE(reason.empty()) << row.string_at("id") << ": " << path.name;
    if (!is_sanitising(row.string_at("category"))) ++report.not_ours[std::string(reason)];
  } else if (expects_rfc_3023(row.string_at("id"), path.name)) {
    ++report.rfc_3023;
    EXPECT_EQ(compared->actual, "UTF-8") << row.string_at("id");
  } else if (compared->expected == compared->actual) {
    ++score.passed;
  } else {
    ++score.failed;
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
    test.bytes = read(folder / std::string(row->string_at("file")));
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
