#include "text/time_zone.h"

#include <algorithm>

#include <unicode/strenum.h>
#include <unicode/timezone.h>

namespace depesche {
namespace {

using Zone = icu::TimeZone;

std::shared_ptr<const void> shared(Zone* zone) {
  return {zone, [](const void* owned) { delete static_cast<const Zone*>(owned); }};
}

std::string to_utf8(const icu::UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

/// Continents and oceans: leaves out "Etc/GMT+7", "SystemV/…" and names without a place.
bool is_place(std::string_view name) {
  for (const std::string_view area :
       {"Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/",
        "Europe/", "Indian/", "Pacific/"}) {
    if (name.starts_with(area)) return true;
  }
  return name == "UTC";
}

std::vector<std::string> list_names() {
  std::vector<std::string> names{"UTC"};
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> all(Zone::createTimeZoneIDEnumeration(
      UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, error));
  while (U_SUCCESS(error) && all) {
    const icu::UnicodeString* name = all->snext(error);
    if (!name) break;
    if (std::string text = to_utf8(*name); is_place(text)) names.push_back(std::move(text));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  // The longest name has 32 bytes; ICU would read "GMT+3" style names as zones of their own.
  if (!is_place(name) || name.size() > 64) return std::nullopt;
  TimeZone found;
  if (name == "UTC") return found;
  const icu::UnicodeString wanted =
      icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())});
  std::unique_ptr<Zone> zone(Zone::createTimeZone(wanted));
  if (!zone || *zone == Zone::getUnknown()) return std::nullopt;
  found.name_ = name;
  found.zone_ = shared(zone.release());
  return found;
}

TimeZone TimeZone::of_this_machine() {
  const std::unique_ptr<Zone> zone(Zone::detectHostTimeZone());
  if (!zone) return {};
  icu::UnicodeString name;
  return find(to_utf8(zone->getID(name))).value_or(TimeZone());
}

const std::vector<std::string>& TimeZone::names() {
  static const std::vector<std::string> names = list_names();
  return names;
}

std::chrono::seconds TimeZone::offset_at(std::chrono::sys_seconds at) const {
  if (!zone_) return {};
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode error = U_ZERO_ERROR;
  static_cast<const Zone*>(zone_.get())
      ->getOffset(static_cast<double>(at.time_since_epoch().count()) * 1000.0, false, raw, saving,
                  error);
  return std::chrono::seconds(U_SUCCESS(error) ? (raw + saving) / 1000 : 0);
}

}  // namespace depesche
