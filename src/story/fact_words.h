// Reads facts (story/facts.h) where they stand in a text.
//
// Inside the module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "story/analysis.h"

namespace depesche::story {

class Vocabulary;
struct ReadText;

/// By what a word leads to a fact, in some language; the lists are short and need not be whole.
struct Cues {
  std::uint8_t weekday = 0;    // 1, a Monday, to 7
  std::uint8_t month = 0;      // 1 to 12
  bool leads_to_town = false;  // in, nahe, near
  bool is_of_clock = false;    // Uhr: 18:30 before it is no score
};
/// Of words that are the same in every text of the language; days and months are not told.
Cues cues_of(std::string_view folded, std::string_view language);

/// Whether a word behind such a one may name a town, as far as the word itself tells.
bool may_be_town(std::string_view plain);
/// Whether it is the first of two that do: San, Bad, New.
bool begins_town(std::string_view plain);
/// Of German, where every noun has a capital, the words that are taken for towns: large ones
/// abroad, and what ends as towns do, like Altdorf and Bergheim.
bool is_large_town(std::string_view plain);
bool ends_as_town(std::string_view plain);

struct FoundFact {
  std::uint32_t hash = 0;
  TermKind kind = TermKind::Town;
  std::size_t first = 0;  // of its tokens
  std::size_t last = 0;
};
/// The fact that begins at that token, or nothing.
std::optional<FoundFact> fact_at(const ReadText& read, std::size_t at, Vocabulary& vocabulary);

}  // namespace depesche::story
