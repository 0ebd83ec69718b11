#include "text/tokens.h"

#include <array>
#include <cassert>
#include <limits>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/ascii.h"
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

/// Walks once over the text and cuts it where the kind of run changes.
class Tokeniser {
 public:
  explicit Tokeniser(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    tokens_.reserve(text_.size() / 6);
    for (std::size_t at = 0; at < text_.size();) {
      if (const auto byte = static_cast<unsigned char>(text_[at]); byte < kAscii.size()) {
        take(at, at + 1, kAscii[byte]);
        ++at;
        if (is_alpha(static_cast<char>(byte))) at += letters_at(at);
        continue;
      }
      const Utf8Character c = decode_beyond_ascii(text_, at);
      take(at, at + c.length, c.broken ? Class::Other : classify(static_cast<UChar32>(c.value)));
      at += c.length;
    }
    close(text_.size());
    return std::move(tokens_);
  }

 private:
  /// How many there are; behind a letter they change nothing.
  std::size_t letters_at(std::size_t at) const {
    const std::size_t begin = at;
    while (at < text_.size() && is_alpha(text_[at])) ++at;
    return at - begin;
  }

  void take(std::size_t begin, std::size_t end, Class kind) {
    if (kind == Class::Other) {
      if (!joins_digits(begin, end)) close(begin);
      return;
    }
    if (kind == Class::Mark) return;  // belongs to whatever runs
    const bool ideograph = kind == Class::Ideograph;
    if (open_ && ideograph != (token_.kind == TokenKind::Ideographic)) close(begin);
    if (!open_) {
      open_ = true;
      token_ = {static_cast<std::uint32_t>(begin), 0, TokenKind::Number, kind == Class::Capital};
      if (ideograph) token_.kind = TokenKind::Ideographic;
    }
    if (kind == Class::Letter || kind == Class::Capital) token_.kind = TokenKind::Word;
  }

  /// True for a single point, comma or colon between two digits of a number.
  bool joins_digits(std::size_t begin, std::size_t end) const {
    if (!open_ || token_.kind != TokenKind::Number || end >= text_.size() || begin == 0)
      return false;
    const char c = text_[begin];
    return (c == '.' || c == ',' || c == ':') && is_digit(text_[begin - 1]) && is_digit(text_[end]);
  }

  void close(std::size_t end) {
    if (!open_) return;
    token_.length = static_cast<std::uint32_t>(end) - token_.begin;
    tokens_.push_back(token_);
    open_ = false;
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  Token token_;
  bool open_ = false;
};

}  // namespace

std::vector<Token> tokenise(std::string_view text) {
  assert(text.size() < std::numeric_limits<std::uint32_t>::max());
  return Tokeniser(text).run();
}

std::vector<std::uint32_t> character_bounds(std::string_view word) {
  std::vector<std::uint32_t> bounds;
  for (std::size_t at = 0; at < word.size(); at += decode_utf8(word, at).length) {
    bounds.push_back(static_cast<std::uint32_t>(at));
  }
  bounds.push_back(static_cast<std::uint32_t>(word.size()));
  return bounds;
}

}  // namespace depesche
