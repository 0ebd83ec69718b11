#include "story/telling_terms.h"

#include <cassert>

#include "story/term_scan.h"

namespace depesche::story {

TellingTerms::TellingTerms(std::span<const Weight> own, std::span<const int> rarities,
                           std::uint16_t from) {
  assert(own.size() < 256 && rarities.size() == own.size());
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (!is_telling(own[i], from)) continue;
    own_.push_back({own[i].term, own[i].weight, is_evidence(own[i]) ? rarities[i] : 0});
    std::size_t at = own[i].term % slots_.size();
    while (slots_[at] != 0) at = (at + 1) % slots_.size();
    slots_[at] = static_cast<std::uint8_t>(own_.size());
  }
}

TellingTerms::Shared TellingTerms::with(std::span<const Weight> other, std::uint16_t from) const {
  assert(other.size() < 256);
  // First, without a branch, those that may be shared: mostly a few.
  std::array<std::uint8_t, 256> maybe;
  std::size_t count = 0;
  for (std::size_t i = 0; i < other.size(); ++i) {
    maybe[count] = static_cast<std::uint8_t>(i);
    const bool is_met = slots_[other[i].term % slots_.size()] != 0;
    count += static_cast<std::size_t>(is_met) & static_cast<std::size_t>(other[i].weight >= from);
  }
  Shared out;
  for (std::size_t i = 0; i < count; ++i) {
    const Weight& entry = other[maybe[i]];
    if (!is_telling(entry, from)) continue;
    for (std::size_t at = entry.term % slots_.size(); slots_[at] != 0;
         at = (at + 1) % slots_.size()) {
      const Own& own = own_[slots_[at] - std::size_t{1}];
      if (own.term != entry.term) continue;
      out.score += score_of(own.weight, entry.weight);
      out.evidence += own.evidence;
      break;
    }
  }
  return out;
}

}  // namespace depesche::story
