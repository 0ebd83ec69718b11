#include "web/sample_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <span>

#include "base/ascii.h"

namespace depesche::web {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::array<const char*, 7> kGermanDays{"Sonntag",    "Montag",  "Dienstag", "Mittwoch",
                                                 "Donnerstag", "Freitag", "Samstag"};
constexpr std::array<const char*, 7> kEnglishDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                  "Thursday", "Friday", "Saturday"};
constexpr std::array<const char*, 12> kGermanMonths{"Januar",    "Februar", "März",     "April",
                                                    "Mai",       "Juni",    "Juli",     "August",
                                                    "September", "Oktober", "November", "Dezember"};
constexpr std::array<const char*, 12> kEnglishMonths{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

struct Civil {
  int year;
  unsigned month, day, weekday;  // Sunday is 0
  int hour, minute, second;
};

Civil civil(sys_seconds local) {
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const auto rest = static_cast<int>((local - day).count());
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          std::chrono::weekday{day}.c_encoding(),
          rest / 3600,
          rest / 60 % 60,
          rest % 60};
}

Civil civil_at(const OutletPlace& place, sys_seconds at) {
  return civil(at + offset_at(place, at));
}

template <class... Values>
std::string print(const char* format, Values... values) {
  std::array<char, 96> out{};
  const int written = std::snprintf(out.data(), out.size(), format, values...);
  return {out.data(), static_cast<std::size_t>(written)};
}

bool is_german(const OutletPlace& place) { return place.language == "de"; }

/// Summer time starts and ends at 01:00 UTC on the last Sunday of March and October.
sys_seconds last_sunday(std::chrono::year year, std::chrono::month month) {
  return sys_days{year / month / std::chrono::Sunday[std::chrono::last]} + std::chrono::hours{1};
}

std::string month_text(const OutletPlace& place, unsigned month) {
  return (is_german(place) ? kGermanMonths : kEnglishMonths)[month - 1];
}

std::string day_and_month(const OutletPlace& place, sys_seconds at) {
  const Civil c = civil_at(place, at);
  return print(is_german(place) ? "%u. " : "%u ", c.day) + month_text(place, c.month);
}

/// What a token stands for; nothing when it is none of ours.
std::optional<std::string> spell(std::string_view token, const OutletPlace& place,
                                 sys_seconds base) {
  const std::size_t space = token.find(' ');
  const std::string_view word = token.substr(0, space);
  const std::string_view rest =
      space == std::string_view::npos ? "0" : trim(token.substr(space + 1));
  if (word == "year") {
    int years = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), years);
    return std::to_string(civil_at(place, base).year + years);
  }
  const auto offset = parse_offset(rest);
  if (!offset) return std::nullopt;
  const sys_seconds at = base + *offset;
  if (word == "wd") return weekday_text(place, at);
  if (word == "date") return day_and_month(place, at);
  if (word == "month") return month_text(place, civil_at(place, at).month);
  if (word == "time") {
    // Nobody reports that something happened at 18.07 and 13 seconds.
    return clock_text(place, at - seconds{at.time_since_epoch().count() % 300});
  }
  return std::nullopt;
}

void escape_into(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
  }
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) escape_into(out, c);
}

struct Link {
  std::string_view words, address;
  std::size_t length;
};

std::optional<Link> link_at(std::string_view text) {
  const std::size_t middle = text.find("](");
  const std::size_t end = middle == std::string_view::npos ? middle : text.find(')', middle);
  if (end == std::string_view::npos || text.substr(1, middle).find('[') != std::string_view::npos) {
    return std::nullopt;
  }
  return Link{text.substr(1, middle - 1), text.substr(middle + 2, end - middle - 2), end + 1};
}

/// The windows-1252 characters above Latin-1, from 0x80 on; 0 where there is none.
constexpr std::array<std::uint16_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// The sample's own text is known to be well-formed, so this decoder is the short one.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length && at + i < text.size(); ++i) {
    c = (c << 6U) | (byte(at + i) & 0x3FU);
  }
  at += length;
  return c;
}

}  // namespace

std::optional<seconds> parse_offset(std::string_view text) {
  if (text == "0") return seconds{0};
  if (text.size() < 3 || (text[0] != '-' && text[0] != '+')) return std::nullopt;
  std::int64_t total = 0;
  std::int64_t number = 0;
  bool digits = false;
  for (const char c : text.substr(1)) {
    if (is_digit(c)) {
      number = number * 10 + (c - '0');
      digits = true;
      continue;
    }
    const int unit = c == 'd' ? 86400 : c == 'h' ? 3600 : c == 'm' ? 60 : c == 's' ? 1 : 0;
    if (unit == 0 || !digits) return std::nullopt;
    total += number * unit;
    number = 0;
    digits = false;
  }
  if (digits) return std::nullopt;
  return seconds{text[0] == '-' ? -total : total};
}

std::optional<SampleTime> parse_sample_time(std::string_view text) {
  const std::size_t at = text.find('@');
  const auto offset = parse_offset(text.substr(0, at));
  if (!offset) return std::nullopt;
  if (at == std::string_view::npos) return SampleTime{*offset, std::nullopt};
  const std::string_view clock = text.substr(at + 1);
  if (clock.size() != 5 || clock[2] != ':') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (!is_digit(clock[i])) return std::nullopt;
  }
  const int hour = (clock[0] - '0') * 10 + (clock[1] - '0');
  const int minute = (clock[3] - '0') * 10 + (clock[4] - '0');
  if (hour > 23 || minute > 59) return std::nullopt;
  return SampleTime{*offset, minutes{hour * 60 + minute}};
}

