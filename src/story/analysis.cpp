#include "story/analysis.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <optional>
#include <tuple>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/ascii.h"
#include "story/address_words.h"
#include "story/bytes.h"
#include "story/regions.h"
#include "story/term_hash_of.h"
#include "story/words.h"
#include "text/country_names.h"
#include "text/fold.h"
#include "text/latin_spelling.h"
#include "text/sentences.h"
#include "text/stem.h"
#include "text/stopwords.h"
#include "text/term_hash.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace depesche {
namespace {

constexpr std::size_t kMostTerms = 400;
constexpr std::size_t kMostMeanings = 60;
constexpr std::size_t kMostBodyBytes =
    20'000;  // a liveblog drifts; its beginning says what it is on
constexpr std::size_t kMostHeadlineBytes = 600;
constexpr std::size_t kMostLedeBytes = 1'200;
constexpr std::size_t kMostMemoised =
    200'000;  // words remembered per language; then it starts anew
constexpr std::size_t kPieceLetters = 5;
constexpr std::size_t kLongWord = 7;          // letters from which a word has pieces
constexpr std::size_t kLongestWord = 64;      // bytes; longer ones are no words
constexpr std::size_t kLeastCountryStem = 4;  // letters

enum class Field { Headline, Lede, Body, Address };

using story::hash_of;

/// Languages that write compounds as one word.
bool joins_words(std::string_view language) {
  for (std::string_view known :
       {"de", "nl", "sv", "da", "nb", "nn", "no", "is", "fi", "hu", "et"}) {
    if (language == known) return true;
  }
  return false;
}

/// What a surface form comes to; found once per word and language.
struct Word {
  std::uint32_t stem = 0;    // 0: a stop word or noise
  std::uint32_t name = 0;    // 0: not capitalised, or too short to name anything
  std::uint32_t number = 0;  // 0: no number
  std::uint32_t country = 0;
  std::uint32_t region = 0;
  std::vector<std::uint32_t> pieces;
};

void append_pieces(std::string_view plain, std::vector<std::uint32_t>& out) {
  const std::vector<std::uint32_t> bounds = character_bounds(plain);
  const std::size_t letters = bounds.size() - 1;
  if (letters < kLongWord) return;
  for (std::size_t i = 0; i + kPieceLetters <= letters; ++i) {
    const std::string_view piece = plain.substr(bounds[i], bounds[i + kPieceLetters] - bounds[i]);
    out.push_back(hash_of(piece, TermKind::Piece));
  }
}

/// "Putins" and "Putin's" name whom "Putin" names; "Paris" loses its s on both sides, too.
std::string_view without_genitive(std::string_view plain) {
  return plain.size() > 4 && plain.back() == 's' ? plain.substr(0, plain.size() - 1) : plain;
}

/// 1,5 in one language is 1.5 in the other.
std::string with_points(std::string number) {
  std::replace(number.begin(), number.end(), ',', '.');
  return number;
}

class Vocabulary {
 public:
  explicit Vocabulary(std::string_view language)
      : language_(language),
        stemmer_(language),
        joins_words_(joins_words(language)),
        countries_(country_names(language)) {
    if (language != "ru") return;
    for (const auto& [name, code] : countries_) {
      const std::string stem(stemmer_.stem(name));
      if (character_bounds(stem).size() > kLeastCountryStem) stems_of_countries_[stem] = code;
    }
  }

  const std::string& language() const { return language_; }

  const Word& look_up(std::string_view surface, const Token& token) {
    if (words_.size() >= kMostMemoised) words_.clear();
    const auto known = words_.find(surface);
    if (known != words_.end()) return known->second;
    return words_.emplace(surface, make(surface, token)).first->second;
  }

 private:
  Word make(std::string_view surface, const Token& token) {
    Word out;
    if (surface.size() > kLongestWord) return out;
    const std::string folded = fold(surface);
    if (token.kind == TokenKind::Number) {
      if (folded.size() > 1) out.number = hash_of(with_points(folded), TermKind::Number);
      return out;
    }
    const std::size_t letters = character_bounds(folded).size() - 1;
    if (letters < 2 || is_stop_word(folded, language_)) return out;
    out.stem = hash_of(fold_accents(stemmer_.stem(folded)), TermKind::Word);
    const std::string plain = fold_accents(folded);
    const bool is_acronym = is_upper(surface);
    if (token.capital && (letters >= 3 || is_acronym)) {
      out.name = hash_of(without_genitive(latin_spelling(plain)), TermKind::Name);
    }
    if (joins_words_) append_pieces(plain, out.pieces);
    out.country = country(plain);
    if (out.country == 0 && token.capital) out.country = inflected_country(folded);
    if (const std::string_view region = story::region_of(plain);
        language_ == "de" && !region.empty()) {
      out.region = hash_of(region, TermKind::Region);
    }
    return out;
  }

