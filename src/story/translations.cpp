#include "story/translations.h"

#include <algorithm>
#include <string>
#include <utility>

#include <boost/unordered/unordered_flat_map.hpp>

#include "story/term_hash_of.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/stopwords.h"
#include "text/term_hash.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace depesche {
namespace {

constexpr std::size_t kMostOfOneWord = 4;
constexpr std::size_t kLeastWordLetters = 3;

/// Terms of the words of one language; a list has each word a few times.
class Stems {
 public:
  explicit Stems(std::string_view language) : language_(language), stemmer_(language) {}

  /// 0: a stop word, or too short to tell anything.
  std::uint32_t of(std::string_view word) {
    const auto [at, is_new] = known_.try_emplace(term_hash(word), 0);
    if (is_new) at->second = make(word);
    return at->second;
  }

 private:
  std::uint32_t make(std::string_view word) {
    const std::string folded = fold(word);
    if (count_characters(folded) < kLeastWordLetters || is_stop_word(folded, language_)) {
      return 0;
    }
    return story::hash_of(fold_accents(stemmer_.stem(folded)), TermKind::Word);
  }

  std::string language_;
  Stemmer stemmer_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> known_;  // by hash; looked up only
};

}  // namespace

struct TranslationsMaker::State {
  struct Pair {
    std::uint32_t german, english;
  };
  WordListReader reader;
  Stems german{"de"};
  Stems english{"en"};
  std::vector<Pair> pairs;  // earlier ones say what a word mostly means
};

TranslationsMaker::TranslationsMaker() : state_(std::make_unique<State>()) {}
TranslationsMaker::~TranslationsMaker() = default;

void TranslationsMaker::add_line(std::string_view line) {
  state_->reader.each_of_line(line, [this](std::string_view word, std::string_view meaning) {
    const std::uint32_t from = state_->german.of(word);
    const std::uint32_t to = state_->english.of(meaning);
    if (from != 0 && to != 0) state_->pairs.push_back({from, to});
  });
}

Translations TranslationsMaker::take() {
  std::vector<State::Pair> pairs = std::move(state_->pairs);
  state_ = std::make_unique<State>();
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const State::Pair& a, const State::Pair& b) { return a.german < b.german; });
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
  out.words_.shrink_to_fit();
  out.meanings_.shrink_to_fit();
  return out;
}

Translations Translations::from_ding(std::string_view ding) {
  TranslationsMaker maker;
  while (!ding.empty()) {
    const std::size_t end = std::min(ding.find('\n'), ding.size());
    maker.add_line(ding.substr(0, end));
    ding.remove_prefix(std::min(end + 1, ding.size()));
  }
  return maker.take();
}

std::span<const std::uint32_t> Translations::of(std::uint32_t german) const {
  const auto at = std::lower_bound(words_.begin(), words_.end(), german,
                                   [](const Entry& e, std::uint32_t h) { return e.german < h; });
  if (at == words_.end() || at->german != german || at + 1 == words_.end()) return {};
  return std::span(meanings_).subspan(at->first, (at + 1)->first - at->first);
}

}  // namespace depesche
