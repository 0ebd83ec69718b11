// The trees that judge blocks (extract/block_features.h), trained by tools/train-body.
#pragma once

#include "extract/boosted_trees.h"

namespace depesche::extract {

BoostedTrees block_trees();             // each block by itself
BoostedTrees surrounded_block_trees();  // with what the first made of its surroundings

}  // namespace depesche::extract
