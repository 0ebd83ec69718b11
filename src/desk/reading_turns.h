// How many pages are read at once: a reader takes a turn and gives it back when it is done with its
// tree, whatever comes of it.
//
// Thread-safe. Waiting for a turn is not for stopping: a page takes some milliseconds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <semaphore>
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
    explicit Turn(ReadingTurns& turns) : turns_(turns) { turns_.free_.acquire(); }
    ~Turn() { turns_.free_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    ReadingTurns& turns_;
  };

 private:
  std::counting_semaphore<> free_;
};

}  // namespace depesche
