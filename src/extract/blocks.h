// The page's text as a list of blocks in reading order, before anybody decides which belong to the
// article.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/survey.h"
#include "html/tree.h"

namespace depesche::extract {

enum class RawKind : std::uint8_t { Paragraph, Heading, Item, Quote, Code, Row, Caption };

struct RawBlock {
  RawKind kind = RawKind::Paragraph;
  html::NodeIndex node = 0;         // the element whose text it is; a smaller index stands earlier
  html::NodeIndex group = 0;        // the list, table or quote it is part of; 0 for none
  std::string text;                 // one line; a <br> is a newline, cells are parted by tabs
  std::uint32_t weight = 0;         // characters, see weight_of
  std::uint32_t links = 0;          // of these, inside links
  int level = 0;                    // headings
  bool whole = false;               // all of the node's text, so that its markup can be kept
  EvidenceSet evidence = kNothing;  // of the node and the elements around it up to the next block

  bool ends_sentence() const;
  bool links_mostly() const { return links * 2 > weight; }
};

std::vector<RawBlock> blocks_of(const html::Tree& tree, const Survey& survey);

}  // namespace depesche::extract
