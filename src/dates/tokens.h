// A date's text as numbers, words and marks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace depesche::dates {

struct Token {
  enum class Kind { Number, Word, Mark } kind;
  int number = 0;         // at most nine digits; longer runs are no part of a date and become -1
  int digits = 0;         // how many were written, leading zeros too
  std::string word = {};  // folded: lower case, no accents, no apostrophes
  char mark = 0;          // any other printed character; white space separates and vanishes
  bool glued = false;     // nothing stood between this and the token before

  bool is(char c) const { return kind == Kind::Mark && mark == c; }
  bool is(std::string_view w) const { return kind == Kind::Word && word == w; }
  bool is_number() const { return kind == Kind::Number; }
  bool is_word() const { return kind == Kind::Word; }
};

constexpr std::size_t kLongestText = 1024;  // bytes; no date is longer, whatever an element holds

/// Reads the first kLongestText bytes.
std::vector<Token> tokenise(std::string_view text);

}  // namespace depesche::dates
