#include "dates/scan.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "dates/names.h"

namespace depesche::dates {
namespace {

// A time further than this from its day belongs to something else.
constexpr std::size_t kTimeAfterDay = 5;
constexpr std::size_t kTimeBeforeDay = 8;

/// A place in the tokens that never runs past them.
class Cursor {
 public:
  Cursor(std::span<const Token> tokens, std::size_t at) : tokens_(tokens), at_(at) {}

  std::size_t at() const { return at_; }
  const Token& peek(std::size_t ahead = 0) const {
    static const Token end{.kind = Token::Kind::Mark, .word = {}};
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : end;
  }
  void skip(std::size_t n = 1) { at_ = std::min(at_ + n, tokens_.size()); }
  bool take(char mark) {
    if (!peek().is(mark)) return false;
    skip();
    return true;
  }
  bool take(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      if (peek().is(word)) {
        skip();
        return true;
      }
    }
    return false;
  }
  /// A number of at most that many digits in that range.
  std::optional<int> number(int most_digits, int least, int most) {
    const Token& token = peek();
    if (!token.is_number() || token.digits > most_digits || token.number < least ||
        token.number > most) {
      return std::nullopt;
    }
    skip();
    return token.number;
  }

 private:
  std::span<const Token> tokens_;
  std::size_t at_;
};

std::optional<int> year(Cursor& cursor) {
  const Token& token = cursor.peek();
  if (!token.is_number()) return std::nullopt;
  if (token.digits == 4 && token.number >= 1000) {
    cursor.skip();
    return token.number;
  }
  return std::nullopt;
}

std::optional<int> short_or_full_year(Cursor& cursor) {
  if (const auto full = year(cursor)) return full;
  const Token& token = cursor.peek();
  if (!token.is_number() || token.digits != 2) return std::nullopt;
  // "12 Mar 14:05" has a clock there, not a year.
  if (cursor.peek(1).is(':') || cursor.peek(1).is("h")) return std::nullopt;
  if (cursor.peek(1).is('.') && cursor.peek(2).is_number() && cursor.peek(3).is("uhr")) {
    return std::nullopt;
  }
  cursor.skip();
  return full_year(token.number);
}

int month_word(const Token& token) {
  if (!token.is_word()) return 0;
  if (const int month = month_named(token.word)) return month;
  return token.word == "ago" ? 8 : 0;
}

bool is_separator(const Token& token) { return token.is('.') || token.is('-') || token.is('/'); }

/// 12.3.2024, 2024-03-12, 12/3/24.
std::optional<Civil> numeric_day(Cursor& cursor, SlashOrder order) {
  const Token& first = cursor.peek();
  if (!first.is_number() || first.digits > 4 || first.digits == 3) return std::nullopt;
  const Token& separator = cursor.peek(1);
  if (!is_separator(separator) || !cursor.peek(2).is_number() ||
      !cursor.peek(3).is(separator.mark) || !cursor.peek(4).is_number()) {
    return std::nullopt;
  }
  const Token& second = cursor.peek(2);
  const Token& third = cursor.peek(4);
  if (second.digits > 2 || third.digits > 4 || third.digits == 3) return std::nullopt;
  Civil civil;
  if (first.digits == 4) {
    if (third.digits > 2) return std::nullopt;
    civil = {.year = first.number, .month = second.number, .day = third.number};
  } else {
    if (third.digits == 1) return std::nullopt;
    civil.year = third.digits == 2 ? full_year(third.number) : third.number;
    civil.day = first.number;
    civil.month = second.number;
    const bool can_swap = separator.mark == '/' && first.number != second.number;
    const bool ambiguous = can_swap && first.number <= 12 && second.number <= 12;
    if (ambiguous && order == SlashOrder::Unknown) return std::nullopt;
    if ((ambiguous && order == SlashOrder::MonthFirst) || (can_swap && second.number > 12)) {
      std::swap(civil.day, civil.month);
    }
  }
  cursor.skip(5);
  return civil;
}

/// 2024年3月12日 and 2024년 3월 12일.
std::optional<Civil> cjk_day(Cursor& cursor) {
  constexpr std::array<std::array<std::string_view, 2>, 3> kMarks{
      {{"年", "년"}, {"月", "월"}, {"日", "일"}}};
  std::array<int, 3> parts{};
  for (std::size_t i = 0; i < 3; ++i) {
    const Token& number = cursor.peek(2 * i);
    const Token& mark = cursor.peek(2 * i + 1);
    if (!number.is_number() || number.digits > (i == 0 ? 4 : 2) || !mark.is_word() ||
        (!mark.word.starts_with(kMarks[i][0]) && !mark.word.starts_with(kMarks[i][1]))) {
      return std::nullopt;
    }
    parts[i] = number.number;
  }
  cursor.skip(6);
  return Civil{.year = parts[0], .month = parts[1], .day = parts[2]};
}

void skip_ordinal(Cursor& cursor) {
  if (cursor.peek().glued && cursor.take({"st", "nd", "rd", "th", "er", "o", "a"})) return;
  cursor.take('.');
}

/// "12. März 2024", "12th of March, 2024", "12-Mar-24", "1er février".
std::optional<Civil> day_then_month(Cursor& cursor) {
  const auto day = cursor.number(2, 1, 31);
  if (!day) return std::nullopt;
  skip_ordinal(cursor);
  cursor.take('-') || cursor.take('/') || cursor.take({"de", "of", "di"});
  const int month = month_word(cursor.peek());
  if (month == 0) return std::nullopt;
  cursor.skip();
  Civil civil{.month = month, .day = *day};
  Cursor ahead = cursor;
  ahead.take('.');
  ahead.take(',') || ahead.take('-') || ahead.take('/') || ahead.take({"de", "del", "di"});
  ahead.take('\'');
  if (const auto written = short_or_full_year(ahead)) {
    civil.year = *written;
    cursor = ahead;
  }
  return civil;
}

/// "March 12th, 2024", "Mar-12-2024"; also "Aug 05 12:00:00 2015" as the C library writes it.
std::optional<Civil> month_then_day(Cursor& cursor) {
  const int month = month_word(cursor.peek());
  if (month == 0) return std::nullopt;
  cursor.skip();
  cursor.take(']');
  cursor.take('.') || cursor.take('-');
  const auto day = cursor.number(2, 1, 31);
  if (!day) return std::nullopt;
  Civil civil{.month = month, .day = *day};
  Cursor ahead = cursor;
  skip_ordinal(ahead);
  ahead.take(',') || ahead.take('-');
  ahead.take({"de", "del"});
  if (const auto written = year(ahead)) {
    civil.year = *written;
    cursor = ahead;
  }
  return civil;
}

std::optional<Civil> year_then_month(Cursor& cursor) {
  const auto written = year(cursor);
  if (!written) return std::nullopt;
  cursor.take(',') || cursor.take('-') || cursor.take('/');
  const int month = month_word(cursor.peek());
  if (month == 0) return std::nullopt;
  cursor.skip();
  cursor.take('-') || cursor.take('/');
  const auto day = cursor.number(2, 1, 31);
  if (!day) return std::nullopt;
  return Civil{.year = *written, .month = month, .day = *day};
}

/// "26.10." with the last dot written.
std::optional<Civil> day_and_month_numbers(Cursor& cursor) {
  const auto day = cursor.number(2, 1, 31);
  if (!day || !cursor.take('.')) return std::nullopt;
  const auto month = cursor.number(2, 1, 12);
  if (!month || !cursor.take('.') || cursor.peek().is_number()) return std::nullopt;
  return Civil{.month = *month, .day = *day};
}

std::optional<Civil> day_at(Cursor& cursor, SlashOrder order) {
  const auto attempt = [&](auto reader) -> std::optional<Civil> {
    Cursor trial = cursor;
    std::optional<Civil> civil = reader(trial);
    if (civil) cursor = trial;
    return civil;
  };
  if (auto civil = attempt([&](Cursor& c) { return numeric_day(c, order); })) return civil;
  if (auto civil = attempt(cjk_day)) return civil;
  if (auto civil = attempt(day_then_month)) return civil;
  if (auto civil = attempt(month_then_day)) return civil;
  if (auto civil = attempt(year_then_month)) return civil;
  // "Kapitel 3.4." is a day only where one knows that days are written so.
  return order == SlashOrder::DayFirst ? attempt(day_and_month_numbers) : std::nullopt;
}

bool is_real_day(const Civil& civil) {
  Civil day = civil;
  day.hour = -1;
  if (day.year == 0) day.year = 2000;  // a leap year: 29 February may be meant
  return to_moment(day).has_value();
}

/// "am", "p.m.": 0 or 12 hours to add; -1 when neither stands there.
int half_of_day(Cursor& cursor) {
  const auto half = [](std::string_view word) {
    return word == "am" || word == "a" || word == "ص"   ? 0
           : word == "pm" || word == "p" || word == "م" ? 12
                                                        : -1;
  };
  const Token& token = cursor.peek();
  const int hours = token.is_word() ? half(token.word) : -1;
  if (hours < 0) return -1;
  if (token.word.size() == 2) {
    cursor.skip();
    return hours;
  }
  if (!cursor.peek(1).is('.') || !cursor.peek(2).is("m")) return -1;
  cursor.skip(3);
  cursor.take('.');
  return hours;
}

void read_zone(Cursor& cursor, Civil& civil) {
  Cursor ahead = cursor;
  const bool bracket = ahead.take('(');
  bool named = false;
  if (ahead.peek().is_word()) {
    const auto zone = zone_named(ahead.peek().word);
    if (!zone) return;
    civil.offset = *zone;
    named = true;
    ahead.skip();
    cursor = ahead;
    if (bracket) cursor.take(')');
    ahead = cursor;
  }
  const bool minus = ahead.peek().is('-');
  if (!minus && !ahead.peek().is('+')) return;
  ahead.skip();
  const Token& number = ahead.peek();
  if (!number.is_number() || !number.glued || number.digits > 4 || number.digits == 3) return;
  ahead.skip();
  int minutes =
      number.digits == 4 ? number.number / 100 * 60 + number.number % 100 : number.number * 60;
  if (number.digits <= 2 && ahead.peek().is(':') && ahead.peek(1).is_number()) {
    minutes += ahead.peek(1).number;
    ahead.skip(2);
  } else if (number.digits <= 2 && !named) {
    return;  // "14:05 - 3 Kommentare"
  }
  const auto base = named ? *civil.offset : std::chrono::minutes(0);
  civil.offset = base + std::chrono::minutes(minus ? -minutes : minutes);
  cursor = ahead;
}

/// Minutes and seconds after the hour; false when this is no clock.
bool read_clock(Cursor& cursor, Civil& civil) {
  const auto hour = cursor.number(2, 0, 24);
  if (!hour) return false;
  civil.hour = *hour;
  const Token& mark = cursor.peek();
  if (mark.is(':') && cursor.peek(1).is_number() && cursor.peek(1).digits == 2) {
    civil.minute = cursor.peek(1).number;
    cursor.skip(2);
    if (cursor.peek().is(':') && cursor.peek(1).is_number() && cursor.peek(1).digits == 2) {
      civil.second = cursor.peek(1).number;
      cursor.skip(2);
      if (cursor.peek().is('.') && cursor.peek(1).is_number() && cursor.peek(1).glued) {
        cursor.skip(2);
      }
    }
    return true;
  }
  if (mark.is("h") || mark.is("u")) {  // French "14h40", Dutch "14u40"
    if (!mark.glued && !cursor.peek(1).is_number()) return false;
    cursor.skip();
    if (cursor.peek().is_number() && cursor.peek().digits == 2 && cursor.peek().glued) {
      civil.minute = cursor.peek().number;
      cursor.skip();
    }
    return true;
  }
  if (mark.is('.') && cursor.peek(1).is_number() && cursor.peek(1).digits == 2) {
    Cursor ahead = cursor;  // "18.37 Uhr", "12.16 pm"
    ahead.skip(2);
    if (ahead.peek().is("uhr") || half_of_day(ahead) >= 0) {
      civil.minute = cursor.peek(1).number;
      cursor.skip(2);
      return true;
    }
    return false;
  }
  Cursor ahead = cursor;
  return mark.is("uhr") || half_of_day(ahead) >= 0;
}

/// A bare "13.12" that follows a day of the same spelling directly and ends the text.
std::optional<Found> dotted_time_at(std::span<const Token> tokens, std::size_t at) {
  Cursor cursor(tokens, at);
  const auto hour = cursor.number(2, 0, 23);
  if (!hour || !cursor.take('.')) return std::nullopt;
  const Token& minute = cursor.peek();
  if (!minute.is_number() || minute.digits != 2 || at + 3 != tokens.size()) return std::nullopt;
  return Found{{.hour = *hour, .minute = minute.number}, at, at + 3};
}

std::optional<Found> time_beside(std::span<const Token> tokens, std::size_t begin,
                                 std::size_t end) {
  if (auto dotted = dotted_time_at(tokens, end)) return dotted;
  for (std::size_t at = end; at < std::min(end + kTimeAfterDay, tokens.size()); ++at) {
    if (auto time = time_at(tokens, at)) return time;
  }
  const std::size_t from = begin > kTimeBeforeDay ? begin - kTimeBeforeDay : 0;
  for (std::size_t at = from; at < begin; ++at) {
    auto time = time_at(tokens.first(begin), at);
    if (time) return time;
  }
  return std::nullopt;
}

void add_time(std::span<const Token> tokens, Found& found) {
  const auto time = time_beside(tokens, found.begin, found.end);
  if (!time) return;
  const Civil day = found.civil;
  found.civil = time->civil;
  found.civil.year = day.year;
  found.civil.month = day.month;
  found.civil.day = day.day;
  found.begin = std::min(found.begin, time->begin);
  found.end = std::max(found.end, time->end);
  // The C library writes the year last: "Wed Aug 05 12:00:00 2015".
  Cursor cursor(tokens, found.end);
  if (day.year == 0) {
    if (const auto last = year(cursor)) {
      found.civil.year = *last;
      found.end = cursor.at();
    }
  }
}

}  // namespace

