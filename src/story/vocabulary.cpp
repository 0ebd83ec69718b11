#include "story/vocabulary.h"

#include <algorithm>

#include "story/regions.h"
#include "story/term_hash_of.h"
#include "text/city_names.h"
#include "text/compounds.h"
#include "text/country_names.h"
#include "text/day_names.h"
#include "text/fold.h"
#include "text/latin_spelling.h"
#include "text/stopwords.h"
#include "text/utf8.h"

namespace depesche::story {
namespace {

constexpr std::size_t kPieceLetters = 5;
constexpr std::size_t kLongWord = 7;          // letters from which a word has pieces
constexpr std::size_t kLeastCountryStem = 4;  // letters
constexpr std::size_t kFewDigits = 1;         // numbers of one digit are everywhere

/// Languages that write compounds as one word.
bool joins_words(std::string_view language) {
  for (std::string_view known :
       {"de", "nl", "sv", "da", "nb", "nn", "no", "is", "fi", "hu", "et"}) {
    if (language == known) return true;
  }
  return false;
}

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

}  // namespace

Vocabulary::Vocabulary(std::string_view language, std::shared_ptr<RememberedWords> remembered)
    : language_(language),
      stemmer_(language),
      joins_words_(joins_words(language)),
      countries_(country_names(language)),
      of_language_(term_hash(language)),
      remembered_(std::move(remembered)) {
  for (const auto& [name, english] : city_names(language)) {
    // Brüssel and Brussels are one already.
    const auto [own, called] = std::pair(without_genitive(name), without_genitive(english));
    if (own != called) cities_.emplace_back(own, called);
  }
  std::sort(cities_.begin(), cities_.end());
  for (const auto& [name, code] : country_phrases(language)) {
    CountryPhrase phrase{{}, hash_of(code, TermKind::Country)};
    for (const Token& token : tokenise(name)) phrase.stems.push_back(stem_of(token.of(name)));
    phrases_[phrase.stems.front()].push_back(std::move(phrase));
  }
  const DayNames days = day_names(language);
  for (const auto& [name, number] : days.weekdays) {
    days_[stem_of(name)].weekday = static_cast<std::uint8_t>(number);
  }
  for (const auto& [name, number] : days.months) {
    days_[stem_of(name)].month = static_cast<std::uint8_t>(number);
  }
  if (language == "de") days_[stem_of("sonnabend")].weekday = 6;
  if (language != "ru") return;
  for (const auto& [name, code] : countries_) {
    const std::string stem(stemmer_.stem(name));
    if (count_characters(stem) >= kLeastCountryStem) stems_of_countries_[stem] = code;
  }
}

void Vocabulary::make_room() {
  remembered_->words.make_room();
  remembered_->parts.make_room();
}

/// What many look-ups wait for in memory is fetched for the next ones meanwhile.
std::vector<const Word*> Vocabulary::look_up(std::string_view text,
                                             const std::vector<Token>& tokens) {
  static const Word none;
  constexpr std::size_t kAhead = 4;
  const auto is_known_word = [](const Token& token) {
    return token.kind != TokenKind::Ideographic && token.length <= kLongestWord;
  };
  SpellingMemory<Word, RememberedWords::kMostWords>& words = remembered_->words;
  std::vector<std::uint64_t> hashes;
  hashes.reserve(tokens.size());
  for (const Token& token : tokens) {
    hashes.push_back(is_known_word(token) ? hash_of_spelling(token.of(text)) : 0);
    words.prefetch_place(hashes.back());
  }
  std::vector<const Word*> out;
  out.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i + kAhead < tokens.size()) words.prefetch(hashes[i + kAhead]);
    const std::string_view surface = tokens[i].of(text);
    out.push_back(!is_known_word(tokens[i]) ? &none : &words.find_or(surface, hashes[i], [&] {
      return make(surface, tokens[i]);
    }));
  }
  return out;
}

std::size_t Vocabulary::country_at(const std::vector<const Word*>& words, std::size_t at,
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

Word Vocabulary::make(std::string_view surface, const Token& token) {
  Word out;
  const std::string folded = fold(surface);
  if (token.kind == TokenKind::Number) {
    if (folded.size() > kFewDigits) out.number = hash_of(with_points(folded), TermKind::Number);
    return out;
  }
  const std::size_t letters = count_characters(folded);
  const std::string plain = fold_accents(folded);
  const bool is_stop = is_stop_word(folded, language_);
  const NameMarks marks = name_marks(surface, plain, token.capital, is_stop, language_);
  const bool is_acronym = (marks & kAcronym) != 0;
  const std::uint32_t stem = stem_of(folded);
  out.name_word = {marks, stem, stem};
  out.cues = cues(folded, stem);
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
    out.name = hash_of(in_every_language(without_genitive(latin)), TermKind::Name);
  }
  out.country = country(plain);
  if (out.country == 0 && token.capital) out.country = inflected_country(folded);
  return out;
}

