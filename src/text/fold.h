// One spelling for comparing: case, width and compatibility forms folded away.
//
// fold() is Unicode's NFKC_Casefold: what it makes equal, a reader takes for the same word. Accents
// stay, because they tell words apart (German "schon" and "schön"). fold_accents() drops them too;
// it is for meeting across languages and for a search box typed without them.
//
// Pure and thread-safe; both are idempotent. Latin letters and general punctuation cost one pass;
// any other character in a text sends it through ICU.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace depesche {

std::string fold(std::string_view text);

/// term_hash(fold(word)); of ASCII without spelling it.
std::uint64_t folded_hash(std::string_view word);

/// fold() without combining marks: "Ærø" → "aero", "Łódź" → "lodz", "Straße" → "strasse".
std::string fold_accents(std::string_view text);

}  // namespace depesche
