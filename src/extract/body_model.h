// The trees that judge blocks (extract/block_features.h), trained by tools/train-body.
#pragma once

#include "extract/boosted_trees.h"

namespace depesche::extract {

BoostedTrees block_trees();

}  // namespace depesche::extract
