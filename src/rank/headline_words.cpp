#include "rank/headline_words.h"

#include <algorithm>

#include "base/ascii.h"

namespace depesche::rank {
namespace {

constexpr std::size_t kMostWords = 40;  // of one headline; more is a paragraph
constexpr std::size_t kShortest = 4;    // shorter ones are articles and prepositions

bool is_high(char c) { return static_cast<signed char>(c) < 0; }
bool is_digit_byte(char c) { return c >= '0' && c <= '9'; }
bool in_word(char c) { return is_alnum(c) || is_high(c); }

/// U+00C0 to U+00DE are C3 80 to C3 9E; their small letters lie 32 behind. C3 97 is a cross.
bool is_latin_capital(char lead, char next) {
  const auto byte = static_cast<unsigned char>(next);
  return lead == '\xC3' && byte >= 0x80 && byte <= 0x9E && byte != 0x97;
}

}  // namespace

std::string lowered(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("’")) {
      out.push_back('\'');
      i += 2;
    } else if (i > 0 && is_latin_capital(text[i - 1], text[i])) {
      out.push_back(static_cast<char>(text[i] + 0x20));
    } else {
      out.push_back(to_lower(text[i]));
    }
  }
  return out;
}

std::vector<std::string> words_of(std::string_view headline) {
  const std::string low = lowered(headline);
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= low.size() && out.size() < kMostWords; ++i) {
    if (i < low.size() && in_word(low[i])) continue;
    const std::string_view word = std::string_view(low).substr(begin, i - begin);
    if (word.size() >= kShortest || has_digit(word)) out.emplace_back(word);
    begin = i + 1;
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool meet(std::string_view a, std::string_view b) {
  const std::size_t length = std::min(a.size(), b.size());
  const auto same = static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(length), b.begin()).first -
      a.begin());
  return a == b || (same >= kShortest && same + 3 >= std::max(a.size(), b.size()));
}

std::vector<std::string_view> pieces_of(std::string_view headline) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= headline.size(); ++i) {
    if (i < headline.size() && !is_space(headline[i])) continue;
    if (i > begin) pieces.push_back(headline.substr(begin, i - begin));
    begin = i + 1;
  }
  return pieces;
}

bool begins_with_capital(std::string_view piece) {
  if (piece.empty()) return false;
  if (piece[0] >= 'A' && piece[0] <= 'Z') return true;
  return piece.size() > 1 && is_latin_capital(piece[0], piece[1]);
}

bool has_digit(std::string_view piece) {
  return std::any_of(piece.begin(), piece.end(), is_digit_byte);
}

}  // namespace depesche::rank
