// What was learned of each feed's rhythm, for the people who look at their subscriptions.
//
// Pure.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "fetch/rhythm.h"
#include "fetch/schedule.h"
#include "store/rows/views.h"

namespace depesche {

struct LearnedRhythm {
  bool is_known = false;         // at least a day was watched
  std::chrono::minutes every{};  // how often it is asked by its rhythm, over a week
  double per_day = 0;            // articles expected
  bool has_hours = false;        // most come between these hours of the day …
  int from_hour = 0;             // … UTC
  int to_hour = 0;               // exclusive
  bool rests_at_weekends = false;
  // Of a feed that is asked and read, and brings nothing.
  std::optional<fetch::Silence> silence;
};

/// One for each feed, in order. What the feeds do in common is part of it, so pass them all.
std::vector<LearnedRhythm> learned_rhythms(std::span<const FeedHealth> feeds,
                                           const fetch::ScheduleLimits& limits = {});

/// An hour of the day in UTC as the clock of a place shows it: 22 is 23 in Berlin in winter.
int local_hour(int utc_hour, std::chrono::seconds offset);

/// The gap between two pages of a host whose robots.txt asks for that one.
std::chrono::seconds kept_crawl_delay(std::chrono::seconds asked);

}  // namespace depesche
