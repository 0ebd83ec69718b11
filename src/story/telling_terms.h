// An article's telling terms, laid beside those of many others: what both share of them, by which
// similar news are found.
//
// Pure. What is its own is found once, for an article is laid beside a hundred others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "story/term_vector.h"

namespace depesche::story {

/// Whether an article is searched for by a term; `from` as telling_from() gives it.
inline bool is_telling(const Weight& entry, std::uint16_t from) {
  return entry.weight >= from && !is_foreign_only(entry.kind);
}

/// Whether sharing it counts for how much is shared: pieces and names stand for words.
inline bool is_evidence(const Weight& entry) {
  return entry.kind == TermKind::Word || entry.kind == TermKind::Number;
}

class TellingTerms {
 public:
  /// `rarities` are those of the terms of `own`, in their order.
  TellingTerms(std::span<const Weight> own, std::span<const int> rarities, std::uint16_t from);

  struct Shared {
    int score = 0;     // as score_of() of each term
    int evidence = 0;  // in 1/256 bit
  };
  Shared with(std::span<const Weight> other, std::uint16_t from) const;

 private:
  struct Own {
    std::uint32_t term = 0;
    std::uint16_t weight = 0;
    int evidence = 0;
  };
  std::vector<Own> own_;
  // Places in own_, plus one, by the last bits of the term; 0: empty.
  std::array<std::uint8_t, 512> slots_{};
};

}  // namespace depesche::story
