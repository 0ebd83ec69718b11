#include "text/country_names.h"

#include <algorithm>

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "text/fold.h"
#include "text/tokens.h"

namespace depesche {

namespace {

/// Hands each name and code to `sink`.
template <class Sink>
void each_country(std::string_view language, Sink&& sink) {
  if (language.empty() || language.size() > 8) return;
  const icu::Locale in(std::string(language).c_str());
  for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
    icu::UnicodeString display;
    icu::Locale("", *code).getDisplayCountry(in, display);
    std::string name;
    display.toUTF8String(name);
    if (name != *code) sink(name, std::string(*code));
  }
}

using Names = std::vector<std::pair<std::string, std::string>>;

}  // namespace

Names country_names(std::string_view language) {
  Names out;
  each_country(language, [&out](const std::string& name, std::string code) {
    if (name.find_first_of(" -(.,") == std::string::npos)
      out.emplace_back(fold_accents(name), std::move(code));
  });
  std::sort(out.begin(), out.end());
  return out;
}

Names country_phrases(std::string_view language) {
  Names out;
  each_country(language, [&](const std::string& name, std::string code) {
    // Brackets hold what tells two apart: Kongo (Kinshasa).
    if (name.find_first_of("(,") != std::string::npos) return;
    std::string phrase;
    std::size_t words = 0;
    for (const Token& token : tokenise(name)) {
      if (!phrase.empty()) phrase += ' ';
      // English: Bosnia & Herzegovina.
      const bool is_listed = words > 0 && name[token.begin - 1] == ' ' && token.begin >= 2 &&
                             name[token.begin - 2] == '&';
      if (is_listed && language == "en") phrase += "and ";
      phrase += fold(token.of(name));
      ++words;
    }
    if (words > 1) out.emplace_back(std::move(phrase), std::move(code));
  });
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace depesche
