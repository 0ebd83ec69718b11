#include "extract/body/packed_trees.h"

#include <bit>
#include <cassert>
#include <limits>

namespace depesche::extract {

PackedTrees::PackedTrees(const BoostedTrees& trees) {
  for (const std::uint32_t root : trees.roots) {
    trees_.emplace_back();
    pack(&trees.nodes[root], trees_.back());
  }
}

// Leaves are numbered as the walk meets them, "yes" before "no".
void PackedTrees::pack(const TreeNode* node, PackedTree& tree) {
  if (node->column == TreeNode::kLeaf) {
    assert(tree.leaves < std::numeric_limits<LeafSet>::digits);
    ++tree.leaves;
    leaves_.push_back(node->limit);
    return;
  }
  ++tree.questions;
  const std::size_t question = questions_.size();
  questions_.push_back({node->column, node->limit, 0});
  const unsigned before = (1U << tree.leaves) - 1;
  pack(node + 1, tree);
  const unsigned yes = ((1U << tree.leaves) - 1) & ~before;
  questions_[question].after_no = static_cast<LeafSet>(~yes);
  pack(node + node->other, tree);
}

std::array<std::int32_t, PackedTrees::kRows> PackedTrees::odds(const std::int16_t* columns) const {
  std::array<std::int32_t, kRows> sums{};
  const Question* question = questions_.data();
  const std::int16_t* leaves = leaves_.data();
  for (const PackedTree& tree : trees_) {
    // A plain loop over a fixed number of rows: compilers make vectors of it.
    std::array<LeafSet, kRows> left;
    left.fill(0xFFFF);
    for (const Question* end = question + tree.questions; question != end; ++question) {
      const std::int16_t* column = columns + static_cast<std::size_t>(question->column) * kRows;
      const std::int16_t limit = question->limit;
      const LeafSet after_no = question->after_no;
      for (std::size_t row = 0; row < kRows; ++row) {
        const LeafSet all_if_yes = column[row] <= limit ? 0xFFFF : 0;
        left[row] = static_cast<LeafSet>(left[row] & (all_if_yes | after_no));
      }
    }
    for (std::size_t row = 0; row < kRows; ++row) sums[row] += leaves[std::countr_zero(left[row])];
    leaves += tree.leaves;
  }
  return sums;
}

}  // namespace depesche::extract
