#include "desk/edition_clock.h"

#include <algorithm>

namespace depesche {

void EditionClock::note_made(Time begun, Time done) {
  const std::chrono::steady_clock::duration pause = (done - begun) * kShare;
  next_ = begun + std::clamp<std::chrono::steady_clock::duration>(pause, kPause, kLongestPause);
  stale_at_ = begun + kAge;
}

}  // namespace depesche
