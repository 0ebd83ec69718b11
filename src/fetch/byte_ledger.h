// How much a host may send in a day, and how much it has sent.
//
// The limits of an answer hold for that answer: a host with a thousand long pages, or a feed of
// 16 MB that changes every ten minutes, would fill a line and a bill and break none of them. So
// every byte that comes over the wire is noted here, also those of answers that came to nothing.
//
// A host's day begins with its first byte and lasts 24 hours. It is judged before a request, so it
// may exceed its allowance by one answer. A host is what politeness.h takes for one.
//
// Across restarts, and for all processes on one data folder, it is kept by desk/allowance_keeper.h:
// take_unkept() gives what came since it was last called, recall() takes back what was kept,
// learn() what all have kept by now.
//
// Pure; not thread-safe (Fetcher guards it).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "news/host_tally.h"

namespace depesche::fetch {

/// Bytes a day; 0 is no limit.
struct Allowance {
  // A large outlet's feeds, pages and pictures are a few hundred megabytes a day.
  std::uint64_t per_host = 1'000'000'000;
  std::uint64_t per_loopback_host = 0;  // the owner's own
};

struct Tally {
  std::chrono::steady_clock::time_point began;
  std::uint64_t bytes = 0;
  std::uint64_t kept = 0;  // of these
};

/// When the host may be asked again; absent when it may be now.
std::optional<std::chrono::steady_clock::time_point> spent_until(
    const Tally& tally, std::uint64_t allowance, std::chrono::steady_clock::time_point now);

class ByteLedger {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit ByteLedger(Allowance allowance) : allowance_(allowance) {}

  /// AllowanceSpent, in words for the feed's health, when the host has sent enough for today.
  Result<void> check(const std::string& host, Time now) const;

  void note(const std::string& host, std::uint64_t bytes, Time now);

  struct Day {
    std::string host;
    Time began;
    std::uint64_t bytes = 0;
  };
  /// What came from each host since this was last called or since its day began.
  std::vector<Day> take_unkept();
  /// What was noted in an earlier life, before anything is in this one.
  void recall(const Day& day, Time now);

  /// What is kept of that host's day by now, with what take_unkept() gave and with what came to
  /// other processes; what has come since counts on top.
  void learn(const Day& day, Time now);

  std::size_t known_hosts() const { return tallies_.size(); }

 private:
  std::uint64_t allowance_of(const std::string& host) const;
  void forget_past_days(Time now);
  void forget_the_least();

  Allowance allowance_;
  std::unordered_map<std::string, Tally> tallies_;
  std::size_t forget_at_ = 1024;  // size at which past days are looked for
};

}  // namespace depesche::fetch
