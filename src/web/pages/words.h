// Times, ages and other facts in words, in the reader's language and on the reader's clock.
//
// Pure; `now` is a parameter. What an outlet claims without a time of day is shown without one.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"
#include "news/feed.h"
#include "text/time_zone.h"
#include "web/pages/messages.h"

namespace depesche::web {

struct Clock {
  Language language = Language::En;
  TimeZone zone;
  std::chrono::sys_seconds now{};
};

/// "23. November 2026, 14:05 Uhr", "23 November 2026, 14:05"; a day alone without the time.
std::string date_in_words(const Clock& clock, const Moment& moment);
std::string date_in_words(const Clock& clock, std::chrono::sys_seconds at);

/// "gerade eben", "vor 5 Minuten", "gestern", after a week the date. A time ahead of now counts as
/// now: outlets' clocks go wrong.
std::string age_in_words(const Clock& clock, std::chrono::sys_seconds at);
/// A day alone: "heute", "gestern", "vor 3 Tagen".
std::string age_in_words(const Clock& clock, const Moment& moment);
/// What is to come: "in 5 Minuten", "jeden Augenblick".
std::string wait_in_words(const Clock& clock, std::chrono::sys_seconds at);

/// What was asked for when it failed: "unsupported" is said differently of a feed, a page, a list.
enum class Asked { Feed, Page, OpmlList, RuledPage, Archive };
/// Why something failed, by name(ErrorCode). Of `message`, which is English, only the HTTP status
/// in brackets at its end is shown; all of it where the code is of a later program.
std::string reason_in_words(Language language, Asked asked, std::string_view error_code,
                            std::string_view message);

/// What is odd in a feed, and where: "Zeile 17: kein wohlgeformtes XML".
std::string oddity_in_words(Language language, const Oddity& oddity);

/// "Deutsch" for "de-AT"; the code itself for a language we have no word for.
std::string language_in_words(Language language, std::string_view code);

/// "rtl" for scripts that run right to left, else "ltr".
std::string_view direction(std::string_view language);

}  // namespace depesche::web
