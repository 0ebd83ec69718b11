#include "extract/fields/outlet_clock.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "url/url.h"

namespace depesche::extract {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::array kWestern{ZoneRule{hours(0), SummerTime::European}};
constexpr std::array kCentral{ZoneRule{hours(1), SummerTime::European}};
constexpr std::array kEastern{ZoneRule{hours(2), SummerTime::European}};
// Most people, and most outlets, live in the first.
constexpr std::array kNorthAmerican{
    ZoneRule{hours(-5), SummerTime::American}, ZoneRule{hours(-6), SummerTime::American},
    ZoneRule{hours(-7), SummerTime::American}, ZoneRule{hours(-8), SummerTime::American}};
constexpr std::array kPlus0{ZoneRule{hours(0), SummerTime::None}};
constexpr std::array kPlus1{ZoneRule{hours(1), SummerTime::None}};
constexpr std::array kPlus2{ZoneRule{hours(2), SummerTime::None}};
constexpr std::array kPlus3{ZoneRule{hours(3), SummerTime::None}};
constexpr std::array kPlus4{ZoneRule{hours(4), SummerTime::None}};
constexpr std::array kPlus530{ZoneRule{minutes(330), SummerTime::None}};
constexpr std::array kPlus545{ZoneRule{minutes(345), SummerTime::None}};
constexpr std::array kPlus7{ZoneRule{hours(7), SummerTime::None}};
constexpr std::array kPlus8{ZoneRule{hours(8), SummerTime::None}};
constexpr std::array kPlus9{ZoneRule{hours(9), SummerTime::None}};
constexpr std::array kMinus3{ZoneRule{hours(-3), SummerTime::None}};
constexpr std::array kMinus5{ZoneRule{hours(-5), SummerTime::None}};

struct Countries {
  std::string_view codes;  // each between spaces
  std::span<const ZoneRule> zones;
};

// Countries whose rule has changed within the last twenty years are left out, and domains that are
// sold to all the world (.co, .me, .tv, .io).
constexpr std::array<Countries, 16> kCountries{{
    {" gb uk ie pt ", kWestern},
    {" de at ch li fr it es nl be lu dk se no pl cz sk hu si hr rs ba mk al mt ", kCentral},
    {" fi ee lv lt ro bg gr cy ua md ", kEastern},
    {" us ca ", kNorthAmerican},
    {" is gh sn ", kPlus0},
    {" ng dz cm ", kPlus1},
    {" za zw bw zm ", kPlus2},
    {" ke ug tz et sa qa kw ", kPlus3},
    {" ae om ", kPlus4},
    {" in lk ", kPlus530},
    {" np ", kPlus545},
    {" th vn ", kPlus7},
    {" cn hk tw sg my ph ", kPlus8},
    {" jp kr ", kPlus9},
    {" ar uy ", kMinus3},
    {" pe ", kMinus5},
}};

struct Spoken {
  std::string_view language;
  std::string_view country;
};

// Languages that are written in one zone, or nearly so.
constexpr std::array<Spoken, 26> kLanguages{{
    {"de", "de"}, {"it", "it"}, {"nl", "nl"}, {"da", "dk"}, {"sv", "se"}, {"no", "no"},
    {"nb", "no"}, {"nn", "no"}, {"pl", "pl"}, {"cs", "cz"}, {"sk", "sk"}, {"hu", "hu"},
    {"sl", "si"}, {"hr", "hr"}, {"sr", "rs"}, {"fi", "fi"}, {"et", "ee"}, {"lv", "lv"},
    {"lt", "lt"}, {"ro", "ro"}, {"bg", "bg"}, {"el", "gr"}, {"is", "is"}, {"ja", "jp"},
    {"ko", "kr"}, {"th", "th"},
}};

std::span<const ZoneRule> zones_of(std::string_view country) {
  if (country.size() != 2) return {};
  const std::string code = ' ' + std::string(country) + ' ';
  for (const Countries& row : kCountries) {
    if (row.codes.find(code) != std::string_view::npos) return row.zones;
  }
  return {};
}

/// The nth Sunday of a month at an hour of UTC; 0 for the last.
sys_seconds sunday(std::chrono::year year, unsigned month, unsigned nth, minutes time) {
  const std::chrono::month in(month);
  const sys_days day = nth == 0 ? sys_days(year / in / std::chrono::Sunday[std::chrono::last])
                                : sys_days(year / in / std::chrono::Sunday[nth]);
  return day + time;
}

minutes offset_by(const ZoneRule& rule, sys_seconds at) {
  const std::chrono::year year =
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(at + rule.standard)).year();
  bool summer = false;
  if (rule.summer == SummerTime::European) {
    summer = at >= sunday(year, 3, 0, hours(1)) && at < sunday(year, 10, 0, hours(1));
  } else if (rule.summer == SummerTime::American) {
    // At two in the morning, as the clock shows it until then.
    summer = at >= sunday(year, 3, 2, hours(2) - rule.standard) &&
             at < sunday(year, 11, 1, hours(1) - rule.standard);
  }
  return rule.standard + (summer ? hours(1) : hours(0));
}

