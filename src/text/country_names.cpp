#include "text/country_names.h"

#include <algorithm>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "text/fold.h"

namespace depesche {

std::vector<std::pair<std::string, std::string>> country_names(std::string_view language) {
  std::vector<std::pair<std::string, std::string>> out;
  if (language.empty() || language.size() > 8) return out;
  const icu::Locale in(std::string(language).c_str());
  for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
    icu::UnicodeString display;
    icu::Locale("", *code).getDisplayCountry(in, display);
    std::string name;
    display.toUTF8String(name);
    if (name == *code || name.find_first_of(" -(.,") != std::string::npos) continue;
    out.emplace_back(fold_accents(name), *code);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace depesche
