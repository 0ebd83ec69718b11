#include "story/translations.h"

#include <algorithm>
#include <string>
#include <utility>

#include "story/term_hash_of.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/stopwords.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace depesche {
namespace {

constexpr std::size_t kMostOfOneWord = 4;
constexpr std::size_t kLeastWordLetters = 3;

/// 0: a stop word, or too short to tell anything.
std::uint32_t stem_of(std::string_view word, std::string_view language, Stemmer& stemmer) {
  const std::string folded = fold(word);
  if (character_bounds(folded).size() - 1 < kLeastWordLetters || is_stop_word(folded, language)) {
    return 0;
  }
  return story::hash_of(fold_accents(stemmer.stem(folded)), TermKind::Word);
}

}  // namespace

Translations Translations::from_ding(std::string_view ding) {
  struct Pair {
    std::uint32_t german, english;
    std::size_t place;  // earlier ones say what a word mostly means
  };
  std::vector<Pair> pairs;
  Stemmer german("de");
  Stemmer english("en");
  each_translation(ding, [&](std::string_view word, std::string_view meaning) {
    const std::uint32_t from = stem_of(word, "de", german);
    const std::uint32_t to = stem_of(meaning, "en", english);
    if (from != 0 && to != 0) pairs.push_back({from, to, pairs.size()});
  });
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
    return std::pair(a.german, a.place) < std::pair(b.german, b.place);
  });
  Translations out;
  for (auto at = pairs.begin(); at != pairs.end();) {
    const std::size_t first = out.meanings_.size();
    out.words_.push_back({at->german, static_cast<std::uint32_t>(first)});
    const std::uint32_t word = at->german;
    for (; at != pairs.end() && at->german == word; ++at) {
      const auto begin = out.meanings_.begin() + static_cast<std::ptrdiff_t>(first);
      const bool is_known =
          std::find(begin, out.meanings_.end(), at->english) != out.meanings_.end();
      if (!is_known && out.meanings_.size() - first < kMostOfOneWord) {
        out.meanings_.push_back(at->english);
      }
    }
  }
  if (!out.words_.empty()) {
    out.words_.push_back({UINT32_MAX, static_cast<std::uint32_t>(out.meanings_.size())});
  }
  return out;
}

std::span<const std::uint32_t> Translations::of(std::uint32_t german) const {
  const auto at = std::lower_bound(words_.begin(), words_.end(), german,
                                   [](const Entry& e, std::uint32_t h) { return e.german < h; });
  if (at == words_.end() || at->german != german || at + 1 == words_.end()) return {};
  return std::span(meanings_).subspan(at->first, (at + 1)->first - at->first);
}

}  // namespace depesche
