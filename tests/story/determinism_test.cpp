// One stream, one outcome: what the engine computes must not depend on compiler, optimisation or
// sanitizers. The sums below were written once; every preset has to arrive at them, and
// `tools/checks/35-other-compiler` builds this test with another compiler and optimised further.
//
// A change that is meant to decide otherwise (new parameters, another analysis) changes them: the
// failing test says what they are now.
#include <gtest/gtest.h>

#include "tests/story/generated_stream.h"

namespace depesche {
namespace {

constexpr std::uint64_t kVectorsSum = 10147980698323642389U;
constexpr std::uint64_t kDecisionsSum = 15697663847128145395U;

/// FNV-1a over numbers and bytes in order.
class Sum {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) {
      value_ = (value_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    }
  }
  void add(std::int64_t number) {
    for (int shift = 0; shift < 64; shift += 8) {
      const auto byte = static_cast<std::uint64_t>(number) >> shift & 0xff;
      value_ = (value_ ^ byte) * 0x100000001b3U;
    }
  }
  void add(const std::vector<SharedTerm>& shared) {
    for (const SharedTerm& term : shared) {
      add(term.hash);
      add(static_cast<int>(term.kind));
      add(term.share);
    }
  }
  void add(const Reason& reason) {
    add(static_cast<int>(reason.kind));
    add(reason.score);
    add(reason.nearest.value);
    add(reason.shared);
  }
  void add(const Decision& decision) {
    add(decision.story.value);
    add(decision.reason);
    if (decision.reprint) add(decision.reprint->of.value * 1000 + decision.reprint->share);
    for (const StoryMove& move : decision.moves) {
      add(move.article.value);
      add(move.to.value);
      add(move.reason);
    }
  }
  void add(const std::vector<Similar>& similar) {
    for (const Similar& one : similar) {
      add(one.article.value);
      add(one.score);
      add(one.shared);
    }
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325U;
};

/// Comes, copies, merges, moves, and leaves the live window.
std::vector<GeneratedArticle> fixed_stream() {
  std::vector<GeneratedArticle> stream = generate_stream(39, 400);
  for (GeneratedArticle& one : generate_halves(39, 40)) {
    one.arrival.article = ArticleId{static_cast<std::int64_t>(stream.size()) + 1};
    stream.push_back(std::move(one));
  }
  return stream;
}

TEST(Determinism, StoredTermVectorsAreTheSameEverywhere) {
  Sum sum;
  for (const GeneratedArticle& one : fixed_stream()) {
    sum.add(encode(one.arrival.analysis));
  }
  EXPECT_EQ(sum.value(), kVectorsSum);
}

TEST(Determinism, DecisionsAreTheSameEverywhereAlsoAfterASnapshot) {
  Sum sum;
  Engine engine;
  int moves = 0;
  int reprints = 0;
  std::size_t similar = 0;
  for (const GeneratedArticle& one : fixed_stream()) {
    const Decision decision = engine.add(one.arrival);
    const std::vector<Similar> near = engine.similar_to(one.arrival.article);
    sum.add(decision);
    sum.add(near);
    moves += static_cast<int>(decision.moves.size());
    reprints += decision.reprint ? 1 : 0;
    similar += near.size();
    if (one.arrival.article.value % 97 != 0) continue;
    Result<Engine> restored = Engine::restore(engine.snapshot());
    ASSERT_TRUE(restored);
    engine = std::move(*restored);
  }
  EXPECT_LT(engine.live_articles(), fixed_stream().size());
  EXPECT_GT(moves, 0);
  EXPECT_GT(reprints, 0);
  EXPECT_GT(similar, 0u);
  EXPECT_EQ(sum.value(), kDecisionsSum);
}

}  // namespace
}  // namespace depesche
