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

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace depesche {

/// The standard's name of the encoding a label stands for ("latin1" → "windows-1252"), or empty.
/// Case and surrounding white space do not matter. Lives as long as the program.
std::string_view encoding_name(std::string_view label);

/// The text as valid UTF-8. An unknown label is Error Unsupported. Decoding stops soon after
/// `enough` bytes of text, which may be three times as many as were given.
Result<std::string> to_utf8(std::string_view bytes, std::string_view label,
                            std::size_t enough = std::string_view::npos);

/// What a byte order mark says: "UTF-8", "UTF-16LE", "UTF-16BE", or empty without one.
std::string_view encoding_of_bom(std::string_view bytes);

/// How many characters beyond ASCII are UTF-8 and how many bytes are broken UTF-8. Text in another
/// encoding is almost never valid UTF-8 by accident, so this outweighs what a label says.
struct Utf8Evidence {
  std::size_t good = 0;
  std::size_t broken = 0;
};
Utf8Evidence weigh_utf8(std::string_view bytes);

/// The encoding to believe when `label` (the standard's name, may be empty) is claimed and the
/// bytes may know better: UTF-8 where they prove it, windows-1252 where they disprove it.
std::string_view believable_encoding(std::string_view label, const Utf8Evidence& evidence);

/// What bytes that claim nothing and are not UTF-8 are in: windows-1252, unless statistics say
/// clearly that the script is not Latin. Only the first 64 KB are looked at, without tags.
std::string_view guess_encoding(std::string_view bytes);

}  // namespace depesche
