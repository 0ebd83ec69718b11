// Words too common to tell texts apart: articles, pronouns, prepositions, auxiliaries.
//
// Short hand-made lists for the languages below; news words ("today", "report") are left to
// document frequencies. Pure, thread-safe, a few comparisons at most.
#pragma once

#include <string_view>

namespace depesche {

/// `folded` as fold() gives it, `primary` a primary subtag: de, en, fr, es, it, nl, pt. A language
/// without a list has no stop words.
bool is_stop_word(std::string_view folded, std::string_view primary);

}  // namespace depesche
