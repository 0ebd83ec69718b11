// When the wire goes on after the store has failed.
//
// What is fetched while nothing can be kept is lost, and fetched again; so nobody outside is asked
// until a trial write has been kept. Trials touch our own disk alone and come every few seconds.
// Where small writes are kept and larger ones are not, the trial says too much: the pause then
// begins again at once, and is twice as long each time, so that outlets feel little of it.
//
// Pure: the time is given. Not thread-safe.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace depesche {

class StorePause {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit StorePause(std::chrono::milliseconds between_trials) : between_(between_trials) {}

  bool is_on() const { return trial_at_.has_value(); }
  /// While it is on.
  Time trial_at() const { return *trial_at_; }

  /// The store has failed; of several who meet the same failure the first counts.
  void begin(Time now) {
    if (is_on()) return;
    const bool is_relapse = ended_at_ && now - *ended_at_ < kRelapse * between_;
    wait_ = is_relapse ? std::min(2 * wait_, kLongest * between_) : between_;
    trial_at_ = now + wait_;
  }
  void note_failed_trial(Time now) {
    if (is_on()) trial_at_ = now + between_;
  }
  /// A trial was kept.
  void end(Time now) {
    trial_at_.reset();
    ended_at_ = now;
  }

 private:
  static constexpr int kRelapse = 12;  // of these spans it went well: not the same failure
  static constexpr int kLongest = 60;

  const std::chrono::milliseconds between_;
  std::chrono::milliseconds wait_{};
  std::optional<Time> trial_at_;
  std::optional<Time> ended_at_;
};

}  // namespace depesche
