// Percent-encoding: which bytes of an address must be written as %XX, part by part.
//
// The sets are those of the WHATWG URL standard, section 1.3. Bytes outside ASCII are always
// written as %XX, whatever the text's encoding was, so a broken address survives as it came.
#pragma once

#include <string>
#include <string_view>

namespace depesche {

enum class PercentSet {
  Control,    // opaque paths: control characters and what is not ASCII
  Fragment,   // also space " < > `
  Query,      // also space " # < >
  WebQuery,   // Query and ' (http and https)
  Path,       // Query and ? ^ ` { }
  UserInfo,   // Path and / : ; = @ [ \ ] |
  Component,  // UserInfo and $ to &, + and ,: one value inside a query
};

/// Escapes what the set asks for; an escape already there (%41) stays as it is, except in a
/// Component, where % itself is escaped.
std::string percent_encode(std::string_view text, PercentSet set);

/// Turns %XX into bytes; a % without two hexadecimal digits stays.
std::string percent_decode(std::string_view text);

/// The value of a hexadecimal digit, or -1.
int hex_value(char c);

/// Writes "%XX" with capital digits.
void append_escaped(std::string& out, unsigned char byte);

}  // namespace depesche
