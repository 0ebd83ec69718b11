// Is one article a reprint of another?
//
// Pure and symmetric but for who came first, which the caller knows. All shares are per mille.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "dedupe/fingerprint.h"

namespace depesche {

/// The share of the shorter text's shingles that the longer one has, in per mille. An estimate when
/// the shingles were sampled; 0 when either text is empty.
int containment(const Fingerprint& a, const Fingerprint& b);

/// The share of the shorter text that is a reprint in the other, or nothing when they are two
/// texts. `apart` is the time between their first sightings.
std::optional<int> reprint_share(const Fingerprint& a, const Fingerprint& b,
                                 std::chrono::seconds apart);

}  // namespace depesche
