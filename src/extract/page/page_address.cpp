#include "extract/page/page_address.h"

#include <string>

#include "base/ascii.h"
#include "dates/names.h"
#include "url/canonical.h"
#include "url/domain.h"
#include "url/url.h"

namespace depesche::extract {
namespace {

constexpr std::size_t kLongestMonth = 12;

bool is_front_page(const Url& address) {
  if (address.query && !address.query->empty()) return false;
  std::string_view path = address.path;
  for (const std::string_view index : {"index.html", "index.htm", "index.php", "home"}) {
    if (path.size() == index.size() + 1 && path.ends_with(index)) return true;
  }
  return path.empty() || path == "/";
}

/// Reads up to `most` digits at `at`; -1 when there are fewer than `least` or one more follows.
int number_at(std::string_view text, std::size_t& at, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int value = 0;
  while (at + count < text.size() && count < most && is_digit(text[at + count])) {
    value = value * 10 + (text[at + count] - '0');
    ++count;
  }
  if (count < least || (at + count < text.size() && is_digit(text[at + count]))) return -1;
  at += count;
  return value;
}

/// A number or a name up to the next slash.
int month_at(std::string_view text, std::size_t& at) {
  const std::string_view part = text.substr(at, text.find('/', at) - at);
  const int named = part.size() <= kLongestMonth ? dates::month_named(to_lower(part)) : 0;
  if (named == 0) return number_at(text, at, 1, 2);
  at += part.size();
  return named;
}

std::optional<Moment> day(int year, int month, int day_of_month) {
  if (year < 1990 || year > 2100 || month < 1 || month > 12 || day_of_month < 1) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day_of_month))};
  if (!date.ok()) return std::nullopt;
  return Moment{std::chrono::sys_days(date), std::nullopt, true};
}

/// "29-10-2021"; the day must come first, as no month could.
std::optional<Moment> day_first_at(std::string_view url, std::size_t at) {
  const int day_of_month = number_at(url, at, 2, 2);
  if (day_of_month < 0 || at >= url.size() || url[at] != '-') return std::nullopt;
  const int month = number_at(url, ++at, 2, 2);
  if (month < 0 || at >= url.size() || url[at] != '-') return std::nullopt;
  const int year = number_at(url, ++at, 4, 4);
  return year < 0 || day_of_month <= 12 ? std::nullopt : day(year, month, day_of_month);
}

}  // namespace

std::string find_canonical_address(const Signs& signs, std::string_view url) {
  const Result<Url> read_from = parse_url(url);
  const std::string site = read_from ? registrable_domain(read_from->host) : std::string();
  for (const std::string_view claim : {signs.canonical, signs.meta({"og:url"})}) {
    if (claim.empty()) continue;
    const Result<Url> address = read_from ? resolve(claim, *read_from) : parse_url(claim);
    if (!address || !address->is_web()) continue;
    if (!site.empty() && registrable_domain(address->host) != site) continue;
    if (is_front_page(*address) && !(read_from && is_front_page(*read_from))) continue;
    std::string canonical = canonical_url(address->to_string());
    if (!canonical.empty()) return canonical;
  }
  return canonical_url(url);
}

std::optional<Moment> date_in_address(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  if (path == std::string_view::npos) return std::nullopt;
  for (std::size_t begin = path; begin + 8 < url.size() && url[begin] != '?'; ++begin) {
    if (is_digit(url[begin]) || !is_digit(url[begin + 1])) continue;
    std::size_t at = begin + 1;
    const int compact = number_at(url, at, 8, 8);
    if (compact > 0) {
      if (auto moment = day(compact / 10000, compact / 100 % 100, compact % 100)) return moment;
      continue;
    }
    at = begin + 1;
    if (auto moment = day_first_at(url, at)) return moment;
    at = begin + 1;
    const int year = number_at(url, at, 4, 4);
    if (year < 0 || at >= url.size()) continue;
    const char separator = url[at];
    if (separator != '/' && separator != '-' && separator != '_' && separator != '.') continue;
    ++at;
    const int month = month_at(url, at);
    if (month < 0 || at >= url.size() || url[at] != separator) continue;
    ++at;
    const int day_of_month = number_at(url, at, 1, 2);
    if (day_of_month < 0) continue;
    if (auto moment = day(year, month, day_of_month)) return moment;
  }
  return std::nullopt;
}

}  // namespace depesche::extract
