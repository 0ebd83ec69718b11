// Keeps a page from showing one paper: stories led by the outlet, or of the section, that has just
// led give way to the next ones where that costs little.
//
// After Carbonell and Goldstein's maximal marginal relevance (1998), greedily: each place goes to
// the story whose score is worth most after what stands just above it. Nothing is dropped, and no
// story is passed by one that scores much less. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "news/ids.h"

namespace depesche {

struct PageCandidate {
  std::int64_t score = 0;
  OutletId outlet;      // whose headline leads
  std::string section;  // small letters; empty when unknown
};

struct PagePlace {
  std::size_t candidate = 0;  // index into the candidates
  int worth = 1000;           // per mille of its score, at the place it got
  friend bool operator==(const PagePlace&, const PagePlace&) = default;
};

/// `candidates` best first; a permutation of them comes back, cut at `limit`.
std::vector<PagePlace> vary_page(const std::vector<PageCandidate>& candidates, std::size_t limit);

}  // namespace depesche
