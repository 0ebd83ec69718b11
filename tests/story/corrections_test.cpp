#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "story/engine.h"
#include "tests/story/generated_stream.h"

namespace depesche {
namespace {

using std::chrono::hours;

Arrival report(std::int64_t id, std::string title, std::string text, int hour = 0) {
  Article article;
  article.title = std::move(title);
  article.standfirst = std::move(text);
  return {ArticleId{id}, std::chrono::sys_seconds(hours(450'000 + hour)), OutletId{id},
          analyse(article, "de"), std::nullopt};
}

Arrival fire(std::int64_t id, int hour = 0) {
  return report(id,
                "Großbrand im Hafen von Nordburg: zwölf Verletzte, Bericht " + std::to_string(id),
                "Im Hafen von Nordburg ist eine Lagerhalle ausgebrannt. Zwölf Menschen wurden "
                "verletzt, die Feuerwehr löscht noch. Absatz " +
                    std::to_string(id * 7919),
                hour);
}
Arrival cup(std::int64_t id, int hour = 0) {
  return report(id, "Pokal: Südheim gewinnt gegen Westau 3:1, Bericht " + std::to_string(id),
                "Südheim steht nach einem Sieg gegen Westau im Halbfinale des Pokals. Absatz " +
                    std::to_string(id * 7919),
                hour);
}

Correction said(CorrectionKind kind, std::int64_t number,
                const std::vector<std::int64_t>& articles) {
  Correction out;
  out.kind = kind;
  out.number = number;
  out.fresh = StoryId{number};
  for (std::int64_t id : articles) out.articles.push_back(ArticleId{id});
  return out;
}

StoryId story_of(const Engine& engine, std::int64_t article) {
  return engine.story_of(ArticleId{article}).value_or(StoryId{});
}

/// Fires 1, 3, 5 and cups 2, 4.
Engine two_stories() {
  Engine engine;
  for (int id = 1; id <= 5; ++id) engine.add(id % 2 == 1 ? fire(id, id) : cup(id, id));
  EXPECT_EQ(story_of(engine, 5), StoryId{1});
  EXPECT_EQ(story_of(engine, 4), StoryId{2});
  return engine;
}

TEST(Corrections, AMergeBringsTheSecondStoryIntoTheFirst) {
  Engine engine = two_stories();
  const auto outcome = engine.correct(said(CorrectionKind::Merge, 100, {4, 1}));
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->moves.size(), 3U);
  EXPECT_EQ(outcome->moves[0].reason.kind, ReasonKind::Edited);
  EXPECT_EQ(outcome->moves[0].reason.nearest, ArticleId{4});
  EXPECT_EQ(outcome->tied, (std::vector<CorrectedPair>{{ArticleId{1}, ArticleId{4}, true, 100}}));
  EXPECT_EQ(engine.members(StoryId{2}).size(), 5U);
  EXPECT_TRUE(engine.members(StoryId{1}).empty());
  EXPECT_FALSE(engine.correct(said(CorrectionKind::Merge, 101, {1, 2}))) << "one story already";
}

TEST(Corrections, ASplitStaysSplitWhateverComes) {
  Engine engine = two_stories();
  const auto outcome = engine.correct(said(CorrectionKind::Split, 100, {3, 5}));
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(story_of(engine, 1), StoryId{1});
  EXPECT_EQ(story_of(engine, 3), StoryId{100});
  EXPECT_EQ(story_of(engine, 5), StoryId{100});
  for (int id = 6; id < 30; ++id) {
    engine.add(fire(id, id));
    EXPECT_EQ(story_of(engine, 1), StoryId{1});
    EXPECT_EQ(story_of(engine, 3), StoryId{100});
    EXPECT_EQ(story_of(engine, 5), StoryId{100});
  }
}

TEST(Corrections, AnUndoneSplitIsOneStoryAgain) {
  Engine engine = two_stories();
  ASSERT_TRUE(engine.correct(said(CorrectionKind::Split, 100, {3, 5})));
  Correction undo = said(CorrectionKind::Undo, 101, {3, 5});
  undo.back = {StoryId{1}, StoryId{1}};
  undo.undoes = 100;
  const auto outcome = engine.correct(undo);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->released.size(), 2U);
  EXPECT_EQ(engine.members(StoryId{1}).size(), 3U);
}

TEST(Corrections, AnUnlinkedArticleTakesItsReprintsAlong) {
  Engine engine;
  engine.add(fire(1));
  engine.add(fire(2, 1));
  Arrival copy = fire(2, 2);
  copy.article = ArticleId{3};
  copy.outlet = OutletId{77};
  ASSERT_TRUE(engine.add(copy).reprint);
  const auto outcome = engine.correct(said(CorrectionKind::Unlink, 100, {1, 2}));
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(story_of(engine, 1), StoryId{1});
  EXPECT_EQ(story_of(engine, 2), StoryId{100});
  EXPECT_EQ(story_of(engine, 3), StoryId{100});
  const auto again = engine.correct(said(CorrectionKind::Unlink, 101, {2, 1}));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().message, "the two are kept apart already");
}

TEST(Corrections, TheNewestWordWinsAndNamesWhatItEnds) {
  Engine engine = two_stories();
  ASSERT_TRUE(engine.correct(said(CorrectionKind::Link, 100, {1, 3})));
  const auto apart = engine.correct(said(CorrectionKind::Unlink, 101, {1, 3}));
  ASSERT_TRUE(apart) << apart.error().message;
  EXPECT_EQ(apart->released, (std::vector<CorrectedPair>{{ArticleId{1}, ArticleId{3}, true, 100}}));
  EXPECT_NE(story_of(engine, 1), story_of(engine, 3));
  const auto together = engine.correct(said(CorrectionKind::Link, 102, {1, 3}));
  ASSERT_TRUE(together);
  EXPECT_EQ(together->released,
            (std::vector<CorrectedPair>{{ArticleId{1}, ArticleId{3}, false, 101}}));
  EXPECT_EQ(story_of(engine, 1), story_of(engine, 3));
}

TEST(Corrections, AChainOfLinksIsCutWhereTheNewestWordCutsIt) {
  Engine engine = two_stories();
  ASSERT_TRUE(engine.correct(said(CorrectionKind::Link, 100, {1, 3})));
  ASSERT_TRUE(engine.correct(said(CorrectionKind::Link, 101, {3, 5})));
  ASSERT_TRUE(engine.correct(said(CorrectionKind::Unlink, 102, {1, 5})));
  EXPECT_EQ(story_of(engine, 1), StoryId{1});
  EXPECT_EQ(story_of(engine, 3), StoryId{1});
  EXPECT_EQ(story_of(engine, 5), StoryId{102});
}

TEST(Corrections, ALinkGoesTheWayThatBreaksNothing) {
  Engine engine = two_stories();
  ASSERT_TRUE(engine.correct(said(CorrectionKind::Unlink, 100, {1, 3})));
  const auto outcome = engine.correct(said(CorrectionKind::Link, 101, {5, 3}));
  ASSERT_TRUE(outcome);
  EXPECT_TRUE(outcome->released.empty());
  EXPECT_EQ(story_of(engine, 5), story_of(engine, 3));
  EXPECT_NE(story_of(engine, 1), story_of(engine, 3));
}

TEST(Corrections, WhatCannotBeObeyedIsRefusedAndChangesNothing) {
  Engine engine = two_stories();
  const std::string before = engine.snapshot();
  Correction taken = said(CorrectionKind::Split, 100, {3});
  taken.fresh = StoryId{2};
  const std::vector<Correction> refused{
      said(CorrectionKind::Merge, 100, {1, 99}),    said(CorrectionKind::Merge, 100, {1}),
      said(CorrectionKind::Link, 100, {1, 1}),      said(CorrectionKind::Split, 100, {}),
      said(CorrectionKind::Split, 100, {1, 2}),     said(CorrectionKind::Split, 100, {1, 3, 5}),
      said(CorrectionKind::Unlink, 100, {1, 2, 3}), taken};
  for (const Correction& correction : refused) {
    const auto outcome = engine.correct(correction);
    ASSERT_FALSE(outcome);
    EXPECT_FALSE(outcome.error().message.empty());
    EXPECT_EQ(engine.snapshot(), before);
  }
}

TEST(Corrections, WhatIsSaidOfAnArticleOutlivesIt) {
  Engine engine;
  engine.add(fire(1));
  engine.add(fire(2, 6));
  engine.add(fire(3, 8));
  ASSERT_EQ(engine.members(StoryId{1}).size(), 3U);
  ASSERT_TRUE(engine.correct(said(CorrectionKind::Link, 100, {1, 2})));
  ASSERT_TRUE(engine.correct(said(CorrectionKind::Unlink, 101, {1, 3})));
  for (int id = 4; id < 40; ++id) engine.add(fire(id, 14 * 24 + 1 + id / 8));
  ASSERT_FALSE(engine.story_of(ArticleId{1})) << "left the live window";
  EXPECT_EQ(story_of(engine, 2), StoryId{1});
  EXPECT_EQ(story_of(engine, 3), StoryId{101});
}

/// A generated stream with corrections strewn in; some contradict each other, some are refused.
class Strewn {
 public:
  explicit Strewn(unsigned seed) : random_(seed), stream_(generate_stream(seed, 140)) {}

