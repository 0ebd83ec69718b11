#include "story/terms_abroad.h"

#include <algorithm>
#include <cassert>

#include "base/fixed_point.h"
#include "story/telling_terms.h"

namespace depesche::story {

TermsAbroad::TermsAbroad(const Told& own, std::span<const int> rarities, std::uint16_t telling_from,
                         const StoryParameters& parameters)
    : own_(own), parameters_(parameters) {
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

TermsAbroad::Shared TermsAbroad::with(const Told& other, std::uint16_t telling_from,
                                      const Frequencies& frequencies) const {
  const bool is_translated = are_translated(own_, other);
  const WeighingAbroad of_own(own_.language, is_translated, parameters_);
  const WeighingAbroad of_other(other.language, is_translated, parameters_);
  int met = 0;
  std::uint64_t score = 0;
  int evidence = 0;
  auto asked = query_.begin();
  const auto meet = [&](const Weight& x, const Weight& y) {
    const ClassAbroad of = of_own.class_of(x.kind);
    if (of == ClassAbroad::None || of != of_other.class_of(y.kind)) return;
    ++met;
    while (asked != query_.end() && asked->term < x.term) ++asked;
    if (asked == query_.end() || asked->term != x.term || !is_telling(y, telling_from)) return;
    score += static_cast<std::uint64_t>(score_of(asked->weight, y.weight));
    evidence += std::min(asked->evidence, frequencies.rarity(other.language, y.term));
  };
  auto x = own_.vector.begin();
  auto y = other.vector.begin();
  while (x != own_.vector.end() && y != other.vector.end()) {
    const std::uint32_t left = x->term;
    const std::uint32_t right = y->term;
    if (left == right) meet(*x, *y);
    if (left <= right) ++x;
    if (right <= left) ++y;
  }
  if (met < parameters_.foreign_least_shared) return {};
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
