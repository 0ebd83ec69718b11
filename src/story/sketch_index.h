// Finds live articles that may carry the same text: those that share a hash of the sketch.
#pragma once

#include <cstdint>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "dedupe/fingerprint.h"
#include "story/postings.h"

namespace depesche::story {

class SketchIndex {
 public:
  explicit SketchIndex(std::uint32_t span = kSealedSpan) : lists_(span, Codes::None) {}

  /// Serials in ascending order.
  void add(Serial serial, const Fingerprint& print);
  /// An article that was added before has another text now. It is still met by the old one, too.
  void revise(Serial serial, const Fingerprint& print);
  /// What revise() did; for measuring.
  void forget(Serial serial, const Fingerprint& print);
  void seal(Serial end) { lists_.seal(end); }
  void drop_before(Serial first);

  /// At most 48 serials from `first` to `end`, those that share most first, then the earliest.
  std::vector<Serial> candidates(const Fingerprint& print, Serial first, Serial end) const;

  std::size_t bytes() const;

  void write(ByteWriter& out) const;
  void read(ByteReader& in, Serial first, Serial end);

 private:
  Postings lists_;
  Serial swept_ = 0;  // revised_ names none before it
  boost::unordered_flat_map<std::uint32_t, std::vector<Serial>> revised_;  // written sorted
};

}  // namespace depesche::story
