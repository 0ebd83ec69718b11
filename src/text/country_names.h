// How a language calls the countries of the world, from ICU's tables (CLDR).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depesche {

/// Pairs of a name without accents (text/fold.h) and an ISO 3166 code, sorted; only names of one
/// word. Made anew each call (about a millisecond); empty for a language ICU does not know.
std::vector<std::pair<std::string, std::string>> country_names(std::string_view language);

/// Pairs of a name of several words, as fold() spells them with one space between (also for
/// hyphens: "saudi arabien"), and a code.
std::vector<std::pair<std::string, std::string>> country_phrases(std::string_view language);

}  // namespace depesche
