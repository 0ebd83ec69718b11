#include "dates/relative.h"

#include <cmath>
#include <string_view>
#include <vector>

#include "dates/civil.h"
#include "dates/names.h"
#include "dates/scan.h"

namespace depesche::dates {
namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

enum class Direction { Unknown, Past, Future };

/// A span of time as it was written; months keep their meaning until a day is known.
struct Span {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t seconds = 0;
};

// Beyond this nothing on a page is news, and the sums below cannot overflow.
constexpr double kMostUnits = 100'000;

bool is_any(const Token& token, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (token.is(word)) return true;
  }
  return false;
}

/// Words that say "that long ago" or "in that time", wherever they stand in the phrase.
Direction direction_of(std::span<const Token> tokens, std::size_t i) {
  const Token& token = tokens[i];
  if (is_any(token,
             {"ago", "fa", "hace", "vor", "moins", "before", "last", "vergangene", "letzte"})) {
    return Direction::Past;
  }
  // "il y a 2 heures", also written "il ya".
  if (token.is("il") && i + 1 < tokens.size() && is_any(tokens[i + 1], {"y", "ya"})) {
    return Direction::Past;
  }
  if (is_any(token, {"in", "im", "dans", "later", "next", "after", "dentro", "fra", "tra"})) {
    return Direction::Future;
  }
  // French and Spanish "en 2 heures"; "en" before anything else means nothing here.
  if (token.is("en") && i + 1 < tokens.size() && tokens[i + 1].is_number()) {
    return Direction::Future;
  }
  if (token.is("from") && i + 1 < tokens.size() && tokens[i + 1].is("now")) {
    return Direction::Future;
  }
  return Direction::Unknown;
}