  std::uint32_t country(std::string_view plain) const {
    for (std::string_view name : {plain, without_genitive(plain)}) {
      const auto at =
          std::lower_bound(countries_.begin(), countries_.end(), name,
                           [](const auto& row, std::string_view n) { return row.first < n; });
      if (at != countries_.end() && at->first == name)
        return hash_of(at->second, TermKind::Country);
    }
    if (plain == "usa" || plain == "us") return hash_of("US", TermKind::Country);
    return 0;
  }

  /// Of languages whose names of countries have cases.
  std::uint32_t inflected_country(std::string_view folded) {
    if (stems_of_countries_.empty()) return 0;
    const auto at = stems_of_countries_.find(stemmer_.stem(fold_accents(folded)));
    return at != stems_of_countries_.end() ? hash_of(at->second, TermKind::Country) : 0;
  }

  static bool is_upper(std::string_view surface) {
    return std::all_of(surface.begin(), surface.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  std::string language_;
  Stemmer stemmer_;
  bool joins_words_;
  std::vector<std::pair<std::string, std::string>> countries_;
  std::map<std::string, std::string, std::less<>> stems_of_countries_;
  boost::unordered_flat_map<std::string, Word, WordHash, std::equal_to<>> words_;
};

void count_up(std::uint8_t& counter) {
  if (counter < 255) ++counter;
}

class TermCounter {
 public:
  void add(std::uint32_t hash, TermKind kind, Field field) {
    Term& term = terms_[hash];
    term.hash = hash;
    term.kind = kind;
    switch (field) {
      case Field::Headline:
        return count_up(term.headline);
      case Field::Lede:
        return count_up(term.lede);
      case Field::Body:
        return count_up(term.body);
      case Field::Address:
        return count_up(term.address);
    }
  }

  /// The most telling ones, sorted by hash. What words of headline and lede may be called in
  /// another language stands beside them.
  std::vector<Term> take(const Translations& translations) {
    std::vector<Term> out;
    out.reserve(terms_.size());
    for (const auto& [hash, term] : terms_) out.push_back(term);
    const auto telling = [](const Term& a, const Term& b) {
      const int x = weight(a);
      const int y = weight(b);
      return x != y ? x > y : a.hash < b.hash;
    };
    if (out.size() > kMostTerms) {
      std::nth_element(out.begin(), out.begin() + kMostTerms, out.end(), telling);
      out.resize(kMostTerms);
    }
    if (!translations.is_empty()) append_meanings(translations, out);
    std::sort(out.begin(), out.end(), [](const Term& a, const Term& b) { return a.hash < b.hash; });
    return out;
  }

 private:
  static int weight(const Term& term) {
    return 16 * term.headline + 8 * term.lede + 2 * term.body + 6 * term.address +
           (term.kind == TermKind::Piece ? 0 : 4);
  }

  /// Of those that are no terms already.
  void append_meanings(const Translations& translations, std::vector<Term>& out) {
    std::vector<Term> words;
    for (const Term& term : out) {
      if (term.kind == TermKind::Word && (term.headline > 0 || term.lede > 0))
        words.push_back(term);
    }
    std::sort(words.begin(), words.end(), [](const Term& a, const Term& b) {
      return std::tuple(-weight(a), a.hash) < std::tuple(-weight(b), b.hash);
    });
    std::size_t left = kMostMeanings;
    for (const Term& word : words) {
      for (const std::uint32_t meaning : translations.of(word.hash)) {
        if (left == 0) return;
        Term term = word;
        term.hash = meaning;
        term.kind = TermKind::Meaning;
        if (!terms_.try_emplace(meaning, term).second) continue;
        out.push_back(term);
        --left;
      }
    }
  }

  boost::unordered_flat_map<std::uint32_t, Term> terms_;  // order never shows: take() sorts
};

/// A score, which German writes 3:1 and English 3-1; empty where the two tokens are none.
std::string_view score_of(std::string_view text, const Token& first, const Token& second) {
  constexpr std::uint32_t kLongest = 2;
  const auto is_one = [](const Token& token) {
    return token.kind == TokenKind::Number && token.length <= kLongest;
  };
  const std::string_view between = text.substr(first.end(), second.begin - first.end());
  if (!is_one(first) || !is_one(second) || (between != "-" && between != "–")) return {};
  const auto goes_on = [&text](std::size_t at) { return at < text.size() && text[at] == '-'; };
  // A date, or the number of something.
  if (goes_on(second.end()) || (first.begin > 0 && goes_on(first.begin - 1))) return {};
  return text.substr(first.begin, second.end() - first.begin);
}

/// Hands every term of a text to `sink(hash, kind, field, surface)`.
template <class Sink>
void each_term(std::string_view text, Field field, Vocabulary& vocabulary, Sink&& sink) {
  const std::vector<Token> tokens = tokenise(text);
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    const std::string_view surface = token.of(text);
    if (token.kind == TokenKind::Number && at + 1 < tokens.size()) {
      const std::string_view score = score_of(text, token, tokens[at + 1]);
      if (!score.empty()) {
        const std::string spelled =
            std::string(surface) + ":" + std::string(tokens[at + 1].of(text));
        sink(hash_of(spelled, TermKind::Number), TermKind::Number, field, score);
      }
    }
    if (token.kind == TokenKind::Ideographic) {
      const std::vector<std::uint32_t> bounds = character_bounds(surface);
      for (std::size_t i = 0; i + 2 < bounds.size(); ++i) {
        const std::string_view pair = surface.substr(bounds[i], bounds[i + 2] - bounds[i]);
        sink(hash_of(pair, TermKind::Word), TermKind::Word, field, pair);
      }
      continue;
    }
    const Word& word = vocabulary.look_up(surface, token);
    if (word.stem != 0) sink(word.stem, TermKind::Word, field, surface);
    if (word.name != 0) sink(word.name, TermKind::Name, field, surface);
    if (word.number != 0) sink(word.number, TermKind::Number, field, surface);
    if (word.country != 0) sink(word.country, TermKind::Country, field, surface);
    if (field == Field::Body) continue;  // pieces of a whole body would drown the rest
    if (word.region != 0) sink(word.region, TermKind::Region, field, surface);
    for (std::uint32_t piece : word.pieces) sink(piece, TermKind::Piece, field, surface);
  }
}

/// Where the parts of an article stand; views into it.
struct Parts {
  std::string_view kicker;
  std::string_view headline;
  std::string_view lede;
  std::string_view body;
  // Nothing but a word or three: some outlets' front pages show a kicker only, and the headline
  // stands in the address.
  bool is_bare = false;
};

Parts parts_of(const Article& article) {
  Parts parts;
  parts.headline = truncate_utf8(article.title, kMostHeadlineBytes);
  parts.kicker = truncate_utf8(article.kicker, kMostHeadlineBytes);
  const std::size_t colon = parts.headline.find(" : ");
  if (parts.kicker.empty() && colon != std::string_view::npos) {
    parts.kicker = parts.headline.substr(0, colon);
    parts.headline = parts.headline.substr(colon + 3);
  }
  std::string_view text = article.text;
  if (!article.standfirst.empty()) {
    parts.lede = truncate_utf8(article.standfirst, kMostLedeBytes);
    if (text.starts_with(article.standfirst)) text.remove_prefix(article.standfirst.size());
  } else {
    const std::vector<Sentence> first = sentences(truncate_utf8(text, kMostLedeBytes));
    if (!first.empty()) {
      const Sentence& last = first[std::min<std::size_t>(first.size(), 2) - 1];
      parts.lede = text.substr(0, last.begin + last.length);
      text.remove_prefix(parts.lede.size());
    }
  }
  parts.body = truncate_utf8(text, kMostBodyBytes);
  parts.is_bare =
      parts.lede.empty() && std::count(parts.headline.begin(), parts.headline.end(), ' ') < 3;
  return parts;
}

template <class Sink>
void each_term(const Article& article, Vocabulary& vocabulary, Sink&& sink) {
  const Parts parts = parts_of(article);
  each_term(parts.headline, Field::Headline, vocabulary, sink);
  each_term(parts.kicker, parts.is_bare ? Field::Headline : Field::Lede, vocabulary, sink);
  each_term(parts.lede, Field::Lede, vocabulary, sink);
  each_term(parts.body, Field::Body, vocabulary, sink);
  const std::string address = address_words(article.url, vocabulary.language());
  each_term(address, parts.is_bare ? Field::Headline : Field::Address, vocabulary, sink);
}

std::string byline(const Article& article) {
  std::string out;
  for (const std::string& author : article.authors) out += author + "\n";
  return out;
}

Fingerprint print_of(const Article& article) {
  const std::string_view text = article.text.empty() ? article.standfirst : article.text;
  const std::string by = byline(article);
  return fingerprint({.title = article.title, .text = text, .byline = by});
}

std::string usable_language(const Article& article, std::string_view detected) {
  std::string out =
      primary_subtag(detected.empty() ? std::string_view(article.language) : detected);
  if (out.size() > 8) out.clear();  // BCP 47 knows none that long
  return out;
}

/// All but the first of words that are alike.
void clear_repeated(std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto before = words.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(words.begin(), before, words[i]) != before) words[i].clear();
  }
}

}  // namespace

