// Which time the clocks show where an outlet is read.
//
// Systems write instants in UTC, and what readers call the day is another for an hour or more
// around midnight. The country is told by the address' top-level domain, where it is a country's
// own, by the publisher's postal address, or by the language and region that the page claims.
//
// Pure. Summer time follows the rules of the European Union since 1996 and of the United States
// since 2007; before that it may be off by some weeks in spring and autumn.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

#include "extract/page/signs.h"
#include "html/tree.h"

namespace depesche::extract {

enum class SummerTime : unsigned char { None, European, American };

struct ZoneRule {
  std::chrono::minutes standard;
  SummerTime summer;
};

class OutletClock {
 public:
  OutletClock() = default;
  /// `zones` lie west of each other and must outlive the clock.
  OutletClock(std::span<const ZoneRule> zones, bool certain) : zones_(zones), certain_(certain) {}

  /// Absent where the country is not known, or has several zones; unless it is certain that this is
  /// the country, and all its zones have another day than UTC: then of the first.
  std::optional<std::chrono::minutes> offset(std::chrono::sys_seconds at) const;
  /// The first of the country's zones in which `at` falls on `day`.
  std::optional<std::chrono::minutes> offset_on(std::chrono::sys_days day,
                                                std::chrono::sys_seconds at) const;

 private:
  std::span<const ZoneRule> zones_;
  bool certain_ = false;
};

OutletClock find_outlet_clock(const html::Tree& tree, const Signs& signs, std::string_view url);

/// Of a country by its two letters, in lower case.
OutletClock clock_of_country(std::string_view country);

}  // namespace depesche::extract
