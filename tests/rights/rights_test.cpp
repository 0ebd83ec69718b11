#include <gtest/gtest.h>

#include "dates/dates.h"
#include "rights/content_usage.h"
#include "rights/ledger.h"
#include "rights/robots_directives.h"
#include "rights/tdm.h"

namespace depesche::rights {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;

constexpr sys_seconds kNow{1'790'000'000s};

Article said(std::string robots, std::string tdm = "", std::string aipref = "") {
  Article article;
  article.rights.robots = std::move(robots);
  article.rights.tdm = std::move(tdm);
  article.rights.aipref = std::move(aipref);
  return article;
}

TEST(RobotsDirectives, AreReadFromAList) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"index, follow", ""},
      {"", ""},
      {"NOINDEX,nofollow", "noindex"},
      {"none", "noindex"},
      {"all", ""},
      {"nosnippet", "nosnippet"},
      {"max-snippet:50", "max-snippet:50"},
      {"max-snippet: 50 , max-snippet:20", "max-snippet:20"},
      {"max-snippet:-1, max-image-preview:large", ""},
      {"max-snippet:0", "nosnippet, max-snippet:0"},
      {"max-snippet=30", "max-snippet:30"},
      {"max-snippet:abc", ""},
      {"max-snippet:99999999999999999999", "max-snippet:10000000"},
      {"max-image-preview:none", "noimageindex"},
      {"noimageindex; noarchive", "noarchive, noimageindex"},
      {"nocache", "noarchive"},
      {"unavailable_after: 25 Jun 2030 15:00:00 PST, nosnippet",
       "nosnippet, unavailable_after:2030-06-25T23:00:00Z"},
      {"noarchive, unavailable_after: Tuesday, 25-Jun-30 15:00:00 GMT, nosnippet",
       "nosnippet, noarchive, unavailable_after:2030-06-25T15:00:00Z"},
      {"unavailable_after: Tue, 25 Jun 2030 15:00:00 GMT",
       "unavailable_after:2030-06-25T15:00:00Z"},
      {"unavailable_after:2030-06-25T15:00:00+02:00", "unavailable_after:2030-06-25T13:00:00Z"},
      {"unavailable_after: 2030-06-25, unavailable_after: 2029-06-25",
       "unavailable_after:2029-06-25T00:00:00Z"},
      {"unavailable_after", ""},
      {"unavailable_after: never, nosnippet", ""},
      {",,, ,", ""},
  };
  for (const auto& [list, text] : cases) {
    const RobotsDirectives read = read_directives(list);
    EXPECT_EQ(to_text(read), text) << list;
    EXPECT_EQ(read_directives(to_text(read)), read) << list;
  }
}

TEST(RobotsDirectives, AHeaderLineMaySpeakToOthers) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"noindex", "noindex"},
      {"googlebot: noindex", ""},
      {"googlebot-news: nosnippet", "nosnippet"},
      {"Depesche: max-snippet:10", "max-snippet:10"},
      {"otherbot: noindex, nofollow, googlebot-news: nosnippet", "nosnippet"},
      {"googlebot-news: nosnippet, otherbot: noindex", "nosnippet"},
      {"max-snippet: 40", "max-snippet:40"},
      {"unavailable_after: 25 Jun 2030 15:00:00 PST", "unavailable_after:2030-06-25T23:00:00Z"},
      {"otherbot: unavailable_after: 25 Jun 2030 15:00:00 PST", ""},
      {"*: noarchive", "noarchive"},
  };
  for (const auto& [line, text] : cases) EXPECT_EQ(to_text(read_robots_tag(line)), text) << line;
}

TEST(RobotsDirectives, TheStricterOfTwoCounts) {
  EXPECT_EQ(to_text(both(read_directives("max-snippet:50, noindex"),
                         read_directives("max-snippet:20, noarchive"))),
            "noindex, noarchive, max-snippet:20");
  EXPECT_EQ(to_text(both({}, read_directives("max-snippet:20"))), "max-snippet:20");
}

