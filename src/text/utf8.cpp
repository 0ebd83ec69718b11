#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace depesche {
namespace {

// What may follow a lead byte: how many bytes, and the range of the first of them. The narrower
// ranges keep out overlong forms, surrogates and values above U+10FFFF.
struct Lead {
  std::size_t length;
  std::uint8_t low, high;
};

Lead lead_of(std::uint8_t byte) {
  if (byte < 0x80) return {1, 0, 0};
  if (byte < 0xC2) return {0, 0, 0};
  if (byte < 0xE0) return {2, 0x80, 0xBF};
  if (byte < 0xF0) {
    return {3, static_cast<std::uint8_t>(byte == 0xE0 ? 0xA0 : 0x80),
            static_cast<std::uint8_t>(byte == 0xED ? 0x9F : 0xBF)};
  }
  if (byte < 0xF5) {
    return {4, static_cast<std::uint8_t>(byte == 0xF0 ? 0x90 : 0x80),
            static_cast<std::uint8_t>(byte == 0xF4 ? 0x8F : 0xBF)};
  }
  return {0, 0, 0};
}

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

std::size_t broken_in(std::string_view bytes) {
  std::size_t broken = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    at += ascii_run(bytes, at);
    if (at == bytes.size()) break;
    const Utf8Character character = decode_utf8(bytes, at);
    broken += character.broken ? 1 : 0;
    at += character.length;
  }
  return broken;
}

}  // namespace

std::size_t ascii_run(std::string_view bytes, std::size_t at) {
  const std::size_t begin = at;
  while (bytes.size() - at >= 4 * sizeof(std::uint64_t)) {
    std::array<std::uint64_t, 4> all;
    std::memcpy(all.data(), bytes.data() + at, sizeof all);
    if (((all[0] | all[1] | all[2] | all[3]) & 0x8080808080808080U) != 0) break;
    at += sizeof all;
  }
  while (bytes.size() - at >= sizeof(std::uint64_t)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data() + at, sizeof eight);
    if ((eight & 0x8080808080808080U) != 0) break;
    at += sizeof eight;
  }
  while (at < bytes.size() && byte_at(bytes, at) < 0x80) ++at;
  return at - begin;
}

Utf8Character decode_beyond_ascii(std::string_view bytes, std::size_t at) {
  const std::uint8_t first = byte_at(bytes, at);
  const Lead lead = lead_of(first);
  if (lead.length == 1) return {first, 1, false};
  if (lead.length == 0) return {kReplacementCharacter, 1, true};
  char32_t value = first & (0x7FU >> lead.length);
  for (std::size_t i = 1; i < lead.length; ++i) {
    if (at + i >= bytes.size()) return {kReplacementCharacter, i, true};
    const std::uint8_t next = byte_at(bytes, at + i);
    const std::uint8_t low = i == 1 ? lead.low : 0x80;
    const std::uint8_t high = i == 1 ? lead.high : 0xBF;
    if (next < low || next > high) return {kReplacementCharacter, i, true};
    value = value << 6 | (next & 0x3FU);
  }
  return {value, lead.length, false};
}

bool is_valid_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    at += ascii_run(bytes, at);
    if (at == bytes.size()) break;
    const Utf8Character character = decode_utf8(bytes, at);
    if (character.broken) return false;
    at += character.length;
  }
  return true;
}

std::string repair_utf8(std::string_view bytes, std::size_t enough) {
  bytes = bytes.substr(0, enough);
  const std::size_t broken = broken_in(bytes);
  if (broken == 0) return std::string(bytes);
  std::string text;
  // One byte may become three; growing would hold the text twice.
  constexpr std::size_t kLongest = 4;
  text.reserve(std::min(bytes.size() + 2 * broken, enough) + kLongest);
  for (std::size_t at = 0; at < bytes.size() && text.size() < enough;) {
    const std::size_t run = std::min(ascii_run(bytes, at), enough - text.size());
    text.append(bytes, at, run);
    at += run;
    if (at == bytes.size() || text.size() == enough) break;
    const Utf8Character character = decode_utf8(bytes, at);
    if (character.broken) {
      append_utf8(text, kReplacementCharacter);
    } else {
      text.append(bytes, at, character.length);
    }
    at += character.length;
  }
  return text;
}

void append_utf8(std::string& text, char32_t character) {
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (surrogate || character > 0x10FFFF) character = kReplacementCharacter;
  const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xC0 | character >> 6);
    put(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    put(0xE0 | character >> 12);
    put(0x80 | (character >> 6 & 0x3F));
    put(0x80 | (character & 0x3F));
  } else {
    put(0xF0 | character >> 18);
    put(0x80 | (character >> 12 & 0x3F));
    put(0x80 | (character >> 6 & 0x3F));
    put(0x80 | (character & 0x3F));
  }
}

std::string_view truncate_utf8(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  // A character has at most three such bytes; where there are more, the text is no UTF-8.
  while (end > 0 && end + 3 > max_bytes && (byte_at(text, end) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace depesche