WordParts Vocabulary::part(std::string_view surface, const Token& token) {
  WordParts out;
  const std::string folded = fold(surface);
  const std::string plain = fold_accents(folded);
  if (joins_words_) append_pieces(plain, out.pieces);
  out.begins_town = token.capital && begins_town(plain);
  if (language_ == "de" && token.capital) {
    for (const std::string_view part : words_inside(folded, part_words_)) {
      out.inside.push_back(stem_of(part));
    }
  }
  if (const std::string_view region = region_of(plain); language_ == "de" && !region.empty()) {
    out.region = hash_of(region, TermKind::Region);
  }
  if (token.capital && may_be_town(surface, folded, plain, out)) out.town = town(plain);
  return out;
}

/// Mittwochabend is a Wednesday.
Cues Vocabulary::cues(std::string_view folded, std::uint32_t stem) {
  Cues out = cues_of(folded, language_);
  const auto take = [&](std::uint32_t of_word) {
    const auto at = days_.find(of_word);
    if (at == days_.end()) return;
    out.weekday = at->second.weekday;
    out.month = at->second.month;
  };
  take(stem);
  if (language_ != "de" || out.weekday != 0) return out;
  for (const std::string_view part :
       {"früh", "morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht"}) {
    if (folded.size() > part.size() && folded.ends_with(part)) {
      take(stem_of(folded.substr(0, folded.size() - part.size())));
    }
  }
  return out;
}

bool Vocabulary::may_be_town(std::string_view surface, std::string_view folded,
                             std::string_view plain, const WordParts& parts) {
  const std::string_view name = without_genitive(plain);
  const std::string_view of_it = name.ends_with("er") ? name.substr(0, name.size() - 2) : name;
  for (const std::string_view each : {plain, name, of_it}) {
    if (!story::may_be_town(each) || each.ends_with("isch")) return false;
  }
  if (parts.region != 0) return true;
  const NameMarks marks =
      name_marks(surface, plain, true, is_stop_word(folded, language_), language_);
  constexpr int kOthers = kGivenName | kTitle | kCommonNoun | kStopWord | kAllCapitals | kInitial;
  if ((marks & kOthers) != 0) return false;
  const Cues known = cues(folded, stem_of(folded));
  if (known.weekday != 0 || known.month != 0) return false;
  if (language_ != "de") return true;
  if (is_large_town(name) || is_large_town(of_it)) return true;
  return !part_words_.is_whole(folded) && (ends_as_town(name) || ends_as_town(of_it));
}

/// Kölner streets are in Köln; what only ends so is shortened wherever it stands.
std::uint32_t Vocabulary::town(std::string_view plain) const {
  constexpr std::size_t kLeast = 3;
  const std::string latin = latin_spelling(plain);
  std::string_view name = without_genitive(latin);
  if (language_ == "de" && name.ends_with("er") && name.size() >= kLeast + 2) name.remove_suffix(2);
  return hash_of(in_every_language(name), TermKind::Town);
}

std::uint32_t Vocabulary::country(std::string_view plain) const {
  for (std::string_view name : {plain, without_genitive(plain)}) {
    const auto at =
        std::lower_bound(countries_.begin(), countries_.end(), name,
                         [](const auto& row, std::string_view n) { return row.first < n; });
    if (at != countries_.end() && at->first == name) return hash_of(at->second, TermKind::Country);
  }
  if (plain == "usa" || plain == "us") return hash_of("US", TermKind::Country);
  return 0;
}

std::string_view Vocabulary::in_every_language(std::string_view name) const {
  const auto at =
      std::lower_bound(cities_.begin(), cities_.end(), name,
                       [](const auto& row, std::string_view n) { return row.first < n; });
  return at != cities_.end() && at->first == name ? std::string_view(at->second) : name;
}

/// Of languages whose names of countries have cases.
std::uint32_t Vocabulary::inflected_country(std::string_view folded) {
  if (stems_of_countries_.empty()) return 0;
  const auto at = stems_of_countries_.find(stemmer_.stem(fold_accents(folded)));
  return at != stems_of_countries_.end() ? hash_of(at->second, TermKind::Country) : 0;
}

std::uint32_t Vocabulary::stem_of(std::string_view folded) {
  return hash_of(fold_accents(stemmer_.stem(folded)), TermKind::Word);
}

}  // namespace depesche::story
