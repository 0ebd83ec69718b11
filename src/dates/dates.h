// The date spellings of feeds and pages, to and from Moments.
//
// Machines write RFC 3339 and RFC 822, or mean to; people write "18. Oktober 2014 um 22:56 Uhr" and
// "2 hours ago". All readers share one rule: nothing is invented. A day without a time stays a day
// (`Moment::day_only`), a year and month alone are no date, and a spelling that could mean two days
// means none.
//
// A time written without an offset is taken as UTC and its `offset` is absent.
//
// Pure and thread-safe; only the first kilobyte of a text is looked at.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"

namespace depesche {

/// ISO 8601 as pages write it: full dates with or without a time, also compact, by week or by day
/// of the year, a space for the T, an offset or a zone's name at the end.
std::optional<Moment> parse_rfc3339(std::string_view text);

/// RFC 822 as feeds write it: any order of weekday, day and month, month names of many languages,
/// two-digit years, named zones, missing seconds.
std::optional<Moment> parse_rfc822(std::string_view text);

/// Either of the above, seconds since 1970, or a written date that names its year.
std::optional<Moment> parse_feed_date(std::string_view text);

/// The first date in a text that names its year; relative ones and bare times do not count.
/// `language` as below.
std::optional<Moment> parse_full_date(std::string_view text, std::string_view language);

/// The first date in a text written for people, in German, English, French, Spanish, Italian and
/// month names of some neighbours; also relative to `now` ("vor 2 Stunden", "yesterday"). A date
/// without a year is the last such day before `now`. `language` (BCP 47, may be empty) decides
/// what 3/4/2024 means; without it, that means nothing.
std::optional<Moment> parse_written_date(std::string_view text, std::string_view language,
                                         std::chrono::sys_seconds now);

/// "2014-10-18T22:56:00+02:00" in the written offset, Z where it is unknown; a day alone as
/// "2014-10-18".
std::string format_rfc3339(const Moment& moment);
std::string format_rfc3339(std::chrono::sys_seconds at);
/// "Sat, 18 Oct 2014 20:56:00 GMT"; also the form HTTP wants.
std::string format_rfc822(std::chrono::sys_seconds at);

}  // namespace depesche
