// What hosts have sent today, and until when they want to be left alone, kept for the next start of
// the program.
//
// Part of the writing side: made for the moment from Archive::writer(). Each call is one
// transaction. Several processes may add to one host's day. A day that seems to begin in the future
// (the clock was set back) begins now.
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "news/host_tally.h"

namespace depesche {

class Writer;

class HostBytes {
 public:
  explicit HostBytes(Writer& writer) : writer_(writer) {}

  /// What came since it was added last. Days that are over go. Of these hosts what has been added
  /// by all processes.
  std::vector<HostTally> add(std::span<const HostTally> tallies, std::chrono::sys_seconds now);
  /// Of the days that are not over, no more than kMostTallies. Those of the future begin now, for
  /// good, or they would never end.
  std::vector<HostTally> today(std::chrono::sys_seconds now);

  /// Hosts that want to be left alone; of two wishes the later counts. Those that are over go.
  void rest(std::span<const HostRest> rests, std::chrono::sys_seconds now);
  /// Those that still want to, no more than kMostTallies, and none for longer than kLongestRest.
  std::vector<HostRest> resting(std::chrono::sys_seconds now);

 private:
  Writer& writer_;
};

}  // namespace depesche