TEST(Tdm, TheFileIsReadAndTheLongestLocationCounts) {
  const auto rules = read_tdm_file(R"([
    {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://bote.example/policy"},
    {"location": "/frei/*", "tdm-reservation": "0"},
    {"location": "/*.pdf$", "tdm-reservation": 0},
    {"location": "/x", "tdm-reservation": 7},
    {"tdm-reservation": 1}, "?", 4])");
  EXPECT_EQ(rules.size(), 3u);
  EXPECT_EQ(to_text(tdm_of_path(rules, "/politik/1")), "1 https://bote.example/policy");
  EXPECT_EQ(to_text(tdm_of_path(rules, "/frei/1")), "0");
  EXPECT_EQ(to_text(tdm_of_path(rules, "/a.pdf")), "0");
  EXPECT_EQ(to_text(tdm_of_path(rules, "/a.pdf?x")), "1 https://bote.example/policy");
  EXPECT_EQ(to_text(tdm_of_path({}, "/")), "");
}

TEST(Tdm, WhatIsNoFileSaysNothing) {
  for (const char* text : {"", "{}", "[", "<html>", "[[[]]]", "[{\"location\":1}]", "null"}) {
    EXPECT_TRUE(read_tdm_file(text).empty()) << text;
  }
  EXPECT_TRUE(read_tdm_file(std::string(kMostTdmBytes + 1, ' ')).empty());
  std::string many = "[";
  for (int i = 0; i < 3000; ++i) many += R"({"location":"/","tdm-reservation":1},)";
  many.back() = ']';
  EXPECT_EQ(read_tdm_file(many).size(), kMostTdmRules);
}

TEST(Tdm, EachPlaceOverridesThoseBeforeWhereItSaysAnything) {
  const Tdm file = read_tdm("1", "https://a.example/p");
  EXPECT_EQ(to_text(overridden(file, read_tdm("0", ""))), "0");
  EXPECT_EQ(overridden(file, read_tdm("", "")), file);
  EXPECT_EQ(overridden(file, read_tdm("yes", "https://b.example/")), file);
  EXPECT_EQ(read_tdm("1", "javascript:alert(1)").policy, "");
  EXPECT_EQ(tdm_of_text(to_text(file)), file);
}

TEST(Ledger, WhatIsSaidLaterTakesNothingBack) {
  const std::chrono::sys_seconds now{std::chrono::seconds{1'790'000'000}};
  Article kept = said("noindex", "0", "train-ai=n");
  EXPECT_EQ(said_later(kept, {}, now).robots, "noindex");
  Surroundings around;
  around.robots_tags = {"nosnippet"};
  around.tdm_reservation = "1";
  around.content_usage = "train-ai=y, search=n";
  const Rights later = said_later(kept, around, now);
  EXPECT_TRUE(read_directives(later.robots).noindex);
  EXPECT_TRUE(read_directives(later.robots).nosnippet);
  EXPECT_EQ(later.tdm, "1");
  EXPECT_EQ(later.aipref, "search=n, train-ai=n");
  kept.rights.tdm = "1 https://bote.example/policy";
  around.tdm_reservation = "0";
  EXPECT_EQ(said_later(kept, around, now).tdm, kept.rights.tdm);
}

TEST(ContentUsage, IsADictionary) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"train-ai=n", "train-ai=n"},
      {"train-ai=n, search=y", "search=y, train-ai=n"},
      {"train-ai=n,search=y", "search=y, train-ai=n"},
      {"train-ai=y, train-ai=n", "train-ai=n"},
      {"train-ai=y, train-ai=\"n\"", ""},  // the last word says nothing
      {"train-ai", ""},
      {"train-ai=?0", ""},
      {"train-ai=n;x=1;y=\"a,b\"", "train-ai=n"},
      {"all=(y n), search=n", "search=n"},
      {"bytes=:aGk=:, search=n", "search=n"},
      {"Train-AI=n", ""},   // no key of a dictionary: nothing is said
      {"train-ai=n,", ""},  // a comma too many
      {"train-ai=n search=y", ""},
      {"train-ai=\"n", ""},
      {"", ""},
  };
  for (const auto& [text, usage] : cases) {
    EXPECT_EQ(to_text(read_content_usage(text)), usage) << text;
  }
  EXPECT_TRUE(read_content_usage("a=y" + std::string(kMostUsageBytes, ' ')).empty());
}

TEST(ContentUsage, WhatOneDisallowsIsDisallowed) {
  EXPECT_EQ(to_text(both(read_content_usage("search=y, train-ai=y"),
                         read_content_usage("train-ai=n, all=y"))),
            "all=y, search=y, train-ai=n");
}

