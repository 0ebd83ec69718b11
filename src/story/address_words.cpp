#include "story/address_words.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"

namespace depesche {
namespace {

constexpr std::size_t kMostWords = 30;

std::string_view path_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const std::size_t slash = url.find('/');
  if (slash == std::string_view::npos) return {};
  url.remove_prefix(slash + 1);
  return url.substr(0, url.find_first_of("?#"));
}

std::vector<std::string_view> words_of_step(std::string_view step) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= step.size(); ++i) {
    const bool in_word = i < step.size() && is_alnum(step[i]);
    if (in_word) continue;
    const std::string_view word = step.substr(begin, i - begin);
    begin = i + 1;
    const bool has_digit = std::any_of(word.begin(), word.end(), is_digit);
    if (word.size() < 2 || (has_digit && word.size() > 4)) continue;
    static constexpr std::array<std::string_view, 6> kEndings{"html", "htm",   "php",
                                                              "bild", "story", "article"};
    if (std::find(kEndings.begin(), kEndings.end(), word) != kEndings.end()) continue;
    out.push_back(word);
  }
  return out;
}

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'q';
}

/// "frueher" → "früher", but not "neue" → "neü".
void append_with_umlauts(std::string& out, std::string_view word) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = to_lower(word[i]);
    const bool before_e = i + 1 < word.size() && word[i + 1] == 'e';
    const bool after_vowel = i > 0 && is_vowel(word[i - 1]);
    if (!before_e || after_vowel || (c != 'a' && c != 'o' && c != 'u')) {
      out.push_back(c);
      continue;
    }
    out += c == 'a' ? "ä" : c == 'o' ? "ö" : "ü";
    ++i;
  }
}

}  // namespace

std::string address_words(std::string_view url, std::string_view language) {
  std::string_view path = path_of(url);
  std::vector<std::string_view> best;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::vector<std::string_view> words = words_of_step(path.substr(0, slash));
    if (words.size() >= 3 && words.size() >= best.size()) best = words;
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  if (best.size() > kMostWords) best.resize(kMostWords);
  std::string out;
  for (std::string_view word : best) {
    if (!out.empty()) out.push_back(' ');
    if (language == "de") {
      append_with_umlauts(out, word);
    } else {
      out += to_lower(word);
    }
  }
  return out;
}

}  // namespace depesche
