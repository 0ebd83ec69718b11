// The links in the head of an answer: "Link: <https://hub.example/>; rel=hub" (RFC 8288).
//
// Pure. Whatever does not parse is absent; nothing here fails.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depesche {

struct HeaderLink {
  std::string target;  // as written, between < and >
  std::string rel;     // lower case; several relations stay separated by spaces
  std::string anchor;  // of what it is a link, where that is not what was answered
};

/// Of all lines of that name, joined by commas; at most 50.
std::vector<HeaderLink> parse_links(std::string_view value);
bool has_relation(const HeaderLink& link, std::string_view relation);

}  // namespace depesche
