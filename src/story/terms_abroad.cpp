#include "story/terms_abroad.h"

#include <algorithm>
#include <cassert>

#include "base/fixed_point.h"
#include "story/telling_terms.h"

namespace depesche::story {

TermsAbroad::TermsAbroad(const Told& own, std::span<const int> rarities, std::uint16_t telling_from,
                         const StoryParameters& parameters) {
  assert(rarities.size() == own.vector.size());
  const WeighingAbroad weighing(own.language, false, parameters);
  std::vector<std::uint64_t> weights;
  std::uint64_t squares = 0;
  for (std::size_t i = 0; i < own.vector.size(); ++i) {
    const Weight& entry = own.vector[i];
    if (!is_spelled_alike(entry.kind) || !is_telling(entry, telling_from)) continue;
    query_.push_back({entry.term, 0, rarities[i]});
    // The other's stands in the index as it weighs within its language, so this one's makes up for
    // both.
    const std::uint64_t weight = weighing.weight(entry);
    weights.push_back(weight * weight / entry.weight);
    squares += weights.back() * weights.back();
  }
  const std::uint64_t length = integer_root(squares) + 1;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    query_[i].weight = static_cast<std::uint16_t>(weights[i] * kOne / length);
  }
  scale_ = length * static_cast<std::uint64_t>(parameters.foreign_scale) / 1000 + 1;
}

TermsAbroad::Shared TermsAbroad::with(std::span<const Weight> other,
                                      std::uint16_t telling_from) const {
  std::uint64_t score = 0;
  int evidence = 0;
  auto at = other.begin();
  for (const QueryTerm& asked : query_) {
    while (at != other.end() && at->term < asked.term) ++at;
    if (at == other.end()) break;
    if (at->term != asked.term || !is_spelled_alike(at->kind) || !is_telling(*at, telling_from)) {
      continue;
    }
    score += static_cast<std::uint64_t>(score_of(asked.weight, at->weight));
    evidence += asked.evidence;
  }
  const std::uint64_t cosine = score * scale_ / kScoreOne;
  return {static_cast<int>(std::min<std::uint64_t>(cosine, kOne)), evidence};
}

int TermsAbroad::most_likeness(int scanned) const {
  // The search rounds down twice.
  const std::uint64_t most = (static_cast<std::uint64_t>(scanned) + 2) * scale_ / kOne + 1;
  return static_cast<int>(std::min<std::uint64_t>(most, kOne));
}

int TermsAbroad::least_scanned(int likeness) const {
  const auto least =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(likeness) * kOne / scale_);
  return static_cast<int>(std::max<std::int64_t>(1, least - 2));
}

}  // namespace depesche::story
