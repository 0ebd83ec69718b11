// What the sample edition's writers type, and what readers see.
//
// A sample article never names a day: it is fresh whenever it is first loaded. Times are offsets
// from that moment ("-3h20m"), and a sentence that needs a day carries a token, which is spelled
// out in the outlet's language and zone:
//
//   {wd -1d}     Montag, Monday        {date +3d}  26. November, 26 November
//   {time -5h}   18.05 Uhr, 6.05pm     {year -2}   2024
//
// Inline markup is *emphasis*, **strong** and [words](address). Pure and thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace depesche::web {

/// "-1d2h", "+2m", "-90s", "0": a sum of days, hours, minutes and seconds under one sign.
std::optional<std::chrono::seconds> parse_offset(std::string_view text);

/// "-1d@18:30": half past six in the evening, local time, on the day before the first load. Without
/// the clock it is an offset alone.
struct SampleTime {
  std::chrono::seconds offset{};
  std::optional<std::chrono::minutes> clock;
};
std::optional<SampleTime> parse_sample_time(std::string_view text);

/// Where and in which language a date is spelled out.
struct OutletPlace {
  std::string_view language;           // "de" or "en"
  std::chrono::minutes winter_offset;  // from UTC; summer time follows the European rule
};

/// The offset from UTC in force at that moment.
std::chrono::minutes offset_at(const OutletPlace& place, std::chrono::sys_seconds at);

std::chrono::sys_seconds resolve(const SampleTime& time, const OutletPlace& place,
                                 std::chrono::sys_seconds base);

std::string iso_time(const OutletPlace& place,
                     std::chrono::sys_seconds at);  // 2026-11-23T18:05:00+01:00
std::string feed_time(const OutletPlace& place, std::chrono::sys_seconds at);  // RFC 822
std::string http_time(std::chrono::sys_seconds at);
std::string day_text(const OutletPlace& place, std::chrono::sys_seconds at);  // 23. November 2026
std::string short_day(const OutletPlace& place,
                      std::chrono::sys_seconds at);  // 23.11.2026, 23/11/2026
std::string clock_text(const OutletPlace& place, std::chrono::sys_seconds at);  // 18.05 Uhr, 6.05pm
std::string weekday_text(const OutletPlace& place, std::chrono::sys_seconds at);

/// Replaces {yyyy}, {mm} and {dd}: an address that carries its day.
std::string with_day(std::string_view pattern, const OutletPlace& place,
                     std::chrono::sys_seconds at);

/// Spells out the date tokens; an unknown token stays as it is.
std::string spell_dates(std::string_view text, const OutletPlace& place,
                        std::chrono::sys_seconds base);

/// Inline markup as HTML, escaped; and without any markup.
std::string inline_html(std::string_view text);
std::string inline_plain(std::string_view text);

/// UTF-8 as windows-1252; what that cannot write becomes a numeric reference.
std::string to_windows_1252(std::string_view utf8);

}  // namespace depesche::web
