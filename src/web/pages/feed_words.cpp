#include "web/pages/feed_words.h"

#include <chrono>
#include <cmath>
#include <optional>

#include "desk/hubs.h"
#include "desk/older_pages.h"
#include "web/pages/messages.h"

namespace depesche::web {
namespace {

using std::chrono::seconds;

std::string how_often(Language language, std::chrono::minutes span) {
  if (span < std::chrono::minutes(100)) return say_count(language, "every_minutes", span.count());
  const auto hours = std::chrono::round<std::chrono::hours>(span);
  return say_count(language, "every_hours", hours.count());
}

std::string how_often(Language language, seconds span) {
  return how_often(language, std::chrono::ceil<std::chrono::minutes>(span));
}

/// The span that a reason is about: a bound of ours or the outlet's wish.
std::optional<seconds> span_of(const FeedHealth& feed) {
  const fetch::ScheduleLimits limits;
  const auto bound = [&](seconds usual) {
    return feed.interval > seconds(0) ? feed.interval : usual;
  };
  switch (feed.wait_reason) {
    case WaitReason::Shortest:
      return bound(limits.shortest);
    case WaitReason::Longest:
      return bound(limits.longest);
    case WaitReason::Pushed:
      return bound(limits.when_pushed);
    case WaitReason::Ttl:
      return feed.wishes.ttl;
    case WaitReason::Owner:
      return feed.asked_every;
    default:
      return std::nullopt;
  }
}

std::string hub_reason(Language language, const PushSubscription& push) {
  const std::string key = "hub_why_" + push.last_code;
  if (!find_message(language, key).empty()) return say(language, key);
  return reason_in_words(language, Asked::Page, push.last_code, push.last_reason);
}

}  // namespace

std::string rate_in_words(Language language, double per_day) {
  if (per_day >= 10) return number(language, std::llround(per_day));
  const long long tenths = std::llround(per_day * 10);
  if (tenths % 10 == 0) return number(language, tenths / 10);
  return std::to_string(tenths / 10) + (language == Language::De ? "," : ".") +
         std::to_string(tenths % 10);
}

std::string feed_wait_in_words(const Clock& clock, const FeedHealth& feed, Asking asking) {
  const Language language = clock.language;
  if (feed.gone || feed.is_muted) return {};
  if (asking == Asking::Pauses) return say(language, "wait_pauses");
  const bool is_due = feed.next_poll_at <= clock.now;
  if (is_due && feed.last_attempt_at) {
    return say(language, asking == Asking::MayPause ? "wait_due_or_paused" : "wait_due");
  }
  if (feed.wait_reason == WaitReason::Unknown) return {};
  const std::string key = "wait_" + std::string(name(feed.wait_reason));
  const auto span = span_of(feed);
  const seconds longest_ttl = fetch::ScheduleLimits().longest_ttl;
  if (feed.wait_reason == WaitReason::Ttl && span && *span > longest_ttl) {
    return say(language, "wait_ttl_longest",
               {how_often(language, *span), how_often(language, longest_ttl)});
  }
  if (!span) {
    const std::string bare = key + "_bare";
    return say(language, find_message(language, bare).empty() ? key : bare);
  }
  return say(language, key, {how_often(language, *span)});
}

std::string every_in_words(Language language, std::optional<seconds> every) {
  return every ? say(language, "feed_every", {how_often(language, *every)}) : std::string();
}

std::string written_every(std::optional<seconds> every) {
  using namespace std::chrono;
  if (!every) return {};
  if (*every >= days(2) && *every % days(1) == seconds(0)) {
    return std::to_string(*every / days(1)) + "d";
  }
  if (*every % hours(1) == seconds(0)) return std::to_string(*every / hours(1)) + "h";
  return std::to_string(ceil<minutes>(*every).count()) + "m";
}

std::string pause_in_words(Language language, std::string_view error_code,
                           std::string_view message) {
  const bool is_known = !error_code.empty() || !message.empty();
  return say(language, "trouble_pause",
             {is_known ? reason_in_words(language, Asked::Archive, error_code, message)
                       : say(language, "why_inside")});
}

std::string rhythm_in_words(const Clock& clock, const LearnedRhythm& rhythm) {
  const Language language = clock.language;
  if (!rhythm.is_known) return say(language, "rhythm_unknown");
  const bool is_daily = rhythm.per_day >= 0.95;
  std::string words =
      say(language, is_daily ? "rhythm_daily" : "rhythm_weekly",
          {how_often(language, rhythm.every),
           rate_in_words(language, is_daily ? rhythm.per_day : rhythm.per_day * 7)});
  if (rhythm.has_hours) {
    const auto offset = clock.zone.offset_at(clock.now);
    words += say(language, "rhythm_hours",
                 {std::to_string(local_hour(rhythm.from_hour, offset)),
                  std::to_string(local_hour(rhythm.to_hour, offset))});
  }
  if (rhythm.rests_at_weekends) words += say(language, "rhythm_weekends");
  return words;
}

std::string silence_in_words(const Clock& clock, const LearnedRhythm& rhythm) {
  if (!rhythm.silence) return {};
  return say(clock.language, "feed_silence",
             {date_in_words(clock, rhythm.silence->since),
              number(clock.language, std::llround(rhythm.silence->missed))});
}

std::string words_alone_in_words(Language language, const FeedWordsShare& share) {
  if (share.articles == 0) return {};
  const std::string why =
      reason_in_words(language, Asked::Page, share.error_code, share.error_message);
  if (share.of == 1) return say(language, "feed_words_alone_only", {why});
  const std::string key = share.articles == 1 ? "feed_words_alone_one" : "feed_words_alone";
  return say(language, share.is_only_reason ? key : "feed_words_alone_mostly",
             {number(language, share.of), number(language, share.articles), why});
}

std::string crawl_delay_in_words(Language language, seconds delay) {
  const seconds kept = kept_crawl_delay(delay);
  if (delay < kept) return {};
  return say(language, delay > kept ? "feed_crawl_delay_cut" : "feed_crawl_delay",
             {number(language, delay.count()), number(language, kept.count())});
}

std::string lost_in_words(const Clock& clock, const LostEntries& lost) {
  if (lost.count == 0 || !lost.last_at) return {};
  const std::string why =
      reason_in_words(clock.language, Asked::Page, lost.error_code, lost.error_message);
  return say(clock.language, lost.count == 1 ? "feed_lost_one" : "feed_lost",
             {number(clock.language, lost.count), date_in_words(clock, *lost.last_at), why});
}

std::string gap_in_words(Language language, const std::optional<GapShown>& gap) {
  if (!gap) return {};
  const std::string pages = number(language, gap->pages);
  if (!gap->is_given_up) return say(language, "feed_gap", {pages});
  if (gap->pages >= kMostOlderPages) return say(language, "feed_gap_too_long", {pages});
  return say(language, "feed_gap_left",
             {pages, reason_in_words(language, Asked::Feed, gap->error_code, gap->error_message)});
}

std::string move_in_words(const Clock& clock, const FeedHealth& feed) {
  const Language language = clock.language;
  if (!feed.merged_into.empty()) return say(language, "move_merged", {feed.merged_into});
  std::string words;
  if (!feed.redirect_url.empty() && !feed.gone) {
    words = say(language, "move_pending",
                {feed.redirect_url, number(language, feed.redirect_count),
                 number(language, fetch::kMovesToBelieve)});
  }
  if (!feed.moved_from.empty() && feed.moved_at) {
    words += (words.empty() ? "" : " ") +
             say(language, "move_done", {feed.moved_from, date_in_words(clock, *feed.moved_at)});
  }
  return words;
}

std::string options_in_words(Language language, const FeedOptionsShown& options) {
  std::string words;
  const auto add = [&words](const std::string& part) {
    words += (words.empty() ? "" : ", ") + part;
  };
  if (!options.user_agent.empty()) add(say(language, "options_user_agent", {options.user_agent}));
  if (!options.proxy.empty()) add(say(language, "options_proxy", {options.proxy}));
  if (options.has_cookie) add(say(language, "options_cookie"));
  if (options.has_login) add(say(language, "options_login"));
  return words.empty() ? words : say(language, "options_words", {words});
}

std::string_view refused_with(const FeedHealth& feed) {
  const std::string_view message = feed.error_message;
  const bool is_by_proxy = message.starts_with("the proxy ");
  if (message.ends_with("(407)")) return is_by_proxy ? "407" : "no_proxy";
  if (is_by_proxy) return {};
  if (message.ends_with("(401)")) return "401";
  return message.ends_with("(403)") ? "403" : "";
}

bool has_ended_itself(const FeedHealth& feed) {
  return feed.gone && feed.error_message.ends_with("(expired)");
}

std::string hub_in_words(const Clock& clock, const FeedHealth& feed, bool asks_hubs) {
  if (!feed.push || feed.gone || feed.is_muted) return {};
  const Language language = clock.language;
  const PushSubscription& push = *feed.push;
  const std::string hub = hub_name(push);
  const auto day = [&](const std::optional<std::chrono::sys_seconds>& at) {
    return at ? date_in_words(clock, *at) : std::string("–");
  };
  if (!asks_hubs) return say(language, "hub_no_address", {hub});
  switch (hub_state(push, clock.now)) {
    case HubState::NotAsked:
      return say(language, "hub_not_asked", {hub});
    case HubState::Asked:
      return say(language, "hub_asked", {hub});
    case HubState::Silent:
      return say(language, "hub_silent", {hub, day(push.expires_at)});
    case HubState::Works:
      return say(language, "hub_works", {hub, day(push.last_push_at), day(push.expires_at)});
    case HubState::Missed:
      return say(language, "hub_missed", {hub, day(push.missed_at)});
    case HubState::Bad:
      return say(language, "hub_bad", {hub, day(push.bad_at), hub_reason(language, push)});
    case HubState::Ended:
      return say(language, "hub_ended", {hub, day(push.expires_at)});
    case HubState::Failed:
      return say(language, "hub_failed", {hub, hub_reason(language, push), day(push.next_step_at)});
  }
  return {};
}

}  // namespace depesche::web
