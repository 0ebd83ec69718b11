#include "url/percent.h"

#include "base/ascii.h"

namespace depesche {
namespace {

bool contains(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }

bool must_escape(char c, PercentSet set) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte < 0x20 || byte > 0x7E) return true;
  switch (set) {
    case PercentSet::Control:
      return false;
    case PercentSet::Fragment:
      return contains(" \"<>`", c);
    case PercentSet::Query:
      return contains(" \"#<>", c);
    case PercentSet::WebQuery:
      return contains(" \"#<>'", c);
    case PercentSet::Path:
      return contains(" \"#<>?^`{}", c);
    case PercentSet::UserInfo:
      return contains(" \"#<>?^`{}/:;=@[\\]|", c);
    case PercentSet::Component:
      return contains(" \"#<>?^`{}/:;=@[\\]|$%&+,", c);
  }
  return false;
}

}  // namespace

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char low = to_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

void append_escaped(std::string& out, unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  out += '%';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 15];
}

std::string percent_encode(std::string_view text, PercentSet set) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (must_escape(c, set)) {
      append_escaped(out, static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

}  // namespace depesche
