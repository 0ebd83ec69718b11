// Learns the outlets' weights from the archive, a day at a time.
//
// A day can be read once it is over for a day, for then nothing more is said about who was first in
// its stories. So the weights are a function of the archive and the date: nothing of them is
// stored, a start reads the days anew, newest first, and until it is through they are learned from
// fewer.
//
// Not thread-safe: one thread owns it.
#pragma once

#include <chrono>
#include <map>

#include "rank/outlet_weight.h"
#include "store/reading/reader.h"

namespace depesche {

class Standings {
 public:
  /// Reads at most so many days that are missing. False when none is.
  bool learn(const Reader& reader, std::chrono::sys_seconds now, int most_days = 1);
  const OutletWeights& weights() const { return weights_; }

 private:
  std::map<std::chrono::sys_days, DayStandings> days_;
  std::chrono::sys_days today_{};
  OutletWeights weights_;
};

/// All days at once, for a command that ranks once.
OutletWeights learn_weights(const Reader& reader, std::chrono::sys_seconds now);

}  // namespace depesche
