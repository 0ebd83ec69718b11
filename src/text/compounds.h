// Parts of German compounds, without a dictionary: "juwelenraub" → "juwelen" · "raub".
//
// A word is split where a known word ends and another begins, with or without a joining s. What is
// known is the caller's vocabulary; where there is none, nothing is split.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace depesche {

/// Says how often the archive has seen a folded word on its own; 0 when never.
using WordCount = std::function<std::uint64_t(std::string_view folded)>;

/// The two parts of the best split of a folded word, or nothing. Parts have at least four letters;
/// the best split is the one whose rarer part is most common. Views into `folded`.
std::vector<std::string_view> compound_parts(std::string_view folded, const WordCount& count);

}  // namespace depesche
