// Single blocks that stand among an article's text and are no part of it.
#pragma once

#include <string>
#include <unordered_set>

#include "extract/body/blocks.h"
#include "extract/body/body.h"

namespace depesche::extract {

/// Knows the article's headline and authors. `hints` must outlive it.
class Unwanted {
 public:
  explicit Unwanted(const BodyHints& hints);

  /// Labels, bylines, dates and the headline itself, when there is nothing else in the block.
  bool is_no_text(const RawBlock& block) const;
  /// These, and credits, link lines and appeals.
  bool is_unwanted(const RawBlock& block) const;
  /// "Anna Berg is a reporter at …": a note on the author, at the end of the text.
  bool is_author_note(const RawBlock& block) const;

 private:
  bool is_byline(const RawBlock& block) const;

  const BodyHints& hints_;
  std::string headline_;
  std::unordered_set<std::string> authors_;
};

}  // namespace depesche::extract
