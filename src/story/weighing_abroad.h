// What a term can meet in an article of another language, and what it weighs there.
#pragma once

#include <cstdint>

#include "story/frequencies.h"
#include "story/parameters.h"
#include "story/term_vector.h"

namespace depesche::story {

/// One of two articles that are laid beside each other.
struct Told {
  const TermVector& vector;
  LanguageCode language;
};

bool is_german(LanguageCode language);

/// Whether words of one can be met by what words of the other mean.
bool are_translated(const Told& a, const Told& b);

/// Whether such a term is the same in every language that has it.
constexpr bool is_spelled_alike(TermKind kind) {
  return kind == TermKind::Name || kind == TermKind::Number;
}

/// What a term can meet in another language; None: nothing but a cognate.
enum class ClassAbroad : std::uint8_t { Name, Number, Country, Word, None };

/// Of an article: which class its words and meanings are of, and what all of them weigh where a
/// name's weight is its own.
class WeighingAbroad {
 public:
  WeighingAbroad(LanguageCode language, bool is_translated, const StoryParameters& parameters);

  ClassAbroad class_of(TermKind kind) const {
    switch (kind) {
      case TermKind::Name:
        return ClassAbroad::Name;
      case TermKind::Number:
        return ClassAbroad::Number;
      case TermKind::Country:
        return ClassAbroad::Country;
      case TermKind::Word:
        return is_translated_ && !is_german_ ? ClassAbroad::Word : ClassAbroad::None;
      case TermKind::Meaning:
        return is_translated_ ? ClassAbroad::Word : ClassAbroad::None;
      case TermKind::Piece:
      case TermKind::Region:
      case TermKind::Town:
      case TermKind::Day:
      case TermKind::Score:
        break;
    }
    return ClassAbroad::None;
  }

  std::uint64_t weight(const Weight& entry) const {
    const std::uint64_t weight = entry.weight;
    switch (entry.kind) {
      case TermKind::Name:
        return weight * 1000 / static_cast<std::uint64_t>(p_.name);
      case TermKind::Number:
        return weight * 1000 / static_cast<std::uint64_t>(p_.number);
      case TermKind::Word:
        return weight * static_cast<std::uint64_t>(p_.meaning) /
               static_cast<std::uint64_t>(p_.word);
      case TermKind::Meaning:
        return weight * static_cast<std::uint64_t>(p_.meaning) / kMeaningShare;
      case TermKind::Country:
        return weight * 1000 / kCountryShare;
      case TermKind::Piece:
      case TermKind::Region:
      case TermKind::Town:
      case TermKind::Day:
      case TermKind::Score:
        break;
    }
    return 0;
  }

 private:
  bool is_german_;
  bool is_translated_;
  const StoryParameters& p_;
};

}  // namespace depesche::story
