#include "text/word_list.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "text/utf8.h"

namespace depesche {
namespace {

constexpr std::size_t kMostSynonyms = 4;
constexpr std::size_t kLongestLine = 20'000;

std::vector<std::string_view> parts(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

/// Without what stands in brackets, however deep.
std::string without_remarks(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    if (c == '{' || c == '[' || c == '(') ++depth;
    if (depth == 0) out += c;
    if ((c == '}' || c == ']' || c == ')') && depth > 0) --depth;
  }
  return out;
}

/// Stands for what a verb is said of, and is no part of it.
bool is_placeholder(std::string_view word) {
  static constexpr std::array<std::string_view, 9> kPlaceholders{
      "to", "sb.", "sth.", "sb./sth.", "jdn.", "jdm.", "etw.", "jdn./etw.", "sich"};
  return std::find(kPlaceholders.begin(), kPlaceholders.end(), word) != kPlaceholders.end();
}

/// The one word a synonym is; empty where it is several or none.
std::string_view only_word(std::string_view synonym) {
  std::string_view found;
  for (const std::string_view word : parts(synonym, ' ')) {
    if (word.empty() || is_placeholder(word)) continue;
    if (!found.empty()) return {};
    found = word;
  }
  const bool is_word = std::all_of(found.begin(), found.end(), [](char c) {
    return is_alpha(c) || static_cast<unsigned char>(c) >= 0x80;
  });
  return is_word && is_valid_utf8(found) ? found : std::string_view();
}

std::vector<std::string_view> single_words(std::string_view group) {
  std::vector<std::string_view> out;
  for (const std::string_view synonym : parts(group, ';')) {
    const std::string_view word = only_word(synonym);
    if (!word.empty()) out.push_back(word);
  }
  return out;
}

}  // namespace

void each_translation(std::string_view ding,
                      const std::function<void(std::string_view, std::string_view)>& use) {
  constexpr std::string_view kBetween = " :: ";
  while (!ding.empty()) {
    const std::size_t end = std::min(ding.find('\n'), ding.size());
    std::string_view line = ding.substr(0, end);
    ding.remove_prefix(std::min(end + 1, ding.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t between = line.find(kBetween);
    if (line.starts_with('#') || between == std::string_view::npos || line.size() > kLongestLine) {
      continue;
    }
    const std::string left = without_remarks(line.substr(0, between));
    const std::string right = without_remarks(line.substr(between + kBetween.size()));
    const auto german = parts(left, '|');
    const auto english = parts(right, '|');
    for (std::size_t i = 0; i < std::min(german.size(), english.size()); ++i) {
      std::vector<std::string_view> meanings = single_words(english[i]);
      if (meanings.size() > kMostSynonyms) meanings.resize(kMostSynonyms);
      if (meanings.empty()) continue;
      for (const std::string_view word : single_words(german[i])) {
        for (const std::string_view meaning : meanings) use(word, meaning);
      }
    }
  }
}

}  // namespace depesche
