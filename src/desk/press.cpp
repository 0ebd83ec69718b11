#include "desk/press.h"

namespace depesche {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

void Press::note_news() {
  const std::scoped_lock lock(mutex_);
  clock_.note_news();
  bell_.notify_all();
}

bool Press::is_due() const {
  const std::scoped_lock lock(mutex_);
  return clock_.is_due(Clock::now());
}

void Press::print() {
  {
    const std::scoped_lock lock(mutex_);
    clock_.note_begun();
  }
  const Clock::time_point begun = Clock::now();
  try {
    const auto now = now_();
    standings_.learn(reader_, now);
    stand_.publish(make_edition(reader_, standings_.weights(), now));
  } catch (...) {
    note_news();  // which are still to be told
    throw;
  }
  const std::scoped_lock lock(mutex_);
  clock_.note_made(begun, Clock::now());
}

void Press::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (is_due()) {
      print();
    } else if (!standings_.learn(reader_, now_())) {  // a quiet moment
      wait(stop);
    }
  }
}

void Press::wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const EditionClock::Time due = clock_.due_at();
  bell_.wait_until(lock, stop, due, [&] { return clock_.due_at() != due; });
}

}  // namespace depesche
