// The weights of the link model (story/link_model.h), apart so that the parameters can hold them.
#pragma once

#include <array>
#include <cstddef>

namespace depesche::story {

inline constexpr std::size_t kSigns = 34;
using Signs = std::array<int, kSigns>;

struct LinkWeights {
  int bias = 0;     // in thousandths of a logit
  Signs weights{};  // for a thousand of the sign, likewise
};

}  // namespace depesche::story
