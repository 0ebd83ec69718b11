// Is one article a reprint of another?
//
// Two full texts are one when enough of the shorter stands in the longer, also when what either of
// them quotes is left out. Pure and symmetric but for who came first, which the caller knows. All
// shares are per mille.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "dedupe/fingerprint.h"

namespace depesche {

/// The share of the shorter text's shingles that the longer one has, in per mille. An estimate when
/// the shingles were sampled; 0 when either text is empty.
int containment(const Fingerprint& a, const Fingerprint& b);

/// What the texts themselves do not say.
struct Publication {
  std::chrono::seconds apart{0};  // between their first sightings
  bool is_same_outlet = false;  // what an outlet repeats is more often its furniture than its news
};

/// The share of the shorter text that is a reprint in the other, or nothing when they are two
/// texts.
std::optional<int> reprint_share(const Fingerprint& a, const Fingerprint& b,
                                 const Publication& publication);

}  // namespace depesche
