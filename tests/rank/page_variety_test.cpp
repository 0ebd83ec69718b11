#include "rank/page_variety.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace depesche {
namespace {

std::vector<std::size_t> order(const std::vector<PageCandidate>& candidates) {
  std::vector<std::size_t> out;
  for (const PagePlace& place : vary_page(candidates, candidates.size())) {
    out.push_back(place.candidate);
  }
  return out;
}

TEST(PageVariety, OneOutletDoesNotLeadTwiceInARowWhereAnotherIsNearlyAsGood) {
  const std::vector<PageCandidate> page{
      {1000, OutletId{1}, ""}, {990, OutletId{1}, ""}, {950, OutletId{2}, ""}};
  EXPECT_EQ(order(page), (std::vector<std::size_t>{0, 2, 1}));
  EXPECT_EQ(vary_page(page, 3).back().worth, 850);
}

TEST(PageVariety, NoStoryIsPassedByOneThatScoresMuchLess) {
  EXPECT_EQ(order({{1000, OutletId{1}, ""}, {990, OutletId{1}, ""}, {500, OutletId{2}, ""}}),
            (std::vector<std::size_t>{0, 1, 2}));
}

TEST(PageVariety, SectionsCountLess) {
  EXPECT_EQ(order({{1000, OutletId{1}, "Sport"},
                   {990, OutletId{2}, "Sport"},
                   {970, OutletId{3}, "Kultur"}}),
            (std::vector<std::size_t>{0, 2, 1}));
  EXPECT_EQ(order({{1000, OutletId{1}, "Sport"},
                   {990, OutletId{2}, "Sport"},
                   {900, OutletId{3}, "Kultur"}}),
            (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(order({{1000, OutletId{1}, ""}, {990, OutletId{2}, ""}, {980, OutletId{3}, "Kultur"}}),
            (std::vector<std::size_t>{0, 1, 2}))
      << "no section is not a section";
}

TEST(PageVariety, AFewPlacesAreRemembered) {
  // Of one outlet's run of equals no two stand together while others last.
  std::vector<PageCandidate> page;
  for (int i = 0; i < 4; ++i) page.push_back({1000, OutletId{1}, ""});
  for (int i = 0; i < 2; ++i) page.push_back({980, OutletId{2 + i}, ""});
  EXPECT_EQ(order(page), (std::vector<std::size_t>{0, 4, 5, 1, 2, 3}));
}

TEST(PageVariety, KeepsEveryStoryAndTheFirst) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<PageCandidate> page;
    std::int64_t score = 5000;
    for (unsigned i = 0; i < random() % 60; ++i) {
      score -= static_cast<std::int64_t>(random() % 90);
      page.push_back({std::max<std::int64_t>(score, 0),
                      OutletId{static_cast<std::int64_t>(1 + random() % 4)},
                      random() % 2 == 0 ? "Politik" : ""});
    }
    std::vector<std::size_t> placed = order(page);
    ASSERT_EQ(placed.size(), page.size());
    if (!placed.empty()) {
      EXPECT_EQ(placed[0], 0U) << "nothing stands above it";
    }
    std::sort(placed.begin(), placed.end());
    for (std::size_t i = 0; i < placed.size(); ++i) EXPECT_EQ(placed[i], i);
    EXPECT_EQ(vary_page(page, 7).size(), std::min<std::size_t>(page.size(), 7));
  }
}

}  // namespace
}  // namespace depesche
