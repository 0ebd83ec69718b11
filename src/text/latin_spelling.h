// How names in Cyrillic letters are mostly spelled in Latin ones, so that languages meet on them:
// Оливейра → oliveira, Зеленский → zelensky.
//
// A rough rule of the common romanisations without accents, not ISO 9; where English and German
// differ, as English. Pure.
#pragma once

#include <string>
#include <string_view>

namespace depesche {

/// `plain` is spelt as fold_accents() does; what is not Cyrillic stays. Empty where nothing is.
std::string latin_spelling(std::string_view plain);

}  // namespace depesche
