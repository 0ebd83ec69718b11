// The words behind terms: an analysis keeps hashes, a reader wants words.
#include <algorithm>
#include <span>
#include <utility>

#include "story/analyser_state.h"
#include "story/facts.h"

namespace depesche {
namespace {

using story::Field;
using story::Vocabulary;
using story::Word;

/// All but the first of words that are alike.
void clear_repeated(std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto before = words.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(words.begin(), before, words[i]) != before) words[i].clear();
  }
}

/// Words that two reports share, told apart by whether they name something and put together where
/// they are one name.
class NamedSpellings {
 public:
  explicit NamedSpellings(Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  void add(std::string words, TermKind kind) {
    const std::vector<Token> tokens = tokenise(words);
    const bool is_word = tokens.size() == 1 && tokens[0].kind == TokenKind::Word;
    const Word* word = is_word ? vocabulary_.look_up(words, tokens).front() : nullptr;
    endings_.push_back(word != nullptr ? word->ending : 0);
    if (word != nullptr && (kind == TermKind::Word || kind == TermKind::Name)) {
      const bool is_acronym = (word->name_word.marks & kAcronym) != 0;
      const bool is_name = kind == TermKind::Name && !capitalises_nouns(vocabulary_.language());
      kind = is_acronym || is_name ? TermKind::Name : TermKind::Word;
    }
    spellings_.push_back({std::move(words), kind});
  }
  /// Small letters do not show what is a name.
  void add_of_address(std::string words) {
    endings_.push_back(0);
    spellings_.push_back({std::move(words), TermKind::Word, true});
  }

  /// `surface` is a name of these words. Where all that are names by themselves are shared, it
  /// stands in the place of the first; else those that are shared are known for names.
  void join(std::span<const Word* const> name, std::string_view surface) {
    std::vector<std::size_t> places;
    bool is_whole = name.size() > 1;
    for (const Word* word : name) {
      if (word->ending == 0) continue;  // a particle, which is nothing by itself
      const auto at = std::find(endings_.begin(), endings_.end(), word->ending);
      if (at != endings_.end()) {
        places.push_back(static_cast<std::size_t>(at - endings_.begin()));
      } else if (word->name != 0) {
        is_whole = false;
      }
    }
    for (const std::size_t place : places) {
      if (spellings_[place].kind == TermKind::Word) spellings_[place].kind = TermKind::Name;
    }
    if (!is_whole || places.size() < 2) return;
    for (const std::size_t place : places) {
      spellings_[place].words.clear();
      endings_[place] = 0;  // it is spelled, and not again
    }
    spellings_[*std::min_element(places.begin(), places.end())] = {std::string(surface),
                                                                   TermKind::Name};
  }

  std::vector<Spelling> take() { return std::move(spellings_); }

 private:
  Vocabulary& vocabulary_;
  std::vector<Spelling> spellings_;
  std::vector<std::uint32_t> endings_;  // of each as one word; 0 for what is none or spelled
};

}  // namespace

std::vector<Spelling> Analyser::Reading::Parts::first_words(const std::vector<SharedTerm>& shared) {
  std::vector<Spelling> found(shared.size());
  std::size_t missing = std::count_if(shared.begin(), shared.end(), [](const SharedTerm& term) {
    return term.kind != TermKind::Piece && term.kind != TermKind::Region;
  });
  const Translations& translations = state.translations(words.language());
  const auto is_spelled = [&](std::uint32_t hash, TermKind kind, const SharedTerm& term) {
    if (is_fact(term.kind)) return kind == term.kind && story::value_of(hash, kind) == term.hash;
    if (hash == term.hash) return true;
    if (kind != TermKind::Word || term.kind != TermKind::Meaning) return false;
    const auto meanings = translations.of(hash);
    return std::find(meanings.begin(), meanings.end(), term.hash) != meanings.end();
  };
  // No further than needed.
  words.each_term(
      [&](std::uint32_t hash, TermKind kind, Field field, std::string_view surface) {
        if (kind == TermKind::Piece || kind == TermKind::Region) return;
        for (std::size_t i = 0; i < shared.size(); ++i) {
          if (!found[i].words.empty() || !is_spelled(hash, kind, shared[i])) continue;
          found[i] = {std::string(surface), shared[i].kind, field == Field::Address};
          --missing;
        }
      },
      [&missing] { return missing == 0; });
  return found;
}

std::vector<std::string> Analyser::Reading::Parts::first_words_of_text(
    const std::vector<SharedTerm>& shared) {
  std::vector<std::string> out;
  out.reserve(shared.size());
  for (Spelling& first : first_words(shared)) {
    out.push_back(first.is_of_address ? std::string() : std::move(first.words));
  }
  return out;
}

std::vector<Spelling> Analyser::Reading::spell_names(const std::vector<SharedTerm>& shared) {
  const std::vector<Spelling> found = parts_->first_words(shared);
  std::vector<std::string> words;
  words.reserve(found.size());
  for (const Spelling& first : found) words.push_back(first.words);
  clear_repeated(words);
  NamedSpellings out(parts_->words.vocabulary());
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (found[i].is_of_address) {
      out.add_of_address(std::move(words[i]));
    } else {
      out.add(std::move(words[i]), shared[i].kind);
    }
  }
  parts_->words.each_name([&out](std::span<const Word* const> name, std::string_view surface) {
    out.join(name, surface);
  });
  return out.take();
}

std::vector<std::string> Analyser::Reading::spell_each(const std::vector<SharedTerm>& shared) {
  std::vector<std::string> words = parts_->first_words_of_text(shared);
  clear_repeated(words);
  return words;
}

std::vector<std::string> Analyser::Reading::spell(const std::vector<SharedTerm>& shared) {
  std::vector<std::string> words = spell_each(shared);
  std::erase_if(words, [](const std::string& word) { return word.empty(); });
  return words;
}

std::vector<std::vector<std::string>> Analyser::Reading::spell_lists(
    const std::vector<std::vector<SharedTerm>>& lists) {
  std::vector<SharedTerm> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  const std::vector<std::string> words = parts_->first_words_of_text(all);
  std::vector<std::vector<std::string>> spelled;
  spelled.reserve(lists.size());
  auto word = words.begin();
  for (const auto& list : lists) {
    const auto end = word + static_cast<std::ptrdiff_t>(list.size());
    std::vector<std::string>& own = spelled.emplace_back(word, end);
    clear_repeated(own);
    std::erase_if(own, [](const std::string& spelling) { return spelling.empty(); });
    word = end;
  }
  return spelled;
}

}  // namespace depesche