struct Analyser::State {
  TranslationsSource source = nullptr;
  std::map<std::string, Vocabulary, std::less<>> vocabularies;

  const Translations& translations(std::string_view language) const {
    static const Translations none;
    const Translations* known = source != nullptr && language == "de" ? source() : nullptr;
    return known != nullptr ? *known : none;
  }

  Vocabulary& vocabulary(const std::string& language) {
    const auto at = vocabularies.find(language);
    return at != vocabularies.end() ? at->second
                                    : vocabularies.try_emplace(language, language).first->second;
  }

  std::vector<std::string> first_words(const Article& article, std::string_view language,
                                       const std::vector<SharedTerm>& shared);
};

Analyser::Analyser(TranslationsSource translations) : state_(std::make_unique<State>()) {
  state_->source = translations;
}
Analyser::~Analyser() = default;
Analyser::Analyser(Analyser&&) noexcept = default;
Analyser& Analyser::operator=(Analyser&&) noexcept = default;

Analysis Analyser::analyse(const Article& article, std::string_view language) {
  Analysis out;
  out.language = usable_language(article, language);
  out.kind = article.kind;
  out.print = print_of(article);
  TermCounter counter;
  each_term(article, state_->vocabulary(out.language),
            [&counter](std::uint32_t hash, TermKind kind, Field field, std::string_view) {
              counter.add(hash, kind, field);
            });
  out.terms = counter.take(state_->translations(out.language));
  return out;
}

