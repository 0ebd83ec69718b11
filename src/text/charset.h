// Foreign encodings into UTF-8.
//
// Labels are those of the WHATWG Encoding standard
// (https://encoding.spec.whatwg.org/#names-and-labels), because pages mean what browsers do:
// "iso-8859-1" and "latin1" are windows-1252, "gb2312" is GBK read as GB18030, "shift_jis" is
// Windows-31J. Decoding is ICU's; what cannot be decoded becomes U+FFFD. A byte order mark at the
// start is dropped. Which label to believe is decided elsewhere (html/charset.h for pages, xml for
// feeds).
//
// Pure and thread-safe. Cost: one pass; opening an ICU converter takes microseconds.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace depesche {

/// The standard's name of the encoding a label stands for ("latin1" → "windows-1252"), or empty.
/// Case and surrounding white space do not matter. Lives as long as the program.
std::string_view encoding_name(std::string_view label);

/// The text as valid UTF-8. An unknown label is Error Unsupported.
Result<std::string> to_utf8(std::string_view bytes, std::string_view label);

/// What a byte order mark says: "UTF-8", "UTF-16LE", "UTF-16BE", or empty without one.
std::string_view encoding_of_bom(std::string_view bytes);

}  // namespace depesche
