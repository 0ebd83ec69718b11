#include "extract/body/boosted_trees.h"

#include <algorithm>
#include <cmath>

namespace depesche::extract {

std::int16_t chance_of(std::int32_t odds) {
  // Half a thousandth off where a machine's exp() differs in its last bit: the limits of the trees
  // lie between thousandths.
  const double x = static_cast<double>(std::clamp(odds, -20'000, 20'000)) / 1000.0;
  return static_cast<std::int16_t>(std::lround(1000.0 / (1.0 + std::exp(-x))));
}

}  // namespace depesche::extract
