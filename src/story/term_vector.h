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

/// Weights are rounded to those that fit in a byte, so a vector may be a little longer than one.
inline constexpr std::uint64_t kMostSquares = std::uint64_t{kOne} * kOne * 104 / 100;

struct Weight {
  std::uint32_t term = 0;
  std::uint16_t weight = 0;  // of kOne, one that has a code (story/weight_code.h)
  TermKind kind = TermKind::Word;
  std::uint8_t places = 0;

  friend bool operator==(const Weight&, const Weight&) = default;
};

/// Sorted by term, without zeros.
using TermVector = std::vector<Weight>;

// What countries and meanings, which count only between languages, weigh where a word weighs 1000.
inline constexpr int kCountryShare = 500;
inline constexpr int kMeaningShare = 500;

/// Whether it counts only between languages.
constexpr bool is_foreign_only(TermKind kind) {
  return kind == TermKind::Country || kind == TermKind::Meaning;
}

/// How telling each term of an analysis is, in their order: Frequencies::rarity.
std::vector<int> rarities(const Analysis& analysis, LanguageCode language,
                          const Frequencies& frequencies);

/// All kinds of terms, to compare within a language, where countries do not count.
TermVector weigh(const Analysis& analysis, std::span<const int> rarities,
                 const StoryParameters& parameters);

/// The weight from which an entry, other than a country, is among the most telling ones, by which
/// an article is searched for; at most `most_telling` entries reach it.
std::uint16_t telling_from(const TermVector& vector, const StoryParameters& parameters);

/// The cosine, 0 to about kOne.
int cosine(const TermVector& a, const TermVector& b);

}  // namespace depesche::story
