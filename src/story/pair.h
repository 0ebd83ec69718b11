// What can be said of two articles of one language by laying their vectors beside each other: the
// evidence by which a link is judged (story/link_model.h).
//
// Pure. One article is mostly laid beside many, so what is its own is found once.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "story/facts.h"
#include "story/term_vector.h"

namespace depesche::story {

/// Cosines and shares are per mille, evidence is in 1/256 bits of inverse document frequency.
enum class Trait : std::uint8_t {
  Cosine,            // of the whole vectors
  Evidence,          // what the shared words and numbers tell together …
  HeadlineEvidence,  // … those that stand in both headlines
  Telling,           // the most telling shared word …
  AlsoTelling,       // … and the one after it
  Headlines,         // cosine of what stands in the headlines
  HeadlineInOther,   // cosine of a headline with the whole other: the better …
  HeadlinesInOther,  // … and the worse way
  Covered,           // how much of a headline the other has anywhere: the better …
  BothCovered,       // … and the worse way
  Texts,             // cosine of what stands in ledes and bodies
  Names,             // cosine of the names
  Addresses,         // cosine of the words of the addresses
  Pieces,            // cosine of the pieces of words
  Numbers,           // how many numbers are shared …
  FewerNumbers,      // … of those of the one that has fewer …
  MoreNumbers,       // … and of the other
  NumbersCovered,    // how much of the numbers' weight the other has: the better way
  Shared,            // how many words and numbers are
  ShorterWords,      // how many words the shorter vector has …
  LongerWords,       // … and the longer
  Hours,             // between them
  SameOutlet,        // 0 or 1
  Apart,             // both name places and no region in common
  Near,              // a region in common
  Count
};
inline constexpr std::size_t kTraits = static_cast<std::size_t>(Trait::Count);
using Traits = std::array<int, kTraits>;

struct Circumstances {
  std::int64_t hours = 0;
  bool is_same_outlet = false;
  FactsCompared facts = {};
};

class Comparison {
 public:
  /// What is each side's own: lengths by aspect, sums of weights, counts.
  struct Side {
    Side() = default;
    explicit Side(std::span<const Weight> vector);

    std::uint16_t all = 0, headlines = 0, texts = 0, names = 0, addresses = 0, pieces = 0;
    std::uint8_t words = 0, numbers = 0;
    std::uint32_t headline_weights = 0, number_weights = 0;
  };

  /// `rarities` are those of the terms of `a`, in their order. Keeps views of both.
  Comparison(std::span<const Weight> a, std::span<const int> rarities);

  Traits with(std::span<const Weight> b, const Circumstances& circumstances) const {
    return with(b, Side(b), circumstances);
  }
  /// Where that of `b` is known.
  Traits with(std::span<const Weight> b, const Side& side_of_b,
              const Circumstances& circumstances) const;

 private:
  struct Shared;
  Shared shared(std::span<const Weight> b) const;

  std::span<const Weight> a_;
  std::span<const int> rarities_;
  Side side_;
  // Places of the terms of a, plus one, by the last bits of the hash; 0: empty. So many that what
  // is not shared seldom meets one that is not.
  std::array<std::uint8_t, 2048> slots_{};
};

Traits compare(const TermVector& a, std::span<const int> rarities, const TermVector& b,
               const Circumstances& circumstances);

}  // namespace depesche::story
