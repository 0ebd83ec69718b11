// How sure it is that two articles of one language tell one event, from what their vectors share.
//
// A logistic regression over transformed traits, fitted to pairs of labelled streams by
// tools/train-stories; the weights are part of the parameters (story/parameters.h). In integers, so
// that it says the same on every machine.
#pragma once

#include "story/link_weights.h"
#include "story/pair.h"

namespace depesche::story {

/// The traits as the model takes them, in thousandths: cosines and shares as they are, counts and
/// evidence by their natural logarithms, the cosine also shrunk where little is shared and faded by
/// time.
Signs signs(const Traits& traits);

/// The probability, 0 to kOne.
int link_strength(const Traits& traits, const LinkWeights& weights);

}  // namespace depesche::story
