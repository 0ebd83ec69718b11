// Words, numbers and ideographic runs, as offsets into a text.
//
//   "Die EU-Kommission zahlt 1,5 Mrd." → Die · EU · Kommission · zahlt · 1,5 · Mrd
//
// A word is a run of letters, marks and digits; hyphens and apostrophes part words ("l'Italie" → l
// · Italie), so that a compound meets its parts. A number is a run of digits that keeps inner
// points, commas and colons (1.000, 3:1). Scripts written without spaces come as one token a run;
// what indexes them makes bigrams of it.
//
// Pure, linear, never throws; bytes that are not UTF-8 part words.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace depesche {

enum class TokenKind : std::uint8_t { Word, Number, Ideographic };

struct Token {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
  TokenKind kind = TokenKind::Word;
  bool capital = false;  // begins with an upper or title case letter

  std::string_view of(std::string_view text) const { return text.substr(begin, length); }
  std::uint32_t end() const { return begin + length; }
  friend bool operator==(const Token&, const Token&) = default;
};

/// In order, never overlapping. `text` must be shorter than 4 GB.
std::vector<Token> tokenise(std::string_view text);

/// Offsets at which the characters of `word` begin, and its end.
std::vector<std::uint32_t> character_bounds(std::string_view word);
/// How many characters it has.
std::size_t count_characters(std::string_view word);

}  // namespace depesche
