// How many pages are read at once: a reader takes a turn and gives it back when it is done with its
// tree, whatever comes of it.
//
// Thread-safe. Waiting for a turn is not for stopping: a page takes some milliseconds.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>

namespace depesche {

class ReadingTurns {
 public:
  /// As many as there are processors: more would take turns with the desk that all pages go to, and
  /// hold their trees all the while.
  ReadingTurns()
      : ReadingTurns(
            static_cast<std::ptrdiff_t>(std::max(1U, std::thread::hardware_concurrency()))) {}
  explicit ReadingTurns(std::ptrdiff_t at_once) : free_(at_once) {}

  /// One turn, from its beginning to its end.
  class Turn {
   public:
    explicit Turn(ReadingTurns& turns) : turns_(turns) { turns_.take(); }
    ~Turn() { turns_.give_back(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    ReadingTurns& turns_;
  };

 private:
  // No std::counting_semaphore: libstdc++'s waits by yielding at first, and a hundred workers who
  // yield leave the processors little time for those who read.
  void take() {
    std::unique_lock lock(mutex_);
    given_back_.wait(lock, [this] { return free_ > 0; });
    --free_;
  }

  void give_back() {
    {
      const std::scoped_lock lock(mutex_);
      ++free_;
    }
    given_back_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable given_back_;
  std::ptrdiff_t free_;
};

}  // namespace depesche
