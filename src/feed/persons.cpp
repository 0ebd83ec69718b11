#include "feed/persons.h"

#include "base/ascii.h"

namespace depesche::feed {
namespace {

bool is_mail(std::string_view text) {
  return text.find('@') != std::string_view::npos && text.find(' ') == std::string_view::npos;
}

// What stands between the first `open` and its `close`, and on both sides of them.
struct Bracketed {
  std::string_view before, inside, after;
};

Bracketed split_bracket(std::string_view text, char open, char close) {
  const std::size_t begin = text.find(open);
  if (begin == std::string_view::npos) return {text, {}, {}};
  const std::size_t end = text.find(close, begin);
  if (end == std::string_view::npos) return {text, {}, {}};
  return {trim(text.substr(0, begin)), trim(text.substr(begin + 1, end - begin - 1)),
          trim(text.substr(end + 1))};
}

}  // namespace

Person read_person(std::string_view written, std::string_view role) {
  const std::string line = squeeze(written);
  const std::string_view text = line;
  const auto person = [role](std::string_view name, std::string_view email) {
    return Person{std::string(role), std::string(name), std::string(email), {}};
  };
  for (const auto& [open, close] : {std::pair{'(', ')'}, std::pair{'<', '>'}}) {
    const Bracketed parts = split_bracket(text, open, close);
    if (parts.inside.empty()) continue;
    if (is_mail(parts.before)) return person(parts.inside, parts.before);
    if (is_mail(parts.inside)) {
      return person(parts.before.empty() ? parts.after : parts.before, parts.inside);
    }
    if (parts.before.empty()) return person(parts.inside, {});
  }
  if (is_mail(text)) return person({}, text);
  // "desk@wire.example A. Writer", without brackets
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos && is_mail(text.substr(0, space))) {
    return person(trim(text.substr(space)), text.substr(0, space));
  }
  return person(text, {});
}

}  // namespace depesche::feed
