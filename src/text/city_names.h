// How a language calls cities that English calls otherwise, from ICU's tables (CLDR): Moskau is
// Moscow. They are the cities time zones are named after, some four hundred, most capitals among
// them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depesche {

/// Pairs of a city's name in that language and the English one, both without accents (text/fold.h)
/// and in Latin letters, sorted by the former; only names of one word. Made anew each call (a few
/// milliseconds); empty for English and for a language ICU does not know.
std::vector<std::pair<std::string, std::string>> city_names(std::string_view language);

}  // namespace depesche
