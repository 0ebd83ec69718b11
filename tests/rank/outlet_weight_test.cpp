#include "rank/outlet_weight.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace depesche {
namespace {

using std::chrono::minutes;
using std::chrono::sys_seconds;

constexpr sys_seconds kMorning{std::chrono::seconds(1'700'000'000)};
constexpr OutletId kQuick{1}, kSlow{2}, kCopier{3}, kAgency{4}, kOther{5};

Testimony own(OutletId outlet, int minute) { return {outlet, kMorning + minutes(minute), {}, {}}; }
Testimony copy(OutletId outlet, OutletId origin, int minute) {
  return {outlet, kMorning + minutes(minute), {}, origin};
}

OutletWeights weigh(const DayStandings& day, int age = 0) { return OutletWeights({{age, &day}}); }

DayStandings days_of(const std::vector<Testimony>& story, int times) {
  DayStandings day;
  for (int i = 0; i < times; ++i) add_story(day, story);
  return day;
}

TEST(OutletWeight, GrowsWithBeingFirstAndSinksWithComingLast) {
  const auto weights = weigh(days_of({own(kQuick, 0), own(kSlow, 30), own(kOther, 20)}, 40));
  EXPECT_GT(weights.of(kQuick), 1300);
  EXPECT_LT(weights.of(kSlow), 800);
  EXPECT_EQ(weights.of(kSlow), weights.of(kOther)) << "there is no second place";
  EXPECT_EQ(weights.of(OutletId{77}), 1000) << "nothing is known of it";
}

TEST(OutletWeight, GrowsWithBeingCopiedAndSinksWithCopying) {
  const auto weights = weigh(days_of({own(kAgency, 0), copy(kCopier, kAgency, 5)}, 40));
  EXPECT_GT(weights.of(kAgency), 1200);
  EXPECT_LT(weights.of(kCopier), 700);
}

TEST(OutletWeight, TwoLuckyFirstsMakeNoAgency) {
  std::vector<Testimony> story{own(kQuick, 0)};
  for (std::int64_t i = 10; i < 14; ++i) story.push_back(own(OutletId{i}, 9));
  EXPECT_LT(weigh(days_of(story, 2)).of(kQuick), 1100);
  EXPECT_GT(weigh(days_of(story, 60)).of(kQuick), 1600) << "sixty are no luck";
}

TEST(OutletWeight, StaysBetweenAHalfAndTwo) {
  std::vector<Testimony> story{own(kAgency, 0)};
  for (std::int64_t i = 10; i < 60; ++i) story.push_back(copy(OutletId{i}, kAgency, 9));
  const auto weights = weigh(days_of(story, 100'000));
  EXPECT_EQ(weights.of(kAgency), 2000);
  EXPECT_EQ(weights.of(OutletId{10}), 500);
}

TEST(OutletWeight, IsForgottenWithTime) {
  const DayStandings day = days_of({own(kQuick, 0), own(kSlow, 30)}, 40);
  int before = 3000;
  for (int age = 0; age <= kStandingDays; ++age) {
    const int weight = weigh(day, age).of(kQuick);
    EXPECT_LE(weight, before);
    EXPECT_GT(weight, 1000);
    before = weight;
  }
  EXPECT_EQ(weigh(day, kStandingDays + 1).of(kQuick), 1000);
  EXPECT_EQ(weigh(day, -1).of(kQuick), 1000);
}

TEST(OutletWeight, SaysNothingOfStoriesThatOneOutletTells) {
  DayStandings day;
  add_story(day, {own(kQuick, 0), own(kQuick, 10)});
  add_story(day, {own(kQuick, 0), copy(kQuick, kQuick, 10)});
  add_story(day, {});
  EXPECT_TRUE(day.empty());
}

TEST(OutletWeight, NeverCountsAdvertorials) {
  Testimony advert = own(kQuick, 0);
  advert.kind = ArticleKind::Advertorial;
  DayStandings with;
  add_story(with, {advert, own(kSlow, 10), own(kOther, 20)});
  DayStandings without;
  add_story(without, {own(kSlow, 10), own(kOther, 20)});
  EXPECT_EQ(with, without);
}

TEST(OutletWeight, SharesAPointAmongThoseWhoCameAtTheSameMoment) {
  DayStandings day;
  add_story(day, {own(kQuick, 0), own(kSlow, 0), own(kOther, 5)});
  EXPECT_EQ(day[kQuick], (Standing{500, 333, 1, 1, 0}));
  EXPECT_EQ(day[kSlow], day[kQuick]);
  EXPECT_EQ(day[kOther], (Standing{0, 333, 1, 0, 0}));
}

TEST(OutletWeight, CountsAnOutletOnceHoweverMuchItWrites) {
  DayStandings once;
  add_story(once, {own(kQuick, 0), own(kSlow, 5), copy(kCopier, kQuick, 9)});
  DayStandings often;
  add_story(often, {own(kSlow, 5), copy(kCopier, kQuick, 9), own(kQuick, 0), own(kSlow, 6),
                    own(kQuick, 7), copy(kCopier, kQuick, 10)});
  EXPECT_EQ(once, often);
  EXPECT_EQ(once[kQuick].copied, 1);
}

TEST(OutletWeight, GivesNoMorePointsThanAreExpectedAndDoesNotAskInWhatOrder) {
  std::mt19937 random(20261127);
  for (int round = 0; round < 300; ++round) {
    std::vector<Testimony> story;
    for (unsigned i = 0; i < 1 + random() % 9; ++i) {
      const OutletId outlet{static_cast<std::int64_t>(1 + random() % 5)};
      const OutletId origin{random() % 2 == 0 ? 0 : static_cast<std::int64_t>(1 + random() % 5)};
      story.push_back(copy(outlet, origin, static_cast<int>(random() % 4)));
    }
    DayStandings day;
    add_story(day, story);
    std::int64_t points = 0;
    std::int64_t expected = 0;
    for (const auto& [outlet, standing] : day) {
      points += standing.points;
      expected += standing.expected;
    }
    EXPECT_NEAR(static_cast<double>(points), static_cast<double>(expected), 12) << round;
    std::shuffle(story.begin(), story.end(), random);
    DayStandings shuffled;
    add_story(shuffled, story);
    EXPECT_EQ(shuffled, day) << round;
  }
}

}  // namespace
}  // namespace depesche
