// Which of a page's blocks are the article, and its standfirst.
//
// Two readings by rules (extract/body/candidates.h), what the page repeats in JSON-LD and its
// summaries, and each block's own text and place are weighed by trees trained on pages of many
// outlets (extract/body/block_features.h, tools/train-body).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extract/body/blocks.h"
#include "extract/headline/headline.h"
#include "extract/page/signs.h"
#include "extract/page/survey.h"
#include "html/tree.h"
#include "news/feed.h"

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

/// `article` is the page's JSON-LD for it, `entry` the feed's; both may be null.
BodyHints body_hints(const Signs& signs, const json::Value* article, const Headline& headline,
                     std::vector<std::string> authors, const Entry* entry);

struct Body {
  html::NodeIndex container = html::kNoNode;
  std::string standfirst;  // as the page shows it; empty when it shows none
  bool standfirst_in_text = false;
  BlockList blocks;
  std::uint32_t weight = 0;   // of the running text kept
  std::uint32_t running = 0;  // of all running text on the page
};

/// The body's blocks are those of `blocks`, which must stay where they are; those that are text
/// though they look like captions are marked there.
Body find_body(const html::Tree& tree, const Survey& survey, std::vector<RawBlock>& blocks,
               const BodyHints& hints);

}  // namespace depesche::extract
