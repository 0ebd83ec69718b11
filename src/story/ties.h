// What editors said of pairs of live articles: these two belong in one story, these two do not.
//
// The engine keeps to it: two articles that must be together are in one story, two that cannot be
// are in two. A tie remembers by which correction it came, so that it can be taken back.
//
// Ordered containers throughout; a look-up costs a few comparisons, and nothing where nobody has
// corrected anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "story/postings.h"

namespace depesche::story {

enum class TieKind : std::uint8_t { Must, Cannot };

struct Tie {
  TieKind kind = TieKind::Must;
  std::int64_t correction = 0;  // its number
  friend bool operator==(const Tie&, const Tie&) = default;
};

struct TiedPair {
  Serial a = 0;  // the smaller
  Serial b = 0;
  Tie tie;
};

class Ties {
 public:
  bool empty() const { return ties_.empty(); }

  /// One tie a pair: the newer one replaces the older.
  void set(Serial a, Serial b, Tie tie);
  std::optional<Tie> find(Serial a, Serial b) const;
  void release(Serial a, Serial b);

  /// Its partners, by serial.
  const std::map<Serial, Tie>& of(Serial serial) const;
  /// The article and all that must be with it, over any number of ties, by serial.
  std::vector<Serial> bound_to(Serial serial) const;
  /// By serials.
  std::vector<TiedPair> all() const;

  /// `gone` leaves; what held for it holds for its heir from now on: those that must be with it
  /// stay together, those that cannot stay away. Without an heir (0) it is forgotten.
  void bequeath(Serial gone, Serial heir);

 private:
  std::map<Serial, std::map<Serial, Tie>> ties_;  // both ways
};

}  // namespace depesche::story
