// The page's text as a list of blocks in reading order, before anybody decides which belong to the
// article: all that a browser might show, also what the survey leaves out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/body/letters.h"
#include "extract/body/phrases.h"
#include "extract/page/survey.h"
#include "html/tree.h"

namespace depesche::extract {

enum class RawKind : std::uint8_t { Paragraph, Heading, Item, Quote, Code, Row, Caption };

struct RawBlock {
  RawKind kind = RawKind::Paragraph;
  html::NodeIndex node = 0;   // the element whose text it is; a smaller index stands earlier
  html::NodeIndex group = 0;  // the list, table or quote it is part of; 0 for none
  std::string text;           // one line; a <br> is a newline, cells are parted by tabs
  std::uint32_t weight = 0;   // characters, see weight_of
  std::uint32_t links = 0;    // of these, inside links
  std::uint32_t italic = 0;   // of these, emphasised
  std::uint32_t bold = 0;     // of these, in bold type
  int level = 0;              // headings
  bool beside = false;        // in an element that the survey leaves out
  bool whole = false;         // all of the node's text, so that its markup can be kept
  bool ends_sentence = false;
  bool figure_text = false;         // looks like a caption, but is text of the body
  EvidenceSet evidence = kNothing;  // of the node and the elements around it up to the next block
  std::string letters;              // of the text, as squashed() leaves them; of a text whose
                                    // letters are longer than itself, the first
  PhraseSet phrases = kNoPhrase;

  bool says(Phrase phrase) const { return (phrases & phrase) != 0; }
  RawKind kind_in_body() const { return figure_text ? RawKind::Paragraph : kind; }
  bool links_mostly() const { return links * 2 > weight; }
};

/// Some of a page's blocks, in order. They belong to the vector that blocks_of returned.
using BlockList = std::vector<const RawBlock*>;

/// What the blocks' texts together have at most, in bytes: no article is longer.
inline constexpr std::size_t kMostBlockText = 700'000;

/// Very many small blocks, or very long texts, are not all read; `left_some` (may be null) tells.
std::vector<RawBlock> blocks_of(const html::Tree& tree, const Survey& survey,
                                bool* left_some = nullptr);

}  // namespace depesche::extract
