#include "feed/persons.h"

#include "base/ascii.h"

namespace depesche::feed {
namespace {

bool is_mail(std::string_view text) {
  return text.find('@') != std::string_view::npos && text.find(' ') == std::string_view::npos;
}

// What stands between `open` and `close` at the end of the text, and what stands before.
struct Bracketed {
  std::string_view before, inside;
};

Bracketed split_bracket(std::string_view text, char open, char close) {
  const std::size_t begin = text.find(open);
  if (begin == std::string_view::npos) return {text, {}};
  const std::size_t end = text.find(close, begin);
  if (end == std::string_view::npos) return {text, {}};
  return {trim(text.substr(0, begin)), trim(text.substr(begin + 1, end - begin - 1))};
}

}  // namespace

std::string person_name(std::string_view written) {
  std::string line = squeeze(written);
  const std::string_view text = line;
  for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'<', '>'}}) {
    const Bracketed parts = split_bracket(text, open, close);
    if (parts.inside.empty()) continue;
    if (is_mail(parts.before) || parts.before.empty()) return std::string(parts.inside);
    if (is_mail(parts.inside)) return std::string(parts.before);
  }
  // "desk@wire.example A. Writer", without brackets
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos && is_mail(text.substr(0, space))) {
    return std::string(trim(text.substr(space)));
  }
  return line;
}

}  // namespace depesche::feed
