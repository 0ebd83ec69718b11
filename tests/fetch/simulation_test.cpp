#include <gtest/gtest.h>

#include "tests/fetch/simulated_feeds.h"

namespace depesche::test {
namespace {

// The whole of it, with real rates, is bench/schedule.
SimulationOptions small() {
  SimulationOptions options;
  options.feeds = 150;
  options.days = 21;
  return options;
}

TEST(SimulatedMonths, AskThreeTimesLessThanHourlyAndFindArticlesAsSoon) {
  SimulationOptions options = small();
  const SimulationReport ours = simulate(made_up_profiles(), options);
  options.policy = Policy::Hourly;
  const SimulationReport hourly = simulate(made_up_profiles(), options);
  EXPECT_NEAR(hourly.median_min, 30, 2) << "the yardstick itself";
  EXPECT_GT(hourly.polls, 3 * ours.polls);
  EXPECT_LE(ours.median_min, hourly.median_min);
  EXPECT_EQ(ours.lost, 0);
}

TEST(SimulatedMonths, NeverAskTooSoonAndNeverInAHerd) {
  SimulationOptions options = small();
  options.has_troubles = true;
  options.host_gap_s = 5;
  for (const std::uint64_t seed : {1, 2, 3}) {
    options.seed = seed;
    const SimulationReport report = simulate(made_up_profiles(), options);
    EXPECT_EQ(report.host_too_soon, 0) << "seed " << seed;
    EXPECT_EQ(report.feed_too_soon, 0) << "seed " << seed;
    EXPECT_EQ(report.robots_too_soon, 0) << "seed " << seed;
    EXPECT_EQ(report.unread_robots, 0) << "seed " << seed;
    EXPECT_GT(report.robots_read, 0) << "seed " << seed;
    EXPECT_EQ(report.most_led_on, fetch::kMovesToBelieve) << "seed " << seed;
    // So few feeds may all be asked within minutes; the least pace is what binds.
    EXPECT_LE(report.most_per_minute, 40) << "seed " << seed;
  }
}

}  // namespace
}  // namespace depesche::test