/// The first word of the article behind each term, in its place.
std::vector<std::string> Analyser::State::first_words(const Article& article,
                                                      std::string_view language,
                                                      const std::vector<SharedTerm>& shared) {
  std::vector<std::string> words(shared.size());
  // Texts are read as bodies, which have no pieces and no regions.
  std::size_t missing = std::count_if(shared.begin(), shared.end(), [](const SharedTerm& term) {
    return term.kind != TermKind::Piece && term.kind != TermKind::Region;
  });
  Vocabulary& vocabulary = this->vocabulary(usable_language(article, language));
  const Parts parts = parts_of(article);
  // Where the headline is bare, the address has its words.
  const std::string address =
      parts.is_bare ? address_words(article.url, vocabulary.language()) : std::string();
  const Translations& translations = this->translations(vocabulary.language());
  const auto is_spelled = [&](std::uint32_t hash, TermKind kind, const SharedTerm& term) {
    if (hash == term.hash) return true;
    if (kind != TermKind::Word || term.kind != TermKind::Meaning) return false;
    const auto meanings = translations.of(hash);
    return std::find(meanings.begin(), meanings.end(), term.hash) != meanings.end();
  };
  // In this order, and no further than needed: most of what two reports share leads to the body.
  for (const std::string_view text :
       {parts.headline, parts.kicker, parts.lede, parts.body, std::string_view(address)}) {
    if (missing == 0) break;
    each_term(text, Field::Body, vocabulary,
              [&](std::uint32_t hash, TermKind kind, Field, std::string_view surface) {
                for (std::size_t i = 0; i < shared.size(); ++i) {
                  if (!words[i].empty() || !is_spelled(hash, kind, shared[i])) continue;
                  words[i] = surface;
                  --missing;
                }
              });
  }
  return words;
}

std::vector<std::string> Analyser::spell_each(const Article& article, std::string_view language,
                                              const std::vector<SharedTerm>& shared) {
  std::vector<std::string> words = state_->first_words(article, language, shared);
  clear_repeated(words);
  return words;
}

std::vector<std::string> Analyser::spell(const Article& article, std::string_view language,
                                         const std::vector<SharedTerm>& shared) {
  std::vector<std::string> words = spell_each(article, language, shared);
  std::erase_if(words, [](const std::string& word) { return word.empty(); });
  return words;
}

std::vector<std::vector<std::string>> Analyser::spell_lists(
    const Article& article, std::string_view language,
    const std::vector<std::vector<SharedTerm>>& lists) {
  std::vector<SharedTerm> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  const std::vector<std::string> words = state_->first_words(article, language, all);
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

std::vector<std::string> spell(const Article& article, std::string_view language,
                               const std::vector<SharedTerm>& shared) {
  return Analyser().spell(article, language, shared);
}

Analysis analyse(const Article& article, std::string_view language) {
  return Analyser().analyse(article, language);
}

}  // namespace depesche
