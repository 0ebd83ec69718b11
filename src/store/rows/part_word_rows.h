// What was learned of the words inside German compounds, as rows of meta: once as search parts
// words by it, once as far as it was learned when the desk closed. In hexadecimal, for meta holds
// text.
#pragma once

#include <optional>
#include <string_view>

#include "text/part_words.h"

namespace depesche {

class Connection;

inline constexpr std::string_view kPartWordsInUse = "part_words";
inline constexpr std::string_view kPartWordsLearned = "part_words_learned";

void put_part_words(Connection& db, std::string_view key, const PartWords& words);
/// Nothing when there is none or it cannot be read back; then it is learned anew.
std::optional<PartWords> find_part_words(Connection& db, std::string_view key);

}  // namespace depesche
