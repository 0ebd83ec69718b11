#include "web/sample_site.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "web/sample_text.h"

namespace depesche::web {
namespace {

using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr sys_seconds kSiteBase =
    sys_days{std::chrono::year{2026} / 3 / 9} + std::chrono::hours{16} + minutes{20};

SampleClock clock_after(std::chrono::seconds passed) {
  return {kSiteBase, kSiteBase + passed, 8420};
}

/// "http://NAME.localhost:8420/path" in two parts.
std::pair<std::string, std::string> split_address(const std::string& address) {
  const std::size_t host = address.find("//") + 2;
  const std::size_t path = address.find('/', host);
  return {address.substr(host, path - host), address.substr(path)};
}

SampleReply get(const std::string& address, const SampleClock& clock) {
  const auto [host, path] = split_address(address);
  const auto reply = sample_reply(host, path, clock);
  return reply ? *reply : SampleReply{0, "", "", "", std::nullopt};
}

/// All values of href and src on a page.
std::set<std::string> links(const std::string& html) {
  std::set<std::string> out;
  for (const std::string_view attribute : {" href=\"", " src=\""}) {
    for (std::size_t at = html.find(attribute); at != std::string::npos;
         at = html.find(attribute, at + 1)) {
      const std::size_t begin = at + attribute.size();
      out.insert(html.substr(begin, html.find('"', begin) - begin));
    }
  }
  return out;
}

TEST(SampleText, ReadsOffsets) {
  EXPECT_EQ(parse_offset("-1d2h"), std::chrono::hours{-26});
  EXPECT_EQ(parse_offset("+2m"), minutes{2});
  EXPECT_EQ(parse_offset("0"), std::chrono::seconds{0});
  for (const char* refused : {"", "-", "3h", "-3", "-3x", "-h", "-3h4"}) {
    EXPECT_FALSE(parse_offset(refused)) << refused;
  }
}

TEST(SampleText, SpellsDatesInTheReadersLanguageAndZone) {
  const OutletPlace german{"de", minutes{60}};
  const OutletPlace english{"en", minutes{0}};
  EXPECT_EQ(spell_dates("am {wd -1d}, dem {date -1d}, um {time}", german, kSiteBase),
            "am Sonntag, dem 8. März, um 17.20 Uhr");
  EXPECT_EQ(spell_dates("on {wd +1d} {date +1d} at {time -5h}", english, kSiteBase),
            "on Tuesday 10 March at 11.20am");
  EXPECT_EQ(spell_dates("{year -2} {unknown} {", german, kSiteBase), "2024 {unknown} {");
}

TEST(SampleText, KnowsWhenSummerTimeBegins) {
  const OutletPlace german{"de", minutes{60}};
  const sys_seconds change = sys_days{std::chrono::year{2026} / 3 / 29} + std::chrono::hours{1};
  EXPECT_EQ(iso_time(german, change - std::chrono::seconds{1}), "2026-03-29T01:59:59+01:00");
  EXPECT_EQ(iso_time(german, change), "2026-03-29T03:00:00+02:00");
}

TEST(SampleText, ReadsTimesOfDay) {
  const OutletPlace german{"de", minutes{60}};
  const auto evening = parse_sample_time("-1d@18:30");
  ASSERT_TRUE(evening);
  EXPECT_EQ(iso_time(german, resolve(*evening, german, kSiteBase)), "2026-03-08T18:30:00+01:00");
  for (const char* refused : {"@18:30", "-1d@", "-1d@24:00", "-1d@7:30", "-1d@07.30"}) {
    EXPECT_FALSE(parse_sample_time(refused)) << refused;
  }
}

TEST(SampleText, WritesInlineMarkup) {
  EXPECT_EQ(inline_html("a *b* **c** [d](/e) <f>"),
            "a <em>b</em> <strong>c</strong> <a href=\"/e\">d</a> &lt;f&gt;");
  EXPECT_EQ(inline_plain("a *b* **c** [d](/e)"), "a b c d");
  EXPECT_EQ(inline_html("a [b"), "a [b");
}

TEST(SampleText, WritesWindows1252) {
  EXPECT_EQ(to_windows_1252("für „5 €“ – ∞"),
            "f\xFCr \x84"
            "5 \x80\x93 \x96 &#8734;");
}

TEST(SampleSite, AnswersForItsOwnHostsOnly) {
  EXPECT_TRUE(is_sample_host("talvebote.localhost"));
  EXPECT_TRUE(is_sample_host("TalveBote.localhost:8420"));
  for (const char* foreign : {"localhost", "example.localhost", "talvebote.example", "talvebote",
                              "talvebote.localhost.example", ""}) {
    EXPECT_FALSE(sample_reply(foreign, "/", clock_after({}))) << foreign;
  }
  EXPECT_EQ(sample_reply("talvebote.localhost", "/no-such-page", clock_after({}))->status, 404);
}

TEST(SampleSite, RendersEveryArticle) {
  const SampleClock clock = clock_after(std::chrono::hours{1});
  const auto reports = sample_reports(clock);
  std::set<std::string> addresses;
  for (const SampleReport& report : reports) {
    const SampleReply reply = get(report.address, clock);
    EXPECT_EQ(reply.status, 200) << report.address;
    EXPECT_EQ(reply.body.find("{{"), std::string::npos) << report.address;
    EXPECT_FALSE(reply.etag.empty());
    EXPECT_TRUE(addresses.insert(report.address).second) << "twice: " << report.address;
    for (const std::string& paragraph : report.paragraphs) {
      EXPECT_EQ(paragraph.find_first_of("{}"), std::string::npos) << report.id << ": " << paragraph;
    }
  }
}

TEST(SampleSite, LeadsNowhereDead) {
  const SampleClock clock = clock_after(std::chrono::hours{1});
  std::map<std::string, std::string> open;  // address to the page that leads there
  std::set<std::string> seen;
  for (const SampleFeed& feed : sample_feeds(clock.port)) {
    open.emplace("http://" + split_address(feed.address).first + "/", "the start");
    open.emplace(feed.address, "the subscriptions");
  }
  while (!open.empty()) {
    const auto [page, from] = *open.begin();
    open.erase(open.begin());
    seen.insert(page);
    const SampleReply reply = get(page, clock);
    EXPECT_EQ(reply.status, 200) << page << " from " << from;
    if (!reply.content_type.starts_with("text/html")) continue;
    for (const std::string& link : links(reply.body)) {
      if (link.starts_with("#")) continue;
      const std::string absolute =
          link.starts_with("/") ? "http://" + split_address(page).first + link : link;
      EXPECT_TRUE(absolute.starts_with("http://")) << link << " on " << page;
      if (!seen.count(absolute)) open.emplace(absolute, page);
    }
  }
  EXPECT_GE(seen.size(), sample_reports(clock).size());
}

TEST(SampleSite, AnswersTheSameUntilSomethingAppears) {
  const std::string front = "http://talvebote.localhost:8420/";
  EXPECT_EQ(get(front, clock_after(minutes{1})).etag,
            get(front, clock_after(minutes{1} + std::chrono::seconds{30})).etag);
  EXPECT_NE(get(front, clock_after(minutes{1})).etag, get(front, clock_after(minutes{3})).etag);
}

TEST(SampleSite, UpdatesAnArticleAtTheSameAddress) {
  std::map<std::string, SampleReport> before;
  for (const SampleReport& report : sample_reports(clock_after({}))) before[report.id] = report;
  int updated = 0;
  for (const SampleReport& after : sample_reports(clock_after(minutes{3}))) {
    const auto known = before.find(after.id);
    if (known == before.end() || known->second.title == after.title) continue;
    EXPECT_EQ(known->second.address, after.address);
    EXPECT_EQ(after.updated, kSiteBase + minutes{2});
    ++updated;
  }
  EXPECT_GE(updated, 1);
}

TEST(SampleSite, PutsEveryArticleIntoOneStory) {
  std::set<std::string> reports;
  for (const SampleReport& report : sample_reports(clock_after(std::chrono::hours{1}))) {
    reports.insert(report.id);
  }
  std::set<std::string> told;
  for (const SampleStory& story : sample_stories()) {
    for (const std::string& article : story.articles) {
      EXPECT_TRUE(reports.count(article)) << story.name << " names " << article;
      EXPECT_TRUE(told.insert(article).second) << article << " is in two stories";
    }
  }
  for (const std::string& report : reports) EXPECT_TRUE(told.count(report)) << report;
}

TEST(SampleSite, HoldsWhatANewReaderShouldMeet) {
  const auto reports = sample_reports(clock_after(std::chrono::hours{1}));
  std::set<std::string> outlets;
  std::map<std::string, int> kinds;
  std::map<std::string, int> languages;
  int pictures = 0;
  for (const SampleReport& report : reports) {
    outlets.insert(report.outlet);
    ++kinds[report.kind];
    ++languages[report.language.substr(0, 2)];
    if (report.picture_caption.empty()) continue;
    EXPECT_FALSE(report.picture_credit.empty()) << report.id;
    ++pictures;
  }
  EXPECT_GE(outlets.size(), 8U);
  EXPECT_GE(reports.size(), 60U);
  for (const char* kind : {"live", "opinion", "review", "advertorial"}) EXPECT_GE(kinds[kind], 1);
  for (const char* language : {"de", "en"}) EXPECT_GE(languages[language], 10) << language;
  EXPECT_GE(pictures, 5);
  const auto stories = sample_stories();
  EXPECT_GE(std::count_if(stories.begin(), stories.end(),
                          [](const SampleStory& story) { return story.articles.size() > 1; }),
            20);
}

}  // namespace
}  // namespace depesche::web
