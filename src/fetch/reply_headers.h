// What the headers of an answer mean for us: dates, durations.
//
// Pure. Whatever does not parse is absent; nothing here fails.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depesche::fetch {

/// In order of arrival; names in lower case.
class Headers {
 public:
  void add(std::string_view name, std::string_view value);
  /// A folded line: more of the value that came last.
  void continue_last(std::string_view value);
  void clear() { lines_.clear(); }
  /// The first of that name, trimmed; "" without.
  std::string_view first(std::string_view name) const;
  /// All of that name joined by commas, as RFC 9110, 5.3 allows.
  std::string joined(std::string_view name) const;
  /// Whether all of that name say the same; also when there is none.
  bool is_unanimous(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& lines() const { return lines_; }

 private:
  std::vector<std::pair<std::string, std::string>> lines_;
};

/// "Sun, 06 Nov 1994 08:49:37 GMT" and the two older forms of RFC 9110, 5.6.7.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

/// Seconds or a date; a date gone by is zero.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view text,
                                                      std::chrono::sys_seconds now);

/// max-age of a Cache-Control value; zero for no-store and no-cache.
std::optional<std::chrono::seconds> parse_max_age(std::string_view cache_control);

/// How long an answer says it stays as it is (RFC 9111, 4.2.1): max-age, else Expires less Date.
/// Nothing where it says nothing, or an Expires that is gone by or no date.
std::optional<std::chrono::seconds> freshness(const Headers& headers, std::chrono::sys_seconds now);

}  // namespace depesche::fetch
