// What can be said of each block of a page in small whole numbers, for trained trees to weigh:
// its text, its element and those around it, its neighbours, and what the other readings make of
// it.
//
// Whole numbers, because the program and the trainer (tools/train) must see exactly the same on any
// machine. Sizes are given as 16 · log2(1 + n), shares in thousandths. All is computed in passes
// over the tree or the blocks: linear in the page.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/body/blocks.h"
#include "extract/body/body.h"
#include "extract/body/candidates.h"
#include "extract/body/packed_trees.h"
#include "extract/body/verdicts.h"
#include "extract/page/survey.h"
#include "html/tree.h"

namespace depesche::extract {

/// One row a block, `columns` values a row.
struct FeatureRows {
  std::size_t columns = 0;
  std::vector<std::int16_t> values;

  std::size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
  std::span<const std::int16_t> operator[](std::size_t row) const {
    return std::span(values).subspan(row * columns, columns);
  }
};

struct PageReadings {
  const html::Tree& tree;
  const Survey& survey;
  const std::vector<RawBlock>& blocks;
  const BodyHints& hints;
  const Verdicts& verdicts;
  const Reading& by_names;  // with full faith in names
  const Reading& by_prose;  // with little; the same where there was no reason to doubt
};

class BlockFeatures {
 public:
  /// Keeps a reference to all that `readings` names.
  explicit BlockFeatures(const PageReadings& readings);
  ~BlockFeatures();

  FeatureRows rows() const;
  /// What the trees say of each row, without holding more than a few of them.
  std::vector<std::int32_t> odds(const PackedTrees& trees) const;

  /// Names of the columns of rows().
  static std::vector<std::string> names();

 private:
  class Page;
  std::unique_ptr<const Page> page_;
};

}  // namespace depesche::extract
