#include "story/frequencies.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <utility>

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(CountTable, CountsLikeAMap) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  story::CountTable table;
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> expected;
  for (std::uint32_t i = 0; i < 40; ++i) {  // some of the start table's
    table.set(i * 977, {0, i + 1});
    expected[i * 977] = {0, i + 1};
  }
  // Many terms once, a few more often than fits beside their hash.
  const auto any_term = [&random] {
    const auto one = random() % 3;
    return one == 0 ? static_cast<std::uint32_t>(random())
                    : static_cast<std::uint32_t>(random() % (one == 1 ? 20'000 : 60)) * 977;
  };
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 30'000; ++i) {
      const std::uint32_t term = any_term();
      table.count(term);
      ++expected[term].first;
    }
    if (round == 2) {
      table.fade();
      for (auto& [term, count] : expected) count.first /= 2;
      std::erase_if(expected, [](const auto& each) {
        return each.second.first == 0 && each.second.second == 0;
      });
    }
    for (const auto& [term, count] : expected) {
      ASSERT_EQ(table.find(term).seen, count.first) << "seed " << seed;
      ASSERT_EQ(table.find(term).prior, count.second) << "seed " << seed;
    }
    for (int i = 0; i < 1000; ++i) {
      const auto term = static_cast<std::uint32_t>(random());
      ASSERT_TRUE(expected.contains(term) || table.find(term).seen == 0) << "seed " << seed;
    }
  }
  story::CountTable again;
  again.reserve(expected.size());
  for (const auto& [term, count] : table.seen()) {
    EXPECT_EQ(count, expected[term].first);
    again.set_seen(term, count);
  }
  EXPECT_EQ(again.seen(), table.seen());
  const auto often = std::count_if(expected.begin(), expected.end(),
                                   [](const auto& each) { return each.second.first >= 255; });
  EXPECT_GT(often, 10) << "the test counts no term more often than fits";
}

}  // namespace
}  // namespace depesche
