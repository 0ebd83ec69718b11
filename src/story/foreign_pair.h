// What can be said of two articles of two languages by laying their vectors beside each other: the
// evidence by which a link between them is judged (story/foreign_link.h).
//
// They meet on names, numbers and countries, which all languages spell alike or which are known by
// all their names; on words that two languages share; and on what German words are called in
// English, where a word list said so. What stands in one headline and nowhere in the other article
// tells events apart, and so do numbers of which none is met.
//
// Pure; one walk along both vectors.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "story/frequencies.h"
#include "story/parameters.h"
#include "story/weighing_abroad.h"

namespace depesche::story {

/// Cosines and shares are per mille, evidence is in 1/256 bits of inverse document frequency, of
/// the language in which a term is the less telling.
enum class ForeignTrait : std::uint8_t {
  Cosine,                // of all that may meet, cognates left out
  Headlines,             // of what stands in the headlines
  HeadlineInOther,       // of a headline with the whole other: the better …
  HeadlinesInOther,      // … and the worse way
  Covered,               // how much of a headline the other has anywhere: the better …
  BothCovered,           // … and the worse way
  Names,                 // cosine of the names
  NamesMet,              // how many are shared …
  NameEvidence,          // … what they tell together …
  HeadlineNamesMet,      // … those that stand in both headlines
  HeadlineNameEvidence,  //
  Telling,               // the most telling name or number shared …
  AlsoTelling,           // … and the one after it
  NamesMissing,        // how much of the names of a headline the other lacks; where one is German,
                       // of the other's headline, otherwise of the one that lacks less
  GermanNamesMissing,  // likewise of the German one's, whose nouns all look like names
  NumbersMet,          // how many numbers are shared …
  NumberEvidence,      // … what they tell together …
  FewerNumbers,        // … how many the one has that has fewer …
  MoreNumbers,         // … and the other
  Countries,           // cosine of the countries …
  CountriesMet,        // … and how many are shared
  Words,               // cosine of English words with what German ones mean …
  WordsMet,            // … how many are shared …
  WordEvidence,        // … what they tell together …
  HeadlineWordsMet,    // … those that stand in both headlines
  CognatesMet,         // words, names among them, that are one stem in both languages …
  CognateEvidence,     // … what they tell together
  IsTranslated,        // 0 or 1: meanings can have been met
  FewerNames,          // how many names the one has that has fewer …
  MoreNames,           // … and the other
  Hours,               // between them
  SameOutlet,          // 0 or 1
  Count
};
inline constexpr std::size_t kForeignTraits = static_cast<std::size_t>(ForeignTrait::Count);
using ForeignTraits = std::array<int, kForeignTraits>;

struct Apart {
  std::int64_t hours = 0;
  bool is_same_outlet = false;
};

ForeignTraits compare_abroad(const Told& a, const Told& b, const Apart& apart,
                             const Frequencies& frequencies, const StoryParameters& parameters);

/// Whether they share enough for a judgement.
bool is_worth_judging(const ForeignTraits& traits, const StoryParameters& parameters);

}  // namespace depesche::story
