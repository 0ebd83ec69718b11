#include "story/link_model.h"

#include <cstdint>
#include <cstdlib>

#include "story/logit.h"

namespace depesche::story {
namespace {

// Of the shrunk and faded cosine among the signs.
constexpr int kHalfEvidence = 1192;  // halves it, in 1/256 bits
constexpr int kHalfHours = 210;      // halve it
constexpr int kApartInPlace = 240;   // per mille that is left

}  // namespace

Signs signs(const Traits& traits) {
  const auto of = [&traits](Trait trait) { return traits[static_cast<std::size_t>(trait)]; };
  const int evidence = of(Trait::Evidence);
  const int hours = std::abs(of(Trait::Hours));
  const int shrunk = of(Trait::Cosine) * evidence / (evidence + kHalfEvidence);
  const int left = of(Trait::Apart) != 0 ? kApartInPlace : 1000;
  // Full texts share more by chance than teasers do.
  const int length = ln(1 + of(Trait::ShorterWords));
  const int faded = shrunk * kHalfHours / (kHalfHours + hours) * left / 1000;
  return {
      of(Trait::Cosine),
      of(Trait::Headlines),
      of(Trait::HeadlineInOther),
      of(Trait::HeadlinesInOther),
      of(Trait::Covered),
      of(Trait::BothCovered),
      of(Trait::Texts),
      of(Trait::Names),
      of(Trait::Addresses),
      of(Trait::Pieces),
      shrunk,
      ln(256 + evidence, 256),
      ln(256 + of(Trait::HeadlineEvidence), 256),
      of(Trait::Telling) * 100 / 256,
      of(Trait::AlsoTelling) * 100 / 256,
      ln(1 + of(Trait::Numbers)),
      ln(1 + of(Trait::Shared)),
      length,
      ln(1 + of(Trait::LongerWords)),
      ln(24 + hours, 24),
      of(Trait::SameOutlet) * 1000,
      of(Trait::Apart) * 1000,
      of(Trait::Near) * 1000,
      ln(1 + faded, 1000),
      ln(10 + of(Trait::Cosine), 1000),
      of(Trait::Cosine) * length / 1000,
      ln(1 + faded, 1000) * length / 1000,
      of(Trait::Covered) * length / 1000,
      of(Trait::Headlines) * length / 1000,
      of(Trait::Names) * length / 1000,
      // The same bulletin of two places is alike and is not the same.
      of(Trait::Apart) * of(Trait::Headlines),
      of(Trait::Apart) * of(Trait::Cosine),
      // … nor is that of two days, where every number is another.
      ln(1 + of(Trait::FewerNumbers)),
      ln(1 + of(Trait::MoreNumbers)),
  };
}

int link_strength(const Traits& traits, const LinkWeights& weights) {
  const Signs known = signs(traits);
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < kSigns; ++i) sum += std::int64_t{known[i]} * weights.weights[i];
  return logistic(weights.bias + sum / 1000);
}

}  // namespace depesche::story
