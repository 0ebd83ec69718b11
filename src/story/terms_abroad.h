// An article's telling names and numbers, laid beside those of many articles of other languages:
// what both share of them, by which similar news of other languages are found.
//
// They are spelled alike in every language and stand in the index (story/term_index.h), so that a
// bounded search finds what comparing with all does. How alike two articles are is the product of
// both vectors as far as they meet, as within a language, but larger: the rest of either
// cannot meet, so it is not known how alike that is. It is shrunk by what the names and numbers
// tell in the language of the article that is asked for, for that is known beforehand. Nothing else
// counts, so nearly all that the search hands over is as alike as it says (decision 0060).
//
// Pure. What is its own is found once, for an article is laid beside many others.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "story/parameters.h"
#include "story/term_scan.h"
#include "story/term_vector.h"
#include "story/weighing_abroad.h"

namespace depesche::story {

class TermsAbroad {
 public:
  /// `rarities` are those of the terms, in their order; `telling_from` as telling_from() gives it.
  TermsAbroad(const Told& own, std::span<const int> rarities, std::uint16_t telling_from,
              const StoryParameters& parameters);

  struct Shared {
    int cosine = 0;    // of kOne
    int evidence = 0;  // in 1/256 bit
  };
  /// With an article of another language.
  Shared with(std::span<const Weight> other, std::uint16_t telling_from) const;

  /// By what it is searched for (TermIndex::scan); where that is nothing, nothing is like it.
  const std::vector<QueryTerm>& query() const { return query_; }
  /// What the search has to reach so that none is left out that is so alike …
  int least_scanned(int likeness) const;
  /// … and how alike one is at most that reaches so much.
  int most_likeness(int scanned) const;

 private:
  std::vector<QueryTerm> query_;  // by term; of length one, though what it stands for is not
  std::uint64_t scale_ = 1;       // what a likeness of the search is to be multiplied by, of kOne
};

}  // namespace depesche::story
