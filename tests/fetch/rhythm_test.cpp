#include "fetch/rhythm.h"

#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr sys_seconds kMonday{sys_days{std::chrono::year{2030} / 5 / 6}};

double sum(const WeekShape& shape) { return std::accumulate(shape.begin(), shape.end(), 0.0); }

/// Watched for some weeks by polls three hours apart, articles coming at these hours of the week.
FeedRhythm watched(const std::vector<int>& weekly, int weeks) {
  FeedRhythm rhythm = begin_rhythm({}, 0, kMonday);
  for (sys_seconds at = kMonday + 3h; at <= kMonday + weeks * days(7); at += 3h) {
    std::vector<sys_seconds> found;
    for (const int hour : weekly) {
      const sys_seconds came = std::chrono::floor<days>(at - 3h) -
                               days(hour_of_week(at - 3h) / 24) + hours(hour) + 30min;
      if (came > at - 3h && came <= at) found.push_back(came);
    }
    rhythm = learn(rhythm, {found, 0, 20}, flat_week(), at);
  }
  return rhythm;
}

TEST(Rhythm, CountsTheHoursOfTheWeekFromMonday) {
  EXPECT_EQ(hour_of_week(kMonday), 0u);
  EXPECT_EQ(hour_of_week(kMonday - 1s), 167u);
  EXPECT_EQ(hour_of_week(kMonday + days(3) + 14h + 59min), 86u);
  EXPECT_EQ(hour_of_week(sys_seconds{-1s}), 71u) << "before 1970";
}

TEST(Rhythm, IsTheUsualWeekWhileNothingIsKnown) {
  WeekShape usual = flat_week();
  usual[10] = 3;
  const Expectation expected = expect_articles(begin_rhythm({}, 0, kMonday), usual);
  EXPECT_EQ(expected.shape, usual);
  EXPECT_NEAR(expected.per_hour, 1.0 / 6, 1e-9);
}

TEST(Rhythm, LearnsTheRateFromTheDatesOfTheFirstEntries) {
  for (const double per_day : {0.5, 2.0, 10.0, 50.0, 200.0}) {
    std::vector<sys_seconds> dates;
    dates.reserve(40);
    const auto apart = std::chrono::seconds(std::llround(86400 / per_day));
    for (int i = 0; i < 40; ++i) dates.push_back(kMonday - i * apart);
    const FeedRhythm rhythm = begin_rhythm(dates, 40, kMonday);
    EXPECT_NEAR(expect_articles(rhythm, flat_week()).per_hour * 24, per_day, per_day * 0.2);
  }
}

TEST(Rhythm, DoesNotBelieveDatesThatTellNothing) {
  const Expectation unknown = expect_articles(begin_rhythm({}, 0, kMonday), flat_week());
  const std::vector<sys_seconds> future(10, kMonday + 50h);
  const std::vector<sys_seconds> all_now(10, kMonday - 1min);  // the time of writing
  const std::vector<sys_seconds> few{kMonday - 5h, kMonday - 3h};
  EXPECT_EQ(expect_articles(begin_rhythm(future, 10, kMonday), flat_week()).per_hour,
            unknown.per_hour);
  EXPECT_EQ(expect_articles(begin_rhythm(all_now, 10, kMonday), flat_week()).per_hour,
            unknown.per_hour);
  EXPECT_EQ(expect_articles(begin_rhythm(few, 10, kMonday), flat_week()).per_hour,
            unknown.per_hour);
  // A feed of years ago is known to be quiet.
  const std::vector<sys_seconds> old(10, kMonday - days(900));
  EXPECT_LT(expect_articles(begin_rhythm(old, 10, kMonday), flat_week()).per_hour * 24, 0.1);
}

/// Polled on, and nothing comes.
FeedRhythm then_nothing(FeedRhythm rhythm, days span) {
  const sys_seconds until = rhythm.watched_until + span;
  for (sys_seconds at = rhythm.watched_until + 6h; at <= until; at += 6h) {
    rhythm = learn(rhythm, {{}, 0, 20}, flat_week(), at);
  }
  return rhythm;
}

TEST(Rhythm, IsSilentWhenMuchMoreWouldHaveCome) {
  std::vector<int> three_a_day;
  for (int day = 0; day < 7; ++day) {
    for (const int hour : {8, 12, 16}) three_a_day.push_back(24 * day + hour);
  }
  const FeedRhythm busy = watched(three_a_day, 4);
  const sys_seconds last = busy.watched_until - 7h - 30min;
  EXPECT_FALSE(silence(busy, last));
  EXPECT_FALSE(silence(then_nothing(busy, days(4)), last)) << "a long weekend";
  const auto week = silence(then_nothing(busy, days(7)), last);
  ASSERT_TRUE(week);
  EXPECT_EQ(week->since, last);
  EXPECT_NEAR(week->missed, 3 * 7.3, 3);
  const auto year = silence(then_nothing(busy, days(365)), last);
  ASSERT_TRUE(year) << "what was learned is not forgotten in the silence";
  EXPECT_NEAR(year->missed, 3 * 365, 150);

  const FeedRhythm working_days = watched({9, 33, 57, 81, 105}, 8);
  const sys_seconds friday = working_days.watched_until - days(2) - 14h - 30min;
  EXPECT_FALSE(silence(then_nothing(working_days, days(8)), friday)) << "ten of its articles";
  EXPECT_TRUE(silence(then_nothing(working_days, days(21)), friday));

  const FeedRhythm weekly = watched({9}, 12);
  const sys_seconds monday = weekly.watched_until - days(7) + 9h + 30min;
  EXPECT_FALSE(silence(then_nothing(weekly, days(200)), monday)) << "it is rare";

  for (const int day : {4, 10, 20}) {
    EXPECT_FALSE(silence(busy, kMonday + days(day))) << "entries came, of other feeds' articles";
  }
  EXPECT_FALSE(silence(then_nothing(busy, days(7)), kMonday + days(2))) << "hardly known then";
  EXPECT_FALSE(silence({}, kMonday));
}

