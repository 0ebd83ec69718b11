// What a comparison finds of a live article alone (Comparison::Side), kept for the newest ones:
// most of what an arrival meets came shortly before, and met others already.
//
// Not thread-safe; no part of the engine's state, for it says nothing that the articles do not say.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/prefetch.h"
#include "story/pair.h"
#include "story/postings.h"

namespace depesche::story {

class Sides {
 public:
  /// Of an article with these terms.
  const Comparison::Side& of(Serial serial, std::span<const Weight> terms) {
    Known& known = known_[serial % kKept];
    if (known.serial != serial) known = {serial, Comparison::Side(terms)};
    return known.side;
  }
  /// Tells the processor that of() is about to be asked.
  void prefetch(Serial serial) const { prefetch_line(&known_[serial % kKept]); }
  /// It has other terms now.
  void forget(Serial serial) {
    if (known_[serial % kKept].serial == serial) known_[serial % kKept] = {};
  }

  std::size_t bytes() const { return known_.size() * sizeof(known_[0]); }

 private:
  static constexpr std::size_t kKept = 4096;
  struct alignas(32) Known {
    Serial serial = 0;  // 0 is no article's
    Comparison::Side side;
  };
  std::vector<Known> known_ = std::vector<Known>(kKept);
};

}  // namespace depesche::story
