// The week as all feeds here keep it, learned again every hour.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <mutex>

#include "fetch/rhythm.h"
#include "store/archive.h"

namespace depesche {

class UsualWeek {
 public:
  explicit UsualWeek(Archive& archive) : archive_(archive) {}

  fetch::WeekShape at(std::chrono::sys_seconds now);

 private:
  Archive& archive_;
  std::mutex mutex_;  // guards what follows
  std::chrono::sys_seconds learned_at_{};
  fetch::WeekShape week_ = fetch::flat_week();
};

}  // namespace depesche
