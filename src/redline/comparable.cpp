#include "redline/comparable.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/ascii.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace depesche::redline {
namespace {

constexpr std::size_t kLongestTeaser = 160;  // bytes; what is longer tells something itself

bool is_white(char32_t c) {
  return c <= 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200b) ||
         c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

bool is_ascii_mark(char c) {
  return std::string_view("\"'`,.;:!?()[]{}<>|/\\*_-").find(c) != std::string_view::npos;
}

/// Quotation marks, dashes, ellipses, bullets and the invisible: they tell no words apart.
bool is_mark(char32_t c) {
  if (c < 0x80) return is_ascii_mark(static_cast<char>(c));
  return c == 0xab || c == 0xbb || c == 0xb4 || c == 0xb7 || c == 0xad || c == 0xbf || c == 0xa1 ||
         (c >= 0x2010 && c <= 0x2027) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2032 && c <= 0x203a) || (c >= 0x2060 && c <= 0x2064) ||
         (c >= 0x25a0 && c <= 0x25ff) || (c >= 0x3008 && c <= 0x300f);
}

bool is_minus(char32_t c) { return c == '-' || c == 0x2212 || c == 0x2013; }

/// Of a folded numeral: without grouping, with a point before decimals.
std::string plain_numeral(std::string_view written) {
  std::string out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    const bool is_point = c == '.' || c == ',' || c == '\'';
    if (!is_point) {
      out += c;
      continue;
    }
    std::size_t digits = 0;
    while (i + 1 + digits < written.size() && is_digit(written[i + 1 + digits])) ++digits;
    const bool groups = digits == 3 && i > 0 && is_digit(written[i - 1]);
    if (!groups && digits > 0 && i > 0) out += '.';
  }
  return out;
}

/// Without marks at its ends; a minus that a digit follows stays.
std::string_view without_outer_marks(std::string_view text) {
  while (!text.empty()) {
    const Utf8Character first = decode_utf8(text, 0);
    const bool is_sign =
        is_minus(first.value) && text.size() > first.length && is_digit(text[first.length]);
    if (!is_mark(first.value) || is_sign) break;
    text.remove_prefix(first.length);
  }
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xc0) == 0x80) --last;
    if (!is_mark(decode_utf8(text, last).value)) break;
    text = text.substr(0, last);
  }
  return text;
}

/// "-1.000,5%" → "-1000.5%"; what is more than a numeral ("3:1", "covid-19") stays as it is.
std::string numeral_key(std::string_view text) {
  std::string sign;
  const Utf8Character first = decode_utf8(text, 0);
  if (is_minus(first.value)) {
    sign = "-";
    text.remove_prefix(first.length);
  }
  std::string unit;
  if (text.ends_with('%')) {
    unit = "%";
    text.remove_suffix(1);
  }
  const bool is_numeral = std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || c == '.' || c == ',' || c == '\'';
  });
  return sign + (is_numeral ? plain_numeral(text) : std::string(text)) + unit;
}

std::string key_of(std::string_view text) {
  const std::string folded = fold(text);
  const std::string_view inner = without_outer_marks(folded);
  if (std::any_of(inner.begin(), inner.end(), is_digit)) return numeral_key(inner);
  std::string key;
  for (std::size_t at = 0; at < inner.size();) {
    const Utf8Character c = decode_utf8(inner, at);
    if (!is_mark(c.value)) key += inner.substr(at, c.length);
    at += c.length;
  }
  return key;
}

bool is_upper(std::string_view text) {
  // A letter that folding changes is a capital, for ours and most other scripts.
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character c = decode_utf8(text, at);
    if (!is_mark(c.value)) {
      const std::string_view letter = text.substr(at, c.length);
      if (c.length == 1) return letter[0] >= 'A' && letter[0] <= 'Z';
      return c.value != 0xdf && fold(letter) != letter;
    }
    at += c.length;
  }
  return false;
}

bool ends_sentence(std::string_view text) {
  for (const std::string_view end :
       {".", "!", "?", ".“", "!“", "?“", ".”", ".\"", "!\"", "?\"", ".»", "…", ":", ":„"}) {
    if (text.ends_with(end)) return true;
  }
  return false;
}

bool is_group_of_three(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), is_digit);
}

/// "1 000 000": groups parted by (narrow) spaces are one number.
bool is_next_group(const Word& before, const Word& word) {
  const bool is_number = std::all_of(before.key.begin(), before.key.end(), is_digit);
  const bool is_first = before.key.size() <= 3;
  const bool has_groups = before.text.size() > before.key.size();
  return before.block == word.block && is_number && (is_first || has_groups) &&
         is_group_of_three(word.key) && is_group_of_three(word.text.substr(0, 3));
}

void append_words(std::string_view text, std::uint32_t block, std::vector<Word>& out) {
  bool begins = true;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character first = decode_utf8(text, at);
    if (is_white(first.value)) {
      at += first.length;
      continue;
    }
    std::size_t end = at;
    while (end < text.size()) {
      const Utf8Character c = decode_utf8(text, end);
      if (is_white(c.value)) break;
      end += c.length;
    }
    Word word{text.substr(at, end - at), {}, block, begins, false};
    word.key = key_of(word.text);
    at = end;
    if (word.key.empty()) continue;
    word.capital = is_upper(word.text);
    const bool is_more = !begins && !out.empty() && is_next_group(out.back(), word);
    begins = ends_sentence(word.text);
    if (is_more) {
      out.back().key += word.key;
      const char* const from = out.back().text.data();
      out.back().text = {from,
                         static_cast<std::size_t>(word.text.data() + word.text.size() - from)};
      continue;
    }
    out.push_back(std::move(word));
  }
}

