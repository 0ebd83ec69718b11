#include "fetch/reply_headers.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/ascii.h"

namespace depesche::fetch {
namespace {

constexpr std::int64_t kManySeconds = 10LL * 365 * 86400;  // beyond it nobody waits

std::optional<std::int64_t> parse_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = std::min(value * 10 + (c - '0'), kManySeconds);
  }
  return value;
}

std::optional<unsigned> parse_month(std::string_view text) {
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (text.size() != 3) return std::nullopt;
  const std::size_t at = kMonths.find(to_lower(text));
  if (at == std::string_view::npos || at % 3 != 0) return std::nullopt;
  return static_cast<unsigned>(at / 3 + 1);
}

std::optional<std::chrono::seconds> parse_clock(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = parse_number(text.substr(0, 2));
  const auto minute = parse_number(text.substr(3, 2));
  const auto second = parse_number(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

// Words of the date; "06-Nov-94" counts as three.
std::vector<std::string_view> date_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" ,-");
    if (begin == std::string_view::npos || words.size() > 8) return words;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(" ,-"), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

}  // namespace

void Headers::add(std::string_view name, std::string_view value) {
  lines_.emplace_back(to_lower(trim(name)), trim(value));
}

void Headers::continue_last(std::string_view value) {
  if (!lines_.empty()) lines_.back().second += " " + std::string(trim(value));
}

std::string_view Headers::first(std::string_view name) const {
  for (const auto& [known, value] : lines_) {
    if (known == name) return value;
  }
  return {};
}

std::string Headers::joined(std::string_view name) const {
  std::string out;
  for (const auto& [known, value] : lines_) {
    if (known != name) continue;
    if (!out.empty()) out += ", ";
    out += value;
  }
  return out;
}

bool Headers::is_unanimous(std::string_view name) const {
  return std::all_of(lines_.begin(), lines_.end(), [&](const auto& line) {
    return line.first != name || line.second == first(name);
  });
}

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  const std::vector<std::string_view> words = date_words(text);
  if (words.size() < 5) return std::nullopt;
  // asctime: "Sun Nov  6 08:49:37 1994"; the others: "Sun, 06 Nov 1994 08:49:37 GMT".
  const bool is_asctime = parse_month(words[1]).has_value();
  const auto month = parse_month(is_asctime ? words[1] : words[2]);
  const auto day = parse_number(is_asctime ? words[2] : words[1]);
  const auto clock = parse_clock(is_asctime ? words[3] : words[4]);
  auto year = parse_number(is_asctime ? words[4] : words[3]);
  if (!month || !day || !clock || !year || *day > 31) return std::nullopt;
  if (*year < 100) *year += *year < 70 ? 2000 : 1900;  // RFC 850 dates have two digits
  if (*year < 1970 || *year > 9999) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_seconds(std::chrono::sys_days(date)) + *clock;
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text,
                                                      std::chrono::sys_seconds now) {
  text = trim(text);
  if (const auto number = parse_number(text)) return std::chrono::seconds(*number);
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  return std::max(*date - now, std::chrono::seconds(0));
}

std::optional<std::chrono::seconds> parse_max_age(std::string_view cache_control) {
  std::optional<std::chrono::seconds> max_age;
  while (!cache_control.empty()) {
    const std::size_t end = std::min(cache_control.find(','), cache_control.size());
    const std::string_view directive = trim(cache_control.substr(0, end));
    cache_control.remove_prefix(std::min(end + 1, cache_control.size()));
    if (equals_ignoring_case(directive, "no-store") ||
        equals_ignoring_case(directive, "no-cache")) {
      return std::chrono::seconds(0);
    }
    if (!starts_with_ignoring_case(directive, "max-age=")) continue;
    std::string_view digits = directive.substr(8);
    if (digits.size() > 2 && digits.front() == '"') digits = digits.substr(1, digits.size() - 2);
    if (const auto number = parse_number(digits)) max_age = std::chrono::seconds(*number);
  }
  return max_age;
}

std::optional<std::chrono::seconds> freshness(const Headers& headers,
                                              std::chrono::sys_seconds now) {
  if (const auto max_age = parse_max_age(headers.joined("cache-control"))) return max_age;
  const auto expires = parse_http_date(headers.first("expires"));
  if (!expires) return std::nullopt;
  // By the server's own clock, which may be wrong.
  const auto left = *expires - parse_http_date(headers.first("date")).value_or(now);
  if (left <= std::chrono::seconds(0)) return std::nullopt;
  return std::min<std::chrono::seconds>(left, std::chrono::seconds(kManySeconds));
}

}  // namespace depesche::fetch