TEST(Rhythm, FollowsARateThatChanges) {
  FeedRhythm rhythm = watched({9, 33, 57, 81, 105}, 8);  // a working day's article
  const double before = expect_articles(rhythm, flat_week()).per_hour;
  EXPECT_NEAR(before * 24, 5.0 / 7, 0.15);
  sys_seconds now = rhythm.watched_until;
  for (int i = 0; i < 24; ++i) {  // then two an hour for a day
    const std::vector<sys_seconds> found{now + 10min, now + 40min};
    now += 1h;
    rhythm = learn(rhythm, {found, 0, 20}, flat_week(), now);
  }
  EXPECT_GT(expect_articles(rhythm, flat_week()).per_hour, 10 * before);
  for (int i = 0; i < 40; ++i) rhythm = learn(rhythm, {}, flat_week(), now += 12h);
  EXPECT_LT(expect_articles(rhythm, flat_week()).per_hour, 3 * before) << "the burst is forgotten";
}

TEST(Rhythm, LearnsHoursDaysAndSingleHours) {
  std::vector<int> mornings;  // at 7, 8 and 9 of every working day
  for (int day = 0; day < 5; ++day) {
    for (const int hour : {7, 8, 9}) mornings.push_back(24 * day + hour);
  }
  const Expectation daily = expect_articles(watched(mornings, 6), flat_week());
  EXPECT_GT(daily.shape[24 + 8], 8 * daily.shape[24 + 20]);
  EXPECT_GT(daily.shape[24 + 8], 2 * daily.shape[5 * 24 + 8]) << "Saturday";
  const Expectation weekly = expect_articles(watched({3 * 24 + 9}, 8), flat_week());
  EXPECT_GT(weekly.shape[3 * 24 + 9], 2 * weekly.shape[24 + 9]) << "a letter on Thursdays";
}

TEST(Rhythm, KeepsItsLaws) {
  const FeedRhythm some = watched({9, 10, 60, 61, 62, 100}, 3);
  for (const FeedRhythm& rhythm : {begin_rhythm({}, 0, kMonday), some}) {
    const Expectation expected = expect_articles(rhythm, usual_week(std::vector{some, rhythm}));
    EXPECT_NEAR(sum(expected.shape), 168, 1e-6);
    EXPECT_GT(*std::min_element(expected.shape.begin(), expected.shape.end()), 0);
    EXPECT_GT(expected.per_hour, 0);
  }
  // Articles without dates count as many.
  const FeedRhythm dated =
      learn(begin_rhythm({}, 0, kMonday), {std::vector<sys_seconds>(5, kMonday + 30h), 0, 20},
            flat_week(), kMonday + 48h);
  const FeedRhythm undated =
      learn(begin_rhythm({}, 0, kMonday), {{}, 5, 20}, flat_week(), kMonday + 48h);
  EXPECT_NEAR(expect_articles(dated, flat_week()).per_hour,
              expect_articles(undated, flat_week()).per_hour, 0.005);
  EXPECT_EQ(learn(some, {{}, 7, 20}, flat_week(), some.watched_until - 1h), some)
      << "a clock that was set back teaches nothing";
}

TEST(Rhythm, TheUsualWeekIsWhatMostFeedsDo) {
  std::vector<int> nine;
  nine.reserve(7);
  for (int day = 0; day < 7; ++day) nine.push_back(24 * day + 9);
  const std::vector<FeedRhythm> feeds{watched(nine, 4), watched(nine, 4), watched({100}, 4)};
  const WeekShape usual = usual_week(feeds);
  EXPECT_NEAR(sum(usual), 168, 1e-6);
  EXPECT_GT(usual[24 + 9], 3 * usual[24 + 20]);
  for (const double hour : usual_week({})) EXPECT_NEAR(hour, 1, 1e-9);
}

TEST(Rhythm, IsToldInHoursAndDays) {
  std::vector<int> days_of_work;
  for (int day = 0; day < 5; ++day) {
    for (int hour = 6; hour < 18; ++hour) days_of_work.push_back(24 * day + hour);
  }
  const FeedRhythm rhythm = watched(days_of_work, 8);
  const RhythmInWords words = in_words(rhythm, expect_articles(rhythm, flat_week()));
  EXPECT_NEAR(words.per_day, 60.0 / 7, 1.2);
  ASSERT_TRUE(words.has_hours);
  EXPECT_NEAR(words.from_hour, 6, 1);
  EXPECT_NEAR(words.to_hour, 18, 1);
  EXPECT_TRUE(words.rests_at_weekends);
  const FeedRhythm unknown = begin_rhythm({}, 0, kMonday);
  EXPECT_FALSE(in_words(unknown, expect_articles(unknown, flat_week())).has_hours);
}

}  // namespace
}  // namespace depesche::fetch
