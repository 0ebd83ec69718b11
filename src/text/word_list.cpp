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

/// The parts of a text between separators, one after the other.
class Parts {
 public:
  Parts(std::string_view text, char separator) : left_(text), separator_(separator) {}

  bool next(std::string_view& part) {
    if (is_done_) return false;
    const std::size_t end = left_.find(separator_);
    is_done_ = end == std::string_view::npos;
    part = left_.substr(0, end);
    if (!is_done_) left_.remove_prefix(end + 1);
    return true;
  }

 private:
  std::string_view left_;
  char separator_;
  bool is_done_ = false;
};

/// Without what stands in brackets, however deep.
void without_remarks(std::string_view text, std::string& out) {
  constexpr std::string_view kBrackets = "{}[]()";
  out.clear();
  int depth = 0;
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find_first_of(kBrackets), text.size());
    if (depth == 0) out += text.substr(0, plain);
    if (plain == text.size()) return;
    const char c = text[plain];
    const bool is_opening = c == '{' || c == '[' || c == '(';
    if (is_opening) ++depth;
    if (depth == 0) out += c;
    if (!is_opening && depth > 0) --depth;
    text.remove_prefix(plain + 1);
  }
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
  std::string_view word;
  for (Parts words(synonym, ' '); words.next(word);) {
    if (word.empty() || is_placeholder(word)) continue;
    if (!found.empty()) return {};
    found = word;
  }
  const bool is_word = std::all_of(found.begin(), found.end(), [](char c) {
    return is_alpha(c) || static_cast<unsigned char>(c) >= 0x80;
  });
  return is_word && is_valid_utf8(found) ? found : std::string_view();
}

void single_words(std::string_view group, std::vector<std::string_view>& out) {
  out.clear();
  std::string_view synonym;
  for (Parts synonyms(group, ';'); synonyms.next(synonym);) {
    const std::string_view word = only_word(synonym);
    if (!word.empty()) out.push_back(word);
  }
}

}  // namespace

void each_translation(std::string_view ding,
                      const std::function<void(std::string_view, std::string_view)>& use) {
  WordListReader reader;
  std::string_view line;
  for (Parts lines(ding, '\n'); lines.next(line);) reader.each_of_line(line, use);
}

void WordListReader::each_of_line(
    std::string_view line, const std::function<void(std::string_view, std::string_view)>& use) {
  constexpr std::string_view kBetween = " :: ";
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::size_t between = line.find(kBetween);
  if (line.starts_with('#') || between == std::string_view::npos || line.size() > kLongestLine) {
    return;
  }
  without_remarks(line.substr(0, between), left_);
  without_remarks(line.substr(between + kBetween.size()), right_);
  Parts german(left_, '|');
  Parts english(right_, '|');
  std::string_view words;
  std::string_view meanings;
  while (german.next(words) && english.next(meanings)) {
    single_words(meanings, meanings_);
    if (meanings_.size() > kMostSynonyms) meanings_.resize(kMostSynonyms);
    if (meanings_.empty()) continue;
    single_words(words, words_);
    for (const std::string_view word : words_) {
      for (const std::string_view meaning : meanings_) use(word, meaning);
    }
  }
}

}  // namespace depesche