  const std::vector<GeneratedArticle>& stream() const { return stream_; }

  Correction next(std::int64_t latest, std::int64_t number) {
    const auto article = [&] {
      return static_cast<std::int64_t>(random_() % static_cast<unsigned>(latest)) + 1;
    };
    const auto kind = static_cast<CorrectionKind>(random_() % 5);
    Correction out = said(kind, 1000 + number, {});
    if (kind == CorrectionKind::Undo) {
      out.undoes = 1000 + static_cast<std::int64_t>(random_() % 20);
      for (int i = 0; i < 2; ++i) {
        out.articles.push_back(ArticleId{article()});
        out.back.push_back(StoryId{article()});
      }
      std::sort(out.articles.begin(), out.articles.end());
      return out;
    }
    for (auto n = kind == CorrectionKind::Split ? random_() % 3 + 1 : 2; n > 0; --n) {
      out.articles.push_back(ArticleId{article()});
    }
    return out;
  }
  bool is_time() { return random_() % 3 == 0; }

 private:
  std::mt19937 random_;
  std::vector<GeneratedArticle> stream_;
};

TEST(Corrections, AreKeptToForAsLongAsTheirArticlesLive) {
  for (unsigned round = 0; round < 6; ++round) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(seed);
    Strewn strewn(seed);
    Engine engine;
    std::map<std::pair<ArticleId, ArticleId>, bool> model;  // the pairs in force, as told
    std::map<ArticleId, StoryId> placed;
    std::int64_t number = 0;
    int obeyed = 0;
    for (const GeneratedArticle& each : strewn.stream()) {
      const Decision decision = engine.add(each.arrival);
      for (const StoryMove& move : decision.moves) placed[move.article] = move.to;
      placed[each.arrival.article] = decision.story;
      if (strewn.is_time()) {
        const auto outcome = engine.correct(strewn.next(each.arrival.article.value, ++number));
        if (outcome) {
          ++obeyed;
          for (const CorrectedPair& pair : outcome->released) model.erase({pair.a, pair.b});
          for (const CorrectedPair& pair : outcome->tied) model[{pair.a, pair.b}] = pair.same;
          for (const StoryMove& move : outcome->moves) {
            EXPECT_EQ(placed[move.article], move.from);
            placed[move.article] = move.to;
          }
        }
      }
      for (const auto& [article, story] : placed) {
        const auto now = engine.story_of(article);
        ASSERT_TRUE(!now || *now == story);
      }
      for (const auto& [pair, same] : model) {
        const auto a = engine.story_of(pair.first);
        const auto b = engine.story_of(pair.second);
        if (!a || !b) continue;
        ASSERT_EQ(*a == *b, same) << pair.first.value << " " << pair.second.value;
      }
    }
    EXPECT_GT(obeyed, 5);
  }
}

