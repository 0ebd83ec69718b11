#include "fetch/schedule.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "fetch/pace.h"

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds kNow{std::chrono::sys_days{std::chrono::year{2030} / 5 / 4} +
                           10h};  // Saturday
constexpr double kMiddle = 0.5;   // no jitter either way

seconds wait(const PollPlan& plan) { return plan.next_poll_at - kNow; }

/// A feed of that many articles a day for four weeks, day and night.
FeedRhythm steady(double per_day, int entries = 500) {
  std::vector<sys_seconds> dates;
  for (int i = 0;; ++i) {
    // Not always at the same hours, or it would learn them.
    const double turn = i * 0.618 - std::floor(i * 0.618);
    const auto age = seconds(std::llround((i + turn) * 86400 / per_day));
    if (age > days(28)) break;
    dates.push_back(kNow - age);
  }
  FeedRhythm rhythm = begin_rhythm(dates, static_cast<int>(dates.size()), kNow);
  rhythm.entries = entries;
  return rhythm;
}

PollPlan plan(const FeedRhythm& rhythm, const OutletWishes& wishes = {},
              std::optional<seconds> max_age = {}, double jitter = kMiddle) {
  return plan_after_poll({rhythm, flat_week(), wishes, max_age}, kNow, jitter);
}

TEST(Schedule, WaitsUntilWhatWaitsIsWorthAPoll) {
  for (const double per_day : {2.0, 5.0, 20.0, 100.0, 500.0}) {
    // Of a steady feed r·t²/2 article-hours have waited after t hours.
    const double expected = std::sqrt(2 * ScheduleLimits{}.poll_worth * 24 / per_day);
    const PollPlan planned = plan(steady(per_day));
    EXPECT_NEAR(static_cast<double>(planned.interval.count()) / 3600, expected, expected * 0.15)
        << per_day;
    EXPECT_EQ(planned.reason, WaitReason::Rhythm) << per_day;
  }
  EXPECT_EQ(plan(steady(20'000)).reason, WaitReason::Shortest);
  EXPECT_EQ(wait(plan(steady(20'000))), 10min);
  EXPECT_EQ(plan(steady(0.1)).reason, WaitReason::Longest);
  EXPECT_EQ(wait(plan(steady(0.1))), 12h);
}

TEST(Schedule, AsksAFeedLessWhileAHubTellsOfItsNews) {
  const auto pushed = [](double per_day, int entries, std::optional<sys_seconds> until) {
    const FeedRhythm rhythm = steady(per_day, entries);
    return plan_after_poll({rhythm, flat_week(), {}, {}, until}, kNow, kMiddle);
  };
  EXPECT_EQ(pushed(100, 500, kNow + days(5)).reason, WaitReason::Pushed);
  EXPECT_EQ(wait(pushed(100, 500, kNow + days(5))), 6h);
  EXPECT_EQ(wait(pushed(100, 500, kNow + 2h)), 2h) << "when the promise ends";
  EXPECT_EQ(pushed(100, 500, kNow).reason, WaitReason::Rhythm) << "it has ended";
  EXPECT_EQ(pushed(100, 500, {}).reason, WaitReason::Rhythm);
  EXPECT_EQ(wait(pushed(0.1, 500, kNow + days(5))), 12h) << "it was rarer before";
  // Twenty entries are gone within six hours of a hundred a day: what a hub forgot would be lost.
  const PollPlan few = pushed(100, 20, kNow + days(5));
  EXPECT_EQ(few.reason, WaitReason::FewEntries);
  EXPECT_LT(wait(few), 3h);
}

TEST(Schedule, AsksAnUnknownFeedSoon) {
  const PollPlan planned = plan(begin_rhythm({}, 0, kNow));
  EXPECT_EQ(planned.reason, WaitReason::Learning);
  EXPECT_EQ(wait(planned), 30min);
}

TEST(Schedule, LeavesNightsAlone) {
  WeekShape day_only = flat_week();
  for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
    day_only[cell] = cell % 24 >= 6 && cell % 24 < 18 ? 1.98 : 0.02;
  }
  const FeedRhythm unknown = begin_rhythm({}, 0, kNow - 1h);
  Expectation expected = expect_articles(unknown, day_only);
  expected.per_hour = 1;
  const sys_seconds evening = std::chrono::floor<days>(kNow) + 18h;
  EXPECT_LT(rhythm_wait(expected, evening - 10h), 2h);
  EXPECT_GT(rhythm_wait(expected, evening), 11h);
  EXPECT_GT(mean_wait(expected), rhythm_wait(expected, evening - 10h));
}

TEST(Schedule, ComesBeforeAFeedForgets) {
  const PollPlan planned = plan(steady(24, 4));
  EXPECT_EQ(planned.reason, WaitReason::FewEntries);
  EXPECT_NEAR(static_cast<double>(wait(planned).count()), 7200, 600) << "two of four are new";
  EXPECT_EQ(plan(steady(24, 0)).reason, WaitReason::Rhythm) << "not known how many";
}

TEST(Schedule, RespectsWhatTheOutletAsksFor) {
  const FeedRhythm often = steady(5000);
  const struct {
    OutletWishes wishes;
    std::optional<seconds> max_age;
    seconds wait;
    WaitReason reason;
  } cases[] = {
      {{2h, 0, 0}, {}, 2h, WaitReason::Ttl},
      {{1min, 0, 0}, {}, 9min, WaitReason::Shortest},
      {{{}, 0, 0}, 90min, 90min, WaitReason::MaxAge},
      {{3h, 0, 0}, 90min, 3h, WaitReason::Ttl},
      // A year is a template's default, not a wish.
      {{365 * 24h, 0, 0}, {}, 24h, WaitReason::Ttl},
      {{{}, 0, 0}, 365 * 24h, 6h, WaitReason::MaxAge},
      // From 10:09 the next hour that is not skipped begins at 13.
      {{{}, 7U << 10, 0}, {}, 3h + 9min, WaitReason::SkipHours},
      {{{}, 0, 0x60}, {}, 38h + 9min, WaitReason::SkipHours},  // the weekend
      {{{}, 0xffffff, 0}, {}, 9min, WaitReason::Shortest},
      {{{}, 0, 0x7f}, {}, 9min, WaitReason::Shortest},
  };
  for (const auto& one : cases) {
    const PollPlan planned = plan(often, one.wishes, one.max_age, 0);
    EXPECT_EQ(wait(planned), one.wait) << name(one.reason);
    EXPECT_EQ(planned.reason, one.reason) << name(one.reason);
    EXPECT_EQ(planned.interval, 10min) << "the rhythm is not the outlet's wish";
  }
}

TEST(Schedule, BacksOffByFailures) {
  seconds before = 0s;
  for (int failures = 1; failures <= 30; ++failures) {
    const auto planned =
        plan_after_failure({1h, failures, ErrorCode::Unreachable, {}, {}}, kNow, kMiddle);
    ASSERT_TRUE(planned);
    EXPECT_GE(wait(*planned), before) << "sooner after failure " << failures;
    EXPECT_LE(wait(*planned), failures > 10 ? seconds(7 * 24h) : seconds(24h));
    EXPECT_EQ(planned->interval, 1h) << "failures must not change the rhythm";
    EXPECT_EQ(planned->reason, WaitReason::BackOff);
    before = wait(*planned);
  }
  const auto after = [](seconds interval, int failures) {
    return wait(
        *plan_after_failure({interval, failures, ErrorCode::TimedOut, {}, {}}, kNow, kMiddle));
  };
  EXPECT_EQ(after(1h, 1), 1h);
  EXPECT_EQ(after(1h, 3), 4h);
  EXPECT_EQ(after(0s, 1), 30min);
}

TEST(Schedule, WaitsAsLongAsTheServerSays) {
  const auto after = [](ErrorCode code, std::optional<seconds> retry_after) {
    return *plan_after_failure({10min, 1, code, retry_after, {}}, kNow, 0);
  };
  EXPECT_EQ(wait(after(ErrorCode::RateLimited, 3h)), 3h);
  EXPECT_EQ(after(ErrorCode::RateLimited, 3h).reason, WaitReason::RetryAfter);
  EXPECT_EQ(wait(after(ErrorCode::RateLimited, {})), 54min);
  EXPECT_EQ(wait(after(ErrorCode::ServerFailed, 9000h)), 7 * 24h);
  // All feeds of a host were told the same moment; they do not all come back at it.
  const auto late = plan_after_failure({10min, 1, ErrorCode::RateLimited, 3h, {}}, kNow, 0.99);
  EXPECT_GT(wait(*late), 3h + 5min);
  const auto skipping =
      plan_after_failure({10min, 1, ErrorCode::TimedOut, {}, {{}, 1U << 10, 0}}, kNow, kMiddle);
  EXPECT_EQ(wait(*skipping), 70min) << "failures do not lift what the feed asked for";
}

TEST(Schedule, AsksNoMoreOftenThanTheOwnerWantsAlsoAfterFailures) {
  const FeedRhythm often = steady(5000), daily = steady(0.1);
  const auto after_poll = [](const FeedRhythm& rhythm, seconds every, const OutletWishes& wishes,
                             std::optional<seconds> max_age) {
    return plan_after_poll({rhythm, flat_week(), wishes, max_age, {}, every}, kNow, 0);
  };
  const auto after_failure = [](seconds every, int failures, ErrorCode code,
                                std::optional<seconds> retry_after, const OutletWishes& wishes) {
    return *plan_after_failure({1h, failures, code, retry_after, wishes, every}, kNow, 0);
  };
  const OutletWishes none, ttl{3h, 0, 0}, at_four{{}, 1U << 16, 0};
  const struct {
    const char* which;
    PollPlan plan;
    seconds wait;
    WaitReason reason;
  } cases[] = {
      {"too often", after_poll(often, 6h, none, {}), 6h, WaitReason::Owner},
      {"seldom", after_poll(daily, 6h, none, {}), 648min, WaitReason::Longest},
      {"ttl", after_poll(often, 2h, ttl, {}), 3h, WaitReason::Ttl},
      {"short ttl", after_poll(often, 6h, ttl, {}), 6h, WaitReason::Owner},
      {"max-age", after_poll(often, 2h, none, 5h), 5h, WaitReason::MaxAge},
      {"skipped", after_poll(often, 6h, at_four, {}), 7h, WaitReason::SkipHours},
      {"once", after_failure(6h, 1, ErrorCode::TimedOut, {}, none), 6h, WaitReason::Owner},
      {"often", after_failure(6h, 4, ErrorCode::TimedOut, {}, none), 432min, WaitReason::BackOff},
      {"a month", after_failure(720h, 99, ErrorCode::Empty, {}, none), 720h, WaitReason::Owner},
      {"429", after_failure(6h, 1, ErrorCode::RateLimited, 3h, none), 6h, WaitReason::Owner},
      {"429 for long", after_failure(2h, 1, ErrorCode::RateLimited, 3h, none), 3h,
       WaitReason::RetryAfter},
      {"allowance", after_failure(6h, 1, ErrorCode::AllowanceSpent, {}, none), 6h,
       WaitReason::Owner},
      {"failed, ttl", after_failure(2h, 1, ErrorCode::TimedOut, {}, ttl), 3h, WaitReason::Ttl},
      {"failed, skipped", after_failure(6h, 1, ErrorCode::TimedOut, {}, at_four), 7h,
       WaitReason::SkipHours},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(wait(one.plan), one.wait) << one.which;
    EXPECT_EQ(one.plan.reason, one.reason) << one.which;
  }
  EXPECT_EQ(after_poll(often, 6h, none, {}).interval, 10min)
      << "the rhythm is not the owner's wish";
  EXPECT_EQ(after_failure(6h, 1, ErrorCode::TimedOut, {}, none).interval, 1h);
  const PollPlan pushed =
      plan_after_poll({often, flat_week(), none, {}, kNow + days(5), 12h}, kNow, 0);
  EXPECT_EQ(wait(pushed), 12h) << "also to see whether a hub tells all";
  // Whatever came of it, the wish only ever puts a poll off, and never one that is late enough.
  for (const ErrorCode code : {ErrorCode::Unreachable, ErrorCode::RateLimited}) {
    for (int failures = 1; failures < 15; ++failures) {
      for (const seconds every : {seconds(10min), seconds(5h), seconds(40h), seconds(720h)}) {
        const seconds with = wait(after_failure(every, failures, code, {}, none));
        const seconds without = wait(*plan_after_failure({1h, failures, code, {}, {}}, kNow, 0));
        EXPECT_EQ(with, std::max(every, without)) << failures;
      }
    }
  }
}

TEST(Schedule, StopsWhenTheFeedIsGone) {
  EXPECT_FALSE(plan_after_failure({1h, 1, ErrorCode::Gone, {}, {}}, kNow, kMiddle));
}

TEST(Schedule, SpreadsByJitter) {
  const FeedRhythm daily = steady(0.1);
  EXPECT_EQ(wait(plan(daily, {}, {}, 0)), 648min);
  EXPECT_EQ(wait(plan(daily, {}, {}, 1)), 792min);
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
        {std::chrono::minutes(10), failures, ErrorCode::AllowanceSpent, std::nullopt, {}}, now,
        0.5);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->next_poll_at - now, std::chrono::hours(1)) << failures;
    EXPECT_EQ(plan->reason, WaitReason::Allowance) << "not a failure's back-off";
    EXPECT_EQ(plan->interval, std::chrono::minutes(10));
  }
}

TEST(Schedule, WhatTheOutletAskedForHoldsAlsoOutOfTurn) {
  const OutletWishes none, hour{1h, 0, 0}, now_skipped{{}, 1U << 10, 0};
  const struct {
    WaitReason reason;
    seconds planned;  // from now
    const char* error;
    OutletWishes wishes;
    std::optional<seconds> of_all, by_name;  // how long it is left alone
    std::optional<seconds> asked_every = {};
  } cases[] = {
      {WaitReason::Rhythm, 3h, "", none, {}, {}},
      {WaitReason::Learning, 20min, "", none, {}, {}},
      {WaitReason::Pushed, 5h, "", none, {}, {}},
      {WaitReason::Ttl, 50min, "", hour, 50min, {}},
      // Our own schedule waits longer; the feed's wish ends sooner, but not yet.
      {WaitReason::Rhythm, 3h, "", hour, 50min, {}},
      {WaitReason::MaxAge, 40min, "", none, 40min, {}},
      {WaitReason::SkipHours, 2h, "", none, 2h, {}},
      {WaitReason::Rhythm, 3h, "", now_skipped, 1h, {}},
      {WaitReason::RetryAfter, 2h, "rate_limited", none, 2h, 2h},
      {WaitReason::RetryAfter, 2h, "server_failed", none, 2h, 2h},
      {WaitReason::Ttl, 2h, "rate_limited", hour, 2h, 2h},
      {WaitReason::HostRests, 2min, "", none, 2min, 2min},
      {WaitReason::BackOff, 1h, "rate_limited", none, 1h, {}},
      {WaitReason::BackOff, 1h, "server_failed", none, 1h, {}},
      {WaitReason::BackOff, 1h, "unreachable", none, {}, {}},  // it may have been our own network
      {WaitReason::BackOff, 1h, "malformed", none, {}, {}},
      {WaitReason::Allowance, 1h, "allowance_spent", none, {}, {}},
      {WaitReason::RetryAfter, -1s, "rate_limited", none, {}, {}},  // over
      {WaitReason::Ttl, -1s, "", {9min, 0, 0}, {}, {}},
      // Its owner's wish, against a round over all and not against himself.
      {WaitReason::Owner, 5h, "", none, 5h, {}, 310min},
      {WaitReason::Rhythm, 8h, "", none, 5h, {}, 310min},
      {WaitReason::Unknown, 0s, "", none, 5h, {}, 310min},
      {WaitReason::BackOff, 30min, "unreachable", none, 5h, {}, 310min},
      {WaitReason::BackOff, 8h, "server_failed", none, 8h, {}, 310min},
      {WaitReason::RetryAfter, 8h, "rate_limited", none, 8h, 8h, 310min},
      {WaitReason::Owner, 5h, "rate_limited", none, 5h, {}, 310min},
      {WaitReason::Owner, 10min, "", now_skipped, 70min, {}, 20min},
      {WaitReason::Owner, -1s, "", none, {}, {}, 9min},  // over
  };
  for (const auto& one : cases) {
    const StandingFeed feed{kNow + one.planned, one.reason, one.error,
                            kNow - 10min,       one.wishes, one.asked_every};
    const auto left_alone = [&](AskedFor asked) {
      const auto hold = held_back(feed, asked, kNow);
      return hold ? std::optional<seconds>(hold->until - kNow) : std::nullopt;
    };
    const std::string which = std::string(name(one.reason)) + " " + one.error;
    EXPECT_EQ(left_alone(AskedFor::All), one.of_all) << which;
    EXPECT_EQ(left_alone(AskedFor::ThisFeed), one.by_name) << which;
  }
  const StandingFeed fresh{kNow, WaitReason::Unknown, "", std::nullopt, now_skipped};
  EXPECT_FALSE(held_back(fresh, AskedFor::All, kNow)) << "it was never asked";
}

TEST(PollPace, LetsThroughAMultipleOfWhatIsUsual) {
  PollPace pace;
  pace.set_usual(60 * 60);  // one a second
  int begun = 0;
  for (sys_seconds now = kNow; now < kNow + 60s; now += 1s) {
    while (pace.is_open(now)) {
      pace.note_begun();
      ++begun;
    }
  }
  EXPECT_GE(begun, 118);
  EXPECT_LE(begun, 120 + 20);
}

TEST(PollPace, DoesNotHoldUpAFewFeeds) {
  PollPace pace;
  int begun = 0;
  for (; pace.is_open(kNow) && begun < 1000; ++begun) pace.note_begun();
  EXPECT_EQ(begun, 10);
  EXPECT_TRUE(pace.is_open(kNow + 2s));
}

TEST(WaitReason, KeepsItsName) {
  for (int i = 0; i <= static_cast<int>(WaitReason::Gone); ++i) {
    const auto reason = static_cast<WaitReason>(i);
    EXPECT_EQ(wait_reason(name(reason)), reason);
  }
  EXPECT_EQ(wait_reason("something newer"), WaitReason::Unknown);
}

}  // namespace
}  // namespace depesche::fetch
