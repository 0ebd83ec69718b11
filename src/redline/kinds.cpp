#include "redline/kinds.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "text/stopwords.h"
#include "text/utf8.h"

namespace depesche::redline {
namespace {

constexpr std::size_t kPassage = 8;      // words that make one: a short sentence
constexpr std::size_t kShort = 6;        // words in which one thing gives way to another
constexpr std::size_t kLongestName = 4;  // words
constexpr std::size_t kMostMoves = 64;   // passages looked for elsewhere

std::span<const Word> removed(const Texts& texts, const Hunk& hunk) {
  return texts.before.subspan(hunk.a_begin, hunk.a_end - hunk.a_begin);
}
std::span<const Word> added(const Texts& texts, const Hunk& hunk) {
  return texts.after.subspan(hunk.b_begin, hunk.b_end - hunk.b_begin);
}

std::vector<std::string> numbers_in(std::span<const Word> words) {
  std::vector<std::string> numbers;
  for (const Word& word : words) {
    std::string number = number_in(word);
    if (!number.empty()) numbers.push_back(std::move(number));
  }
  return numbers;
}

bool is_number_change(std::span<const Word> before, std::span<const Word> after) {
  if (before.size() > kShort || after.size() > kShort) return false;
  const auto old_numbers = numbers_in(before);
  const auto new_numbers = numbers_in(after);
  return !old_numbers.empty() && !new_numbers.empty() && old_numbers != new_numbers;
}

bool is_particle(const Word& word) {
  constexpr std::array<std::string_view, 14> kParticles{
      "von", "van", "de", "der", "den", "del", "di", "da", "bin", "al", "el", "zu", "du", "la"};
  return std::find(kParticles.begin(), kParticles.end(), word.key) != kParticles.end();
}

/// Written with a capital in German like names, and standing beside other capitals.
bool is_measure_or_date(const Word& word) {
  constexpr std::array<std::string_view, 38> kWords{
      "euro",      "dollar",    "prozent",    "uhr",     "millionen", "milliarden", "million",
      "milliarde", "kilometer", "meter",      "tonnen",  "grad",      "stunden",    "minuten",
      "jahre",     "januar",    "februar",    "märz",    "april",     "mai",        "juni",
      "juli",      "august",    "september",  "oktober", "november",  "dezember",   "montag",
      "dienstag",  "mittwoch",  "donnerstag", "freitag", "samstag",   "sonntag",    "january",
      "monday",    "morgen",    "abend"};
  return std::find(kWords.begin(), kWords.end(), word.key) != kWords.end();
}

bool has_letters_only(const Word& word) {
  return std::none_of(word.key.begin(), word.key.end(),
                      [](char c) { return c >= '0' && c <= '9'; });
}

bool looks_like_a_name(std::span<const Word> words, std::string_view language) {
  if (words.empty() || words.size() > kLongestName) return false;
  bool has_capital = false;
  const std::string_view primary = language.substr(0, language.find('-'));
  for (const Word& word : words) {
    if (!has_letters_only(word) || is_measure_or_date(word)) return false;
    const bool is_common = is_stop_word(word.key, primary);
    if (word.capital && !is_common) {
      has_capital = true;
    } else if (!is_particle(word)) {
      return false;
    }
  }
  return has_capital;
}

/// Levenshtein's distance over characters, for two words.
std::size_t distance(std::string_view a, std::string_view b) {
  std::u32string left;
  std::u32string right;
  for (const char32_t c : Utf8Range(a)) left += c;
  for (const char32_t c : Utf8Range(b)) right += c;
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t above = row[j];
      row[j] =
          std::min({above + 1, row[j - 1] + 1, corner + (left[i - 1] == right[j - 1] ? 0 : 1)});
      corner = above;
    }
  }
  return row[right.size()];
}