/// "de" of "ch-DE", "en_DE"; empty where no region is given.
std::string region_of(std::string_view claim) {
  const std::size_t mark = claim.find_last_of("-_");
  if (mark == std::string_view::npos || claim.size() - mark != 3) return {};
  return to_lower(claim.substr(mark + 1));
}

std::string country_of_host(std::string_view url) {
  const auto parsed = parse_url(url);
  if (!parsed) return {};
  const std::size_t dot = parsed->host.rfind('.');
  return dot == std::string::npos ? std::string() : parsed->host.substr(dot + 1);
}

/// Where the one who publishes has its seat.
std::string country_of_publisher(const Signs& signs) {
  for (const json::Value* object : signs.linked.objects()) {
    const auto types = types_of(*object);
    const bool publisher = std::any_of(types.begin(), types.end(), [](std::string_view type) {
      return type.ends_with("Organization");
    });
    if (!publisher) continue;
    const json::Value* address = object->find("address");
    if (!address) continue;
    std::string country = to_lower(text_at(signs.linked.resolved(*address), "addressCountry"));
    if (!zones_of(country).empty()) return country;
  }
  return {};
}

}  // namespace

std::optional<minutes> OutletClock::offset(sys_seconds at) const {
  if (zones_.empty()) return std::nullopt;
  const auto has_other_day = [&](const ZoneRule& zone) {
    return std::chrono::floor<std::chrono::days>(at + offset_by(zone, at)) !=
           std::chrono::floor<std::chrono::days>(at);
  };
  const bool told =
      zones_.size() == 1 || (certain_ && std::all_of(zones_.begin(), zones_.end(), has_other_day));
  return told ? std::optional(offset_by(zones_.front(), at)) : std::nullopt;
}

std::optional<minutes> OutletClock::offset_on(sys_days day, sys_seconds at) const {
  for (const ZoneRule& zone : zones_) {
    const minutes offset = offset_by(zone, at);
    if (std::chrono::floor<std::chrono::days>(at + offset) == day) return offset;
  }
  return std::nullopt;
}

OutletClock clock_of_country(std::string_view country) { return {zones_of(country), true}; }

OutletClock find_outlet_clock(const html::Tree& tree, const Signs& signs, std::string_view url) {
  const auto by_host = zones_of(country_of_host(url));
  if (!by_host.empty()) return {by_host, true};
  const auto by_seat = zones_of(country_of_publisher(signs));
  if (!by_seat.empty()) return {by_seat, true};
  const std::string_view html = tree.attribute(tree.html(), "lang");
  // Systems that were never told say "en-US", so any other region goes before it.
  bool american = false;
  for (const std::string_view claim :
       {signs.meta({"og:locale"}), html, signs.meta({"content-language"})}) {
    const std::string region = region_of(claim);
    if (region == "us") {
      american = true;
    } else if (const auto zones = zones_of(region); !zones.empty()) {
      return {zones, false};
    }
  }
  if (american) return {kNorthAmerican, false};
  const std::string language = to_lower(std::string_view(signs.language).substr(0, 2));
  for (const Spoken& spoken : kLanguages) {
    if (spoken.language == language) return clock_of_country(spoken.country);
  }
  return {};
}

}  // namespace depesche::extract
