#include <algorithm>
#include <map>
#include <random>
#include <utility>

#include <gtest/gtest.h>

#include "story/engine.h"
#include "tests/story/generated_stream.h"

namespace depesche {
namespace {

using std::chrono::hours;

/// Others that decide otherwise; what weighs and links is as shipped.
StoryParameters deciding_otherwise(unsigned which) {
  StoryParameters parameters = shipped_parameters();
  const auto scale = [&](int per_mille) {
    for (int* score :
         {&parameters.join, &parameters.join_full, &parameters.merge, &parameters.merge_full}) {
      *score = *score * per_mille / 1000;
    }
  };
  if (which % 4 == 0) scale(500);  // joins what it can
  if (which % 4 == 1) scale(1600);
  if (which % 4 == 2) parameters.part = 0;
  if (which % 4 == 3) {
    parameters.part = 900;
    parameters.move_margin = 0;
  }
  return parameters;
}

/// Where an engine has articles, and what it was told that holds.
class Kept {
 public:
  void take(const Engine& engine) {
    for (const ArticleId article : engine.live()) {
      placements_[article] = {article, *engine.story_of(article),
                              engine.reprint_of(article).value_or(ArticleId{})};
    }
  }
  void take(const CorrectionOutcome& outcome) {
    for (const CorrectedPair& pair : outcome.released) std::erase(said_, pair);
    for (const CorrectedPair& pair : outcome.tied) said_.push_back(pair);
  }
  /// Also of what has left.
  std::vector<Placement> placements() const {
    std::vector<Placement> out;
    for (const auto& [article, placement] : placements_) out.push_back(placement);
    return out;
  }
  const std::vector<CorrectedPair>& said() const { return said_; }

 private:
  std::map<ArticleId, Placement> placements_;
  std::vector<CorrectedPair> said_;
};

Correction any_correction(std::mt19937& random, std::int64_t latest, std::int64_t number) {
  const auto article = [&] {
    return ArticleId{static_cast<std::int64_t>(random() % static_cast<unsigned>(latest)) + 1};
  };
  Correction out;
  out.kind = static_cast<CorrectionKind>(random() % 4);
  out.number = 10'000 + number;
  out.fresh = StoryId{out.number};
  out.articles = {article(), article()};
  return out;
}

TEST(Settling, AnEngineThatDecidedOtherwiseIsTheOneWhoseMembershipsItTakes) {
  int different = 0;
  int obeyed = 0;
  for (unsigned which = 0; which < 8; ++which) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", parameters " << which);
    std::mt19937 random(seed);
    // Most of what is said is said of articles that are live to the end.
    const auto stream = which < 4 ? generate_halves(seed, 16) : generate_stream(seed, 130);
    Engine engine;
    Engine other(deciding_otherwise(which));
    Kept kept;
    for (const GeneratedArticle& each : stream) {
      engine.add(each.arrival);
      other.add(each.arrival);
      const std::int64_t id = each.arrival.article.value;
      if (random() % 6 != 0) continue;
      const Correction correction = any_correction(random, id, id);
      const auto outcome = engine.correct(correction);
      static_cast<void>(other.correct(correction));
      if (outcome) kept.take(*outcome), ++obeyed;
    }
    kept.take(engine);
    different += other.snapshot() != engine.snapshot() ? 1 : 0;
    other.settle(kept.placements(), kept.said());
    EXPECT_EQ(other.snapshot(), engine.snapshot());
  }
  EXPECT_GT(different, 0) << "there was something to settle";
  EXPECT_GT(obeyed, 0);
}

