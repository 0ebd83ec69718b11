// Finds live articles that may carry the same text: those that share a hash of the sketch.
#pragma once

#include <cstdint>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "dedupe/fingerprint.h"
#include "story/term_index.h"

namespace depesche::story {

class SketchIndex {
 public:
  void add(Serial serial, const Fingerprint& print);
  void remove(Serial serial, const Fingerprint& print);

  /// At most 48 serials, those that share most first, then the earliest.
  std::vector<Serial> candidates(const Fingerprint& print) const;

 private:
  boost::unordered_flat_map<std::uint32_t, std::vector<Serial>> lists_;  // looked up, never walked
};

}  // namespace depesche::story
