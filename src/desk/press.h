// Makes the editions, on a thread of its own: of many large stories one takes seconds, in which the
// desk would let news wait.
//
// print() and run() belong to one thread at a time; everything else may be called from any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>

#include "desk/edition.h"
#include "desk/edition_clock.h"
#include "desk/standings.h"
#include "store/archive.h"
#include "store/reading/reader.h"

namespace depesche {

class Press {
 public:
  Press(Archive& archive, std::function<std::chrono::sys_seconds()> now)
      : reader_(archive.reader()), now_(std::move(now)) {}

  std::shared_ptr<const Edition> edition() const { return stand_.current(); }
  /// Articles were accepted, or stories corrected.
  void note_news();
  /// An edition of what is there. Throws StoreError.
  void print();
  /// An edition whenever one is due, until it is time to stop. Throws StoreError; then it may be
  /// called again.
  void run(const std::stop_token& stop);

 private:
  bool is_due() const;
  void wait(const std::stop_token& stop);

  Reader reader_;
  const std::function<std::chrono::sys_seconds()> now_;
  Standings standings_;
  NewsStand stand_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any bell_;
  EditionClock clock_;
};

}  // namespace depesche
