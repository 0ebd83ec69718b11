#include "text/tokens.h"

#include <array>
#include <cassert>
#include <limits>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/ascii.h"
#include "base/eight_bytes.h"
#include "text/utf8.h"

namespace depesche {
namespace {

enum class Class : std::uint8_t { Other, Letter, Capital, Digit, Mark, Ideograph };

bool written_without_spaces(UChar32 c) {
  if (c < 0x0E00) return false;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

constexpr std::array<Class, 0x80> kAscii = [] {
  std::array<Class, 0x80> out{};
  for (int c = 0; c < 0x80; ++c) {
    const char ascii = static_cast<char>(c);
    Class& kind = out[static_cast<std::size_t>(c)];
    if (is_digit(ascii)) kind = Class::Digit;
    if (is_alpha(ascii)) kind = ascii <= 'Z' ? Class::Capital : Class::Letter;
  }
  return out;
}();

/// Beyond ASCII.
Class classify(UChar32 c) {
  switch (u_charType(c)) {
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
      return Class::Capital;
    case U_LOWERCASE_LETTER:
      return Class::Letter;
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
      return written_without_spaces(c) ? Class::Ideograph : Class::Letter;
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
      return Class::Mark;
    case U_DECIMAL_DIGIT_NUMBER:
      return Class::Digit;
    default:
      return c == 0xAD ? Class::Mark : Class::Other;  // a soft hyphen parts nothing
  }
}

/// Of the Latin letters beyond ASCII, which two bytes spell.
class LatinClasses {
 public:
  LatinClasses() {
    for (std::size_t c = kAscii.size(); c < classes_.size(); ++c) {
      classes_[c] = classify(static_cast<UChar32>(c));
    }
  }
  static constexpr bool has(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte >= 0xC2 && byte < 0xC0 + kEnd / 64;
  }
  /// Of a character that begins with such a byte and goes on with this one.
  Class of(char lead, char next) const {
    return classes_[static_cast<std::size_t>((lead & 0x1F) << 6 | (next & 0x3F))];
  }

 private:
  static constexpr std::size_t kEnd = 0x280;  // a whole number of leading bytes
  std::array<Class, kEnd> classes_{};
};

/// Walks once over the text and cuts it where the kind of run changes.
class Tokeniser {
 public:
  explicit Tokeniser(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    tokens.reserve(text_.size() / 6);
    for (std::size_t at = 0; at < text_.size();) {
      const Character first = read(at);
      // A mark belongs to whatever runs, and here nothing does.
      if (first.kind == Class::Other || first.kind == Class::Mark) {
        at += first.length;
        continue;
      }
      Token token{static_cast<std::uint32_t>(at), 0, TokenKind::Number,
                  first.kind == Class::Capital};
      at = first.kind == Class::Ideograph ? run_of_ideographs(at, token) : run_of_word(at, token);
      token.length = static_cast<std::uint32_t>(at) - token.begin;
      tokens.push_back(token);
    }
    return tokens;
  }

 private:
  struct Character {
    Class kind = Class::Other;
    std::size_t length = 1;
  };

  Character read(std::size_t at) const {
    const auto byte = static_cast<unsigned char>(text_[at]);
    if (byte < kAscii.size()) return {kAscii[byte], 1};
    const bool is_latin =
        LatinClasses::has(text_[at]) && at + 1 < text_.size() && (text_[at + 1] & 0xC0) == 0x80;
    if (is_latin) return {latin_.of(text_[at], text_[at + 1]), 2};
    const Utf8Character c = decode_beyond_ascii(text_, at);
    return {c.broken ? Class::Other : classify(static_cast<UChar32>(c.value)), c.length};
  }

  /// Of a word or number that begins there, its end; says of the token which it is.
  std::size_t run_of_word(std::size_t at, Token& token) const {
    if (is_alpha(text_[at])) {  // most words are nothing else
      token.kind = TokenKind::Word;
      at = end_of_letters(at + 1);
    }
    while (at < text_.size()) {
      const Character next = read(at);
      const std::size_t end = at + next.length;
      switch (next.kind) {
        case Class::Letter:
        case Class::Capital:
          token.kind = TokenKind::Word;
          at = end_of_letters(end);
          break;
        case Class::Other:
          if (token.kind != TokenKind::Number || !joins_digits(at, end)) return at;
          at = end;
          break;
        case Class::Ideograph:
          return at;
        case Class::Digit:
        case Class::Mark:
          at = end;
      }
    }
    return at;
  }

  std::size_t run_of_ideographs(std::size_t at, Token& token) const {
    token.kind = TokenKind::Ideographic;
    while (at < text_.size()) {
      const Character next = read(at);
      if (next.kind != Class::Ideograph && next.kind != Class::Mark) break;
      at += next.length;
    }
    return at;
  }

  /// Of those of ASCII: behind a letter they change nothing.
  std::size_t end_of_letters(std::size_t at) const {
    for (; text_.size() - at >= 8; at += 8) {
      const std::uint64_t others =
          ~eight_bytes::letters(eight_bytes::load(text_, at)) & eight_bytes::kUpper;
      if (others != 0) return at + eight_bytes::first(others);
    }
    while (at < text_.size() && is_alpha(text_[at])) ++at;
    return at;
  }

  /// True for a single point, comma or colon between two digits.
  bool joins_digits(std::size_t begin, std::size_t end) const {
    if (end >= text_.size()) return false;
    const char c = text_[begin];
    return (c == '.' || c == ',' || c == ':') && is_digit(text_[begin - 1]) && is_digit(text_[end]);
  }

  static const LatinClasses& latin() {
    static const LatinClasses classes;
    return classes;
  }

  std::string_view text_;
  const LatinClasses& latin_ = latin();
};

}  // namespace

std::vector<Token> tokenise(std::string_view text) {
  assert(text.size() < std::numeric_limits<std::uint32_t>::max());
  return Tokeniser(text).run();
}

std::size_t count_characters(std::string_view word) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < word.size(); at += decode_utf8(word, at).length) ++count;
  return count;
}

std::vector<std::uint32_t> character_bounds(std::string_view word) {
  std::vector<std::uint32_t> bounds;
  bounds.reserve(word.size() + 1);
  for (std::size_t at = 0; at < word.size(); at += decode_utf8(word, at).length) {
    bounds.push_back(static_cast<std::uint32_t>(at));
  }
  bounds.push_back(static_cast<std::uint32_t>(word.size()));
  return bounds;
}

}  // namespace depesche
