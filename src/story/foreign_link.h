// How sure it is that two articles of two languages tell one event, from what they have in common
// (story/foreign_pair.h).
//
// A logistic regression like that within a language (story/link_model.h), over signs of its own;
// tools/train-stories --foreign fits its weights.
#pragma once

#include "story/foreign_pair.h"
#include "story/link_weights.h"

namespace depesche::story {

/// The traits as the model takes them, in thousandths.
ForeignSigns foreign_signs(const ForeignTraits& traits);

/// The probability, 0 to kOne.
int foreign_link_strength(const ForeignTraits& traits, const ForeignLinkWeights& weights);

}  // namespace depesche::story
