// How fast what is overdue is caught up with.
//
// After a restart or an outage every feed is due at once. Begun all together they would be a burst
// on the line, on the machine and on the hosts that serve many of them; so polls begin at most at a
// small multiple of the usual rate, which is what all the feeds' intervals amount to. The bucket
// holds ten seconds of that, or ten polls. A feed that was never asked is not counted: somebody has
// just subscribed and waits.
//
// Pure; not thread-safe.
#pragma once

#include <chrono>

namespace depesche::fetch {

struct PaceLimits {
  double times_usual = 2;
  double least_per_minute = 30;  // a few dozen feeds need no pacing
};

class PollPace {
 public:
  explicit PollPace(PaceLimits limits = {}) : limits_(limits) {}

  /// The sum over all feeds of polls an hour.
  void set_usual(double polls_per_hour) { usual_per_minute_ = polls_per_hour / 60; }

  /// Whether another poll may begin.
  bool is_open(std::chrono::sys_seconds now);
  /// It began.
  void note_begun() { tokens_ -= 1; }
  /// It did not begin after all.
  void give_back() { tokens_ += 1; }

  double per_minute() const;

 private:
  PaceLimits limits_;
  double usual_per_minute_ = 0;
  double tokens_ = 0;
  std::chrono::sys_seconds filled_at_{};
};

}  // namespace depesche::fetch
