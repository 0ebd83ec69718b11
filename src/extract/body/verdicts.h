// What can be said of single blocks by rules, found once for all who ask: labels, bylines and
// appeals that stand among an article's text and are no part of it, and text that JSON-LD repeats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "extract/body/blocks.h"
#include "extract/body/body.h"

namespace depesche::extract {

/// Of the blocks it was made from, as long as those stay where they are.
class Verdicts {
 public:
  Verdicts(const std::vector<RawBlock>& blocks, const BodyHints& hints);

  /// Labels, bylines, dates and the headline itself, when there is nothing else in the block.
  bool is_no_text(const RawBlock& block) const { return says(block, kNoText); }
  /// These, and credits, link lines and appeals.
  bool is_unwanted(const RawBlock& block) const { return says(block, kUnwanted); }
  /// "Anna Berg is a reporter at …": a note on the author, at the end of the text.
  bool is_author_note(const RawBlock& block) const { return says(block, kAuthorNote); }
  /// A sentence that stands in the page's JSON-LD.
  bool is_linked(const RawBlock& block) const { return says(block, kLinked); }

 private:
  enum Verdict : std::uint8_t { kNoText = 1, kUnwanted = 2, kAuthorNote = 4, kLinked = 8 };

  bool says(const RawBlock& block, Verdict verdict) const {
    return (verdicts_[static_cast<std::size_t>(&block - first_)] & verdict) != 0;
  }

  const RawBlock* first_;
  std::vector<std::uint8_t> verdicts_;  // of each block
};

}  // namespace depesche::extract
