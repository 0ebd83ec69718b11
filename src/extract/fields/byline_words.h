// The words by which bylines are taken apart, folded, in the languages pages are read in.
#pragma once

#include <span>
#include <string_view>

namespace depesche::extract::words {

using Words = std::span<const std::string_view>;

Words introductions();        // "written by", "ein kommentar von"; longer phrases first
Words short_introductions();  // "di", "av": two letters, which could begin a name
Words agencies();             // "dpa", "reuters"
Words separators();           // between two names: " und ", ";"
Words roles();                // what somebody does: "redakteurin", "editor"
Words nobodies();             // stand-ins: "admin", "unknown"
Words particles();            // small words inside names: "von", "van", "de"
Words labels();               // links beside a byline: "share", "profil"

}  // namespace depesche::extract::words
