// What was learned of the words inside German compounds, as rows of meta: once as search parts
// words by it, once as far as it was learned up to some place in the stream. In hexadecimal, for
// meta holds text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "text/part_words.h"

namespace depesche {

class Connection;

inline constexpr std::string_view kPartWordsInUse = "part_words";
inline constexpr std::string_view kPartWordsLearned = "part_words_learned";

/// What was learned from a stream up to there.
struct LearnedWords {
  PartWords words;
  std::optional<std::int64_t> stream_no;  // an older program did not say
};

void put_part_words(Connection& db, std::string_view key, const PartWords& words);
/// Nothing when there is none or it cannot be read back; then it is learned anew.
std::optional<PartWords> find_part_words(Connection& db, std::string_view key);

/// Part of a transaction.
void put_learned_words(Connection& db, const PartWords& words, std::int64_t stream_no);
std::optional<LearnedWords> find_learned_words(Connection& db);

}  // namespace depesche
