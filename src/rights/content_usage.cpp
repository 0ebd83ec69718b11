#include "rights/content_usage.h"

#include <algorithm>

#include "base/ascii.h"

namespace depesche::rights {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// RFC 9651, 4.2, as far as dictionaries need it. After the first mistake nothing is read.
class Dictionary {
 public:
  explicit Dictionary(std::string_view text) : rest_(trim(text)) {}

  std::optional<ContentUsage> read() {
    ContentUsage usage;
    while (good_ && !rest_.empty()) {
      const std::string label = read_key();
      std::optional<bool> value;
      if (take('=')) {
        value = read_value();
      }
      skip_parameters();
      if (!good_) break;
      // Of a label that comes again the last word counts, also when it says nothing.
      usage.erase(label);
      if (value) usage[label] = *value;
      if (usage.size() > kMostLabels) return std::nullopt;
      skip_space();
      if (rest_.empty()) break;
      if (!take(',')) good_ = false;
      skip_space();
      if (rest_.empty()) good_ = false;  // a comma at the end
    }
    if (!good_) return std::nullopt;
    return usage;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void skip_space() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t'))
      rest_.remove_prefix(1);
  }
  template <class Part>
  std::string_view take_while(const Part& part) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), part);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string read_key() {
    if (rest_.empty() || !(is_lower(rest_.front()) || rest_.front() == '*')) good_ = false;
    return std::string(take_while([](char c) {
      return is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == '*';
    }));
  }

  /// y and n; every other value is passed over.
  std::optional<bool> read_value() {
    if (rest_.empty()) {
      good_ = false;
      return std::nullopt;
    }
    if (rest_.front() == '"') {
      skip_string();
      return std::nullopt;
    }
    if (rest_.front() == '(') {
      skip_list();
      return std::nullopt;
    }
    const std::string_view word = take_while([](char c) {
      return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f &&
             std::string_view(",;\"()=").find(c) == std::string_view::npos;
    });
    if (word.empty()) good_ = false;
    while (take('=')) {  // the padding of bytes (":…=:")
      take_while([](char c) { return c == ':'; });
    }
    if (word == "y") return true;
    if (word == "n") return false;
    return std::nullopt;
  }

  void skip_string() {
    rest_.remove_prefix(1);
    while (!rest_.empty() && rest_.front() != '"') {
      rest_.remove_prefix(std::min<std::size_t>(rest_.front() == '\\' ? 2 : 1, rest_.size()));
    }
    if (!take('"')) good_ = false;
  }

  void skip_list() {
    rest_.remove_prefix(1);
    while (good_ && !rest_.empty() && rest_.front() != ')') {
      if (rest_.front() == '"') {
        skip_string();
      } else {
        rest_.remove_prefix(1);
      }
    }
    if (!take(')')) good_ = false;
  }

  void skip_parameters() {
    while (good_ && take(';')) {
      skip_space();
      read_key();
      if (take('=')) read_value();
    }
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

ContentUsage read_content_usage(std::string_view dictionary) {
  if (dictionary.size() > kMostUsageBytes) return {};
  return Dictionary(dictionary).read().value_or(ContentUsage{});
}

ContentUsage both(const ContentUsage& a, const ContentUsage& b) {
  ContentUsage out = a;
  for (const auto& [label, is_allowed] : b) {
    const auto [at, is_new] = out.emplace(label, is_allowed);
    if (!is_new) at->second = at->second && is_allowed;
  }
  return out;
}

std::string to_text(const ContentUsage& usage) {
  std::string text;
  for (const auto& [label, is_allowed] : usage) {
    if (!text.empty()) text += ", ";
    text += label + (is_allowed ? "=y" : "=n");
  }
  return text;
}

std::optional<bool> allows(const ContentUsage& usage, std::string_view label) {
  const auto at = usage.find(label);
  if (at == usage.end()) return std::nullopt;
  return at->second;
}

}  // namespace depesche::rights