TEST(Corrections, ASnapshotAnywhereEndsAsAnUndisturbedRun) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  Strewn strewn(seed);
  Engine undisturbed;
  Engine restarted;
  std::int64_t number = 0;
  for (const GeneratedArticle& each : strewn.stream()) {
    auto restored = Engine::restore(restarted.snapshot());
    ASSERT_TRUE(restored) << restored.error().message;
    restarted = std::move(*restored);
    ASSERT_EQ(undisturbed.add(each.arrival), restarted.add(each.arrival));
    if (!strewn.is_time()) continue;
    const Correction correction = strewn.next(each.arrival.article.value, ++number);
    const auto one = undisturbed.correct(correction);
    const auto other = restarted.correct(correction);
    ASSERT_EQ(static_cast<bool>(one), static_cast<bool>(other));
    if (one) {
      ASSERT_EQ(*one, *other);
    }
    ASSERT_EQ(undisturbed.snapshot(), restarted.snapshot());
  }
}

TEST(Corrections, ADamagedTieIsADamagedSnapshot) {
  Engine engine = two_stories();
  ASSERT_TRUE(engine.correct(said(CorrectionKind::Link, 100, {1, 3})));
  const std::string good = engine.snapshot();
  ASSERT_TRUE(Engine::restore(good));
  // The tie is at the end: 1, 3, must, 100 as a zigzag of two bytes.
  const std::size_t tie = good.size() - 5;
  ASSERT_EQ(good[tie], 1);
  ASSERT_EQ(good[tie + 1], 3);
  for (const auto& [at, byte] : {std::pair(0, 3), {0, 9}, {1, 9}, {1, 2}, {2, 1}, {2, 7}}) {
    std::string bad = good;
    bad[tie + static_cast<std::size_t>(at)] = static_cast<char>(byte);
    EXPECT_FALSE(Engine::restore(bad)) << at << " " << byte;
  }
}

}  // namespace
}  // namespace depesche
