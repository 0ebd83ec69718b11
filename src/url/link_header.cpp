#include "url/link_header.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/ascii.h"

namespace depesche {
namespace {

constexpr std::size_t kMaxLinks = 50;

// Takes the value of a parameter: a token or a quoted string.
std::string take_value(std::string_view& text) {
  std::string value;
  if (!text.empty() && text.front() == '"') {
    text.remove_prefix(1);
    while (!text.empty() && text.front() != '"') {
      if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
      value += text.front();
      text.remove_prefix(1);
    }
    if (!text.empty()) text.remove_prefix(1);
    return value;
  }
  const std::size_t end = std::min(text.find_first_of(";, \t"), text.size());
  value = text.substr(0, end);
  text.remove_prefix(end);
  return value;
}

// Takes ";rel=…;type=…" up to the comma before the next link.
void take_parameters(std::string_view& text, HeaderLink& link) {
  while (true) {
    text = trim(text);
    if (text.empty() || text.front() != ';') break;
    text.remove_prefix(1);
    text = trim(text);
    const std::size_t end = std::min(text.find_first_of("=;,"), text.size());
    const std::string_view name = trim(text.substr(0, end));
    text.remove_prefix(end);
    if (text.empty() || text.front() != '=') continue;
    text.remove_prefix(1);
    text = trim(text);
    const std::string value = take_value(text);
    if (equals_ignoring_case(name, "rel") && link.rel.empty()) link.rel = to_lower(value);
    if (equals_ignoring_case(name, "anchor") && link.anchor.empty()) link.anchor = value;
  }
  const std::size_t comma = text.find(',');
  text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
}

}  // namespace

std::vector<HeaderLink> parse_links(std::string_view value) {
  std::vector<HeaderLink> links;
  while (links.size() < kMaxLinks) {
    const std::size_t begin = value.find('<');
    if (begin == std::string_view::npos) break;
    const std::size_t end = value.find('>', begin);
    if (end == std::string_view::npos) break;
    HeaderLink link{std::string(trim(value.substr(begin + 1, end - begin - 1))), {}, {}};
    value.remove_prefix(end + 1);
    take_parameters(value, link);
    links.push_back(std::move(link));
  }
  return links;
}

bool has_relation(const HeaderLink& link, std::string_view relation) {
  std::string_view rest = link.rel;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == relation) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace depesche