void add(Span& span, double count, Unit unit) {
  const auto whole = [&](double scale) { return std::llround(count * scale); };
  switch (unit) {
    case Unit::Second:
      span.seconds += whole(1);
      break;
    case Unit::Minute:
      span.seconds += whole(60);
      break;
    case Unit::Hour:
      span.seconds += whole(3600);
      break;
    case Unit::Day:
      if (count == std::floor(count)) {
        span.days += whole(1);
      } else {
        span.seconds += whole(86'400);
      }
      break;
    case Unit::Week:
      span.days += whole(7);
      break;
    case Unit::Month:
      span.months += whole(1);
      break;
    case Unit::Year:
      span.months += whole(12);
      break;
    case Unit::Decade:
      span.months += whole(120);
      break;
  }
}

/// One "2.5 hours" at `at`; the tokens it took, 0 when there is none.
std::size_t amount_at(std::span<const Token> tokens, std::size_t at, double& count) {
  const Token& first = tokens[at];
  if (first.is_word()) {
    count = number_named(first.word);
    return count > 0 ? 1 : 0;
  }
  if (!first.is_number() || first.number < 0 || first.digits > 5) return 0;
  count = first.number;
  if (at + 2 < tokens.size() && (tokens[at + 1].is('.') || tokens[at + 1].is(',')) &&
      tokens[at + 1].glued && tokens[at + 2].is_number() && tokens[at + 2].glued &&
      tokens[at + 2].digits <= 4 && at + 3 < tokens.size() && tokens[at + 3].is_word()) {
    count += tokens[at + 2].number / std::pow(10.0, tokens[at + 2].digits);
    return 3;
  }
  return 1;
}

std::optional<Moment> apply(const Span& span, int sign, sys_seconds now) {
  const sys_days today = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day day{today};
  const std::int64_t month_index = static_cast<int>(day.year()) * 12LL +
                                   static_cast<unsigned>(day.month()) - 1 + sign * span.months;
  if (month_index < 12 || month_index >= 120'000) return std::nullopt;
  std::chrono::year_month_day moved =
      std::chrono::year(static_cast<int>(month_index / 12)) /
      std::chrono::month(static_cast<unsigned>(month_index % 12 + 1)) / day.day();
  if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
  sys_seconds at = sys_days(moved) + (now - today);
  at += std::chrono::days(sign * span.days) + std::chrono::seconds(sign * span.seconds);
  const std::chrono::year_month_day reached{std::chrono::floor<std::chrono::days>(at)};
  if (reached.year() < std::chrono::year(1) || reached.year() > std::chrono::year(9999)) {
    return std::nullopt;
  }
  Moment moment{at, std::nullopt, false};
  if (span.seconds == 0) {
    moment.at = std::chrono::floor<std::chrono::days>(at);
    moment.day_only = true;
  }
  return moment;
}

/// "2 hours ago", "il y a 1 jour et 3 heures", "in 2 Tagen"; a bare "2 Std." only as a whole text,
/// because elsewhere it is how long something takes to read.
std::optional<Moment> counted(std::span<const Token> tokens, sys_seconds now) {
  Direction direction = Direction::Unknown;
  Span span;
  bool any = false;
  bool pure = true;  // nothing but amounts and units
  int sign = 1;
  for (std::size_t i = 0; i < tokens.size();) {
    double count = 0;
    const std::size_t taken = amount_at(tokens, i, count);
    const std::size_t next = i + taken;
    if (taken > 0 && next < tokens.size() && tokens[next].is_word()) {
      if (const auto unit = unit_named(tokens[next].word); unit && count <= kMostUnits) {
        add(span, sign * count, *unit);
        any = true;
        i = next + 1;
        continue;
      }
    }
    if (tokens[i].is('-') || tokens[i].is('+')) {
      const bool minus = tokens[i].is('-');
      if (direction == Direction::Unknown) {
        direction = minus ? Direction::Past : Direction::Future;
      } else {
        sign = (direction == Direction::Past) == minus ? 1 : -1;
      }
    } else if (direction == Direction::Unknown) {
      direction = direction_of(tokens, i);
      if (direction == Direction::Unknown && !tokens[i].is(',') && !tokens[i].is('.') &&
          !is_any(tokens[i], {"und", "and", "et", "y", "e", "about", "now"})) {
        pure = false;
      }
    }
    ++i;
  }
  if (!any) return std::nullopt;
  if (direction == Direction::Unknown && !pure) return std::nullopt;
  return apply(span, direction == Direction::Future ? 1 : -1, now);
}

/// "last decade", "nächste Woche" as a whole text; within a sentence it says when something else
/// is.
std::optional<Moment> neighbouring(std::span<const Token> tokens, sys_seconds now) {
  if (tokens.size() != 2 || !tokens[1].is_word()) return std::nullopt;
  const auto unit = unit_named(tokens[1].word);
  if (!unit) return std::nullopt;
  const bool past = is_any(tokens[0], {"last", "letzte", "letzten", "letztes", "letzter",
                                       "vergangene", "vergangenen", "vergangenes"});
  const bool future = is_any(tokens[0], {"next", "nachste", "nachsten", "nachstes", "nachster",
                                         "kommende", "kommenden", "kommendes"});
  if (!past && !future) return std::nullopt;
  Span span;
  add(span, 1, *unit);
  return apply(span, future ? 1 : -1, now);
}

struct NamedDay {
  std::string_view words;
  int days;
};
constexpr NamedDay kNamedDays[]{
    {"heute", 0},      {"gestern", -1}, {"vorgestern", -2}, {"ubermorgen", 2}, {"today", 0},
    {"yesterday", -1}, {"tomorrow", 1}, {"aujourdhui", 0},  {"hier", -1},      {"demain", 1},
    {"hoy", 0},        {"ayer", -1},    {"anteayer", -2},   {"manana", 1},     {"oggi", 0},
    {"ieri", -1},      {"domani", 1},   {"morgen", 1},
};

std::optional<int> named_day(std::span<const Token> tokens, std::size_t i) {
  const auto before = [&](std::string_view word) { return i >= 1 && tokens[i - 1].is(word); };
  for (const NamedDay& day : kNamedDays) {
    if (!tokens[i].is(day.words)) continue;
    if (before("before") && day.days == -1) return -2;  // the day before yesterday
    if (before("after") && day.days == 1) return 2;
    if (tokens[i].is("hier") && i >= 2 && tokens[i - 1].is('-') && tokens[i - 2].is("avant")) {
      return -2;
    }
    if (tokens[i].is("ieri") && before("l")) return -1;
    return day.days;
  }
  const bool till_date = tokens[i].is("date") && before("till");
  return till_date ? std::optional(0) : std::nullopt;
}

std::optional<Moment> on_day(sys_days day, std::span<const Token> tokens) {
  const std::chrono::year_month_day parts{day};
  Civil civil;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (const auto time = time_at(tokens, i)) {
      civil = time->civil;
      break;
    }
  }
  civil.year = static_cast<int>(parts.year());
  civil.month = static_cast<int>(static_cast<unsigned>(parts.month()));
  civil.day = static_cast<int>(static_cast<unsigned>(parts.day()));
  return to_moment(civil);
}

/// A weekday or a time of day is a date only when nothing else is said.
std::optional<Moment> weekday_or_time(std::span<const Token> tokens, sys_seconds now) {
  const sys_days today = std::chrono::floor<std::chrono::days>(now);
  std::size_t at = 0;
  sys_days day = today;
  if (tokens[0].is_word()) {
    const int weekday = weekday_named(tokens[0].word);
    if (weekday < 0) return std::nullopt;
    const auto wanted = std::chrono::weekday(static_cast<unsigned>(weekday));
    const std::chrono::days back = std::chrono::weekday(today) - wanted;
    // Today's own name may mean a week ago.
    if (back.count() == 0) return std::nullopt;
    day = today - back;
    for (++at; at < tokens.size() && (tokens[at].is(',') || tokens[at].is('.')); ++at) {
    }
  }
  if (at == tokens.size()) return Moment{day, std::nullopt, true};
  const auto time = time_at(tokens, at);
  if (!time || time->end != tokens.size()) return std::nullopt;
  return on_day(day, tokens.subspan(at));
}

}  // namespace

std::optional<Moment> find_relative(std::span<const Token> tokens, sys_seconds now) {
  if (tokens.empty()) return std::nullopt;
  const sys_days today = std::chrono::floor<std::chrono::days>(now);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (const auto days = named_day(tokens, i)) {
      return on_day(today + std::chrono::days(*days), tokens);
    }
    const bool now_itself = tokens.size() <= 2 && tokens.back().is("now");
    if (now_itself || (is_any(tokens[i], {"gerade", "soeben"}) && tokens.size() <= 2)) {
      return Moment{now, std::nullopt, false};
    }
  }
  if (auto moment = neighbouring(tokens, now)) return moment;
  if (auto moment = counted(tokens, now)) return moment;
  return weekday_or_time(tokens, now);
}

}  // namespace depesche::dates
