// Gradient-boosted decision trees over small whole numbers: how they are kept and asked.
//
// Each tree asks one column after another whether its value is at most a limit, and ends in a
// leaf; the leaves' sum is the logarithm of the odds. Leaves are whole numbers too (thousandths),
// so that every machine finds the same sum. Trained by tools/train; J. Friedman, "Greedy function
// approximation", Annals of Statistics 29 (2001), with the second-order leaves of XGBoost (2016).
#pragma once

#include <cstdint>
#include <span>

namespace depesche::extract {

struct TreeNode {
  std::int16_t column;  // kLeaf: `limit` is what the tree says
  std::int16_t limit;   // to the next node when the value is at most this
  std::uint16_t other;  // else this many nodes on
  static constexpr std::int16_t kLeaf = -1;
};

/// Trees one after the other; the root comes first, the node behind a question is its "yes".
struct BoostedTrees {
  std::span<const TreeNode> nodes;
  std::span<const std::uint32_t> roots;

  /// The logarithm of the odds, in thousandths.
  std::int32_t odds(std::span<const std::int16_t> row) const {
    std::int32_t sum = 0;
    for (const std::uint32_t root : roots) {
      const TreeNode* node = &nodes[root];
      while (node->column != TreeNode::kLeaf) {
        node += row[static_cast<std::size_t>(node->column)] <= node->limit ? 1 : node->other;
      }
      sum += node->limit;
    }
    return sum;
  }
};

/// Odds in thousandths of their logarithm → a chance in thousandths, 0 … 1000.
std::int16_t chance_of(std::int32_t odds);

}  // namespace depesche::extract
