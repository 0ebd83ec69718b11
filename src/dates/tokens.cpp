#include "dates/tokens.h"

#include <array>

#include "base/ascii.h"

namespace depesche::dates {
namespace {

struct Folded {
  std::string_view letters;  // what the character counts as; empty: nothing
  enum class Role { Letter, Nothing, Space } role;
};

// The Latin letters of U+00C0–U+017F without their accents, one per code point; '?' stands for
// those written with two.
constexpr std::string_view kBaseLetters =
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll"
    "lllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

char32_t decode(std::string_view text, std::size_t at, std::size_t& length) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const unsigned lead = byte(0);
  length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (length > text.size() - at) length = text.size() - at;
  if (length == 2) return ((lead & 0x1F) << 6) | (byte(1) & 0x3F);
  if (length == 3) return ((lead & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F);
  return length == 4 ? 0x10000 : lead;
}

bool is_apostrophe(char32_t c) {
  for (const char32_t known : {U'\'', U'\u2018', U'\u2019', U'\u02BC', U'\u02BB', U'\u055A',
                               U'\uA78C', U'\uFF07', U'\u2032', U'\u2035', U'\u02B9', U'`'}) {
    if (c == known) return true;
  }
  return false;
}

Folded fold(char32_t c, std::string_view bytes) {
  using Role = Folded::Role;
  if (is_apostrophe(c) || (c >= 0x300 && c < 0x370) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
      c == 0xFEFF) {
    return {"", Role::Nothing};
  }
  if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000) {
    return {"", Role::Space};
  }
  if (c == 0xDF) return {"ss", Role::Letter};
  if (c == 0xC6 || c == 0xE6) return {"ae", Role::Letter};
  if (c >= 0xC0 && c < 0x180) {
    const char base = kBaseLetters[c - 0xC0];
    if (base != '?') return {kBaseLetters.substr(c - 0xC0, 1), Role::Letter};
  }
  // Dashes, bullets and other punctuation separate.
  if (c < 0xC0 || (c >= 0x2010 && c < 0x2070)) return {"", Role::Space};
  return {bytes, Role::Letter};
}

class Tokeniser {
 public:
  explicit Tokeniser(std::string_view text) : text_(text.substr(0, kLongestText)) {}

  std::vector<Token> run() {
    tokens_.reserve(text_.size() / 4 + 4);
    while (at_ < text_.size()) step();
    return std::move(tokens_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (is_digit(c)) return number();
    if (is_alpha(c)) {
      std::string& word = open_word();
      for (; at_ < text_.size() && is_alpha(text_[at_]); ++at_) word += to_lower(text_[at_]);
    } else if (static_cast<unsigned char>(c) >= 0x80 || c == '\'' || c == '`') {
      foreign();
    } else {
      ++at_;
      if (is_space(c) || static_cast<unsigned char>(c) < 0x20) {
        glued_ = false;
      } else {
        add({.kind = Token::Kind::Mark, .mark = c});
      }
    }
  }

  void foreign() {
    std::size_t length = 1;
    const char32_t c = decode(text_, at_, length);
    const Folded folded = fold(c, text_.substr(at_, length));
    at_ += length;
    if (folded.role == Folded::Role::Letter) open_word() += folded.letters;
    if (folded.role == Folded::Role::Space) glued_ = false;
  }

  /// The word that a letter here belongs to.
  std::string& open_word() {
    const bool goes_on = glued_ && !tokens_.empty() && tokens_.back().is_word();
    if (!goes_on) add({.kind = Token::Kind::Word});
    return tokens_.back().word;
  }

  void number() {
    Token token{.kind = Token::Kind::Number};
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_, ++token.digits) {
      token.number = token.digits < 9 ? token.number * 10 + (text_[at_] - '0') : -1;
    }
    add(std::move(token));
  }

  void add(Token token) {
    token.glued = glued_;
    glued_ = true;
    tokens_.push_back(std::move(token));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool glued_ = false;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenise(std::string_view text) { return Tokeniser(text).run(); }

}  // namespace depesche::dates
