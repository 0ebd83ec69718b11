// How long something computed, not how long it waited: a busy machine changes nothing.
#pragma once

#include <algorithm>
#include <ctime>

namespace depesche::test {

/// CPU seconds of this thread for the cheapest of some runs of `work`.
template <class Work>
double cpu_seconds(const Work& work, int runs = 3) {
  const auto now = [] {
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) * 1e-9;
  };
  double best = 1e9;
  for (int i = 0; i < runs; ++i) {
    const double begin = now();
    work();
    best = std::min(best, now() - begin);
  }
  return best;
}

}  // namespace depesche::test
