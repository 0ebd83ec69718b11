// The same trees as in boosted_trees.h, asked of sixteen rows at once.
//
// A page has some hundred blocks, and a walk down a hundred and fifty trees for each is a chain of
// branches nobody can foresee. Here every question is put to all rows, whatever the answers before:
// a "no" takes from a row's set of leaves those below the question's "yes", and the first leaf that
// is left is where the walk would have ended (C. Lucchese and others, "QuickScorer", SIGIR 2015).
//
//   columns   value of row 0 … value of row 15 in the first column, then in the second, …
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "extract/body/boosted_trees.h"

namespace depesche::extract {

class PackedTrees {
 public:
  static constexpr std::size_t kRows = 16;

  /// The trees may have 16 leaves at most.
  explicit PackedTrees(const BoostedTrees& trees);

  /// What BoostedTrees::odds says of each row.
  std::array<std::int32_t, kRows> odds(const std::int16_t* columns) const;

 private:
  using LeafSet = std::uint16_t;  // bit 0 is the first leaf

  struct Question {
    std::int16_t column, limit;
    LeafSet after_no;
  };
  struct PackedTree {
    std::uint16_t questions = 0;
    std::uint16_t leaves = 0;
  };

  void pack(const TreeNode* node, PackedTree& tree);

  std::vector<PackedTree> trees_;
  std::vector<Question> questions_;
  std::vector<std::int16_t> leaves_;
};

}  // namespace depesche::extract
