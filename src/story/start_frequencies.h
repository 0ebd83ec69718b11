// How common terms are before the engine has read anything: counts of the most frequent terms of
// news sentences, by language. Made by bench/story/make_start_frequencies.cpp; a figure per term,
// no texts.
#pragma once

#include <cstdint>

namespace depesche::story {

/// How many short texts the counts were taken from.
inline constexpr std::uint64_t kStartArticles = 500;

/// In how many of them the term stands; 0 for all that are not frequent.
std::uint64_t start_count(std::uint32_t language_code, std::uint32_t term);

}  // namespace depesche::story
