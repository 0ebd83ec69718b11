// The named character references of the HTML standard §13.5, sorted by name in byte order.
#pragma once

#include <span>
#include <string_view>

namespace depesche::html {

struct NamedReference {
  std::string_view name;  // without the ampersand; with the semicolon where it is required
  std::string_view text;  // UTF-8
};

std::span<const NamedReference> named_references();

}  // namespace depesche::html
