// What the story engine knows about an article: its terms, weighted by where they stand, and the
// fingerprint for reprints. Made once per article, kept in the store, and never made again: a
// replay reads these, so a new stemmer or ICU changes nothing behind it.
//
// Terms are hashes of stems (for meeting within a language), of names and numbers spelled alike in
// every language (for meeting across), and of pieces of long words (German compounds: Juwelenraub
// meets Raub).
//
// Pure, deterministic; one Analyser per thread, because stemmers keep working memory and stems are
// memoised.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dedupe/fingerprint.h"
#include "news/article.h"
#include "story/translations.h"

namespace depesche {

/// Raised whenever analyse() would give other terms for the same article.
inline constexpr std::uint8_t kAnalysisVersion = 6;
// Knew no towns, days and scores; otherwise the same, and still read.
inline constexpr std::uint8_t kWithoutFacts = 5;
// Knew countries by one word only, and no acronyms that are stop words in small letters; otherwise
// the same, and still read.
inline constexpr std::uint8_t kCountriesOfOneWord = 4;
// Had numbers as each language writes them, no scores written with a dash, and names in the letters
// of their language; otherwise the same, and still read.
inline constexpr std::uint8_t kNumbersAsWritten = 3;
// Had no meanings; otherwise the same, and still read.
inline constexpr std::uint8_t kWithoutMeanings = 2;
// Fingerprints did not tell yet what is quoted; otherwise the same, and still read.
inline constexpr std::uint8_t kWithoutQuotations = 1;

// Stored as numbers: only ever add at the end.
enum class TermKind : std::uint8_t {
  Word,    // a stem of the article's own language
  Piece,   // letters inside a long word or of an address; weak evidence
  Name,    // a capitalised word without accents and inflection, in Latin letters; the same in every
           // language
  Number,  // digits, with points for commas, and a score with a colon; likewise
  Country,  // by whatever name a language has for it; the same in every language
  Region,   // of a place named (story/regions.h); says what two reports cannot share
  Meaning,  // what a German word may be called in English: the hash of that word's stem
  // What only one thing can be true of, from headline and lede (story/facts.h).
  Town,   // in Dresden, near Plymouth
  Day,    // of the week, or of a month
  Score,  // 3:1, the higher side first
};

inline constexpr TermKind kLastTermKind = TermKind::Score;

/// Whether only one such thing can be true of an event.
constexpr bool is_fact(TermKind kind) {
  return kind == TermKind::Town || kind == TermKind::Day || kind == TermKind::Score;
}

struct Term {
  std::uint32_t hash = 0;
  TermKind kind = TermKind::Word;
  std::uint8_t headline = 0;  // how often it stands where, at most 255
  std::uint8_t lede = 0;      // standfirst and opening
  std::uint8_t body = 0;
  std::uint8_t address = 0;  // in the words of the URL

  friend bool operator==(const Term&, const Term&) = default;
};

/// A term that two articles have; a hash cannot be read back, so Reading::spell() finds its word.
/// Of a fact stands what is kept of its hash (story/facts.h), and no share.
struct SharedTerm {
  std::uint32_t hash = 0;
  TermKind kind = TermKind::Word;
  int share = 0;  // of the score, per mille

  friend bool operator==(const SharedTerm&, const SharedTerm&) = default;
};

/// A shared term as a reader is told of it.
struct Spelling {
  std::string words;               // as the article has them; empty where it is left out
  TermKind kind = TermKind::Word;  // Name only where the text shows that it is one
  bool is_of_address = false;      // and nowhere in the text

  friend bool operator==(const Spelling&, const Spelling&) = default;
};

struct Analysis {
  std::uint8_t version = kAnalysisVersion;
  std::string language;  // primary subtag; empty when unknown
  ArticleKind kind = ArticleKind::News;
  std::vector<Term> terms;  // sorted by hash, unique; the most telling 400, and 60 meanings
  Fingerprint print;

  friend bool operator==(const Analysis&, const Analysis&) = default;
};

class Analyser {
 public:
  /// Without translations there are no meanings.
  explicit Analyser(TranslationsSource translations = nullptr);
  ~Analyser();
  Analyser(Analyser&&) noexcept;
  Analyser& operator=(Analyser&&) noexcept;

  class Reading;
  /// Reads an article for its terms and for the words of its reasons. `language` as
  /// detect_language() found it; it outranks the article's own claim.
  Reading read(const Article& article, std::string_view language);
  /// The terms alone.
  Analysis analyse(const Article& article, std::string_view language);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// One article, no further than was asked for and each part once. Refers to the article and to the
/// analyser, which reads nothing else while this is used.
class Analyser::Reading {
 public:
  ~Reading();
  Reading(Reading&&) noexcept;
  Reading& operator=(Reading&&) noexcept;

  Analysis analyse();

  /// The word of the text behind each shared term, as it is written there; pieces of words and
  /// terms the text does not have are left out, and no word comes twice.
  std::vector<std::string> spell(const std::vector<SharedTerm>& shared);
  /// The same for several lists, with one walk through the article for all of them.
  std::vector<std::vector<std::string>> spell_lists(
      const std::vector<std::vector<SharedTerm>>& lists);
  /// A word for each term in its place; empty for those that spell() leaves out.
  std::vector<std::string> spell_each(const std::vector<SharedTerm>& shared);
  /// The same, but a name whose words are all shared stands whole in the place of the first, and
  /// words that the address alone has are there too.
  std::vector<Spelling> spell_names(const std::vector<SharedTerm>& shared);

 private:
  friend class Analyser;
  struct Parts;
  explicit Reading(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// For one article at a time; sets up a fresh Analyser each call.
Analysis analyse(const Article& article, std::string_view language);

/// A compact blob (about 1.5 KB for a full report) that begins with the version.
std::string encode(const Analysis& analysis);
Result<Analysis> decode_analysis(std::string_view blob);

}  // namespace depesche
