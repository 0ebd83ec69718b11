// The weights of the link models (story/link_model.h, story/foreign_link.h), apart so that the
// parameters can hold them.
#pragma once

#include <array>
#include <cstddef>

namespace depesche::story {

/// Of a logistic regression over so many signs.
template <std::size_t Count>
struct Regression {
  int bias = 0;                      // in thousandths of a logit
  std::array<int, Count> weights{};  // for a thousand of the sign, likewise
};

inline constexpr std::size_t kSigns = 34;
using Signs = std::array<int, kSigns>;
using LinkWeights = Regression<kSigns>;

inline constexpr std::size_t kForeignSigns = 48;
using ForeignSigns = std::array<int, kForeignSigns>;
using ForeignLinkWeights = Regression<kForeignSigns>;

}  // namespace depesche::story
