#include "desk/standings.h"

#include <spdlog/spdlog.h>

#include "store/sqlite/store_error.h"

namespace depesche {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr int kYoungest = 2;  // days of age: yesterday's stories may still get earlier reports

DayStandings read_day(const Reader& reader, sys_days day) {
  DayStandings standings;
  std::vector<Testimony> story;
  StoryId of;
  const auto close_story = [&] {
    add_story(standings, story);
    story.clear();
  };
  for (const StoryWitness& one : reader.story_witnesses(day, day + days(1))) {
    if (one.story != of) close_story();
    of = one.story;
    story.push_back({one.outlet, one.appeared_at, one.kind, one.copied_from});
  }
  close_story();
  return standings;
}

}  // namespace

bool Standings::learn(const Reader& reader, sys_seconds now, int most_days) {
  const sys_days today = std::chrono::floor<days>(now);
  bool has_changed = today != today_;
  today_ = today;
  std::erase_if(days_, [&](const auto& day) {
    return day.first < today - days(kStandingDays) || day.first > today - days(kYoungest);
  });
  bool is_missing = false;
  for (int age = kYoungest; age <= kStandingDays; ++age) {
    const sys_days day = today - days(age);
    if (days_.contains(day)) continue;
    is_missing = true;
    if (most_days-- <= 0) break;
    has_changed = true;
    DayStandings& standings = days_[day];  // a day that takes too long says nothing, once
    try {
      standings = read_day(reader, day);
    } catch (const StoreError& error) {
      if (error.code() != ErrorCode::TimedOut) throw;
      spdlog::warn("a day of stories took too long to read; outlets are weighed without it");
    }
  }
  if (!has_changed) return is_missing;
  std::map<int, const DayStandings*> by_age;
  for (const auto& [day, standings] : days_) {
    by_age[static_cast<int>((today - day).count())] = &standings;
  }
  weights_ = OutletWeights(by_age);
  return is_missing;
}

OutletWeights learn_weights(const Reader& reader, sys_seconds now) {
  Standings standings;
  standings.learn(reader, now, kStandingDays);
  return standings.weights();
}

}  // namespace depesche
