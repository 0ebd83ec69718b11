#include "story/analysis.h"

#include <algorithm>
#include <cassert>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <tuple>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/ascii.h"
#include "story/address_words.h"
#include "story/bytes.h"
#include "story/regions.h"
#include "story/term_hash_of.h"
#include "story/words.h"
#include "text/compounds.h"
#include "text/country_names.h"
#include "text/fold.h"
#include "text/latin_spelling.h"
#include "text/names.h"
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
constexpr std::size_t kFewDigits = 1;         // numbers of one digit are everywhere

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
  bool begins_country = false;   // perhaps
  bool is_stop_acronym = false;  // US, WHO: no stop word where others have small letters
  std::vector<std::uint32_t> pieces;
  std::vector<std::uint32_t> inside;  // stems of the words inside a German compound
  NameWord name_word;
  std::uint32_t ending = 0;  // the word as it ends a name: without genitive
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

/// "Kim Jong Uns": of the last word of a name, however short.
std::string_view without_short_genitive(std::string_view plain) {
  return plain.size() > 2 && plain.back() == 's' ? plain.substr(0, plain.size() - 1) : plain;
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
    for (const auto& [name, code] : country_phrases(language)) {
      CountryPhrase phrase{{}, hash_of(code, TermKind::Country)};
      for (const Token& token : tokenise(name)) phrase.stems.push_back(stem_of(token.of(name)));
      phrases_[phrase.stems.front()].push_back(std::move(phrase));
    }
    if (language != "ru") return;
    for (const auto& [name, code] : countries_) {
      const std::string stem(stemmer_.stem(name));
      if (character_bounds(stem).size() > kLeastCountryStem) stems_of_countries_[stem] = code;
    }
  }

  const std::string& language() const { return language_; }

  /// Valid until make_room().
  const Word& look_up(std::string_view surface, const Token& token) {
    const auto known = places_.find(surface);
    if (known != places_.end()) return *known->second;
    words_.push_back(make(surface, token));
    places_.emplace(surface, &words_.back());
    return words_.back();
  }

  /// Between two articles.
  void make_room() {
    if (words_.size() < kMostMemoised) return;
    places_.clear();
    words_.clear();
  }

  /// Of the country whose name begins there, the longest, how many words that takes; else 0.
  std::size_t country_at(const std::vector<const Word*>& words, std::size_t at,
                         std::uint32_t& country) const {
    const auto begun = phrases_.find(words[at]->name_word.stem);
    if (begun == phrases_.end()) return 0;
    std::size_t longest = 0;
    for (const CountryPhrase& phrase : begun->second) {
      const std::size_t size = phrase.stems.size();
      if (size <= longest || size > words.size() - at) continue;
      const bool is_here = std::equal(
          phrase.stems.begin(), phrase.stems.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
          [](std::uint32_t stem, const Word* word) {
            return word->name_word.word != 0 && word->name_word.stem == stem;
          });
      if (!is_here) continue;
      longest = size;
      country = phrase.country;
    }
    return longest;
  }

 private:
  Word make(std::string_view surface, const Token& token) {
    Word out;
    if (surface.size() > kLongestWord) return out;
    const std::string folded = fold(surface);
    if (token.kind == TokenKind::Number) {
      if (folded.size() > kFewDigits) out.number = hash_of(with_points(folded), TermKind::Number);
      return out;
    }
    const std::size_t letters = character_bounds(folded).size() - 1;
    const std::string plain = fold_accents(folded);
    const bool is_stop = is_stop_word(folded, language_);
    const NameMarks marks = name_marks(surface, plain, token.capital, is_stop, language_);
    const bool is_acronym = (marks & kAcronym) != 0;
    const std::uint32_t stem = stem_of(folded);
    out.name_word = {marks, stem, stem};
    out.begins_country = phrases_.contains(stem);
    std::string latin;
    if (token.capital) {
      latin = latin_spelling(plain);
      out.name_word.word = hash_of(latin, TermKind::Name);
      out.ending = hash_of(without_short_genitive(latin), TermKind::Name);
    }
    out.is_stop_acronym = is_stop && is_acronym;
    if (letters < 2 || (is_stop && !is_acronym)) return out;
    out.stem = stem;
    if (token.capital && (letters >= 3 || is_acronym)) {
      out.name = hash_of(without_genitive(latin), TermKind::Name);
    }
    if (joins_words_) append_pieces(plain, out.pieces);
    if (language_ == "de" && token.capital) {
      for (const std::string_view part : words_inside(folded, part_words_)) {
        out.inside.push_back(stem_of(part));
      }
    }
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

  std::uint32_t stem_of(std::string_view folded) {
    return hash_of(fold_accents(stemmer_.stem(folded)), TermKind::Word);
  }

  struct CountryPhrase {
    std::vector<std::uint32_t> stems;
    std::uint32_t country;
  };

  std::string language_;
  Stemmer stemmer_;
  bool joins_words_;
  PartWords part_words_;  // the list alone: what an article comes to depends on nothing else
  std::vector<std::pair<std::string, std::string>> countries_;
  std::map<std::string, std::string, std::less<>> stems_of_countries_;
  boost::unordered_flat_map<std::uint32_t, std::vector<CountryPhrase>> phrases_;  // by first stem
  std::deque<Word> words_;
  boost::unordered_flat_map<std::string, const Word*, WordHash, std::equal_to<>> places_;
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

/// A text with its words looked up.
struct ReadText {
  std::string_view text;
  Field field = Field::Body;
  std::vector<Token> tokens;
  std::vector<const Word*> words;  // one that is nothing for ideographs
  bool is_in_capitals = false;     // all of it; told only where an acronym stands in it

  std::string_view between(std::size_t first, std::size_t last) const {
    return text.substr(tokens[first].begin, tokens[last].end() - tokens[first].begin);
  }
  NameMarks marks(std::size_t at) const { return words[at]->name_word.marks; }
  std::vector<NameWord> name_words() const {
    std::vector<NameWord> out;
    out.reserve(words.size());
    for (const Word* word : words) out.push_back(word->name_word);
    return out;
  }
};

ReadText read_text(std::string_view text, Field field, Vocabulary& vocabulary) {
  static const Word none;
  ReadText out{text, field, tokenise(text), {}, false};
  out.words.reserve(out.tokens.size());
  for (const Token& token : out.tokens) {
    out.words.push_back(
        token.kind == TokenKind::Ideographic ? &none : &vocabulary.look_up(token.of(text), token));
  }
  const bool has_acronym = std::any_of(out.words.begin(), out.words.end(),
                                       [](const Word* word) { return word->is_stop_acronym; });
  out.is_in_capitals = has_acronym && is_all_capitals(out.name_words());
  return out;
}

/// Of what would be a stop word in small letters, like US and WHO: that it is none, for the text
/// and a neighbour have small letters.
bool is_acronym(const ReadText& read, std::size_t at) {
  const auto is_small = [&read](std::size_t i) {
    return read.words[i]->name_word.word != 0 && (read.marks(i) & kAllCapitals) == 0;
  };
  const bool is_alone =
      (at > 0 && is_small(at - 1)) || (at + 1 < read.tokens.size() && is_small(at + 1));
  return is_alone && !read.is_in_capitals;
}

/// "Präsident Olmedo".
bool is_titled(const ReadText& read, std::size_t at) {
  const NameMarks title = read.marks(at - 1);
  const NameMarks marks = read.marks(at);
  return (title & kTitle) != 0 && (marks & kCapitalised) != 0 &&
         (marks & (kTitle | kCommonNoun | kStopWord)) == 0 &&
         read.tokens[at].begin == read.tokens[at - 1].end() + 1 &&
         read.text[read.tokens[at - 1].end()] == ' ';
}

/// Hands every term of a text to `sink(hash, kind, field, surface)`.
template <class Sink>
void each_term(const ReadText& read, const Vocabulary& vocabulary, Sink&& sink) {
  const std::vector<Token>& tokens = read.tokens;
  const Field field = read.field;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    const std::string_view surface = token.of(read.text);
    if (token.kind == TokenKind::Number && at + 1 < tokens.size()) {
      const std::string_view score = score_of(read.text, token, tokens[at + 1]);
      if (!score.empty()) {
        const std::string spelled =
            std::string(surface) + ":" + std::string(tokens[at + 1].of(read.text));
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
    const Word& word = *read.words[at];
    if (word.is_stop_acronym && !is_acronym(read, at)) continue;
    // As a word, US would be the rarest of an English stream's first days.
    if (word.stem != 0 && !word.is_stop_acronym) sink(word.stem, TermKind::Word, field, surface);
    if (word.name != 0) sink(word.name, TermKind::Name, field, surface);
    if (word.number != 0) sink(word.number, TermKind::Number, field, surface);
    if (word.country != 0) sink(word.country, TermKind::Country, field, surface);
    if (word.begins_country) {
      std::uint32_t country = 0;
      const std::size_t size = vocabulary.country_at(read.words, at, country);
      if (size > 0) sink(country, TermKind::Country, field, read.between(at, at + size - 1));
    }
    if (field == Field::Body) continue;  // pieces of a whole body would drown the rest
    if (word.region != 0) sink(word.region, TermKind::Region, field, surface);
    for (std::uint32_t part : word.inside) sink(part, TermKind::Word, field, surface);
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

/// An article with its words looked up; refers to it.
class ReadArticle {
 public:
  ReadArticle(const Article& article, Vocabulary& vocabulary) : vocabulary_(vocabulary) {
    vocabulary.make_room();
    const Parts parts = parts_of(article);
    address_ = address_words(article.url, vocabulary.language());
    add(parts.headline, Field::Headline);
    add(parts.kicker, parts.is_bare ? Field::Headline : Field::Lede);
    add(parts.lede, Field::Lede);
    add(parts.body, Field::Body);
    add(address_, parts.is_bare ? Field::Headline : Field::Address);
  }
  ReadArticle(const ReadArticle&) = delete;
  ReadArticle& operator=(const ReadArticle&) = delete;

  /// Hands the words of each name of several and of each behind a title, and how it is spelled, to
  /// `sink(words, surface)`.
  template <class Sink>
  void each_name(Sink&& sink) const {
    NameFinder finder(vocabulary_.language());
    for (const ReadText& read : texts_) finder.read(read.text, read.tokens, read.name_words());
    for (const ReadText& read : texts_) {
      for (std::size_t at = 1; at < read.words.size(); ++at) {
        if (is_titled(read, at))
          sink(std::span(read.words.begin() + static_cast<std::ptrdiff_t>(at), 1),
               read.between(at, at));
      }
      for (const NameSpan& span : finder.find(read.text, read.tokens, read.name_words())) {
        const std::span words(read.words.begin() + span.first, read.words.begin() + span.last + 1);
        sink(words, read.between(span.first, span.last));
      }
    }
  }

  const std::string& language() const { return vocabulary_.language(); }
  Vocabulary& vocabulary() const { return vocabulary_; }

  /// Hands every term to `sink(hash, kind, field, surface)` until `is_done()`.
  template <class Sink, class IsDone>
  void each_term(Sink&& sink, IsDone&& is_done) const {
    for (const ReadText& read : texts_) {
      if (is_done()) return;
      depesche::each_term(read, vocabulary_, sink);
    }
  }

 private:
  void add(std::string_view text, Field field) {
    texts_.push_back(read_text(text, field, vocabulary_));
  }

  Vocabulary& vocabulary_;
  std::string address_;
  std::vector<ReadText> texts_;
};

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

/// Words that two reports share, told apart by whether they name something and put together where
/// they are one name.
class NamedSpellings {
 public:
  explicit NamedSpellings(Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  void add(std::string words, TermKind kind) {
    const std::vector<Token> tokens = tokenise(words);
    const bool is_word = tokens.size() == 1 && tokens[0].kind == TokenKind::Word;
    const Word* word = is_word ? &vocabulary_.look_up(words, tokens[0]) : nullptr;
    endings_.push_back(word != nullptr ? word->ending : 0);
    if (word != nullptr && (kind == TermKind::Word || kind == TermKind::Name)) {
      const bool is_acronym = (word->name_word.marks & kAcronym) != 0;
      const bool is_name = kind == TermKind::Name && !capitalises_nouns(vocabulary_.language());
      kind = is_acronym || is_name ? TermKind::Name : TermKind::Word;
    }
    spellings_.push_back({std::move(words), kind});
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

  ReadArticle read(const Article& article, std::string_view language) {
    return ReadArticle(article, vocabulary(usable_language(article, language)));
  }
  std::vector<std::string> first_words(const ReadArticle& read,
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
  ReadArticle(article, state_->vocabulary(out.language))
      .each_term([&counter](std::uint32_t hash, TermKind kind, Field field,
                            std::string_view) { counter.add(hash, kind, field); },
                 [] { return false; });
  out.terms = counter.take(state_->translations(out.language));
  return out;
}

/// The first word of the article behind each term, in its place.
std::vector<std::string> Analyser::State::first_words(const ReadArticle& read,
                                                      const std::vector<SharedTerm>& shared) {
  std::vector<std::string> words(shared.size());
  std::size_t missing = std::count_if(shared.begin(), shared.end(), [](const SharedTerm& term) {
    return term.kind != TermKind::Piece && term.kind != TermKind::Region;
  });
  const Translations& translations = this->translations(read.language());
  const auto is_spelled = [&](std::uint32_t hash, TermKind kind, const SharedTerm& term) {
    if (hash == term.hash) return true;
    if (kind != TermKind::Word || term.kind != TermKind::Meaning) return false;
    const auto meanings = translations.of(hash);
    return std::find(meanings.begin(), meanings.end(), term.hash) != meanings.end();
  };
  // No further than needed. The address counts only where the bare headline has its words.
  read.each_term(
      [&](std::uint32_t hash, TermKind kind, Field field, std::string_view surface) {
        if (kind == TermKind::Piece || kind == TermKind::Region || field == Field::Address) return;
        for (std::size_t i = 0; i < shared.size(); ++i) {
          if (!words[i].empty() || !is_spelled(hash, kind, shared[i])) continue;
          words[i] = surface;
          --missing;
        }
      },
      [&missing] { return missing == 0; });
  return words;
}

std::vector<Spelling> Analyser::spell_names(const Article& article, std::string_view language,
                                            const std::vector<SharedTerm>& shared) {
  const ReadArticle read = state_->read(article, language);
  std::vector<std::string> words = state_->first_words(read, shared);
  clear_repeated(words);
  NamedSpellings out(read.vocabulary());
  for (std::size_t i = 0; i < words.size(); ++i) out.add(std::move(words[i]), shared[i].kind);
  read.each_name([&out](std::span<const Word* const> name, std::string_view surface) {
    out.join(name, surface);
  });
  return out.take();
}

std::vector<std::string> Analyser::spell_each(const Article& article, std::string_view language,
                                              const std::vector<SharedTerm>& shared) {
  std::vector<std::string> words = state_->first_words(state_->read(article, language), shared);
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
  const std::vector<std::string> words = state_->first_words(state_->read(article, language), all);
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
