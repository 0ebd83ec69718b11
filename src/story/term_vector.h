// An article as the engine compares it: unit vectors of weighted terms, frozen when it arrived.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "story/analysis.h"
#include "story/frequencies.h"
#include "story/parameters.h"

namespace depesche::story {

/// How many steps a unit has; weights, cosines and scores are counted in these.
inline constexpr int kOne = 4096;

/// Where in an article a term stands; a set of these.
enum Place : std::uint8_t {
  kInHeadline = 1,
  kInLede = 2,
  kInBody = 4,
  kInAddress = 8,
  kAllPlaces = 15,
};

struct Weight {
  std::uint32_t term = 0;
  std::uint16_t weight = 0;  // of kOne; the squares add up to at most kOne²
  TermKind kind = TermKind::Word;
  std::uint8_t places = 0;

  friend bool operator==(const Weight&, const Weight&) = default;
};

/// Sorted by term, without zeros.
using TermVector = std::vector<Weight>;

/// How telling each term of an analysis is, in their order: Frequencies::rarity.
std::vector<int> rarities(const Analysis& analysis, LanguageCode language,
                          const Frequencies& frequencies);

/// All kinds of terms: to compare within a language.
TermVector weigh(const Analysis& analysis, std::span<const int> rarities,
                 const StoryParameters& parameters);

/// Names and numbers only: to compare with another language.
TermVector weigh_foreign(const Analysis& analysis, std::span<const int> rarities,
                         const StoryParameters& parameters);

/// The cosine, 0 to kOne.
int cosine(const TermVector& a, const TermVector& b);

}  // namespace depesche::story
