#include "rank/story_score.h"

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

const OutletWeights kAllTheSame;

OutletWeights uneven() {
  static const DayStandings day = test::uneven_standings();
  return OutletWeights({{0, &day}});
}

ScoredStory score(std::vector<RankedArticle> articles, const OutletWeights& weights = kAllTheSame) {
  const auto scored = score_story({StoryId{1}, std::move(articles)}, weights, kNow);
  EXPECT_TRUE(scored);
  return scored.value_or(ScoredStory{});
}

TEST(StoryScore, FreshnessHalvesEveryEightHours) {
  const auto fresh = [](std::chrono::seconds age) {
    return score({report(1, 1, age)}).score.freshness;
  };
  EXPECT_EQ(fresh(hours(0)), 1000);
  EXPECT_EQ(fresh(hours(8)), 500);
  EXPECT_EQ(fresh(hours(16)), 250);
  EXPECT_EQ(fresh(hours(24 * 30)), 0);
  EXPECT_EQ(fresh(-hours(1)), 1000) << "the clock went back";
  for (int m = 0; m < 24 * 60; m += 7) EXPECT_GE(fresh(minutes(m)), fresh(minutes(m + 7)));
}

TEST(StoryScore, OneOutletAloneKeepsNoStoryYoung) {
  std::vector<RankedArticle> story{report(1, 1, hours(16)), report(2, 2, hours(16))};
  EXPECT_EQ(score(story).score.freshness, 250);
  story.push_back(report(3, 1, hours(0)));
  EXPECT_EQ(score(story).score.freshness, 625);
  story.push_back(report(4, 1, minutes(10)));
  EXPECT_EQ(score(story).score.freshness, 625);
  story.push_back(report(5, 2, hours(0)));
  EXPECT_EQ(score(story).score.freshness, 1000);
}

TEST(StoryScore, TenArticlesOfOneOutletAreOneVoice) {
  std::vector<RankedArticle> much;
  for (int i = 0; i < 10; ++i) much.push_back(report(i, 1, hours(1)));
  EXPECT_EQ(score(much).score.coverage, 1000);
  EXPECT_LT(score(much).score.variety, 800);
  EXPECT_LT(score(much).score.total, score({report(1, 1, hours(1))}).score.total);
  EXPECT_EQ(score({report(1, 1, hours(1)), report(2, 1, hours(1))}).score.variety, 1000)
      << "a second article is no flood";
}

TEST(StoryScore, VarietyRisesWithFurtherLanguages) {
  const auto in = [](std::string_view language, std::int64_t outlet) {
    return report(outlet, outlet, hours(1), "Nordburg harbour warehouse burns down", language);
  };
  EXPECT_EQ(score({in("de", 1), in("de-AT", 2)}).score.variety, 1000);
  EXPECT_EQ(score({in("de", 1), in("en", 2)}).score.variety, 1100);
  EXPECT_EQ(score({in("de", 1), in("", 2)}).score.variety, 1000) << "unknown is no language";
  EXPECT_EQ(score({in("de", 1), in("en", 2), in("fr", 3), in("es", 4)}).score.variety, 1200);
}

TEST(StoryScore, GrowthIsMeasuredAgainstTheStorysPast) {
  std::vector<RankedArticle> burst;
  std::vector<RankedArticle> old;
  for (int i = 0; i < 4; ++i) burst.push_back(report(i, i + 1, minutes(i)));
  for (int i = 10; i < 20; ++i) old.push_back(report(i, i + 1, hours(12)));
  old.insert(old.end(), burst.begin(), burst.end());
  EXPECT_GT(score(burst).score.growth, score(old).score.growth);
  EXPECT_GT(score(old).score.growth, 0);
  EXPECT_EQ(score(old).facts.lately, 4);
  EXPECT_EQ(score(old).facts.this_hour, 4);
  const auto mixed = score({report(1, 1, minutes(59)), report(2, 2, minutes(61)),
                            report(3, 3, minutes(181)), report(4, 3, minutes(5))});
  EXPECT_EQ(mixed.facts.this_hour, 1) << "an outlet counts from its first report";
  EXPECT_EQ(mixed.facts.lately, 2);
  EXPECT_EQ(score({report(1, 1, hours(7)), report(2, 1, minutes(0))}).score.growth, 0)
      << "an outlet that writes again is no growth";
}

TEST(StoryScore, HeavyOutletsAddAndLightOnesTakeAway) {
  const OutletWeights weights = uneven();
  ASSERT_LT(weights.of(OutletId{1}), 1000);
  ASSERT_GT(weights.of(OutletId{12}), 1000);
  const auto light = score({report(1, 1, hours(1)), report(2, 2, hours(1))}, weights);
  const auto heavy = score({report(1, 11, hours(1)), report(2, 12, hours(1))}, weights);
  EXPECT_LT(light.score.weight, 0);
  EXPECT_GT(heavy.score.weight, 0);
  EXPECT_EQ(light.score.coverage, heavy.score.coverage);
  EXPECT_GT(heavy.score.total, light.score.total);
  EXPECT_EQ(heavy.facts.mean_weight, (weights.of(OutletId{11}) + weights.of(OutletId{12})) / 2);
  EXPECT_EQ(score({report(1, 1, hours(1))}).score.weight, 0) << "unknown outlets weigh one";
}

