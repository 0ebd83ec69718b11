// How common terms are before the engine has read anything: in how many of some hundred texts of a
// language each of the frequent ones stands. Made by bench/story/make_start_frequencies.cpp; a
// figure per term, no texts.
#pragma once

#include <cstdint>
#include <span>

namespace depesche::story {

struct StartCount {
  std::uint32_t language;  // as language_code() has it
  std::uint32_t term;
  std::uint16_t count;  // in how many of them it stands
};

/// The frequent terms of a language, by term; none for a language that was not counted.
std::span<const StartCount> start_counts(std::uint32_t language_code);

/// In how many of them the term stands; 0 for all that are not frequent.
std::uint64_t start_count(std::uint32_t language_code, std::uint32_t term);

/// How many texts were counted; a few hundred, too, of a language of which none was.
std::uint64_t start_texts(std::uint32_t language_code);

}  // namespace depesche::story
