#include "text/sentences.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <unicode/uchar.h>

#include "base/ascii.h"
#include "text/utf8.h"

namespace depesche {
namespace {

// Words a point after which rarely ends a sentence; in byte order, folded.
constexpr std::array<std::string_view, 49> kAbbreviations{
    "abs", "art", "bzw", "ca",  "capt", "col", "d",    "dr",  "etc",  "ev",  "evtl", "fr",  "geb",
    "gen", "ggf", "gov", "hon", "hr",   "ing", "inkl", "jan", "jr",   "lt",  "m",    "max", "mio",
    "mme", "mr",  "mrd", "mrs", "ms",   "nr",  "prof", "rep", "rev",  "sen", "sog",  "sr",  "st",
    "str", "tel", "u",   "usw", "vgl",  "vs",  "z",    "zt",  "zzgl", "zzt"};

/// 0 at the end of the text.
char32_t character_at(std::string_view text, std::size_t at) {
  return at < text.size() ? decode_utf8(text, at).value : 0;
}

std::size_t width_at(std::string_view text, std::size_t at) { return decode_utf8(text, at).length; }

bool closes(char32_t c) {
  return c == U'"' || c == U'\'' || c == U')' || c == U']' || c == U'»' || c == U'«' || c == U'“' ||
         c == U'”' || c == U'’' || c == U'‘';
}

bool ends(char32_t c) {
  return c == U'.' || c == U'!' || c == U'?' || c == U'…' || c == U'。' || c == U'！' || c == U'？';
}

/// Of a byte that neither ends a sentence nor begins a character that does: most of any text.
bool is_inside(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80) return byte < 0xE2;  // two bytes at most, or further bytes
  return c != '.' && c != '!' && c != '?' && c != '\n';
}

/// The next byte from `at` on that is not.
std::size_t end_of_inside(std::string_view text, std::size_t at) {
  using Sixteen = signed char __attribute__((vector_size(16)));
  for (; text.size() - at >= sizeof(Sixteen); at += sizeof(Sixteen)) {
    Sixteen bytes;
    std::memcpy(&bytes, text.data() + at, sizeof(bytes));
    const Sixteen is_far = (bytes >= static_cast<signed char>(0xE2)) & (bytes < 0);
    const Sixteen others =
        is_far | (bytes == '.') | (bytes == '!') | (bytes == '?') | (bytes == '\n');
    std::array<std::uint64_t, 2> halves;
    std::memcpy(halves.data(), &others, sizeof(halves));
    if ((halves[0] | halves[1]) != 0) break;
  }
  while (at < text.size() && is_inside(text[at])) ++at;
  return at;
}

bool can_begin(char32_t c) {
  return closes(c) || c == U'„' || c == U'(' || c == U'–' || c == U'-' ||
         u_isUAlphabetic(static_cast<UChar32>(c)) != u_isULowercase(static_cast<UChar32>(c)) ||
         u_isdigit(static_cast<UChar32>(c));
}

/// Does the point at `at` belong to the word before it?
bool is_abbreviation(std::string_view text, std::size_t sentence_begin, std::size_t at) {
  std::size_t begin = at;
  while (begin > sentence_begin &&
         (is_alnum(text[begin - 1]) || static_cast<signed char>(text[begin - 1]) < 0)) {
    --begin;
  }
  const std::string word = to_lower(text.substr(begin, at - begin));
  if (word.empty() || word.size() > 5) return false;
  const bool number = std::all_of(word.begin(), word.end(), is_digit);
  if (number) return word.size() <= 2;  // an ordinal far more often than the end of a sentence
  const bool initial = word.size() == 1;
  return initial || std::binary_search(kAbbreviations.begin(), kAbbreviations.end(), word);
}

void push_trimmed(std::string_view text, std::size_t begin, std::size_t end,
                  std::vector<Sentence>& out) {
  while (begin < end && is_space(text[begin])) ++begin;
  while (end > begin && is_space(text[end - 1])) --end;
  if (begin < end)
    out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)});
}

}  // namespace

std::vector<Sentence> sentences(std::string_view text) {
  std::vector<Sentence> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; (i = end_of_inside(text, i)) < text.size();) {
    if (text[i] == '\n') {
      push_trimmed(text, begin, i, out);
      begin = ++i;
      continue;
    }
    const char32_t c = character_at(text, i);
    const std::size_t mark = i;
    i += width_at(text, i);
    if (!ends(c)) continue;
    while (ends(character_at(text, i)) || closes(character_at(text, i))) i += width_at(text, i);
    const bool wide = c >= 0x3000;
    if (!wide && (i >= text.size() || !is_space(text[i]))) continue;
    if (c == U'.' && i == mark + 1 && is_abbreviation(text, begin, mark)) continue;
    std::size_t next = i;
    while (next < text.size() && text[next] == ' ') ++next;
    if (wide || next >= text.size() || text[next] == '\n' || can_begin(character_at(text, next))) {
      push_trimmed(text, begin, i, out);
      begin = i;
    }
  }
  push_trimmed(text, begin, text.size(), out);
  return out;
}

}  // namespace depesche
