#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "extract/refusal/page_measures.h"

namespace depesche::extract {
namespace {

bool is_year(std::string_view part) {
  return part.size() == 4 && (part.starts_with("19") || part.starts_with("20")) &&
         is_digit(part[2]) && is_digit(part[3]);
}

bool is_language(std::string_view part) {
  const bool short_code = part.size() == 2 && is_alpha(part[0]) && is_alpha(part[1]);
  const bool long_code = part.size() == 5 && (part[2] == '-' || part[2] == '_');
  return short_code || long_code;
}

int longest_number(std::string_view path) {
  int longest = 0;
  int run = 0;
  for (const char c : path) {
    run = is_digit(c) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

bool is_file(std::string_view part) {
  const std::size_t dot = part.rfind('.');
  return dot != std::string_view::npos && part.size() - dot <= 6 && dot > 0;
}

}  // namespace

PageAddress read_address(std::string_view url) {
  PageAddress address;
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return address;
  address.known = true;
  const std::string lower = to_lower(url.substr(scheme + 3));
  std::string_view rest = lower;
  const std::size_t end = rest.find_first_of("?#");
  address.query = end != std::string_view::npos && rest[end] == '?';
  rest = rest.substr(0, end);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view host = rest.substr(0, slash);
  const std::string_view path = rest.substr(slash);
  address.before = kinds_of_part(host.substr(0, host.find('.')));
  address.slash = path.ends_with('/');
  address.digits = longest_number(path);
  std::string_view last;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t stop = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, stop - at);
    at = stop + 1;
    if (part.empty()) continue;
    if (address.depth > 0) address.before |= kinds_of_part(last);
    address.dated |= is_year(part);
    last = part;
    ++address.depth;
  }
  address.front =
      address.depth == 0 ||
      (address.depth == 1 && (is_language(last) || last.starts_with("index.") || last == "home"));
  address.file = is_file(last);
  address.hyphens = static_cast<int>(std::count(last.begin(), last.end(), '-') +
                                     std::count(last.begin(), last.end(), '_'));
  address.last_length = static_cast<int>(last.size());
  address.last = kinds_of_part(last);
  return address;
}

}  // namespace depesche::extract
