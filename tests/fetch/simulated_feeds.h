// Months of polling in minutes: generated feeds, a hand-turned clock, the real decisions.
//
// Feeds publish by the hour of the week of a profile, more on some days than on others; each lives
// on a host it shares with others. Polls and the pages behind new entries take turns there by the
// real politeness book, begin at the real pace, are planned by the real schedule from what the real
// rhythm learned. Hosts' robots.txt are judged and remembered, and moves believed, as by the
// fetcher and the store. Beside it judges keep books of their own: whether a host, its robots.txt
// or a feed was asked sooner than allowed, and how many polls began in each minute.
//
// The same seed gives the same articles whatever the policy.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "fetch/schedule.h"

namespace depesche::test {

/// How much a kind of feed publishes and when.
struct FeedProfile {
  double per_day = 0;
  fetch::WeekShape shape = fetch::flat_week();
};

/// Without data at hand: office hours, a quieter weekend, rates from one in five days to 200 a day.
std::vector<FeedProfile> made_up_profiles();

enum class Policy {
  Depesche,
  Hourly,  // every feed once an hour, at a minute of its own
};

struct SimulationOptions {
  Policy policy = Policy::Depesche;
  int feeds = 5000;
  int days = 90;
  std::uint64_t seed = 1;
  fetch::ScheduleLimits limits;
  int host_gap_s = 1;
  // Outlets that ask for patience, fail, go, or move to another host; robots.txt with delays and
  // bad days; an outage of the line and one of the machine. Without them every poll is answered.
  bool has_troubles = false;
};

struct SimulationReport {
  std::int64_t articles = 0;  // published and found
  std::int64_t polls = 0;
  std::int64_t lost = 0;                             // fell out of their feed unseen
  double median_min = 0, mean_min = 0, p95_min = 0;  // from publication to the poll that found it

  // Laws; all zero.
  std::int64_t host_too_soon = 0;    // two requests closer than the host's gap, or at once
  std::int64_t feed_too_soon = 0;    // before ttl, Retry-After, in skipped hours, after 410
  std::int64_t robots_too_soon = 0;  // a robots.txt again within the least wait after a failure
  std::int64_t unread_robots = 0;    // pages whose host's robots.txt was not read within a day
  // What they cost, and after how many redirects in a row a feed was asked at its new address.
  std::int64_t robots_read = 0;
  int most_led_on = 0;
  // A feed's first poll is the owner's wish and does not count as herd.
  double mean_per_minute = 0;
  std::int64_t most_per_minute = 0;
  std::int64_t most_after_line_outage = 0;     // in the six hours after it
  std::int64_t most_after_machine_outage = 0;  // in the six hours after it

  double polls_per_article() const {
    return static_cast<double>(polls) / static_cast<double>(articles);
  }
};

SimulationReport simulate(const std::vector<FeedProfile>& profiles,
                          const SimulationOptions& options);

}  // namespace depesche::test
