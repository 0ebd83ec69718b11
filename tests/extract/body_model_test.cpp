// What the trees that judge blocks are given, and how they are asked.
#include "extract/body/body_model.h"

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "extract/body/block_features.h"
#include "extract/body/body.h"
#include "extract/body/candidates.h"
#include "extract/body/known_text.h"
#include "extract/body/packed_trees.h"

namespace depesche::extract {
namespace {

constexpr std::string_view kPage = R"(<html><body>
<nav><a href="/">Start</a> <a href="/orte">Orte</a></nav>
<article class="article-body"><h1>Brücke gesperrt</h1>
<p>Die Brücke über den Fluss ist seit Montag für den Verkehr gesperrt, teilte die Stadt mit.</p>
<p>Wie lange die Arbeiten dauern, sei offen, sagte ein Sprecher auf Anfrage der Zeitung.</p>
<aside><p>Abonnieren Sie unseren Newsletter, damit Sie nichts verpassen, was hier geschieht.</p></aside>
</article></body></html>)";

struct Read {
  html::Tree tree = html::parse(kPage);
  Survey survey{tree};
  std::vector<RawBlock> blocks = blocks_of(tree, survey);
  BodyHints hints;
  Verdicts verdicts{blocks, hints};
  Readings readings = read_both_ways(tree, survey, blocks, hints, verdicts);
  BlockFeatures features{
      {tree, survey, blocks, hints, verdicts, readings.by_names, readings.by_prose}};
};

std::size_t column(std::string_view name) {
  const std::vector<std::string> names = BlockFeatures::names();
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

TEST(BoostedTrees, FollowsTheAnswersToALeaf) {
  // Is column 0 at most 5? Then 100, else: is column 1 at most 0? Then 200, else 400. And always 1.
  const std::array<TreeNode, 6> nodes{{{0, 5, 2},
                                       {TreeNode::kLeaf, 100, 0},
                                       {1, 0, 2},
                                       {TreeNode::kLeaf, 200, 0},
                                       {TreeNode::kLeaf, 400, 0},
                                       {TreeNode::kLeaf, 1, 0}}};
  const std::array<std::uint32_t, 2> roots{0, 5};
  const BoostedTrees trees{nodes, roots};
  EXPECT_EQ(trees.odds(std::array<std::int16_t, 2>{5, 9}), 101);
  EXPECT_EQ(trees.odds(std::array<std::int16_t, 2>{6, 0}), 201);
  EXPECT_EQ(trees.odds(std::array<std::int16_t, 2>{6, 1}), 401);
}

// The obvious walk is the oracle of the clever one.
TEST(PackedTrees, SayWhatTheTreesSay) {
  const BoostedTrees trees = block_trees();
  const PackedTrees packed(trees);
  const std::size_t columns = BlockFeatures::names().size();
  constexpr std::size_t kRows = PackedTrees::kRows;
  std::mt19937 random(20260301);
  // Limits of the trees themselves and their neighbours decide, so values are drawn from those.
  std::uniform_int_distribution<std::size_t> node(0, trees.nodes.size() - 1);
  std::uniform_int_distribution<int> step(-1, 1);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::int16_t> values(columns * kRows);
    for (std::int16_t& value : values) {
      value = static_cast<std::int16_t>(trees.nodes[node(random)].limit + step(random));
    }
    const auto odds = packed.odds(values.data());
    for (std::size_t row = 0; row < kRows; ++row) {
      std::vector<std::int16_t> own;
      for (std::size_t c = 0; c < columns; ++c) own.push_back(values[c * kRows + row]);
      ASSERT_EQ(odds[row], trees.odds(own)) << "round " << round << ", row " << row;
    }
  }
}

TEST(PackedTrees, AreAskedTheColumnsOfTheRows) {
  const Read page;
  const FeatureRows rows = page.features.rows();
  const std::vector<std::int32_t> odds = page.features.odds(PackedTrees(block_trees()));
  ASSERT_EQ(odds.size(), rows.rows());
  for (std::size_t i = 0; i < odds.size(); ++i) EXPECT_EQ(odds[i], block_trees().odds(rows[i]));
}

TEST(KnownText, HoldsSentencesByTheirLetters) {
  html::Tree tree = html::parse(
      "<p>The bridge has been closed since Monday, the city said. <p>Nobody knows for how long the "
      "work will take, it added later. <p>Short.");
  const std::vector<RawBlock> blocks = blocks_of(tree, Survey(tree));
  ASSERT_EQ(blocks.size(), 3u);
  const std::string known =
      "Bridge closed -- the bridge has been CLOSED since monday the city said (agency). Short.";
  EXPECT_EQ(blocks_within(known, blocks), (std::vector<bool>{true, false, false}));
  EXPECT_EQ(blocks_within("", blocks), std::vector<bool>(3));
  // However long, it is looked through; what comes piece by piece is found across the pieces.
  const std::string long_text = std::string(300'000, 'x') + known + std::string(300'000, 'y');
  EXPECT_EQ(blocks_within(long_text, blocks), (std::vector<bool>{true, false, false}));
}

TEST(BoostedTrees, ChancesRiseWithTheOdds) {
  EXPECT_EQ(chance_of(0), 500);
  EXPECT_EQ(chance_of(-1'000'000), 0);
  EXPECT_EQ(chance_of(1'000'000), 1000);
  for (std::int32_t odds = -9000; odds < 9000; odds += 50) {
    EXPECT_LE(chance_of(odds), chance_of(odds + 50));
    EXPECT_EQ(chance_of(odds) + chance_of(-odds), 1000);
  }
}

TEST(BlockFeatures, HasAColumnForEveryName) {
  const std::vector<std::string> names = BlockFeatures::names();
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  const Read page;
  const FeatureRows rows = page.features.rows();
  ASSERT_EQ(rows.rows(), page.blocks.size());
  EXPECT_EQ(rows.columns, names.size());
}

TEST(BlockFeatures, TellTextFromWhatStandsBeside) {
  const Read page;
  const FeatureRows rows = page.features.rows();
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const std::string& text = page.blocks[i].text;
    SCOPED_TRACE(text);
    EXPECT_EQ(rows[i][column("in_aside")], text.starts_with("Abonnieren") ? 1 : 0);
    EXPECT_EQ(rows[i][column("appeal")], text.starts_with("Abonnieren") ? 1 : 0);
    EXPECT_EQ(rows[i][column("in_nav")], text.starts_with("Start") ? 1 : 0);
    EXPECT_EQ(rows[i][column("links")] > 500, text.starts_with("Start"));
    if (text.starts_with("Die Brücke")) {
      EXPECT_EQ(rows[i][column("kept")], 1);
    }
  }
}

TEST(BlockFeatures, TreesAskForColumnsThatAreThere) {
  for (const TreeNode& node : block_trees().nodes) {
    EXPECT_LT(node.column, static_cast<std::int16_t>(BlockFeatures::names().size()));
  }
}

TEST(BlockFeatures, ATreeEndsInsideItsTable) {
  const BoostedTrees trees = block_trees();
  for (std::size_t at = 0; at < trees.nodes.size(); ++at) {
    const TreeNode& node = trees.nodes[at];
    if (node.column == TreeNode::kLeaf) continue;
    EXPECT_GT(node.other, 1);
    EXPECT_LT(at + node.other, trees.nodes.size());
  }
}

}  // namespace
}  // namespace depesche::extract