/// The whole of it is links: a teaser of other reports.
bool is_all_links(const Block& block) {
  if (block.html.empty() || block.kind != BlockKind::Paragraph) return false;
  const std::string_view html = trim(block.html);
  if (!html.starts_with("<a ")) return false;
  std::string outside;
  bool in_link = false;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] != '<') {
      if (!in_link) outside += html[at];
      ++at;
      continue;
    }
    if (html.substr(at).starts_with("<a ")) in_link = true;
    if (html.substr(at).starts_with("</a")) in_link = false;
    at = std::min(html.find('>', at), html.size() - 1) + 1;
  }
  return std::none_of(outside.begin(), outside.end(),
                      [](char c) { return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80; });
}

/// Announces other reports, or says when the page was changed.
bool is_page_line(std::string_view text) {
  if (text.size() > kLongestTeaser) return false;
  constexpr std::array<std::string_view, 26> kBeginnings{"lesen sie auch",
                                                         "lesen sie hier",
                                                         "lesen sie mehr",
                                                         "lesen sie dazu",
                                                         "mehr zum thema",
                                                         "mehr dazu",
                                                         "mehr lesen",
                                                         "auch interessant",
                                                         "das könnte sie auch",
                                                         "weitere nachrichten",
                                                         "zum thema",
                                                         "read more",
                                                         "read also",
                                                         "also read",
                                                         "more on this",
                                                         "related:",
                                                         "see also",
                                                         "recommended",
                                                         "lire aussi",
                                                         "à lire aussi",
                                                         "leggi anche",
                                                         "lea también",
                                                         "lees ook",
                                                         "aktualisiert",
                                                         "zuletzt aktualisiert",
                                                         "last updated"};
  const std::string folded = fold(trim(text));
  for (const std::string_view beginning : kBeginnings) {
    if (folded.starts_with(beginning)) return true;
  }
  // "Stand: 14.32 Uhr", "Updated 3:15 p.m."
  return (folded.starts_with("stand:") || folded.starts_with("update:") ||
          folded.starts_with("updated")) &&
         folded.size() < 60 && std::any_of(folded.begin(), folded.end(), is_digit);
}

using Numeral = std::pair<std::string_view, std::string_view>;
constexpr std::array<Numeral, 50> kNumerals{{
    // as fold() gives them
    {"ein", "1"},
    {"eine", "1"},
    {"einen", "1"},
    {"zwei", "2"},
    {"drei", "3"},
    {"vier", "4"},
    {"fünf", "5"},
    {"sechs", "6"},
    {"sieben", "7"},
    {"acht", "8"},
    {"neun", "9"},
    {"zehn", "10"},
    {"elf", "11"},
    {"zwölf", "12"},
    {"dreizehn", "13"},
    {"vierzehn", "14"},
    {"fünfzehn", "15"},
    {"zwanzig", "20"},
    {"dreissig", "30"},
    {"vierzig", "40"},
    {"fünfzig", "50"},
    {"hundert", "100"},
    {"tausend", "1000"},
    {"dutzende", "dutzende"},
    {"one", "1"},
    {"two", "2"},
    {"three", "3"},
    {"four", "4"},
    {"five", "5"},
    {"six", "6"},
    {"seven", "7"},
    {"eight", "8"},
    {"nine", "9"},
    {"ten", "10"},
    {"eleven", "11"},
    {"twelve", "12"},
    {"thirteen", "13"},
    {"fourteen", "14"},
    {"fifteen", "15"},
    {"twenty", "20"},
    {"thirty", "30"},
    {"forty", "40"},
    {"fifty", "50"},
    {"hundred", "100"},
    {"thousand", "1000"},
    {"dozens", "dozens"},
    {"million", "million"},
    {"millionen", "million"},
    {"milliarden", "milliarde"},
    {"billion", "milliarde"},
}};

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  append_words(text, 0, words);
  return words;
}

std::vector<Word> body_words(const Article& article) {
  std::vector<Word> words;
  std::uint32_t number = 0;
  if (article.blocks.empty()) {
    append_words(article.text, number, words);
    return words;
  }
  // Where the page shows the standfirst, the text begins with it; some have it as a block too.
  const bool is_block = std::any_of(
      article.blocks.begin(), article.blocks.end(),
      [&](const Block& block) { return squeeze(block.text) == squeeze(article.standfirst); });
  if (!is_block) append_words(article.standfirst, number++, words);
  for (const Block& block : article.blocks) {
    if (block.kind == BlockKind::Caption || is_all_links(block) || is_page_line(block.text))
      continue;
    append_words(block.text, number++, words);
  }
  return words;
}

std::string number_in(const Word& word) {
  if (std::any_of(word.key.begin(), word.key.end(), is_digit)) return word.key;
  for (const auto& [spelled, value] : kNumerals) {
    if (spelled == word.key) return std::string(value);
  }
  return {};
}

}  // namespace depesche::redline
