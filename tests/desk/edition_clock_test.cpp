// When an edition is made, and how soon what just happened stands at its top.
#include "desk/edition_clock.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "desk/edition.h"
#include "tests/store/fixture.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr EditionClock::Time kStart{std::chrono::hours(1000)};

TEST(EditionClock, TheFirstEditionDoesNotWait) { EXPECT_TRUE(EditionClock().is_due(kStart)); }

TEST(EditionClock, WithoutNewsAnEditionServesForAMinute) {
  EditionClock clock;
  clock.note_made(kStart, kStart + 10ms);
  EXPECT_FALSE(clock.is_due(kStart + 59s));
  EXPECT_TRUE(clock.is_due(kStart + 60s));
}

TEST(EditionClock, NewsWaitFiftyTimesWhatAnEditionCostsButNeverLong) {
  struct Case {
    milliseconds cost, pause;
  };
  for (const auto& [cost, pause] : {Case{1ms, 1s},
                                    {20ms, 1s},
                                    {100ms, 5s},
                                    {300ms, 15s},
                                    {1s, 20s},
                                    {5s, 20s},
                                    {19s, 20s},
                                    {90s, 20s}}) {
    SCOPED_TRACE(cost.count());
    EditionClock clock;
    clock.note_made(kStart, kStart + cost);
    clock.note_news();
    EXPECT_FALSE(clock.is_due(kStart + pause - 1ms));
    EXPECT_TRUE(clock.is_due(kStart + pause));
    clock.note_begun();
    clock.note_made(kStart + pause, kStart + pause + cost);
    EXPECT_EQ(clock.due_at(), kStart + pause + 60s) << "the news are told";
  }
}

TEST(EditionClock, WhatComesWhileAnEditionIsMadeIsForTheNext) {
  EditionClock clock;
  clock.note_news();
  clock.note_begun();
  clock.note_news();
  clock.note_made(kStart, kStart + 10ms);
  EXPECT_EQ(clock.due_at(), kStart + 1s);
}

// Of a thousand stories of a day of German front pages so many have one outlet, two, …
constexpr std::array<int, 9> kStoriesOfOutlets{690, 156, 70, 32, 16, 18, 6, 5, 7};
constexpr int kOutlets = 40;

/// A day of a thousand stories, and the loop that gathers and ranks, by a clock turned by hand.
class BreakingNewsTest : public testing::Test {
 protected:
  struct Cost {
    milliseconds edition;  // to make one
    milliseconds batch;    // to gather what came
  };
  struct Report {
    seconds at{};
    int outlet = 0;
    StoryId story;
  };

  BreakingNewsTest() {
    std::vector<Report> day;
    std::array<int, kOutlets> outlets{};
    std::iota(outlets.begin(), outlets.end(), 0);
    for (std::size_t size = 0; size < kStoriesOfOutlets.size(); ++size) {
      for (int i = 0; i < kStoriesOfOutlets[size]; ++i) {
        const StoryId story{++stories_};
        const seconds begin = up_to(24h - 4h);
        std::shuffle(outlets.begin(), outlets.end(), random_);
        for (std::size_t n = 0; n <= size; ++n)
          day.push_back({begin + up_to(4h), outlets[n], story});
      }
    }
    std::sort(day.begin(), day.end(), [](const Report& a, const Report& b) { return a.at < b.at; });
    take(day, at(0));
    elapsed_ = 24h;
  }

  seconds up_to(seconds most) {
    return seconds(static_cast<std::int64_t>(random_() % static_cast<unsigned>(most.count())));
  }

  std::chrono::sys_seconds now() const { return at(std::chrono::floor<seconds>(elapsed_).count()); }

  void take(const std::vector<Report>& reports, std::chrono::sys_seconds since) {
    AcceptTransaction accept = archive_->begin_accept();
    for (const Report& report : reports) {
      const std::string slug = "n" + std::to_string(++articles_);
      const Article article = make_article("Blatt " + std::to_string(report.outlet), slug,
                                           "Nordburg meldet Fall " + std::to_string(articles_),
                                           "Bericht " + std::to_string(articles_) + ".");
      const Accepted key =
          accept.put_article({article, {}, {}, {}}, terms_of(article), since + report.at);
      ASSERT_EQ(key.outcome, Outcome::New);
      accept.put_term_vector(key.stream_no, "vector");
      StoredDecision decision;
      decision.article = key.id;
      decision.story = report.story;
      decision.reason = "founded";
      accept.put_decision(decision);
    }
    accept.commit();
  }

  /// One round of the desk: what is at hand is gathered, then an edition is made if one is due.
  void go_round(const Cost& cost, std::vector<Report> told) {
    // Other news never end.
    told.push_back({{}, static_cast<int>(random_() % kOutlets), StoryId{++stories_}});
    take(told, now());
    elapsed_ += cost.batch;
    clock_.note_news();
    if (!clock_.is_due(kStart + elapsed_)) return;
    const milliseconds begun = elapsed_;
    clock_.note_begun();
    Edition edition = make_edition(archive_->reader(), {}, now());
    elapsed_ += cost.edition;
    stand_.publish(std::move(edition));
    clock_.note_made(kStart + begun, kStart + elapsed_);
  }

  bool is_in_the_top_ten(StoryId story) const {
    const auto edition = stand_.current();
    const auto top =
        edition->places.begin() + std::min<std::ptrdiff_t>(10, std::ssize(edition->places));
    return std::any_of(edition->places.begin(), top,
                       [&](const FrontPlace& place) { return place.story == story; });
  }

  std::mt19937 random_{7};
  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  EditionClock clock_;
  NewsStand stand_;
  milliseconds elapsed_{};
  std::int64_t stories_ = 0;
  std::int64_t articles_ = 0;
};

TEST_F(BreakingNewsTest, AThirdOutletBringsAStoryToTheTopTenWithinAMinute) {
  for (const Cost& cost : {Cost{20ms, 1s}, Cost{1s, 1s}, Cost{19s, 19s}}) {
    SCOPED_TRACE(cost.edition.count());
    const StoryId story{++stories_};
    milliseconds third{};
    for (int outlet = 0; outlet < 3; ++outlet) {
      for (const milliseconds until = elapsed_ + 1min; elapsed_ < until;) go_round(cost, {});
      EXPECT_FALSE(is_in_the_top_ten(story));
      third = elapsed_;
      go_round(cost, {{{}, outlet, story}});
    }
    while (!is_in_the_top_ten(story) && elapsed_ - third < 10min) go_round(cost, {});
    EXPECT_LE(elapsed_ - third, 60s);
    // Two more take it up, and it stays.
    for (int outlet = 3; outlet < 5; ++outlet) {
      go_round(cost, {{{}, outlet, story}});
      for (const milliseconds until = elapsed_ + 2min; elapsed_ < until;) go_round(cost, {});
      EXPECT_TRUE(is_in_the_top_ten(story));
    }
  }
}

}  // namespace
}  // namespace depesche
