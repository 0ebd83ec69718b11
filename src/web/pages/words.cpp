#include "web/pages/words.h"

#include "base/ascii.h"

namespace depesche::web {
namespace {

using namespace std::chrono;

sys_seconds local(const Clock& clock, sys_seconds at) { return at + clock.zone.offset_at(at); }

std::string month_name(Language language, unsigned month) {
  std::string_view names = find_message(language, "months");
  for (unsigned i = 1; i < month; ++i) names.remove_prefix(names.find(' ') + 1);
  return std::string(names.substr(0, names.find(' ')));
}

std::string day_in_words(Language language, sys_days day) {
  const year_month_day date(day);
  return say(language, "date",
             {std::to_string(static_cast<unsigned>(date.day())),
              month_name(language, static_cast<unsigned>(date.month())),
              std::to_string(static_cast<int>(date.year()))});
}

std::string two_digits(long long value) { return (value < 10 ? "0" : "") + std::to_string(value); }

/// Both are days on the reader's calendar.
std::string days_ago(const Clock& clock, sys_days day, sys_days today) {
  const auto days = (today - day).count();
  if (days <= 0) return say(clock.language, "today");
  if (days == 1) return say(clock.language, "yesterday");
  if (days < 7) return say(clock.language, "days", {std::to_string(days)});
  return day_in_words(clock.language, day);
}

std::string primary_subtag(std::string_view language) {
  return to_lower(language.substr(0, language.find_first_of("-_")));
}

std::string_view prefix(Asked asked) {
  switch (asked) {
    case Asked::Feed:
      return "why_feed_";
    case Asked::Page:
      return "why_page_";
    case Asked::OpmlList:
      return "why_list_";
    case Asked::RuledPage:
      return "why_rule_";
    case Asked::Archive:
      return "why_archive_";
  }
  return {};
}

/// " (404)" where the sentence ends in it.
std::string_view status_of(std::string_view message) {
  constexpr std::string_view kShape = " (404)";
  if (message.size() < kShape.size()) return {};
  const std::string_view end = message.substr(message.size() - kShape.size());
  const bool is_status = end.starts_with(" (") && end.ends_with(")") && is_digit(end[2]) &&
                         is_digit(end[3]) && is_digit(end[4]);
  return is_status ? end : std::string_view();
}

}  // namespace

std::string date_in_words(const Clock& clock, sys_seconds at) {
  const sys_seconds there = local(clock, at);
  const auto day = floor<days>(there);
  const auto time = there - day;
  return say(
      clock.language, "date_time",
      {day_in_words(clock.language, day), two_digits(floor<hours>(time).count()) + ":" +
                                              two_digits(floor<minutes>(time % hours(1)).count())});
}

std::string date_in_words(const Clock& clock, const Moment& moment) {
  if (moment.day_only) return day_in_words(clock.language, floor<days>(moment.at));
  return date_in_words(clock, moment.at);
}

std::string age_in_words(const Clock& clock, sys_seconds at) {
  const auto age = clock.now - at;
  if (age < minutes(1)) return say(clock.language, "just_now");
  if (age < hours(1)) return say_count(clock.language, "minutes", floor<minutes>(age).count());
  const auto day = floor<days>(local(clock, at));
  const auto today = floor<days>(local(clock, clock.now));
  if (day == today || age < hours(6)) {
    return say_count(clock.language, "hours", floor<hours>(age).count());
  }
  return days_ago(clock, day, today);
}

std::string age_in_words(const Clock& clock, const Moment& moment) {
  if (!moment.day_only) return age_in_words(clock, moment.at);
  return days_ago(clock, floor<days>(moment.at), floor<days>(local(clock, clock.now)));
}

std::string wait_in_words(const Clock& clock, sys_seconds at) {
  const auto wait = at - clock.now;
  if (wait < minutes(1)) return say(clock.language, "in_moments");
  if (wait < hours(1)) return say_count(clock.language, "in_minutes", round<minutes>(wait).count());
  if (wait < hours(36)) return say_count(clock.language, "in_hours", round<hours>(wait).count());
  return say_count(clock.language, "in_days", round<days>(wait).count());
}

std::string reason_in_words(Language language, Asked asked, std::string_view error_code,
                            std::string_view message) {
  const std::string code(error_code);
  std::string key = std::string(prefix(asked)) + code;
  if (find_message(language, key).empty()) key = "why_" + code;
  if (find_message(language, key).empty()) {
    return say(language, "why_other", {message.empty() ? error_code : message});
  }
  return say(language, key).append(status_of(message));
}

std::string oddity_in_words(Language language, const Oddity& oddity) {
  const std::string kind = "odd_" + oddity.kind;
  if (find_message(language, kind).empty()) return sentence(oddity);
  std::string what = say(language, kind, {oddity.detail});
  const std::size_t space = oddity.where.find(' ');
  const std::string place = "where_" + oddity.where.substr(0, space);
  if (space == std::string::npos || find_message(language, place).empty()) return what;
  return say(language, place, {oddity.where.substr(space + 1)}) + ": " + what;
}

std::string language_in_words(Language language, std::string_view code) {
  const std::string key = "lang_" + primary_subtag(code);
  const std::string_view words = find_message(language, key);
  return std::string(words.empty() ? code : words);
}

std::string_view direction(std::string_view language) {
  const std::string primary = primary_subtag(language);
  for (const std::string_view right_to_left :
       {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi"}) {
    if (primary == right_to_left) return "rtl";
  }
  return "ltr";
}

}  // namespace depesche::web