TEST(StoryScore, TheTotalIsWhatTheTermsSay) {
  std::mt19937 random(7);
  for (std::int64_t i = 1; i < 200; ++i) {
    const auto scored = score_story(test::random_story(random, i), uneven(), kNow);
    if (!scored) continue;
    const StoryScore& terms = scored->score;
    const std::int64_t sum = terms.coverage + terms.weight + terms.reprints + terms.growth;
    EXPECT_EQ(terms.total, sum * terms.freshness * terms.variety / 1'000'000);
  }
}

TEST(StoryScore, CountsNoAdvertorial) {
  RankedArticle advert = report(1, 1, hours(0));
  advert.kind = ArticleKind::Advertorial;
  EXPECT_FALSE(score_story({StoryId{1}, {advert, advert}}, kAllTheSame, kNow));
  EXPECT_FALSE(score_story({StoryId{1}, {}}, kAllTheSame, kNow));
  const ScoredStory mixed = score({advert, report(2, 2, hours(3))});
  EXPECT_EQ(mixed.facts.independent, 1);
  EXPECT_EQ(mixed.facts.last_report, kNow - hours(3));
}

/// Stories of all kinds, under even and uneven weights.
template <class Check>
void for_many_stories(Check check) {
  const OutletWeights weights = uneven();
  std::mt19937 random(20261127);
  for (std::int64_t i = 1; i <= 1000; ++i) {
    const RankedStory story = test::random_story(random, i);
    SCOPED_TRACE("story " + std::to_string(i));
    check(story, random() % 2 == 0 ? kAllTheSame : weights, random);
    if (testing::Test::HasFailure()) return;
  }
}

std::int64_t total(const RankedStory& story, const OutletWeights& weights) {
  const auto scored = score_story(story, weights, kNow);
  return scored ? scored->score.total : 0;
}

TEST(StoryScore, AFurtherIndependentReportNeverLowersIt) {
  for_many_stories(
      [](const RankedStory& story, const OutletWeights& weights, std::mt19937& random) {
        RankedStory more = story;
        // An outlet that has not spoken yet, of any weight.
        std::int64_t outlet = 1 + static_cast<std::int64_t>(random() % 12);
        const auto has_spoken = [&](const RankedArticle& a) { return a.outlet.value == outlet; };
        if (std::any_of(story.articles.begin(), story.articles.end(), has_spoken)) outlet = 50;
        more.articles.push_back(report(90'000'000, outlet, minutes(0)));
        EXPECT_GE(total(more, weights), total(story, weights));
        const auto before = score_story(story, weights, kNow);
        const auto after = score_story(more, weights, kNow);
        if (!before) return;
        EXPECT_GE(after->score.growth, before->score.growth);
        EXPECT_GE(after->score.freshness, before->score.freshness);
        EXPECT_GE(after->score.variety, before->score.variety);
      });
}

TEST(StoryScore, AFurtherReprintNeverLowersItAndNeverBeatsAnIndependentReport) {
  for_many_stories(
      [](const RankedStory& story, const OutletWeights& weights, std::mt19937& random) {
        const std::int64_t outlet = 1 + static_cast<std::int64_t>(random() % 14);
        RankedStory copied = story;
        copied.articles.push_back(reprint(90'000'000, outlet, minutes(0)));
        RankedStory told = story;
        told.articles.push_back(report(90'000'000, 50, minutes(0)));
        EXPECT_GE(total(copied, weights), total(story, weights));
        if (score_story(story, weights, kNow)) {
          EXPECT_LE(total(copied, weights), total(told, weights));
        }
      });
}

TEST(StoryScore, NeverRisesAsTimePasses) {
  for_many_stories(
      [](const RankedStory& story, const OutletWeights& weights, std::mt19937& random) {
        if (!score_story(story, weights, kNow)) return;
        const auto later = kNow + minutes(random() % 600);
        EXPECT_LE(score_story(story, weights, later)->score.total, total(story, weights));
      });
}

TEST(StoryScore, DoesNotAskInWhatOrderItsArticlesCome) {
  for_many_stories(
      [](const RankedStory& story, const OutletWeights& weights, std::mt19937& random) {
        RankedStory shuffled = story;
        std::shuffle(shuffled.articles.begin(), shuffled.articles.end(), random);
        EXPECT_EQ(total(shuffled, weights), total(story, weights));
      });
}

TEST(StoryScore, IsNeverAboveWhatItsOutlineAllows) {
  for_many_stories([](const RankedStory& story, const OutletWeights& weights, std::mt19937&) {
    StoryOutline outline{story.story, {}, 0, 0};
    std::map<OutletId, bool> outlets;
    for (const RankedArticle& article : story.articles) {
      outline.last_at = std::max(outline.last_at, article.appeared_at);
      outlets[article.outlet] |= !article.is_reprint;
    }
    outline.outlets = static_cast<int>(outlets.size());
    for (const auto& [outlet, is_independent] : outlets) outline.independent += is_independent;
    const auto scored = score_story(story, weights, kNow);
    if (!scored) return;
    EXPECT_GE(most_in_total(outline, kNow), scored->score.total);
    EXPECT_GE(most_in_growth(outline, kNow), scored->score.growth);
    outline.last_at -= hours(3);
    EXPECT_GE(
        most_in_total({{}, outline.last_at + hours(3), outline.outlets, outline.independent}, kNow),
        most_in_total(outline, kNow))
        << "the bound itself sinks with age";
  });
}

}  // namespace
}  // namespace depesche
