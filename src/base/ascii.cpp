#include "base/ascii.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/eight_bytes.h"

namespace depesche {

std::string to_lower(std::string_view text) {
  std::string out(text);
  std::size_t at = 0;
  for (; out.size() - at >= 8; at += 8) {
    const std::uint64_t lower = eight_bytes::to_lower(eight_bytes::load(out, at));
    std::memcpy(out.data() + at, &lower, sizeof(lower));
  }
  for (; at < out.size(); ++at) out[at] = to_lower(out[at]);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

std::size_t find_ignoring_case(std::string_view text, std::string_view needle, std::size_t from) {
  if (needle.empty()) return from <= text.size() ? from : std::string_view::npos;
  const char first = to_lower(needle.front());
  for (std::size_t at = from; at + needle.size() <= text.size(); ++at) {
    if (to_lower(text[at]) == first && starts_with_ignoring_case(text.substr(at), needle)) {
      return at;
    }
  }
  return std::string_view::npos;
}

std::string squeeze(std::string_view text) {
  text = trim(text);
  std::string out(text.size(), ' ');
  std::size_t size = 0;
  bool in_space = false;
  for (const char c : text) {
    const bool space = is_space(c);
    out[size] = space ? ' ' : c;
    size += space && in_space ? 0 : 1;
    in_space = space;
  }
  out.resize(size);
  return out;
}

}  // namespace depesche
