// Of what kind a difference is. Inside the module.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "news/revision.h"
#include "redline/comparable.h"
#include "redline/word_differences.h"

namespace depesche::redline {

struct Texts {
  std::span<const Word> before;
  std::span<const Word> after;
  std::string_view language;  // BCP 47
};

/// In the order of the enumerators, each once; Wording where there are differences of no other
/// kind.
std::vector<RevisionKind> kinds_of(const Texts& texts, const std::vector<Hunk>& hunks);

}  // namespace depesche::redline
