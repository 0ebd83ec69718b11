// The standfirst as the page shows it.
#pragma once

#include "extract/body/blocks.h"
#include "extract/body/body.h"
#include "extract/body/verdicts.h"

namespace depesche::extract {

/// The block that is the standfirst; null when the page shows none. It stands between the headline
/// and the text, or at the beginning of the text (`container`) in an element of its own. Points
/// into `blocks`.
const RawBlock* find_standfirst(const html::Tree& tree, const BlockList& blocks,
                                html::NodeIndex container, const BodyHints& hints,
                                const Verdicts& verdicts);

}  // namespace depesche::extract
