// When the next edition is made.
//
// Soon after news: a second after the last edition was begun, or fifty times what that one cost,
// so that editions take at most a fiftieth of the time; but never later than twenty seconds after
// it, whatever they cost. So news that was accepted is on the page within a minute as long as an
// edition and a batch of articles take less than twenty seconds each, which is a thousand times
// what they take. Without news once a minute, for freshness moves the order.
//
// Pure: the time comes in.
#pragma once

#include <chrono>

namespace depesche {

class EditionClock {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::seconds kPause{1};
  static constexpr int kShare = 50;
  static constexpr std::chrono::seconds kLongestPause{20};
  static constexpr std::chrono::seconds kAge{60};

  /// Articles were accepted since the last edition.
  void note_news() { has_news_ = true; }
  Time due_at() const { return has_news_ ? next_ : stale_at_; }
  bool is_due(Time now) const { return now >= due_at(); }
  /// An edition of all news so far is begun; what comes from now on is for the next.
  void note_begun() { has_news_ = false; }
  void note_made(Time begun, Time done);

 private:
  bool has_news_ = false;
  Time next_ = Time::min();  // the first edition does not wait
  Time stale_at_ = Time::min();
};

}  // namespace depesche
