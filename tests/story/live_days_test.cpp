#include <algorithm>

#include <gtest/gtest.h>

#include "story/engine.h"
#include "tests/story/generated_stream.h"

namespace depesche {
namespace {

using std::chrono::days;

TEST(LiveDays, IsAsLongAsIsSetAndMemoryFallsBackWithIt) {
  const auto stream = generate_stream(11, 300);
  StoryParameters brief = shipped_parameters();
  brief.live_days = 2;
  Engine engine;
  Engine shorter(brief);
  for (const GeneratedArticle& each : stream) {
    engine.add(each.arrival);
    shorter.add(each.arrival);
    const auto first = stream[static_cast<std::size_t>(shorter.live().front().value) - 1].arrival;
    EXPECT_LE(each.arrival.first_seen_at - first.first_seen_at, days(2));
  }
  EXPECT_LT(shorter.live_articles() * 3, engine.live_articles());
  const EngineMemory little = shorter.memory();
  const EngineMemory all = engine.memory();
  EXPECT_LT((little.texts + little.links) * 3, all.texts + all.links);
}

TEST(LiveDays, ThatIsChangedHoldsFromTheNextStartOn) {
  const auto stream = generate_stream(12, 450);
  StoryParameters brief = shipped_parameters();
  brief.live_days = 2;
  StoryParameters lengthy = shipped_parameters();
  lengthy.live_days = kMostLiveDays;
  Engine engine;
  for (std::size_t i = 0; i < 200; ++i) engine.add(stream[i].arrival);
  const std::string bytes = engine.snapshot();
  EXPECT_EQ(Engine::restore(bytes)->snapshot(), bytes);

  const auto shorter = Engine::restore(bytes, brief);
  ASSERT_TRUE(shorter);
  EXPECT_LT(shorter->live_articles(), engine.live_articles() / 2);
  EXPECT_LT(shorter->memory().texts, engine.memory().texts / 2);
  for (const ArticleId article : shorter->live()) {
    EXPECT_EQ(shorter->story_of(article), engine.story_of(article));
  }

  auto longer = Engine::restore(bytes, lengthy);
  ASSERT_TRUE(longer);
  EXPECT_EQ(longer->live(), engine.live());
  for (std::size_t i = 200; i < stream.size(); ++i) {
    engine.add(stream[i].arrival);
    longer->add(stream[i].arrival);
  }
  EXPECT_GT(longer->live_articles(), engine.live_articles());
  EXPECT_LE(engine.live().front(), ArticleId{200}) << "the default forgot only some";
  const std::vector<ArticleId> live = longer->live();
  for (const ArticleId article : engine.live()) {
    EXPECT_TRUE(std::binary_search(live.begin(), live.end(), article));
  }
}

}  // namespace
}  // namespace depesche
