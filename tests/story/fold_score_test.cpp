#include "bench/story/fold_score.h"

#include <random>

#include <gtest/gtest.h>

namespace depesche {
namespace {

constexpr unsigned kFolds = 5;

Scored inside(unsigned fold) { return {Scored::Which::Inside, fold, kFolds}; }
Scored outside(unsigned fold) { return {Scored::Which::Outside, fold, kFolds}; }

std::vector<Placed> some_articles() {
  std::mt19937 random(3);
  std::vector<Placed> out;
  for (int i = 0; i < 300; ++i) {
    const auto event = static_cast<std::int64_t>(random() % 60);
    const bool is_astray = random() % 4 == 0;
    out.push_back({"s" + std::to_string(event), is_astray ? event / 7 : event + 100});
  }
  return out;
}

TEST(FoldScore, IsBcubedAndPairwise) {
  // Two stories; one article of the first is with the second.
  const Score all = score({{"a", 1}, {"a", 1}, {"a", 2}, {"b", 2}}, {});
  EXPECT_DOUBLE_EQ(all.articles, 4);
  EXPECT_DOUBLE_EQ(all.precision, 1 + 1 + 0.5 + 0.5);
  EXPECT_DOUBLE_EQ(all.recall, 2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 1);
  EXPECT_DOUBLE_EQ(all.bcubed(), 2 * 3 * (8.0 / 3) / (3 + 8.0 / 3) / 4);
  // One of two pairs is right, one of three is found.
  EXPECT_DOUBLE_EQ(all.pairwise(), 2 * (1.0 / 2) * (1.0 / 3) / (1.0 / 2 + 1.0 / 3));
  EXPECT_DOUBLE_EQ(all.found, 2);
  EXPECT_DOUBLE_EQ(all.gold, 2);
}

TEST(FoldScore, FoldsAddUpToTheWhole) {
  const std::vector<Placed> articles = some_articles();
  const Score all = score(articles, {});
  Score sum;
  for (unsigned fold = 0; fold < kFolds; ++fold) {
    const Score one = score(articles, inside(fold));
    EXPECT_GT(one.articles, 0) << fold;
    EXPECT_LT(one.articles, all.articles) << fold;
    sum.articles += one.articles;
    sum.precision += one.precision;
    sum.recall += one.recall;
    sum.right += one.right;
    sum.claimed += one.claimed;
    sum.wanted += one.wanted;
    sum.found += one.found;
    sum.gold += one.gold;
  }
  EXPECT_NEAR(sum.bcubed(), all.bcubed(), 1e-9);
  EXPECT_NEAR(sum.pairwise(), all.pairwise(), 1e-9);
  EXPECT_NEAR(sum.found, all.found, 1e-9);
  EXPECT_NEAR(sum.gold, all.gold, 1e-9);
}

TEST(FoldScore, OutsideKnowsNothingOfTheLabelsInside) {
  for (unsigned fold = 0; fold < kFolds; ++fold) {
    std::vector<Placed> articles = some_articles();
    const Score known = score(articles, outside(fold));
    // All of the fold becomes one story, wherever it is.
    std::string name;
    for (Placed& one : articles) {
      if (!inside(fold).counts(one.gold)) continue;
      if (name.empty()) name = one.gold;
      one.gold = name;
      one.found = 100;
    }
    ASSERT_FALSE(name.empty());
    const Score now = score(articles, outside(fold));
    EXPECT_DOUBLE_EQ(now.articles, known.articles);
    EXPECT_DOUBLE_EQ(now.bcubed(), known.bcubed());
    EXPECT_DOUBLE_EQ(now.pairwise(), known.pairwise());
    EXPECT_DOUBLE_EQ(now.found, known.found);
  }
}

TEST(FoldScore, InsideIsWrongBesideOtherFolds) {
  std::string one = "x";
  while (!inside(0).counts(one)) one += "x";
  std::string other = "y";
  while (inside(0).counts(other)) other += "y";
  const Score together = score({{one, 1}, {one, 1}, {other, 1}, {other, 1}}, inside(0));
  EXPECT_DOUBLE_EQ(together.articles, 2);
  EXPECT_DOUBLE_EQ(together.precision, 1);
  EXPECT_DOUBLE_EQ(together.recall, 2);
  EXPECT_DOUBLE_EQ(together.found, 0.5);
}

}  // namespace
}  // namespace depesche
