// What only one thing can be true of: the day an event is on, the place, the score of a match. Two
// reports that name other ones tell other events more often than not, however alike their words.
//
// Read where a report says what it is on, in headline and lede. Two bytes each, so that every live
// article can keep its own.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "story/analysis.h"

namespace depesche::story {

// The upper bits of a fact: only ever add at the end.
enum class FactKind : std::uint8_t {
  Region,  // of the places named (story/regions.h)
  Town,    // in Dresden, near Plymouth
  Day,     // of the week, one bit each from Monday on
  Score,   // the higher side first, whoever is named first
  Count
};
inline constexpr std::size_t kFactKinds = static_cast<std::size_t>(FactKind::Count);

using Fact = std::uint16_t;
inline constexpr int kFactBits = 13;  // of what it says; above them its kind
constexpr FactKind kind_of(Fact fact) { return static_cast<FactKind>(fact >> kFactBits); }

/// The terms of a day (TermKind::Day): a weekday, 1 to 7, or day and month.
std::uint32_t weekday_term(int weekday);
std::uint32_t date_term(int day, int month);

/// Of one article, in order.
class Facts {
 public:
  static constexpr std::size_t kMost = 24;

  Facts() = default;
  /// The bytes of a block: fails (is empty) where they are none that all() gave.
  static bool are_facts(std::span<const Fact> facts);
  explicit Facts(std::span<const Fact> facts);

  /// Once there are kMost, or as many as its kind may have, nothing.
  void add(FactKind kind, std::uint32_t value);

  std::span<const Fact> all() const { return {facts_.data(), count_}; }
  bool has(FactKind kind) const { return (kinds_ & 1U << static_cast<unsigned>(kind)) != 0; }

 private:
  std::array<Fact, kMost> facts_{};
  std::uint8_t count_ = 0;
  std::uint8_t kinds_ = 0;  // that are there
};

/// Of a term that is a fact, what a Fact keeps of it.
std::uint32_t value_of(std::uint32_t term, TermKind kind);

/// What an analysis says; days of a month stand for the day of the week they are near `seen`.
Facts facts_of(const Analysis& analysis, std::chrono::sys_seconds seen);

/// Of two articles, by kind: whether both have one in common, or both have some and none in common.
struct FactsCompared {
  std::uint8_t same = 0;
  std::uint8_t other = 0;

  bool is_same(FactKind kind) const { return (same & 1U << static_cast<unsigned>(kind)) != 0; }
  bool is_other(FactKind kind) const { return (other & 1U << static_cast<unsigned>(kind)) != 0; }
};
/// `hours` between them: of reports days apart a weekday is not the same for its name.
FactsCompared compare(const Facts& a, const Facts& b, std::int64_t hours);

/// Facts that both have and that have a word, to be spelled: towns, days, scores.
std::vector<SharedTerm> shared_facts(const Facts& a, const Facts& b, std::int64_t hours);
/// And those that are other ones, by what they are of; a region is that of towns.
std::vector<TermKind> other_facts(const FactsCompared& compared);

/// Whether two texts of so many words, most of one of which stands in the other, are bulletins on
/// two towns, days or matches, and so no reprints. Only short texts name what they are on in all of
/// it, so that `compared()` is asked of those alone.
template <class Compared>
bool are_two_bulletins(std::uint32_t words, std::uint32_t other_words, Compared&& compared) {
  constexpr std::uint32_t kShort = 120;
  return std::max(words, other_words) <= kShort && !other_facts(compared()).empty();
}

}  // namespace depesche::story