sys_seconds resolve(const SampleTime& time, const OutletPlace& place, sys_seconds base) {
  const sys_seconds at = base + time.offset;
  if (!time.clock) return at;
  const minutes zone = offset_at(place, at);
  return std::chrono::floor<std::chrono::days>(at + zone) + *time.clock - zone;
}

minutes offset_at(const OutletPlace& place, sys_seconds at) {
  const auto year = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(at)}.year();
  const bool summer =
      at >= last_sunday(year, std::chrono::March) && at < last_sunday(year, std::chrono::October);
  return place.winter_offset + (summer ? minutes{60} : minutes{0});
}

std::string iso_time(const OutletPlace& place, sys_seconds at) {
  const Civil c = civil_at(place, at);
  const auto offset = static_cast<int>(offset_at(place, at).count());
  return print("%04d-%02u-%02uT%02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute,
               c.second) +
         print("%c%02d:%02d", offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
}

std::string feed_time(const OutletPlace& place, sys_seconds at) {
  const Civil c = civil_at(place, at);
  const auto offset = static_cast<int>(offset_at(place, at).count());
  return print("%.3s, %02u %.3s %04d %02d:%02d:%02d %c%02d%02d", kEnglishDays[c.weekday], c.day,
               kEnglishMonths[c.month - 1], c.year, c.hour, c.minute, c.second,
               offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
}

std::string http_time(sys_seconds at) {
  const Civil c = civil(at);
  return print("%.3s, %02u %.3s %04d %02d:%02d:%02d GMT", kEnglishDays[c.weekday], c.day,
               kEnglishMonths[c.month - 1], c.year, c.hour, c.minute, c.second);
}

std::string day_text(const OutletPlace& place, sys_seconds at) {
  return day_and_month(place, at) + print(" %d", civil_at(place, at).year);
}

std::string short_day(const OutletPlace& place, sys_seconds at) {
  const Civil c = civil_at(place, at);
  return print(is_german(place) ? "%02u.%02u.%d" : "%02u/%02u/%d", c.day, c.month, c.year);
}

std::string clock_text(const OutletPlace& place, sys_seconds at) {
  const Civil c = civil_at(place, at);
  if (is_german(place)) return print("%d.%02d Uhr", c.hour, c.minute);
  return print("%d.%02d%s", c.hour % 12 == 0 ? 12 : c.hour % 12, c.minute,
               c.hour < 12 ? "am" : "pm");
}

std::string weekday_text(const OutletPlace& place, sys_seconds at) {
  return (is_german(place) ? kGermanDays : kEnglishDays)[civil_at(place, at).weekday];
}

std::string with_day(std::string_view pattern, const OutletPlace& place, sys_seconds at) {
  const Civil c = civil_at(place, at);
  std::string out(pattern);
  const auto put = [&](std::string_view token, const std::string& text) {
    const std::size_t found = out.find(token);
    if (found != std::string::npos) out.replace(found, token.size(), text);
  };
  put("{yyyy}", print("%04d", c.year));
  put("{mm}", print("%02u", c.month));
  put("{dd}", print("%02u", c.day));
  return out;
}

std::string spell_dates(std::string_view text, const OutletPlace& place, sys_seconds base) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out.append(text.substr(at));
    out += text.substr(at, open - at);
    const auto spelled = spell(text.substr(open + 1, close - open - 1), place, base);
    out += spelled ? *spelled : std::string(text.substr(open, close + 1 - open));
    at = close + 1;
  }
  return out;
}

std::string inline_html(std::string_view text) {
  std::string out;
  bool strong = false;
  bool emphasis = false;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at, 2) == "**") {
      out += strong ? "</strong>" : "<strong>";
      strong = !strong;
      at += 2;
    } else if (text[at] == '*') {
      out += emphasis ? "</em>" : "<em>";
      emphasis = !emphasis;
      ++at;
    } else if (const auto link = text[at] == '[' ? link_at(text.substr(at)) : std::nullopt) {
      out += "<a href=\"";
      append_escaped(out, link->address);
      out += "\">";
      append_escaped(out, link->words);
      out += "</a>";
      at += link->length;
    } else {
      escape_into(out, text[at++]);
    }
  }
  return out;
}

std::string inline_plain(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '*') {
      ++at;
    } else if (const auto link = text[at] == '[' ? link_at(text.substr(at)) : std::nullopt) {
      out += link->words;
      at += link->length;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string to_windows_1252(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t c = next_character(utf8, at);
    const auto high = std::find(kWindows1252.begin(), kWindows1252.end(), c);
    if (c < 0x80 || (c >= 0xA0 && c <= 0xFF)) {
      out += static_cast<char>(static_cast<unsigned char>(c));
    } else if (high != kWindows1252.end()) {
      out += static_cast<char>(static_cast<unsigned char>(0x80 + (high - kWindows1252.begin())));
    } else {
      out += "&#" + std::to_string(static_cast<std::uint32_t>(c)) + ";";
    }
  }
  return out;
}

}  // namespace depesche::web