TEST(Ledger, PutsTogetherWhatAllPlacesSay) {
  Article page = said("index, max-snippet:200", "", "search=y");
  Surroundings around;
  around.robots_tags = {"otherbot: noindex", "noarchive", "max-snippet:100"};
  around.tdm_file = read_tdm("1", "https://bote.example/policy");
  around.content_usage = "train-ai=y";
  around.robots_content_usage = "train-ai=n";
  around.robots_license = "https://bote.example/license.xml";
  const Rights all = together(page, around, kNow);
  EXPECT_EQ(all.robots, "noarchive, max-snippet:100");
  EXPECT_EQ(all.max_snippet, 100);
  EXPECT_EQ(all.tdm, "1 https://bote.example/policy");
  EXPECT_EQ(all.aipref, "search=y, train-ai=n");
  EXPECT_EQ(all.license, "https://bote.example/license.xml");
  EXPECT_EQ(all.seen_at, kNow);

  page.rights.tdm = "0";  // the page overrides the head, the head the file
  around.tdm_reservation = "1";
  EXPECT_EQ(together(page, around, kNow).tdm, "0");
  page.rights.tdm.clear();
  around.tdm_reservation = "0";
  EXPECT_EQ(together(page, around, kNow).tdm, "0");
  around.license = "https://bote.example/rsl.xml";
  EXPECT_EQ(together(page, around, kNow).license, around.license) << "the head overrides the host";
  page.rights.license = "https://creativecommons.org/licenses/by/4.0/";
  EXPECT_EQ(together(page, around, kNow).license, page.rights.license);
  EXPECT_EQ(together(Article{}, {}, kNow), Rights{}) << "nothing said, nothing seen";
}

TEST(Ledger, APaywallIsSaidToo) {
  Article page;
  page.paywalled = false;
  EXPECT_EQ(together(page, {}, kNow), Rights{});
  page.paywalled = true;
  EXPECT_EQ(together(page, {}, kNow).seen_at, kNow);
  EXPECT_EQ(said_later(page, {}, kNow).seen_at, kNow);
}

TEST(Ledger, ReadsTheHeadOfAnAnswer) {
  const std::vector<std::pair<std::string, std::string>> head{
      {"content-type", "text/html"},          {"x-robots-tag", "noindex"},
      {"x-robots-tag", " otherbot: none"},    {"tdm-reservation", "1"},
      {"tdm-policy", "https://bote.example"}, {"tdm-reservation", "0"},
      {"content-usage", "search=y"},          {"content-usage", "train-ai=n"}};
  const Surroundings around = said_by_head(head, "https://bote.example/a");
  EXPECT_EQ(around.robots_tags, (std::vector<std::string>{"noindex", "otherbot: none"}));
  EXPECT_EQ(around.tdm_reservation, "1") << "the first";
  EXPECT_EQ(around.tdm_policy, "https://bote.example");
  EXPECT_EQ(around.content_usage, "search=y, train-ai=n");
  const Rights rights = together(Article{}, around, kNow);
  EXPECT_EQ(rights.robots, "noindex");
  EXPECT_EQ(rights.tdm, "1 https://bote.example");
}

TEST(Ledger, ReadsTheLicenceThatTheHeadLinks) {
  const std::string rsl = "type=\"application/rsl+xml\"";
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{"<https://lizenz.example/rsl.xml>; rel=\"license\"; " + rsl},
       "https://lizenz.example/rsl.xml"},
      {{"</rsl.xml>; rel=license"}, "https://bote.example/rsl.xml"},
      {{"<rsl.xml>; rel=\"alternate License\""}, "https://bote.example/news/rsl.xml"},
      {{"<https://bote.example/>; rel=canonical, </rsl.xml>; rel=license"},
       "https://bote.example/rsl.xml"},
      {{"</style.css>; rel=preload", "</rsl.xml>; rel=license", "</other.xml>; rel=license"},
       "https://bote.example/rsl.xml"},
      {{"<javascript:alert(1)>; rel=license, </rsl.xml>; rel=license"},
       "https://bote.example/rsl.xml"},
      {{"</rsl.xml>; rel=license; anchor=\"/picture.jpg\""}, ""},
      {{"</rsl.xml>; rel=licensed"}, ""},
      {{"</rsl.xml; rel=license"}, ""},
      {{"</" + std::string(3000, 'a') + ">; rel=license"}, ""},
  };
  for (const auto& [lines, license] : cases) {
    std::vector<std::pair<std::string, std::string>> head;
    for (const std::string& line : lines) head.emplace_back("link", line);
    const Surroundings around = said_by_head(head, "https://bote.example/news/1.html");
    EXPECT_EQ(together(Article{}, around, kNow).license, license) << lines[0];
  }
}

