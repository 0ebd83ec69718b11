#include "rank/headline.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"

namespace depesche::rank {
namespace {

constexpr std::size_t kMostWords = 40;

/// Words of four bytes and more, lower case, sorted; bytes beyond ASCII count as letters.
std::vector<std::string> words_of(std::string_view headline) {
  std::vector<std::string> out;
  std::string word;
  for (std::size_t i = 0; i <= headline.size(); ++i) {
    const bool in_word =
        i < headline.size() && (is_alnum(headline[i]) || static_cast<signed char>(headline[i]) < 0);
    if (in_word) {
      word.push_back(to_lower(headline[i]));
      continue;
    }
    if (word.size() >= 4 && out.size() < kMostWords) out.push_back(word);
    word.clear();
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// The same word but for its ending.
bool meet(std::string_view a, std::string_view b) {
  const std::size_t length = std::min(a.size(), b.size());
  const std::size_t same = static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(length), b.begin()).first -
      a.begin());
  return same >= 4 && same + 3 >= std::max(a.size(), b.size());
}

bool has_meeting(const std::vector<std::string>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& w) { return meet(w, word); });
}

std::size_t count_words(std::string_view headline) {
  return static_cast<std::size_t>(std::count(headline.begin(), headline.end(), ' ')) + 1;
}

bool shouts(std::string_view headline) {
  const auto capitals =
      std::count_if(headline.begin(), headline.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto letters = std::count_if(headline.begin(), headline.end(), is_alpha);
  return letters > 8 && capitals * 2 > letters;
}

}  // namespace

int centrality(std::string_view headline, const std::vector<std::string_view>& others) {
  const std::vector<std::string> own = words_of(headline);
  std::size_t shared = 0;
  std::size_t all = 0;
  for (std::string_view other : others) {
    for (const std::string& word : words_of(other)) {
      ++all;
      shared += has_meeting(own, word);
    }
  }
  return all == 0 ? 0 : static_cast<int>(shared * 1000 / all);
}

int teasing(std::string_view headline) {
  headline = trim(headline);
  if (headline.empty()) return 1000;
  int lost = 0;
  const char last = headline.back();
  if (last == '?' || last == '!') lost += 250;
  if (headline.ends_with("…") || headline.ends_with("...")) lost += 350;
  for (std::string_view quote : {"\"", "'", "„", "“", "»", "«", "‚", "‘"}) {
    if (headline.starts_with(quote)) lost += 150;
  }
  if (shouts(headline)) lost += 300;
  const std::size_t words = count_words(headline);
  if (words < 3) lost += 400;
  if (words == 3) lost += 100;
  if (headline.size() > 140) lost += 200;
  return std::min(lost, 1000);
}

}  // namespace depesche::rank
