// UTF-8, checked once at the door.
//
// Everything inside the house is valid UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing
// above U+10FFFF). These functions check foreign bytes, mend them, and walk over text. A broken
// sequence counts as one U+FFFD per maximal subpart, as the WHATWG Encoding standard decodes it.
//
// Pure and thread-safe; one pass each.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace depesche {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

bool is_valid_utf8(std::string_view bytes);

/// The same text with every broken sequence replaced by U+FFFD; not much more than `enough` bytes
/// of it, since replacing may make three of one.
std::string repair_utf8(std::string_view bytes, std::size_t enough = std::string_view::npos);

/// Appends one character; surrogates and values beyond Unicode become U+FFFD.
void append_utf8(std::string& text, char32_t character);

/// Length of the run of ASCII that begins at `at`; fast, because most text is nothing else.
std::size_t ascii_run(std::string_view bytes, std::size_t at);

/// The longest prefix of at most `max_bytes` that does not cut a character.
std::string_view truncate_utf8(std::string_view text, std::size_t max_bytes);

/// The character at `at` and how many bytes it takes; U+FFFD for a broken sequence. `at` must lie
/// inside `bytes`; `length` is at least 1.
struct Utf8Character {
  char32_t value = kReplacementCharacter;
  std::size_t length = 1;
  bool broken = false;
};
Utf8Character decode_beyond_ascii(std::string_view bytes, std::size_t at);
inline Utf8Character decode_utf8(std::string_view bytes, std::size_t at) {
  const auto first = static_cast<unsigned char>(bytes[at]);
  return first < 0x80 ? Utf8Character{first, 1, false} : decode_beyond_ascii(bytes, at);
}

/// `for (char32_t c : Utf8Range(text))`. The text must outlive the range.
class Utf8Range {
 public:
  class Iterator {
   public:
    Iterator(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) { read(); }
    char32_t operator*() const { return current_.value; }
    Iterator& operator++() {
      at_ += current_.length;
      read();
      return *this;
    }
    /// Where the character begins in the text.
    std::size_t offset() const { return at_; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    void read() {
      if (at_ < bytes_.size()) current_ = decode_utf8(bytes_, at_);
    }
    std::string_view bytes_;
    std::size_t at_;
    Utf8Character current_;
  };

  explicit Utf8Range(std::string_view bytes) : bytes_(bytes) {}
  Iterator begin() const { return {bytes_, 0}; }
  Iterator end() const { return {bytes_, bytes_.size()}; }

 private:
  std::string_view bytes_;
};

}  // namespace depesche
