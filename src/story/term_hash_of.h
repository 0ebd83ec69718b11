// The number a term has, by what it is spelled like and what it is.
#pragma once

#include <string_view>

#include "story/analysis.h"
#include "text/term_hash.h"

namespace depesche::story {

inline std::uint32_t hash_of(std::string_view word, TermKind kind) {
  return static_cast<std::uint32_t>(term_hash(word, static_cast<std::uint64_t>(kind) + 1));
}

}  // namespace depesche::story
