// The trees that judge blocks (extract/body/block_features.h), trained by tools/train-body.
#pragma once

#include "extract/body/boosted_trees.h"

namespace depesche::extract {

BoostedTrees block_trees();

}  // namespace depesche::extract
