// Which of a page's blocks stand in a text that is known from elsewhere, compared by their letters.
#pragma once

#include <string_view>
#include <vector>

#include "extract/body/blocks.h"

namespace depesche::extract {

/// One mark a block: whether it is a sentence (worth.h) whose first and last 32 letters stand in
/// `text`. By hashes, in one pass over the text; memory is that of the blocks, however long it is.
std::vector<bool> blocks_within(std::string_view text, const std::vector<RawBlock>& blocks);

}  // namespace depesche::extract
