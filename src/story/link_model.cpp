#include "story/link_model.h"

#include <cstdint>
#include <cstdlib>

#include "base/fixed_point.h"

namespace depesche::story {
namespace {

// Of the shrunk and faded cosine among the signs.
constexpr int kHalfEvidence = 1192;  // halves it, in 1/256 bits
constexpr int kHalfHours = 210;      // halve it
constexpr int kApartInPlace = 240;   // per mille that is left

/// The natural logarithm of value/unit, in thousandths.
int ln(std::int64_t value, std::int64_t unit = 1) {
  constexpr int kLn2 = 693;
  const int bits =
      log2_256(static_cast<std::uint64_t>(value)) - log2_256(static_cast<std::uint64_t>(unit));
  return bits * kLn2 / 256;
}

// kOne / (1 + e^-x) for x from 0 to 8 in steps of an eighth.
constexpr std::array<int, 65> kLogistic{
    2048, 2176, 2303, 2428, 2550, 2668, 2782, 2891, 2994, 3092, 3184, 3269, 3349,
    3422, 3490, 3551, 3608, 3659, 3705, 3747, 3785, 3819, 3850, 3877, 3902, 3924,
    3943, 3960, 3976, 3990, 4002, 4013, 4022, 4031, 4038, 4045, 4051, 4056, 4061,
    4065, 4069, 4072, 4075, 4077, 4079, 4081, 4083, 4085, 4086, 4087, 4088, 4089,
    4090, 4091, 4091, 4092, 4092, 4093, 4093, 4093, 4094, 4094, 4094, 4094, 4095};

int logistic(std::int64_t logit) {
  if (logit < 0) return kOne - logistic(-logit);
  constexpr std::int64_t kStep = 125;
  constexpr std::int64_t kEnd = kStep * (static_cast<std::int64_t>(kLogistic.size()) - 1);
  if (logit >= kEnd) return kLogistic.back();
  const auto step = static_cast<std::size_t>(logit / kStep);
  const auto beyond = static_cast<int>(logit % kStep);
  return kLogistic[step] + (kLogistic[step + 1] - kLogistic[step]) * beyond / int{kStep};
}

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
