// Which of a page's blocks are the article, and its standfirst.
//
// Every element is a candidate. It is scored by the running text below it, less the labels and
// links; text the page names as its body (class, itemprop) or repeats in JSON-LD counts for more.
// The best element's blocks are then cleaned of what is not the report: bylines, link lists,
// "read also", appeals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/blocks.h"
#include "extract/survey.h"
#include "html/tree.h"

namespace depesche::extract {

/// What is known about the article from elsewhere.
struct BodyHints {
  std::string headline;
  std::string kicker;
  std::vector<std::string> summaries;  // descriptions of the page, the feed's summary
  std::string linked_body;             // articleBody in JSON-LD
  std::vector<std::string> authors;
  html::NodeIndex headline_node = html::kNoNode;
};

struct Body {
  html::NodeIndex container = html::kNoNode;
  std::string standfirst;  // as the page shows it; empty when it shows none
  std::vector<RawBlock> blocks;
  std::uint32_t weight = 0;   // of the running text kept
  std::uint32_t running = 0;  // of all running text on the page
};

Body find_body(const html::Tree& tree, const Survey& survey, const std::vector<RawBlock>& blocks,
               const BodyHints& hints);

}  // namespace depesche::extract
