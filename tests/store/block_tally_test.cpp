// Counts of a host's blocks, and how they are stored.
#include "store/rows/block_tally.h"

#include <random>

#include <gtest/gtest.h>

#include "tests/store/fixture.h"

namespace depesche {
namespace {

constexpr std::uint64_t kHigh = ~std::uint64_t{0};  // as a column it is negative

TEST(BlockTally, CountsPagesAndThoseWhereABlockIsText) {
  BlockTally tally;
  tally.add(std::vector<SeenBlock>{{7, true, "box"}, {kHigh, false, "note"}}, at(1));
  tally.add(std::vector<SeenBlock>{{3, false, ""}, {7, false, "box"}}, at(2));
  ASSERT_EQ(tally.blocks().size(), 3u);
  EXPECT_EQ(tally.pages_of(7), 2);
  EXPECT_EQ(tally.pages_of(3), 1);
  EXPECT_EQ(tally.pages_of(kHigh), 1);
  EXPECT_EQ(tally.pages_of(8), 0);
  const TalliedBlock& seven = tally.blocks()[1];
  EXPECT_EQ(seven.hash, 7u);
  EXPECT_EQ(seven.in_text, 1);
  EXPECT_EQ(seven.last_seen_at, at(2).time_since_epoch().count());
}

TEST(BlockTally, HalvingForgetsWhatStoodOnOnePage) {
  BlockTally tally;
  for (int i = 0; i < 5; ++i) tally.add(std::vector<SeenBlock>{{7, true, ""}}, at(i));
  tally.add(std::vector<SeenBlock>{{9, true, ""}}, at(6));
  tally.halve();
  EXPECT_EQ(tally.pages_of(7), 2);
  EXPECT_EQ(tally.blocks().front().in_text, 2);
  EXPECT_EQ(tally.pages_of(9), 0);
}

TEST(BlockTally, TheRareAndThenTheOldGoFirst) {
  BlockTally tally;
  tally.add(std::vector<SeenBlock>{{1, true, ""}, {2, true, ""}}, at(1));
  tally.add(std::vector<SeenBlock>{{1, true, ""}}, at(2));
  tally.add(std::vector<SeenBlock>{{kHigh, true, ""}, {4, true, ""}}, at(3));
  tally.keep(2);
  EXPECT_EQ(tally.pages_of(1), 2);
  EXPECT_EQ(tally.pages_of(kHigh), 1) << "of two alike the first as a column";
  EXPECT_EQ(tally.blocks().size(), 2u);
}

TEST(BlockTally, IsReadBackAsItWasWritten) {
  std::mt19937_64 random(1);
  BlockTally tally;
  for (int page = 0; page < 300; ++page) {
    std::vector<SeenBlock> seen;
    for (int i = 0; i < 20; ++i) seen.push_back({random() % 400 << 55U | random() % 3, true, ""});
    tally.add(seen, at(page));
  }
  const std::string bytes = tally.bytes();
  EXPECT_EQ(bytes.size(), 1 + 14 * tally.blocks().size());
  const BlockTally again{std::string_view(bytes)};
  EXPECT_EQ(again.bytes(), bytes);
  EXPECT_EQ(again.blocks().size(), tally.blocks().size());
  EXPECT_EQ(BlockTally().bytes().size(), 1u);
}

TEST(BlockTally, PagesCountedApartAddUp) {
  std::mt19937_64 random(1);
  BlockTally whole;
  BlockTally first;
  BlockTally later;
  for (int page = 0; page < 40; ++page) {
    std::vector<SeenBlock> seen;
    for (int i = 0; i < 20; ++i) seen.push_back({random() % 200, random() % 2 == 0, ""});
    whole.add(seen, at(page));
    (page < 30 ? first : later).add(seen, at(page));
  }
  first.add(later);
  EXPECT_EQ(first.bytes(), whole.bytes());
}

TEST(BlockTally, CountsStayAtTheMostTheirBytesHold) {
  BlockTally tally;
  for (int i = 0; i < 300; ++i) tally.add(std::vector<SeenBlock>{{7, true, ""}}, at(i));
  EXPECT_EQ(tally.pages_of(7), 255);
  EXPECT_EQ(tally.blocks().front().in_text, 255);
}

TEST(BlockTally, WhatIsNoneBeginsAnew) {
  BlockTally tally;
  tally.add(std::vector<SeenBlock>{{1, true, ""}, {2, true, ""}}, at(1));
  const std::string bytes = tally.bytes();
  for (const std::string& broken :
       {std::string(), std::string("x"), bytes.substr(0, bytes.size() - 1), '\2' + bytes.substr(1),
        bytes.substr(0, 1) + bytes.substr(15) + bytes.substr(1, 14)}) {
    EXPECT_TRUE(BlockTally(std::string_view(broken)).blocks().empty());
  }
}

}  // namespace
}  // namespace depesche
