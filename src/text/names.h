// Names of several words in a text: "Kim Jong Un", "Ursula von der Leyen", "FC Bayern".
//
// Where only names are capitalised, a run of capitals is one. In German, and in a headline whose
// every word is, capitals tell nothing: there a given name must begin it, or initials (FC), or the
// same words stand together more than once in the text. Titles are no part of a name (Präsident
// Macron), nor are months, units, and words that are nouns by their ending.
//
// Pure. Linear but for a sort of the pairs of capitalised words of the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/tokens.h"

namespace depesche {

/// What a word by itself says about names.
using NameMarks = std::uint16_t;
inline constexpr NameMarks kCapitalised = 1;
inline constexpr NameMarks kGivenName = 2;
inline constexpr NameMarks kTitle = 4;        // Ministerpräsidentin, Trainer, President, Mr
inline constexpr NameMarks kCommonNoun = 8;   // by its ending; also months, days, units
inline constexpr NameMarks kDeterminer = 16;  // der, eine, the
inline constexpr NameMarks kParticle = 32;    // von, de, bin, in lower case
inline constexpr NameMarks kAcronym = 64;     // two to six capitals
inline constexpr NameMarks kInitial = 128;    // one capital
inline constexpr NameMarks kStopWord = 256;
inline constexpr NameMarks kShortWord = 512;     // at most three letters
inline constexpr NameMarks kAllCapitals = 1024;  // of two letters or more

/// Of a word (TokenKind::Word) as it stands in a text; `plain` is what fold_accents() makes of it,
/// `language` a primary subtag.
NameMarks name_marks(std::string_view surface, std::string_view plain, bool is_capitalised,
                     bool is_stop_word, std::string_view language);

/// A word of a text: its marks, and numbers that are the same for the same word; `word` is 0 for
/// what is no word.
struct NameWord {
  NameMarks marks = 0;
  std::uint32_t word = 0;
  std::uint32_t stem = 0;
};

/// Of tokens, the last included; never fewer than two.
struct NameSpan {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  friend bool operator==(const NameSpan&, const NameSpan&) = default;
};

/// Finds the names of one article, whose parts (headline, body …) tell about each other: all are
/// read first.
class NameFinder {
 public:
  explicit NameFinder(std::string_view language);

  /// `words` are those of `tokens`, in their order.
  void read(std::string_view text, const std::vector<Token>& tokens,
            const std::vector<NameWord>& words);
  /// In order, never overlapping.
  std::vector<NameSpan> find(std::string_view text, const std::vector<Token>& tokens,
                             const std::vector<NameWord>& words);
  /// Forgets the article.
  void clear();

 private:
  class Walk;
  void settle();
  bool stand_together(std::uint64_t pair) const;
  bool is_seen_inside(std::uint32_t word) const;
  bool is_noun(std::uint32_t stem) const;
  std::size_t end_of_proven(const Walk& walk, std::size_t first) const;
  std::size_t end_of_run(const Walk& walk, std::size_t& first) const;

  bool capitals_tell_;                 // in running text
  bool is_settled_ = true;             // what follows is sorted
  std::vector<std::uint64_t> pairs_;   // neighbours with capitals; those inside sentences …
  std::vector<std::uint64_t> starts_;  // … and those that begin one
  std::vector<std::uint32_t> inside_;  // words with a capital inside sentences
  std::vector<std::uint32_t> nouns_;   // stems of words with a determiner before them
};

/// Of languages that write every noun with a capital.
bool capitalises_nouns(std::string_view language);

/// Whether the text is written in capitals for the most part.
bool is_all_capitals(const std::vector<NameWord>& words);

}  // namespace depesche
