// What a page shares with others of its host, and a text without it.
//
// A reading of one page cannot tell a newsletter box among the paragraphs from a paragraph; whoever
// has read several pages of the host can (docs/decisions/0013). Nothing is counted here: a page's
// blocks go out, what is known comes in.
#pragma once

#include <cstdint>
#include <vector>

#include "extract/body/blocks.h"
#include "news/repeated_blocks.h"

namespace depesche::extract {

/// The same for every rendering of a text; it is stored.
std::uint64_t repeated_hash(const RawBlock& block);

/// Those of the page's blocks that are worth counting, each text once, those in `text` first:
/// paragraphs, quotes and items of more than a few words, and headings. Rows, code and captions
/// are not: a table's head repeats and is needed.
std::vector<SeenBlock> blocks_seen(const std::vector<RawBlock>& blocks, const BlockList& text);

/// Takes what is known to repeat out of `text`. A heading goes with the block it stands over, and
/// where nothing is left for it to head. Where more than half of the text would go, all of it
/// stays; `standfirst` is the weight of what belongs to the text beside its blocks.
void drop_repeated(BlockList& text, std::uint32_t standfirst, const RepeatedBlocks& repeated);

}  // namespace depesche::extract
