#include "story/logit.h"

#include <array>

#include "base/fixed_point.h"
#include "story/term_vector.h"

namespace depesche::story {
namespace {

// kOne / (1 + e^-x) for x from 0 to 8 in steps of an eighth.
constexpr std::array<int, 65> kLogistic{
    2048, 2176, 2303, 2428, 2550, 2668, 2782, 2891, 2994, 3092, 3184, 3269, 3349,
    3422, 3490, 3551, 3608, 3659, 3705, 3747, 3785, 3819, 3850, 3877, 3902, 3924,
    3943, 3960, 3976, 3990, 4002, 4013, 4022, 4031, 4038, 4045, 4051, 4056, 4061,
    4065, 4069, 4072, 4075, 4077, 4079, 4081, 4083, 4085, 4086, 4087, 4088, 4089,
    4090, 4091, 4091, 4092, 4092, 4093, 4093, 4093, 4094, 4094, 4094, 4094, 4095};

}  // namespace

int ln(std::int64_t value, std::int64_t unit) {
  constexpr int kLn2 = 693;
  const int bits =
      log2_256(static_cast<std::uint64_t>(value)) - log2_256(static_cast<std::uint64_t>(unit));
  return bits * kLn2 / 256;
}

int logistic(std::int64_t logit) {
  if (logit < 0) return kOne - logistic(-logit);
  constexpr std::int64_t kStep = 125;
  constexpr std::int64_t kEnd = kStep * (static_cast<std::int64_t>(kLogistic.size()) - 1);
  if (logit >= kEnd) return kLogistic.back();
  const auto step = static_cast<std::size_t>(logit / kStep);
  const auto beyond = static_cast<int>(logit % kStep);
  return kLogistic[step] + (kLogistic[step + 1] - kLogistic[step]) * beyond / int{kStep};
}

}  // namespace depesche::story
