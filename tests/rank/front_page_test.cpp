#include "rank/front_page.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/rank/ranked.h"

namespace depesche {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using test::kNow;
using test::report;
using test::reprint;

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
  EXPECT_EQ(places[1].facts.copying, 3);
  EXPECT_EQ(places[1].facts.independent, 1);
}

TEST(FrontPage, AStoryThatGrowsPassesOneThatRests) {
  const RankedStory rests{StoryId{1},
                          {report(1, 1, hours(6)), report(2, 2, hours(5)), report(3, 3, hours(4)),
                           report(4, 1, hours(0))}};
  const RankedStory grows{StoryId{2},
                          {report(5, 4, hours(2)), report(6, 5, hours(1)), report(7, 6, hours(0))}};
  EXPECT_EQ(rank_front_page({rests, grows}, {.now = kNow})[0].story, StoryId{2});
}

TEST(FrontPage, AdvertorialsNeverShowAndNeverLead) {
  RankedArticle advert = report(1, 1, hours(0));
  advert.kind = ArticleKind::Advertorial;
  RankedArticle more = advert;
  more.article = ArticleId{2};
  EXPECT_TRUE(rank_front_page({{StoryId{1}, {advert, more}}}, {.now = kNow}).empty());
  const RankedStory mixed{StoryId{2}, {advert, report(3, 2, hours(1))}};
  const auto places = rank_front_page({mixed}, {.now = kNow});
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].leads.at(0).article, ArticleId{3});
  EXPECT_EQ(places[0].facts.independent, 1);
}

TEST(FrontPage, SectionsTakeTurnsWhereScoresAreNear) {
  std::vector<RankedStory> stories;
  for (const std::string_view section : {"Sport", " sport", "SPORT", "Kultur"}) {
    const auto id = static_cast<std::int64_t>(stories.size()) + 1;
    RankedArticle one = report(id, id, hours(9) + minutes(id));
    one.section = section;
    stories.push_back({StoryId{id}, {one}});
  }
  EXPECT_EQ(order(rank_front_page(stories, {.now = kNow})),
            (std::vector{StoryId{1}, StoryId{4}, StoryId{2}, StoryId{3}}));
}

TEST(FrontPage, ChoosesAHeadlineForEachLanguageAskedFor) {
  const RankedStory story{
      StoryId{1},
      {report(1, 1, hours(1)),
       report(2, 2, hours(1), "Warehouse in Nordburg harbour burns down", "en")}};
  const auto places = rank_front_page({story}, {.now = kNow, .languages = {"de", "en", "fr"}});
  ASSERT_EQ(places.at(0).leads.size(), 3U);
  EXPECT_EQ(places[0].leads[0].article, ArticleId{1});
  EXPECT_EQ(places[0].leads[1].article, ArticleId{2});
  EXPECT_FALSE(places[0].leads[2].score.in_language);
}

TEST(FrontPage, OrderDoesNotDependOnTheOrderOfInput) {
  std::vector<RankedStory> stories;
  std::mt19937 random(3);
  for (std::int64_t i = 1; i <= 200; ++i) stories.push_back(test::random_story(random, i));
  const FrontPageOptions options{.now = kNow, .limit = 12};
  const auto first = rank_front_page(stories, options);
  const auto hot = rank_hot(stories, options);
  EXPECT_EQ(first.size(), 12U);
  EXPECT_FALSE(hot.empty());
  std::shuffle(stories.begin(), stories.end(), random);
  EXPECT_EQ(rank_front_page(stories, options), first);
  EXPECT_EQ(rank_hot(stories, options), hot);
  EXPECT_TRUE(rank_front_page({}, {.now = kNow}).empty());
  EXPECT_TRUE(rank_front_page({{StoryId{1}, {}}}, {.now = kNow}).empty());
}

TEST(HotNow, PutsGrowthFirstAndWantsSeveralOutlets) {
  std::vector<RankedArticle> big;
  for (int i = 0; i < 12; ++i) big.push_back(report(i, i + 1, hours(6)));
  big.push_back(report(20, 20, minutes(5)));
  big.push_back(report(21, 21, minutes(5)));
  const RankedStory small{StoryId{2}, {report(30, 1, minutes(9)), report(31, 2, minutes(3))}};
  const RankedStory alone{StoryId{3}, {report(40, 3, minutes(1)), report(41, 3, minutes(0))}};
  const RankedStory copied{StoryId{4}, {report(50, 4, minutes(1)), reprint(51, 5, minutes(0))}};
  const RankedStory rests{StoryId{5}, {report(60, 6, hours(4)), report(61, 7, hours(4))}};
  const std::vector<RankedStory> all{{StoryId{1}, big}, small, alone, copied, rests};
  EXPECT_EQ(order(rank_hot(all, {.now = kNow})), (std::vector{StoryId{2}, StoryId{1}}));
  EXPECT_EQ(order(rank_front_page(all, {.now = kNow}))[0], StoryId{1}) << "the larger one leads";
}

}  // namespace
}  // namespace depesche
