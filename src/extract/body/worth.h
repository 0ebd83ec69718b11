// What a single block is worth as text of a report.
#pragma once

#include <cstdint>

#include "extract/body/blocks.h"

namespace depesche::extract {

/// Shorter lines are running text only with a full stop.
inline constexpr std::uint32_t kSentence = 40;
/// Longer ones are even without.
inline constexpr std::uint32_t kParagraph = 90;

enum class Worth { Running, Neutral, Chaff };

/// `block` as text of the report, judged by itself.
Worth worth_of(const RawBlock& block);
/// The same of a block that is known to be the body's.
Worth worth_in_body(const RawBlock& block);

}  // namespace depesche::extract
