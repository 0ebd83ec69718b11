#include "text/city_names.h"

#include <algorithm>
#include <memory>

#include <unicode/locid.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>
#include <unicode/unistr.h>

#include "text/fold.h"
#include "text/latin_spelling.h"

namespace depesche {
namespace {

std::unique_ptr<icu::TimeZoneNames> names_in(const char* language) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::TimeZoneNames> out(
      icu::TimeZoneNames::createInstance(icu::Locale(language), status));
  return U_SUCCESS(status) != 0 ? std::move(out) : nullptr;
}

/// Of one word; else empty.
std::string city_of(const icu::UnicodeString& zone, const icu::TimeZoneNames& names) {
  icu::UnicodeString display;
  std::string name;
  names.getExemplarLocationName(zone, display).toUTF8String(name);
  if (name.find_first_of(" -(.,'/") != std::string::npos) return {};
  return latin_spelling(fold_accents(fold(name)));
}

}  // namespace

std::vector<std::pair<std::string, std::string>> city_names(std::string_view language) {
  std::vector<std::pair<std::string, std::string>> out;
  if (language.empty() || language.size() > 8 || language == "en") return out;
  const auto own = names_in(std::string(language).c_str());
  const auto english = names_in("en");
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> zones(icu::TimeZone::createTimeZoneIDEnumeration(
      UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, status));
  if (!own || !english || U_FAILURE(status) != 0) return out;
  while (const icu::UnicodeString* zone = zones->snext(status)) {
    std::string name = city_of(*zone, *own);
    std::string called = city_of(*zone, *english);
    if (!name.empty() && !called.empty() && name != called)
      out.emplace_back(std::move(name), std::move(called));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace depesche
