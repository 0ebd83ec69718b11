// The trees that judge blocks (extract/block_features.h), trained by tools/train-body.
#pragma once

#include "extract/boosted_trees.h"

namespace depesche::extract {

extern const BoostedTrees kBlockTrees;            // each block by itself
extern const BoostedTrees kSurroundedBlockTrees;  // with what the first made of its surroundings

}  // namespace depesche::extract
