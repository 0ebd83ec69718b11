// Trains boosted trees (extract/body/boosted_trees.h) for a yes-or-no question.
//
// Logistic loss with second-order leaves, trees grown at the leaf that gains most, columns drawn
// anew for each tree from a seeded generator: the same input gives the same trees.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/body/boosted_trees.h"

namespace depesche::train {

struct Sample {
  std::vector<std::int16_t> row;
  float target = 0;         // 0 … 1
  float weight = 0;         // 0: not learned from
  std::uint32_t group = 0;  // what is drawn together: a page's number
};

struct Settings {
  int trees = 150;
  int leaves = 10;
  int depth = 9;
  double rate = 0.1;
  double columns = 0.35;    // share drawn for each tree
  double groups = 0.6;      // share of the groups of samples drawn for each tree
  double smoothing = 2;     // added to a leaf's weight
  double least_leaf = 200;  // weight of the samples a leaf must hold, in units of the mean weight
  std::uint64_t seed = 1;
  int seeds = 1;                     // forests, each of so many trees, whose mean is taken
  std::vector<std::size_t> ignored;  // columns never asked
};

struct Forest {
  std::vector<extract::TreeNode> nodes;
  std::vector<std::uint32_t> roots;
  extract::BoostedTrees view() const { return {nodes, roots}; }
};

/// `samples` may not be empty; all rows have the same length.
Forest train(std::span<const Sample* const> samples, const Settings& settings);

/// C++ source of a table: two arrays and a BoostedTrees over them, named `name`.
std::string source_of(const Forest& forest, std::string_view name);

/// How often each column is asked, most asked first: "column count".
std::string columns_asked(const Forest& forest, std::span<const std::string> names);

}  // namespace depesche::train
