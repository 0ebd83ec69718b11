#include "web/pages/messages.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <vector>

#include "base/ascii.h"

namespace depesche::web {
namespace {

const std::vector<Message>& sorted() {
  static const std::vector<Message> rows = [] {
    std::vector<Message> copy(messages().begin(), messages().end());
    std::sort(copy.begin(), copy.end(),
              [](const Message& a, const Message& b) { return a.key < b.key; });
    return copy;
  }();
  return rows;
}

/// The weight of "de;q=0.8" in thousandths.
int weight(std::string_view choice) {
  const auto q = choice.find("q=");
  if (q == std::string_view::npos) return 1000;
  const std::string_view digits = trim(choice.substr(q + 2));
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && value >= 0 && value <= 1 ? static_cast<int>(value * 1000) : 0;
}

}  // namespace

std::string_view code(Language language) { return language == Language::De ? "de" : "en"; }

std::optional<Language> language_from(std::string_view code) {
  if (code == "de") return Language::De;
  if (code == "en") return Language::En;
  return std::nullopt;
}

Language preferred_language(std::string_view accept_language) {
  Language best = Language::En;
  int best_weight = 0;
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    const std::string_view choice = trim(accept_language.substr(0, comma));
    const std::string tag = to_lower(choice.substr(0, choice.find_first_of(";-")));
    const auto language = language_from(trim(tag));
    if (language && weight(choice) > best_weight) {
      best = *language;
      best_weight = weight(choice);
    }
    if (comma == std::string_view::npos) break;
    accept_language.remove_prefix(comma + 1);
  }
  return best;
}

std::string_view find_message(Language language, std::string_view key) {
  const auto& rows = sorted();
  const auto row =
      std::lower_bound(rows.begin(), rows.end(), key,
                       [](const Message& message, std::string_view k) { return message.key < k; });
  if (row == rows.end() || row->key != key) return {};
  return language == Language::De ? row->german : row->english;
}

std::string say(Language language, std::string_view key,
                std::initializer_list<std::string_view> arguments) {
  const std::string_view words = find_message(language, key);
  assert(!words.empty());  // a key that is in no row: a wrong program
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_place =
        words[i] == '{' && i + 2 < words.size() && is_digit(words[i + 1]) && words[i + 2] == '}';
    if (!is_place) {
      out += words[i];
      continue;
    }
    const auto index = static_cast<std::size_t>(words[i + 1] - '0');
    if (index < arguments.size()) out += *(arguments.begin() + index);
    i += 2;
  }
  return out;
}

std::string number(Language language, long long value) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  for (std::size_t i = digits.size(); i > 3;) {
    i -= 3;
    digits.insert(i, 1, language == Language::De ? '.' : ',');
  }
  return value < 0 ? "-" + digits : digits;
}

std::string say_count(Language language, std::string_view key, long long count) {
  if (count == 1) return say(language, std::string(key) + "_one");
  return say(language, key, {number(language, count)});
}

}  // namespace depesche::web
