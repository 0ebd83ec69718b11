#include "rank/front_page.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "rank/headline.h"

namespace depesche {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'700'000'000)};

RankedArticle report(std::int64_t id, std::int64_t outlet, std::chrono::seconds age,
                     std::string_view title = "Lagerhalle im Hafen von Nordburg ausgebrannt") {
  RankedArticle out;
  out.article = ArticleId{id};
  out.outlet = OutletId{outlet};
  out.first_seen_at = kNow - age;
  out.title = title;
  out.language = "de";
  return out;
}

RankedArticle reprint(std::int64_t id, std::int64_t outlet, std::chrono::seconds age) {
  RankedArticle out = report(id, outlet, age);
  out.is_reprint = true;
  return out;
}

std::vector<StoryId> order(const std::vector<FrontPlace>& places) {
  std::vector<StoryId> out;
  for (const FrontPlace& place : places) out.push_back(place.story);
  return out;
}

TEST(FrontPage, IndependentReportsOutweighReprints) {
  const RankedStory copied{StoryId{1},
                           {report(1, 1, hours(1)), reprint(2, 2, hours(1)),
                            reprint(3, 3, hours(1)), reprint(4, 4, hours(1))}};
  const RankedStory told{StoryId{2}, {report(5, 5, hours(1)), report(6, 6, hours(1))}};
  const auto places = rank_front_page({copied, told}, {.now = kNow});
  EXPECT_EQ(order(places), (std::vector{StoryId{2}, StoryId{1}}));
  EXPECT_EQ(places[1].outlets, 4U);
  EXPECT_EQ(places[1].independent, 1U);
}

TEST(FrontPage, FreshnessHalvesEveryEightHours) {
  const auto score = [](std::chrono::seconds age) {
    return score_story({StoryId{1}, {report(1, 1, age)}}, kNow).freshness;
  };
  EXPECT_EQ(score(hours(0)), 1000);
  EXPECT_EQ(score(hours(8)), 500);
  EXPECT_EQ(score(hours(16)), 250);
  EXPECT_EQ(score(hours(24 * 30)), 0);
  EXPECT_EQ(score(-hours(1)), 1000) << "the clock went back";
  for (int m = 0; m < 24 * 60; m += 7) EXPECT_GE(score(minutes(m)), score(minutes(m + 7)));
}

TEST(FrontPage, AStoryThatGrowsPassesOneThatRests) {
  const RankedStory rests{StoryId{1},
                          {report(1, 1, hours(6)), report(2, 2, hours(5)), report(3, 3, hours(4)),
                           report(4, 1, hours(0))}};
  const RankedStory grows{StoryId{2},
                          {report(5, 4, hours(2)), report(6, 5, hours(1)), report(7, 6, hours(0))}};
  EXPECT_EQ(rank_front_page({rests, grows}, {.now = kNow})[0].story, StoryId{2});
}

TEST(FrontPage, AdvertorialsNeverShowAndNeverCount) {
  RankedArticle advert = report(1, 1, hours(0));
  advert.kind = ArticleKind::Advertorial;
  RankedArticle more = advert;
  more.article = ArticleId{2};
  EXPECT_TRUE(rank_front_page({{StoryId{1}, {advert, more}}}, {.now = kNow}).empty());
  const RankedStory mixed{StoryId{2}, {advert, report(3, 2, hours(1))}};
  const auto places = rank_front_page({mixed}, {.now = kNow});
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].lead, ArticleId{3});
  EXPECT_EQ(places[0].outlets, 1U);
}

TEST(FrontPage, OneOutletDoesNotLeadTwiceInARowWhereAnotherIsAsGood) {
  const auto places = rank_front_page({{StoryId{1}, {report(1, 1, minutes(1))}},
                                       {StoryId{2}, {report(2, 1, minutes(2))}},
                                       {StoryId{3}, {report(3, 2, minutes(9))}}},
                                      {.now = kNow});
  EXPECT_EQ(order(places), (std::vector{StoryId{1}, StoryId{3}, StoryId{2}}));
}

TEST(FrontPage, OrderDoesNotDependOnTheOrderOfInput) {
  std::vector<RankedStory> stories;
  for (std::int64_t i = 1; i <= 20; ++i) {
    stories.push_back({StoryId{i}, {report(i, i % 4 + 1, hours(i % 5))}});
  }
  const auto first = order(rank_front_page(stories, {.now = kNow, .limit = 12}));
  EXPECT_EQ(first.size(), 12U);
  std::reverse(stories.begin(), stories.end());
  EXPECT_EQ(order(rank_front_page(stories, {.now = kNow, .limit = 12})), first);
  EXPECT_TRUE(rank_front_page({}, {.now = kNow}).empty());
  EXPECT_TRUE(rank_front_page({{StoryId{1}, {}}}, {.now = kNow}).empty());
}

TEST(Headline, TellsRatherThanTeases) {
  const RankedStory story{
      StoryId{1},
      {report(1, 1, hours(3), "Nordburg: Lagerhalle im Hafen ausgebrannt"),
       report(2, 2, hours(2), "Feuer im Hafen von Nordburg: Lagerhalle zerstört"),
       report(3, 3, hours(1), "Was dann geschah, ist unglaublich!"),
       report(4, 4, hours(0), "Inferno ...")}};
  const auto lead = choose_headline(story, "");
  EXPECT_TRUE(lead == ArticleId{1} || lead == ArticleId{2});
}

TEST(Headline, IsInTheReadersLanguageWhereThereIsOne) {
  RankedArticle english = report(2, 2, hours(1), "Warehouse in Nordburg harbour burns down");
  english.language = "en-GB";
  const RankedStory story{StoryId{1}, {report(1, 1, hours(2)), english}};
  EXPECT_EQ(choose_headline(story, "en"), ArticleId{2});
  EXPECT_EQ(choose_headline(story, "de-AT"), ArticleId{1});
  EXPECT_TRUE(choose_headline(story, "fr").has_value());
  EXPECT_FALSE(choose_headline({StoryId{1}, {}}, "de").has_value());
}

TEST(Headline, PrefersAReportToAComment) {
  RankedArticle comment = report(1, 1, hours(2), "Lagerhalle im Hafen von Nordburg abgebrannt");
  comment.kind = ArticleKind::Opinion;
  const RankedStory story{StoryId{1}, {comment, report(2, 2, hours(1))}};
  EXPECT_EQ(choose_headline(story, "de"), ArticleId{2});
}

TEST(Teasing, IsSeenInTheWriting) {
  for (const char* tells :
       {"Lagerhalle im Hafen von Nordburg ausgebrannt", "EU-Kommission zahlt Nordburg Hilfe"}) {
    EXPECT_EQ(rank::teasing(tells), 0) << tells;
  }
  for (const char* teases :
       {"Wirklich wahr?", "Jetzt ist es passiert …", "„Nie wieder“ sagt der Wirt",
        "SCHOCK IM HAFEN VON NORDBURG", "Aus!", ""}) {
    EXPECT_GT(rank::teasing(teases), 0) << teases;
  }
}

}  // namespace
}  // namespace depesche