SlashOrder slash_order(std::string_view language) {
  if (language.empty()) return SlashOrder::Unknown;
  const std::string lower = to_lower(language);
  return lower == "en" || lower == "en-us" ? SlashOrder::MonthFirst : SlashOrder::DayFirst;
}

std::optional<Found> time_at(std::span<const Token> tokens, std::size_t at) {
  Cursor cursor(tokens, at);
  Civil civil;
  if (cursor.peek().is("noon") || cursor.peek().is("midnight")) {
    civil.hour = cursor.peek().is("noon") ? 12 : 0;
    cursor.skip();
    return Found{civil, at, cursor.at()};
  }
  if (!read_clock(cursor, civil)) return std::nullopt;
  const int half = half_of_day(cursor);
  if (half >= 0 && civil.hour >= 1 && civil.hour <= 12) civil.hour = civil.hour % 12 + half;
  cursor.take({"uhr"});
  read_zone(cursor, civil);
  if (civil.hour > 24 || civil.minute > 59 || civil.second > 60) return std::nullopt;
  return Found{civil, at, cursor.at()};
}

std::optional<Found> find_date(std::span<const Token> tokens, SlashOrder order) {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    Cursor cursor(tokens, at);
    const auto civil = day_at(cursor, order);
    if (!civil || !is_real_day(*civil)) continue;
    Found found{*civil, at, cursor.at()};
    add_time(tokens, found);
    return found;
  }
  return std::nullopt;
}

}  // namespace depesche::dates
