#include "html/entities.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include "base/ascii.h"
#include "html/entity_table.h"
#include "text/utf8.h"

namespace depesche::html {
namespace {

using Rows = std::span<const NamedReference>;

// Where the names beginning with a letter stand in the table.
struct FirstLetters {
  FirstLetters() {
    const Rows rows = named_references();
    for (std::size_t i = rows.size(); i-- > 0;) {
      const auto letter = static_cast<std::uint8_t>(rows[i].name[0]);
      if (end[letter] == 0) end[letter] = static_cast<std::uint16_t>(i + 1);
      begin[letter] = static_cast<std::uint16_t>(i);
    }
  }
  std::array<std::uint16_t, 256> begin{}, end{};
};

// The rows whose name continues with `next` at `position`; all of `rows` agree before it.
Rows narrow(Rows rows, std::size_t position, char next) {
  const auto letter = [position](const NamedReference& row) {
    return position < row.name.size()
               ? static_cast<int>(static_cast<std::uint8_t>(row.name[position]))
               : -1;
  };
  const int wanted = static_cast<std::uint8_t>(next);
  const auto low = std::partition_point(
      rows.begin(), rows.end(), [&](const NamedReference& row) { return letter(row) < wanted; });
  const auto high = std::partition_point(
      low, rows.end(), [&](const NamedReference& row) { return letter(row) <= wanted; });
  return {low, high};
}

// The longest name in the table that `text` begins with.
const NamedReference* longest_match(std::string_view text) {
  static const FirstLetters letters;
  if (text.empty()) return nullptr;
  const auto first = static_cast<std::uint8_t>(text[0]);
  Rows rows = named_references().subspan(
      letters.begin[first], static_cast<std::size_t>(letters.end[first] - letters.begin[first]));
  const NamedReference* match = nullptr;
  for (std::size_t position = 1; !rows.empty(); ++position) {
    if (rows.front().name.size() == position) match = &rows.front();  // the shortest sorts first
    if (position >= text.size()) break;
    rows = narrow(rows, position, text[position]);
  }
  return match;
}

// Bytes 0x80 to 0x9F of windows-1252: old pages write its code numbers (§13.2.5.80).
constexpr std::array<char16_t, 32> kWindows1252{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

char32_t character_of_number(char32_t number) {
  if (number == 0) return kReplacementCharacter;
  if (number >= 0x80 && number <= 0x9F) return kWindows1252[number - 0x80];
  return number;  // append_utf8 replaces surrogates and what lies beyond Unicode
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char low = to_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

std::size_t decode_number(std::string_view text, std::size_t at, std::string& out) {
  std::size_t end = at + 2;
  const bool hex = end < text.size() && to_lower(text[end]) == 'x';
  if (hex) ++end;
  const std::size_t digits = end;
  char32_t number = 0;
  for (; end < text.size(); ++end) {
    const int value = hex_value(text[end]);
    if (value < 0 || (!hex && value > 9)) break;
    number = number * (hex ? 16U : 10U) + static_cast<char32_t>(value);
    number = std::min<char32_t>(number, 0x110000);  // no overflow, still beyond Unicode
  }
  if (end == digits) return 0;
  append_utf8(out, character_of_number(number));
  if (end < text.size() && text[end] == ';') ++end;
  return end - at;
}

/// The next ampersand that may begin a reference; the size where none does. All names begin with a
/// letter.
std::size_t next_reference(std::string_view text, std::size_t at) {
  for (at = text.find('&', at); at < text.size(); at = text.find('&', at)) {
    while (at < text.size() && text[at] == '&') ++at;  // of several, the last
    if (at < text.size() && (text[at] == '#' || is_alpha(text[at]))) return at - 1;
  }
  return text.size();
}

}  // namespace

std::size_t decode_reference(std::string_view text, std::size_t at, ReferenceContext context,
                             std::string& out) {
  if (at + 1 < text.size() && text[at + 1] == '#') return decode_number(text, at, out);
  const NamedReference* match = longest_match(text.substr(at + 1));
  if (!match) return 0;
  const std::size_t length = match->name.size() + 1;
  if (context == ReferenceContext::Attribute && match->name.back() != ';') {
    const char next = at + length < text.size() ? text[at + length] : ' ';
    if (next == '=' || is_alnum(next)) return 0;
  }
  out += match->text;
  return length;
}

void append_decoded(std::string_view text, ReferenceContext context, std::string& out) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t ampersand = next_reference(text, at);
    out.append(text, at, ampersand - at);
    at = ampersand;
    if (at == text.size()) break;
    const std::size_t length = decode_reference(text, at, context, out);
    if (length == 0) out += '&';
    at += std::max<std::size_t>(length, 1);
  }
}

std::size_t decode_in_place(char* text, std::size_t size, ReferenceContext context,
                            std::string& grown) {
  const std::string_view source(text, size);
  std::size_t read = next_reference(source, 0);
  std::size_t write = read;
  std::string decoded;
  while (read < size) {
    decoded.clear();
    std::size_t length = decode_reference(source, read, context, decoded);
    if (length == 0) {
      decoded = '&';
      length = 1;
    }
    if (write + decoded.size() > read + length) {
      grown.reserve(grown.size() + write + (size - read) / 5 * 6 + 8);  // five bytes become six
      grown.append(text, write);
      append_decoded(source.substr(read), context, grown);
      return kDoesNotFit;
    }
    std::copy(decoded.begin(), decoded.end(), text + write);
    write += decoded.size();
    read += length;
    const std::size_t next = next_reference(source, read);
    std::copy(text + read, text + next, text + write);
    write += next - read;
    read = next;
  }
  return write;
}

std::string decode_references(std::string_view text, ReferenceContext context) {
  std::string out;
  out.reserve(text.size());
  append_decoded(text, context, out);
  return out;
}

std::string_view text_of_name(std::string_view name) {
  const std::string wanted = std::string(name) + ';';
  const Rows rows = named_references();
  const auto found = std::lower_bound(
      rows.begin(), rows.end(), wanted,
      [](const NamedReference& row, const std::string& key) { return row.name < key; });
  return found != rows.end() && found->name == wanted ? found->text : std::string_view{};
}

}  // namespace depesche::html
