// ISO 8601 as pages and feeds write it, read by one cursor from left to right.
#include <cstddef>
#include <string_view>

#include "base/ascii.h"
#include "dates/civil.h"
#include "dates/dates.h"
#include "dates/names.h"

namespace depesche {
namespace {

using dates::Civil;

class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : text_(trim(text).substr(0, 64)) {}

  std::optional<Moment> read() {
    if (!date()) return std::nullopt;
    if (at_end()) return to_moment(civil_);
    const bool separated = skip_separator();
    if (!separated) return std::nullopt;
    if (!time()) return std::nullopt;
    if (!zone()) return std::nullopt;
    return to_moment(civil_);
  }

 private:
  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  std::size_t digits_ahead() const {
    std::size_t n = 0;
    while (at_ + n < text_.size() && is_digit(text_[at_ + n])) ++n;
    return n;
  }

  // Reads between `least` and `most` digits; -1 when there are fewer.
  int number(std::size_t least, std::size_t most) {
    const std::size_t count = std::min(digits_ahead(), most);
    if (count < least) return -1;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + (text_[at_++] - '0');
    return value;
  }

  bool date() {
    const std::size_t digits = digits_ahead();
    if (digits == 8) return compact_date();
    if (digits == 7) return (civil_.year = number(4, 4)) >= 0 && day_of_year();
    if (digits != 4) return false;
    civil_.year = number(4, 4);
    if (peek() == '/' || peek() == '.') return parted_date(text_[at_]);
    if (!take('-')) return false;
    if (take('W')) return week_date();
    if (digits_ahead() == 3) return day_of_year();
    --at_;
    return parted_date('-');
  }

  bool compact_date() {
    civil_.year = number(4, 4);
    civil_.month = number(2, 2);
    civil_.day = number(2, 2);
    return true;
  }

  bool parted_date(char separator) {
    return take(separator) && (civil_.month = number(1, 2)) > 0 && take(separator) &&
           (civil_.day = number(1, 2)) > 0;
  }

  bool day_of_year() {
    const int day = number(3, 3);
    return day > 0 && set_day(std::chrono::sys_days(std::chrono::year(civil_.year) / 1 / 1) +
                              std::chrono::days(day - 1));
  }

  // Week 1 is the one with 4 January in it; weeks begin on Monday.
  bool week_date() {
    const int week = number(2, 2);
    take('-');
    const int day = number(1, 1);
    if (week < 1 || week > 53 || day < 1 || day > 7) return false;
    const std::chrono::sys_days fourth{std::chrono::year(civil_.year) / 1 / 4};
    const unsigned since_monday = std::chrono::weekday(fourth).iso_encoding() - 1;
    return set_day(fourth - std::chrono::days(since_monday) + std::chrono::weeks(week - 1) +
                   std::chrono::days(day - 1));
  }

  bool set_day(std::chrono::sys_days day) {
    const std::chrono::year_month_day parts{day};
    civil_.year = static_cast<int>(parts.year());
    civil_.month = static_cast<int>(static_cast<unsigned>(parts.month()));
    civil_.day = static_cast<int>(static_cast<unsigned>(parts.day()));
    return true;
  }

  bool skip_separator() {
    if (take('T') || take('t')) return true;
    const std::size_t begin = at_;
    while (take(' ') || take(',')) {
    }
    return at_ > begin;
  }

  bool time() {
    if (digits_ahead() == 4 || digits_ahead() == 6) {
      civil_.hour = number(2, 2);
      civil_.minute = number(2, 2);
      if (digits_ahead() >= 2) civil_.second = number(2, 2);
    } else {
      if ((civil_.hour = number(1, 2)) < 0) return false;
      if (!take(':') || (civil_.minute = number(2, 2)) < 0) return false;
      if (take(':') && (civil_.second = number(2, 2)) < 0) return false;
    }
    if (take('.') || take(',')) at_ += digits_ahead();
    return true;
  }

  bool zone() {
    while (take(' ')) {
    }
    if (at_end()) return true;
    if (peek() == '+' || peek() == '-') return numeric_zone();
    std::size_t end = at_;
    while (end < text_.size() && is_alpha(text_[end])) ++end;
    const auto named = dates::zone_named(to_lower(text_.substr(at_, end - at_)));
    if (!named) return false;
    civil_.offset = *named;
    at_ = end;
    // "GMT+02:00" adds to what the name says.
    return (peek() == '+' || peek() == '-') ? numeric_zone() : true;
  }

  bool numeric_zone() {
    const int sign = text_[at_++] == '-' ? -1 : 1;
    const int hours = number(1, 2);
    if (hours < 0) return false;
    take(':');
    const int minutes = digits_ahead() > 0 ? number(2, 2) : 0;
    if (minutes < 0 || minutes > 59) return false;
    civil_.offset = civil_.offset.value_or(std::chrono::minutes(0)) +
                    std::chrono::minutes(sign * (hours * 60 + minutes));
    return true;  // whatever follows, as in "+02:00[Europe/Berlin]", says the same again
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Civil civil_;
};

}  // namespace

std::optional<Moment> parse_rfc3339(std::string_view text) { return IsoReader(text).read(); }

}  // namespace depesche
