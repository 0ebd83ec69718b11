// Which encoding a page is in, and the page as UTF-8.
//
// The order of the HTML standard §13.2.3.2: a byte order mark, the Content-Type header, a <meta> in
// the first bytes, an XML declaration; then what the bytes themselves say (UTF-8 when they are
// valid), and windows-1252 at last. A label that the bytes contradict is noted: pages that claim
// Latin-1 and are UTF-8 are common enough that a claim of the header or a <meta> loses against
// bytes that are valid UTF-8 with characters beyond ASCII.
//
// Pure; linear in the page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depesche::html {

struct DecodedPage {
  std::string utf8;
  std::string label;                  // the standard's name: "UTF-8", "windows-1252"
  std::vector<std::string> oddities;  // sentences; empty when all was in order
};

DecodedPage decode_page(std::string_view bytes, std::string_view content_type = {});
/// The same without a second copy of a page that is UTF-8.
DecodedPage decode_in_place(std::string bytes, std::string_view content_type = {});

/// The encoding a page names in a <meta> or XML declaration (§13.2.3.3); empty without one.
std::string_view prescan(std::string_view bytes);

/// The charset parameter of a Content-Type, as written.
std::string_view charset_of_content_type(std::string_view content_type);

}  // namespace depesche::html
