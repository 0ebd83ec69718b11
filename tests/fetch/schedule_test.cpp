#include "fetch/schedule.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds kNow{std::chrono::sys_days{std::chrono::year{2030} / 5 / 4} + 10h};
constexpr double kMiddle = 0.5;  // no jitter either way

seconds wait(const PollPlan& plan) { return plan.next_poll_at - kNow; }

TEST(Schedule, TakesTheFirstRhythmFromTheDatesOfTheEntries) {
  std::vector<sys_seconds> hourly, old;
  for (int i = 1; i <= 20; ++i) {
    hourly.push_back(kNow - i * 1h);
    old.push_back(kNow - 400 * 24h - i * 1h);
  }
  EXPECT_EQ(wait(plan_after_first_poll(hourly, {}, kNow, kMiddle)), 1h);
  EXPECT_EQ(wait(plan_after_first_poll(old, {}, kNow, kMiddle)), 6h);
  EXPECT_EQ(wait(plan_after_first_poll({}, {}, kNow, kMiddle)), 30min);
  const std::vector<sys_seconds> future{kNow + 100h};
  EXPECT_EQ(wait(plan_after_first_poll(future, {}, kNow, kMiddle)), 6h);
}

TEST(Schedule, FollowsTheRateWithinItsBounds) {
  for (const double per_day : {0.1, 1.0, 6.0, 24.0, 100.0, 1000.0}) {
    // A feed with a steady rate, polled for a month as planned.
    seconds interval = 30min, since = 0s;
    double owed = 0;
    for (sys_seconds now = kNow; now < kNow + 30 * 24h;) {
      const PollPlan plan =
          plan_after_poll({interval, since, static_cast<int>(owed)}, {}, now, 0.5);
      owed -= std::floor(owed);
      since = plan.next_poll_at - now;
      owed += per_day * static_cast<double>(since.count()) / 86400;
      interval = plan.interval;
      now = plan.next_poll_at;
    }
    const double expected = std::clamp(86400 / per_day, 600.0, 21600.0);
    EXPECT_NEAR(static_cast<double>(interval.count()), expected, expected * 0.35) << per_day;
  }
}

TEST(Schedule, AsksSoonerAfterABurstAndSlowlyForgetsIt) {
  const PollPlan burst = plan_after_poll({6h, 6h, 40}, {}, kNow, kMiddle);
  EXPECT_LT(burst.interval, 2h);
  const PollPlan quiet = plan_after_poll({burst.interval, 6h, 0}, {}, kNow, kMiddle);
  EXPECT_GT(quiet.interval, burst.interval);
  EXPECT_LT(quiet.interval, 2 * burst.interval);
}

TEST(Schedule, RespectsWhatTheOutletAsksFor) {
  const Watched often{10min, 10min, 5};
  EXPECT_EQ(wait(plan_after_poll(often, {2h, std::nullopt, {}}, kNow, 0)), 2h);
  EXPECT_EQ(wait(plan_after_poll(often, {std::nullopt, 90min, {}}, kNow, 0)), 90min);
  // A year is a template's default, not a wish.
  EXPECT_EQ(wait(plan_after_poll(often, {365 * 24h, std::nullopt, {}}, kNow, 0)), 24h);
  EXPECT_EQ(wait(plan_after_poll(often, {std::nullopt, 365 * 24h, {}}, kNow, 0)), 6h);
  // From 10:10 the next hour that is not skipped begins at 13.
  const PollPlan skipped = plan_after_poll(often, {{}, {}, {10, 11, 12}}, kNow, kMiddle);
  EXPECT_EQ(skipped.next_poll_at, kNow + 3h + 10min);
  std::vector<int> all;
  for (int hour = 0; hour < 24; ++hour) all.push_back(hour);
  EXPECT_EQ(wait(plan_after_poll(often, {{}, {}, all}, kNow, kMiddle)), 10min);
}

TEST(Schedule, BacksOffByFailures) {
  seconds before = 0s;
  for (int failures = 1; failures <= 30; ++failures) {
    const auto plan = plan_after_failure({1h, failures, ErrorCode::Unreachable, {}}, kNow, kMiddle);
    ASSERT_TRUE(plan);
    EXPECT_GE(wait(*plan), before) << "sooner after failure " << failures;
    EXPECT_LE(wait(*plan), failures > 10 ? seconds(7 * 24h) : seconds(24h));
    EXPECT_EQ(plan->interval, 1h) << "failures must not change the rhythm";
    before = wait(*plan);
  }
  EXPECT_EQ(wait(*plan_after_failure({1h, 1, ErrorCode::TimedOut, {}}, kNow, kMiddle)), 1h);
  EXPECT_EQ(wait(*plan_after_failure({1h, 3, ErrorCode::TimedOut, {}}, kNow, kMiddle)), 4h);
  EXPECT_EQ(wait(*plan_after_failure({0s, 1, ErrorCode::TimedOut, {}}, kNow, kMiddle)), 30min);
}

TEST(Schedule, WaitsAsLongAsTheServerSays) {
  const auto plan = plan_after_failure({10min, 1, ErrorCode::RateLimited, 3h}, kNow, 0);
  EXPECT_EQ(wait(*plan), 3h);
  const auto unsaid = plan_after_failure({10min, 1, ErrorCode::RateLimited, {}}, kNow, kMiddle);
  EXPECT_EQ(wait(*unsaid), 1h);
  const auto forever =
      plan_after_failure({10min, 1, ErrorCode::ServerFailed, 9000h}, kNow, kMiddle);
  EXPECT_EQ(wait(*forever), 7 * 24h);
}

TEST(Schedule, StopsWhenTheFeedIsGone) {
  EXPECT_FALSE(plan_after_failure({1h, 1, ErrorCode::Gone, {}}, kNow, kMiddle));
}

TEST(Schedule, SpreadsByJitter) {
  const Watched hourly{1h, 1h, 1};
  EXPECT_EQ(wait(plan_after_poll(hourly, {}, kNow, 0)), 54min);
  EXPECT_EQ(wait(plan_after_poll(hourly, {}, kNow, 1)), 66min);
}

TEST(Schedule, BelievesAMoveAfterThreeInARow) {
  Move move;
  move = note_move(move, "https://example.org/new");
  move = note_move(move, "https://example.org/new");
  EXPECT_FALSE(is_believed(move));
  move = note_move(move, "https://example.org/other");
  EXPECT_EQ(move.count, 1);
  move = note_move(move, "https://example.org/other");
  EXPECT_FALSE(is_believed(note_move(move, "")));
  EXPECT_TRUE(is_believed(note_move(move, "https://example.org/other")));
}

TEST(Schedule, AnAllowanceThatIsSpentIsNoFaultOfTheOutlet) {
  const auto now = std::chrono::sys_seconds(std::chrono::hours(500'000));
  for (const int failures : {1, 2, 5, 20}) {
    const auto plan = plan_after_failure(
        {std::chrono::minutes(10), failures, ErrorCode::AllowanceSpent, std::nullopt}, now, 0.5);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->next_poll_at - now, std::chrono::hours(1)) << failures;
    EXPECT_EQ(plan->interval, std::chrono::minutes(10));
  }
}

}  // namespace
}  // namespace depesche::fetch
