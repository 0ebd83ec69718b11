// The terms an analysis gives, by kind.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "story/analysis.h"

namespace depesche {

inline std::vector<std::uint32_t> hashes(const Analysis& analysis, TermKind kind) {
  std::vector<std::uint32_t> out;
  for (const Term& term : analysis.terms) {
    if (term.kind == kind) out.push_back(term.hash);
  }
  return out;
}

inline Analysis of_title(std::string title, std::string_view language) {
  Article article;
  article.title = std::move(title);
  return analyse(article, language);
}

/// How often both have a term of that kind.
inline std::size_t in_common(const Analysis& a, const Analysis& b, TermKind kind) {
  std::size_t common = 0;
  const std::vector<std::uint32_t> others = hashes(b, kind);
  for (std::uint32_t hash : hashes(a, kind))
    common += std::count(others.begin(), others.end(), hash) > 0 ? 1U : 0U;
  return common;
}

}  // namespace depesche
