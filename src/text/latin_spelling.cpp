#include "text/latin_spelling.h"

#include <array>

#include "text/utf8.h"

namespace depesche {
namespace {

constexpr char32_t kFirst = U'а';  // the thirty-two letters from here on, in their order
constexpr std::array<std::string_view, 32> kLetters{
    "a", "b", "v", "g", "d", "e",  "zh", "z",  "i",  "i",    "k", "l", "m", "n", "o",  "p",
    "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "yu", "ya"};

/// Empty, and `is_known` false, where it is none of Cyrillic.
std::string_view spelling_of(char32_t c, bool& is_known) {
  is_known = true;
  if (c >= kFirst && c < kFirst + kLetters.size()) return kLetters[c - kFirst];
  switch (c) {
    case U'і':
    case U'ї':
      return "i";
    case U'є':
      return "ye";
    case U'ґ':
    case U'ѓ':
      return "g";
    case U'ј':
      return "j";
    case U'љ':
      return "lj";
    case U'њ':
      return "nj";
    case U'ћ':
      return "c";
    case U'ђ':
      return "dj";
    case U'џ':
      return "dz";
    default:
      is_known = false;
      return {};
  }
}

}  // namespace

std::string latin_spelling(std::string_view plain) {
  std::string out;
  for (std::size_t at = 0; at < plain.size();) {
    const Utf8Character c = decode_utf8(plain, at);
    bool is_cyrillic = false;
    const std::string_view spelling = spelling_of(c.value, is_cyrillic);
    out += is_cyrillic ? spelling : plain.substr(at, c.length);
    at += c.length;
  }
  // Surnames in -ий, which has lost its breve.
  if (plain.ends_with("ии")) out.replace(out.size() - 2, 2, "y");
  return out;
}

}  // namespace depesche
