// One reading of the page: which of its blocks are the article, by what its elements are named and
// how much running text they hold.
//
// Every element is a candidate for the container. It is scored by the running text below it, less
// the labels and links; text the page names as its body (class, itemprop) or repeats in JSON-LD
// counts for more. The best element's blocks are then cleaned of what is not the report: bylines,
// link lists, "read also", appeals.
#pragma once

#include <cstdint>
#include <span>

#include "extract/body/blocks.h"
#include "extract/body/body.h"
#include "extract/body/verdicts.h"
#include "extract/page/survey.h"
#include "html/tree.h"

namespace depesche::extract {

struct Reading {
  html::NodeIndex container = html::kNoNode;
  html::NodeIndex container_end = 0;     // one past its last node
  const RawBlock* standfirst = nullptr;  // not among the kept
  BlockList kept;
  std::uint32_t weight = 0;   // of the running text kept
  std::uint32_t running = 0;  // of all running text on the page

  /// Whether the node stands in the container; true of all where there is none.
  bool holds(html::NodeIndex node) const {
    return container == html::kNoNode || (node >= container && node < container_end);
  }
};

/// Of what `survey` does not leave out. Points into `blocks`.
Reading read_by_names(const html::Tree& tree, const Survey& survey,
                      const std::vector<RawBlock>& blocks, const BodyHints& hints,
                      const Verdicts& verdicts);

struct Readings {
  Reading by_names;
  Reading by_prose;  // with little faith in names, where with full faith most prose was left out
};

Readings read_both_ways(const html::Tree& tree, const Survey& survey,
                        const std::vector<RawBlock>& blocks, const BodyHints& hints,
                        const Verdicts& verdicts);

/// The text: what is likely part of it, without what repeats and what heads nothing. `chances` in
/// thousandths, one a block.
BlockList blocks_to_keep(const std::vector<RawBlock>& blocks, const Verdicts& verdicts,
                         const Reading& by_names, std::span<const std::int16_t> chances);

/// A heading must head something: not another heading of its rank, not the end.
void drop_empty_headings(BlockList& blocks);

/// Pages repeat appeals between paragraphs, and whole bodies for small and large screens.
void drop_repetitions(BlockList& blocks);

}  // namespace depesche::extract
