// Character helpers that know ASCII only and never consult a locale.
#pragma once

#include <string>
#include <string_view>

namespace depesche {

/// White space as HTML counts it: tab, line feed, form feed, carriage return, space.
constexpr bool is_space(char c) {
  return c == ' ' || (c <= '\r' && (c == '\t' || c == '\n' || c == '\r' || c == '\f'));
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_alnum(char c) { return is_digit(c) || is_alpha(c); }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string to_lower(std::string_view text);

/// Equal but for the case of ASCII letters.
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
/// Position of the first match, or npos.
std::size_t find_ignoring_case(std::string_view text, std::string_view needle,
                               std::size_t from = 0);

/// Without white space at both ends; a view into `text`.
constexpr std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// Every run of white space becomes one space; none at the ends.
std::string squeeze(std::string_view text);

}  // namespace depesche
