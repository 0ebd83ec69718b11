// When a feed's articles come: learned from what each poll found.
//
// Two things are kept (news/polling.h): how many articles came in each hour of the week, fading
// over six weeks, and how many came lately, fading over three days. From them follows what to
// expect:
//
//   articles an hour, at a moment = rate × shape of the week
//   rate    what came lately, held to what came in weeks while that is little
//   shape   what all feeds here do, bent by the feed's hours of the day, then by its days of the
//           week, then by single hours of the week; each as far as enough articles speak for it
//
// So a feed of which nothing is known gets the usual week at one article in six hours, one with a
// hundred articles has its mornings and its Sundays, and one that brings a letter on Thursdays at
// nine is asked then. Hours are UTC; a change to summer time is learned like any other change.
//
// Pure. About five microseconds a feed.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <span>

#include "news/polling.h"

namespace depesche::fetch {

/// How many times the mean comes in each hour of the week; the mean is 1.
using WeekShape = std::array<double, kHoursOfWeek>;

std::size_t hour_of_week(std::chrono::sys_seconds at);

/// What all these feeds do, one voice each; the flat week for none.
WeekShape usual_week(std::span<const FeedRhythm> feeds);
WeekShape flat_week();

/// From the dates of the entries at the first poll, in any order; of `entries` in all.
FeedRhythm begin_rhythm(std::span<const std::chrono::sys_seconds> published, int entries,
                        std::chrono::sys_seconds now);

/// A good poll: what came since the one before. Dates outside that time are not believed.
struct PollFinding {
  std::span<const std::chrono::sys_seconds> published;  // of the new entries that have a date
  int undated = 0;                                      // of those without
  int entries = 0;  // in the whole feed; 0 when it was not read (304)
};
FeedRhythm learn(FeedRhythm rhythm, const PollFinding& found, const WeekShape& usual,
                 std::chrono::sys_seconds now);

struct Expectation {
  double per_hour = 0;  // over the week
  WeekShape shape;

  double at(std::chrono::sys_seconds moment) const {
    return per_hour * shape[hour_of_week(moment)];
  }
};
Expectation expect_articles(const FeedRhythm& rhythm, const WeekShape& usual);

/// That a feed is read and brings nothing, for much longer than it used to.
struct Silence {
  std::chrono::sys_seconds since{};
  double missed = 0;  // articles that its rhythm let expect meanwhile
};
/// `newest` is when its newest article came. Nothing where the feed was rare before (less than one
/// in two days), was not watched for long enough to tell, or is silent for no longer than some
/// holidays: five days, and as long as ten of its articles take. Nothing either where entries have
/// come lately that were other feeds' articles already: those are in the rhythm alone.
std::optional<Silence> silence(const FeedRhythm& rhythm, std::chrono::sys_seconds newest);

/// What a person wants to know of it.
struct RhythmInWords {
  double per_day = 0;
  // The shortest run of hours of the day, UTC, in which seven of eight articles come; none when
  // that is most of the day anyway, or too little is known.
  bool has_hours = false;
  int from_hour = 0;
  int to_hour = 0;  // exclusive; may lie behind midnight, then smaller than from_hour
  bool rests_at_weekends = false;
};
RhythmInWords in_words(const FeedRhythm& rhythm, const Expectation& expected);

}  // namespace depesche::fetch
