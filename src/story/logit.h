// The arithmetic of the link models (story/link_model.h, story/foreign_link.h): integers only, so
// that they say the same on every machine.
#pragma once

#include <cstdint>

namespace depesche::story {

/// The natural logarithm of value/unit, in thousandths; value and unit are positive.
int ln(std::int64_t value, std::int64_t unit = 1);

/// The probability of a logit in thousandths, 0 to kOne.
int logistic(std::int64_t logit);

}  // namespace depesche::story