TEST(Showing, FollowsFromWhatWasSaid) {
  EXPECT_EQ(showing(Article{}), Showing{});
  EXPECT_FALSE(showing(said("nosnippet")).may_quote);
  EXPECT_FALSE(showing(said("data-nosnippet")).may_quote);
  EXPECT_TRUE(showing(said("nosnippet")).may_find);
  EXPECT_FALSE(showing(said("noindex")).may_find);
  EXPECT_FALSE(showing(said("noindex")).may_quote);
  EXPECT_FALSE(showing(said("", "", "search=n")).may_find);
  EXPECT_TRUE(showing(said("", "", "search=y, train-ai=n")).may_find);
  EXPECT_FALSE(showing(said("", "", "train-ai=n")).may_mine);
  EXPECT_FALSE(showing(said("", "1 https://x.example/")).may_mine);
  EXPECT_TRUE(showing(said("", "0")).may_mine);
  EXPECT_FALSE(showing(said("noimageindex")).may_keep_picture);
  EXPECT_FALSE(showing(said("noarchive")).is_archivable);
  EXPECT_EQ(showing(said("max-snippet:30")).most_quoted, 30);
  EXPECT_FALSE(showing(said("max-snippet:0")).may_quote);
  const Article until = said("unavailable_after:" + format_rfc3339(kNow));
  EXPECT_TRUE(showing(until, kNow - 1s).may_find);
  EXPECT_FALSE(showing(until, kNow).may_find);
  EXPECT_FALSE(showing(until, kNow).may_quote);
  Article imported;  // as other programs write it
  imported.rights.max_snippet = 20;
  EXPECT_EQ(showing(imported).most_quoted, 20);
  imported.rights.max_snippet = -1;
  EXPECT_EQ(showing(imported).most_quoted, std::nullopt);
}

TEST(Showing, WhatStandsBehindAPaywallIsQuotedFromTheStandfirstAlone) {
  Article article;
  EXPECT_TRUE(showing(article).may_quote_body);
  article.paywalled = false;
  EXPECT_TRUE(showing(article).may_quote_body);
  article.paywalled = true;
  EXPECT_FALSE(showing(article).may_quote_body);
  EXPECT_TRUE(showing(article, kNow).may_quote);
  EXPECT_EQ(quoted_from("standfirst", "body", true), "standfirst");
  EXPECT_EQ(quoted_from("standfirst", "body", false), "standfirst");
  EXPECT_EQ(quoted_from("", "body", true), "body");
  EXPECT_EQ(quoted_from("", "body", false), "");
}

TEST(Quotable, CutsAtAWordAndCountsCharacters) {
  EXPECT_EQ(quotable("Die Brücke ist gesperrt", true, {}), "Die Brücke ist gesperrt");
  EXPECT_EQ(quotable("Die Brücke ist gesperrt", true, 23), "Die Brücke ist gesperrt");
  EXPECT_EQ(quotable("Die Brücke ist gesperrt", true, 22), "Die Brücke ist…");
  EXPECT_EQ(quotable("Die Brücke ist gesperrt", true, 15), "Die Brücke ist…");
  EXPECT_EQ(quotable("Die Brücke ist gesperrt", true, 14), "Die Brücke…");
  EXPECT_EQ(quotable("Donaudampfschiff fährt", true, 5), "");
  EXPECT_EQ(quotable("Die Brücke", true, 0), "");
  EXPECT_EQ(quotable("Die Brücke", false, {}), "");
}

TEST(OwnersLimit, IsReadAndHoldsBesideTheOutlets) {
  EXPECT_EQ(read_limit("120"), 120);
  EXPECT_EQ(read_limit("0"), 0);
  EXPECT_EQ(read_limit("400"), kLongestLimit);
  for (const char* none : {"", "-1", "401", "99999999999999999999", "12a", " 12"}) {
    EXPECT_EQ(read_limit(none), std::nullopt) << none;
  }
  EXPECT_EQ(shorter({}, {}), std::nullopt);
  EXPECT_EQ(shorter(20, {}), 20);
  EXPECT_EQ(shorter({}, 0), 0);
  EXPECT_EQ(shorter(20, 30), 20);
  EXPECT_EQ(shorter(30, 20), 20);
}

}  // namespace
}  // namespace depesche::rights