TEST(Settling, WhatWasDecidedHoldsHoweverLongTheStreamAndGoesOnFromThere) {
  for (unsigned which = 0; which < 4; ++which) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", parameters " << which);
    std::mt19937 random(seed);
    StoryParameters parameters = shipped_parameters();
    StoryParameters others = deciding_otherwise(which);
    parameters.live_days = others.live_days = 2;  // so that what was said is inherited
    Engine engine(parameters);
    Engine other(others);
    Kept kept;
    const auto stream = generate_stream(seed, 160);
    for (std::size_t i = 0; i < 120; ++i) {
      engine.add(stream[i].arrival);
      other.add(stream[i].arrival);
      kept.take(engine);
      const auto latest = static_cast<std::int64_t>(i) + 1;
      if (random() % 3 != 0) continue;
      const Correction correction = any_correction(random, latest, latest);
      const auto outcome = engine.correct(correction);
      static_cast<void>(other.correct(correction));
      if (outcome) kept.take(*outcome);
      kept.take(engine);
    }
    ASSERT_LT(engine.live_articles(), 120U);
    other.settle(kept.placements(), kept.said());
    ASSERT_EQ(other.live(), engine.live());
    for (const ArticleId article : engine.live()) {
      EXPECT_EQ(other.story_of(article), engine.story_of(article));
      EXPECT_EQ(other.reprint_of(article), engine.reprint_of(article));
    }
    // Restoring refuses words that contradict where articles are.
    auto restored = Engine::restore(other.snapshot(), others);
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->snapshot(), other.snapshot());
    for (std::size_t i = 120; i < stream.size(); ++i) {
      EXPECT_EQ(restored->add(stream[i].arrival), other.add(stream[i].arrival));
      for (const CorrectedPair& pair : kept.said()) {
        const auto a = other.story_of(pair.a);
        const auto b = other.story_of(pair.b);
        if (!a || !b) continue;
        ASSERT_EQ(*a == *b, pair.same) << pair.a.value << " " << pair.b.value;
      }
    }
  }
}

Arrival told(std::int64_t id, int hour) {
  Article article;
  article.title = "Deich bei Altmoor gebrochen, Lage " + std::to_string(id);
  article.standfirst =
      "Bei Altmoor ist in der Nacht der Deich auf vierzig Metern gebrochen. Helfer füllen "
      "Sandsäcke, zwei Dörfer sind geräumt. Stand " +
      std::to_string(id * 7919);
  return {ArticleId{id}, std::chrono::sys_seconds(hours(450'000 + hour)), OutletId{id},
          analyse(article, "de"), std::nullopt};
}

TEST(Settling, WordsAboutThoseThatLeftAreInheritedAsTheyWere) {
  StoryParameters parameters = shipped_parameters();
  parameters.live_days = 1;
  Engine engine(parameters);
  for (int id = 1; id <= 6; ++id) engine.add(told(id, id < 3 ? 0 : 6));
  ASSERT_EQ(engine.members(StoryId{1}).size(), 6U);
  Kept kept;
  const auto say = [&](CorrectionKind kind, std::int64_t number, std::vector<ArticleId> articles) {
    const auto outcome =
        engine.correct({kind, number, std::move(articles), {}, StoryId{number}, 0});
    ASSERT_TRUE(outcome) << outcome.error().message;
    kept.take(*outcome);
  };
  // 1 leaves and must be with 3 and 4, which are bound through it alone; 5 and 6 are kept from it
  // and from 2, for which the oldest of their story stands in.
  say(CorrectionKind::Link, 100, {ArticleId{1}, ArticleId{3}});
  say(CorrectionKind::Link, 101, {ArticleId{1}, ArticleId{4}});
  say(CorrectionKind::Unlink, 102, {ArticleId{1}, ArticleId{5}});
  say(CorrectionKind::Unlink, 103, {ArticleId{2}, ArticleId{6}});
  kept.take(engine);
  Engine other(parameters);
  for (int id = 1; id <= 6; ++id) other.add(told(id, id < 3 ? 0 : 6));
  for (Engine* each : {&engine, &other}) each->add(told(7, 26));
  ASSERT_FALSE(engine.story_of(ArticleId{2}));
  kept.take(engine);
  ASSERT_NE(other.snapshot(), engine.snapshot());
  other.settle(kept.placements(), kept.said());
  EXPECT_EQ(other.snapshot(), engine.snapshot());
}

TEST(Settling, AWordThatTheMembershipsContradictIsForgotten) {
  Engine engine;
  for (int id = 1; id <= 3; ++id) engine.add(told(id, id));
  ASSERT_EQ(engine.members(StoryId{1}).size(), 3U);
  engine.settle({{ArticleId{3}, StoryId{3}, {}}}, {{ArticleId{1}, ArticleId{3}, true, 100},
                                                   {ArticleId{1}, ArticleId{2}, false, 101}});
  EXPECT_TRUE(Engine::restore(engine.snapshot()));
  EXPECT_EQ(engine.story_of(ArticleId{3}), StoryId{3});
  EXPECT_EQ(engine.members(StoryId{1}).size(), 2U);
}

}  // namespace
}  // namespace depesche