/// "Meyer" and "Meier", but not "Haus" and "Hauses": another ending is another case.
bool is_other_spelling(const Word& a, const Word& b) {
  constexpr std::size_t kLongest = 40;
  if (a.key.size() < 4 || b.key.size() < 4 || a.key.size() > kLongest || b.key.size() > kLongest) {
    return false;
  }
  const std::size_t shorter = std::min(a.key.size(), b.key.size());
  const auto [left, right] = std::mismatch(
      a.key.begin(), a.key.begin() + static_cast<std::ptrdiff_t>(shorter), b.key.begin());
  const auto same = static_cast<std::size_t>(left - a.key.begin());
  const bool is_ending = same + 2 >= shorter;
  return !is_ending && distance(a.key, b.key) <= 2;
}

/// Whether a word beside the difference is written with a capital too, and belongs to it.
bool has_capital_neighbour(std::span<const Word> words, std::size_t begin, std::size_t end) {
  const auto counts = [&](std::size_t at, std::size_t beside) {
    const Word& word = words[at];
    return word.block == words[beside].block && word.capital && has_letters_only(word) &&
           !is_measure_or_date(word);
  };
  // Before it: not where a sentence begins with any word at all.
  if (begin > 0 && counts(begin - 1, begin) && !words[begin - 1].begins_sentence &&
      !words[begin].begins_sentence) {
    return true;
  }
  return end < words.size() && end > begin && counts(end, end - 1) && !words[end].begins_sentence;
}

bool is_name_change(const Texts& texts, const Hunk& hunk) {
  const auto before = removed(texts, hunk);
  const auto after = added(texts, hunk);
  if (!looks_like_a_name(before, texts.language) || !looks_like_a_name(after, texts.language)) {
    return false;
  }
  if (texts.language.starts_with("de")) {
    if (before.size() > 1 && after.size() > 1) return true;
    if (has_capital_neighbour(texts.before, hunk.a_begin, hunk.a_end)) return true;
    return before.size() == 1 && after.size() == 1 && is_other_spelling(before[0], after[0]);
  }
  // Elsewhere a capital inside a sentence is enough.
  const bool begins = before.front().begins_sentence || after.front().begins_sentence;
  return !begins || (before.size() > 1 && after.size() > 1) ||
         has_capital_neighbour(texts.before, hunk.a_begin, hunk.a_end);
}

std::string joined(std::span<const Word> words) {
  std::string out = " ";
  for (const Word& word : words) out += word.key + " ";
  return out;
}

/// Whether a passage of one text stands somewhere in the other.
class Elsewhere {
 public:
  explicit Elsewhere(std::span<const Word> words) : words_(words) {}
  bool has(std::span<const Word> passage) {
    if (asked_++ == kMostMoves) return false;
    if (text_.empty()) text_ = joined(words_);
    return text_.find(joined(passage)) != std::string::npos;
  }

 private:
  std::span<const Word> words_;
  std::string text_;
  std::size_t asked_ = 0;
};

}  // namespace

std::vector<RevisionKind> kinds_of(const Texts& texts, const std::vector<Hunk>& hunks) {
  std::array<bool, kRevisionKinds> found{};
  const auto note = [&found](RevisionKind kind) { found[static_cast<std::size_t>(kind)] = true; };
  Elsewhere in_after(texts.after);
  Elsewhere in_before(texts.before);
  bool any = false;
  for (const Hunk& hunk : hunks) {
    const auto before = removed(texts, hunk);
    const auto after = added(texts, hunk);
    any = true;
    if (is_number_change(before, after)) {
      note(RevisionKind::Number);
    } else if (is_name_change(texts, hunk)) {
      note(RevisionKind::Name);
    } else if (before.size() >= after.size() + kPassage && after.size() <= before.size() / 2) {
      if (!in_after.has(before)) note(RevisionKind::PassageRemoved);
    } else if (after.size() >= before.size() + kPassage && before.size() <= after.size() / 2) {
      if (!in_before.has(after)) note(RevisionKind::PassageAdded);
    }
  }
  std::vector<RevisionKind> kinds;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i]) kinds.push_back(static_cast<RevisionKind>(i));
  }
  if (any && kinds.empty()) kinds.push_back(RevisionKind::Wording);
  return kinds;
}

}  // namespace depesche::redline
