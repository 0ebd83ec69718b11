#include "web/pages/feed_words.h"

#include <gtest/gtest.h>

#include "desk/older_pages.h"
#include "fetch/schedule.h"
#include "tests/web/sample_views.h"

namespace depesche::web {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;

constexpr double kHalfwayJitter = 0.5;

/// A feed of that many articles an hour, around the clock, watched for a month.
FeedRhythm steady(double per_hour, int entries = 1000) {
  FeedRhythm rhythm;
  rhythm.watched_until = test::noon();
  rhythm.watched_from = test::noon() - 28 * 24h;
  rhythm.recent_hours = 72;
  rhythm.recent_articles = 72 * per_hour;
  rhythm.entries = entries;
  rhythm.arrivals.fill(static_cast<float>(4 * per_hour));
  return rhythm;
}

FeedHealth asked() {
  FeedHealth feed;
  feed.id = FeedId{1};
  feed.url = "https://bote.example/feed";
  feed.last_attempt_at = feed.last_success_at = test::noon();
  return feed;
}

FeedHealth after_poll(const FeedRhythm& rhythm, OutletWishes wishes = {},
                      std::optional<std::chrono::seconds> max_age = {},
                      std::optional<sys_seconds> pushed_until = {}) {
  const fetch::PollPlan plan = fetch::plan_after_poll(
      {rhythm, fetch::flat_week(), wishes, max_age, pushed_until}, test::noon(), kHalfwayJitter);
  FeedHealth feed = asked();
  feed.rhythm = rhythm;
  feed.wishes = wishes;
  feed.interval = plan.interval;
  feed.next_poll_at = plan.next_poll_at;
  feed.wait_reason = plan.reason;
  return feed;
}

FeedHealth after_failure(ErrorCode code, int failures,
                         std::optional<std::chrono::seconds> retry_after = {}) {
  const auto plan = fetch::plan_after_failure({1h, failures, code, retry_after, {}}, test::noon(),
                                              kHalfwayJitter);
  FeedHealth feed = asked();
  feed.failures = failures;
  feed.error_code = name(code);
  feed.gone = !plan;
  feed.wait_reason = plan ? plan->reason : WaitReason::Gone;
  if (plan) feed.next_poll_at = plan->next_poll_at;
  return feed;
}

FeedHealth has_ended() {
  FeedHealth feed = after_failure(ErrorCode::Gone, 0);
  feed.error_message = "the feed says that it has ended (expired)";
  return feed;
}

OutletWishes ttl(std::chrono::seconds span) {
  OutletWishes wishes;
  wishes.ttl = span;
  return wishes;
}

OutletWishes all_but_night() {
  OutletWishes wishes;
  wishes.skip_hours = 0xfffffe;
  return wishes;
}

FeedHealth put_off() {
  FeedHealth feed = asked();
  feed.next_poll_at = test::noon() + 10min;
  feed.wait_reason = WaitReason::HostRests;
  return feed;
}

FeedHealth due() {
  FeedHealth feed = after_poll(steady(0.5));
  feed.next_poll_at = test::noon() - 1min;
  return feed;
}

TEST(FeedWords, SayForEachReasonOfTheScheduleWhyAFeedIsNotAskedNow) {
  const struct {
    WaitReason reason;
    FeedHealth feed;
    // What stands on the page, all of it.
    std::vector<const char*> german, english;
  } kCases[] = {
      {WaitReason::Learning,
       after_poll({}),
       {"in 30 Minuten", "sein Rhythmus wird noch gelernt", "ist noch nicht bekannt"},
       {"in 30 minutes", "its rhythm is still being learned", "is not known yet"}},
      {WaitReason::Rhythm,
       after_poll(steady(0.5)),
       {"in 3 Stunden", "früher gibt es wohl zu wenig Neues", "alle 3 Stunden gefragt: rund 12"},
       {"in 3 hours", "sooner there is probably too little new", "every 3 hours: some 12"}},
      {WaitReason::Shortest,
       after_poll(steady(1000, 100'000)),
       {"in 10 Minuten", "öfter als alle 10 Minuten wird kein Feed gefragt"},
       {"in 10 minutes", "no feed is polled more often than every 10 minutes"}},
      {WaitReason::Longest,
       after_poll(steady(0)),
       {"in 12 Stunden", "mindestens alle 12 Stunden wird jeder Feed gefragt"},
       {"in 12 hours", "every feed is polled at least every 12 hours"}},
      {WaitReason::FewEntries,
       after_poll(steady(0.5, 2)),
       {"in 2 Stunden", "hält nur wenige Einträge"},
       {"in 2 hours", "holds few entries"}},
      {WaitReason::Ttl,
       after_poll(steady(0.5), ttl(8h)),
       {"in 8 Stunden", "der Feed bittet, höchstens alle 8 Stunden zu fragen (ttl)"},
       {"in 8 hours", "asks to be polled at most every 8 hours (ttl)"}},
      {WaitReason::Ttl,
       after_poll(steady(0.5), ttl(168h)),
       {"in 24 Stunden", "der Feed bittet, höchstens alle 168 Stunden zu fragen (ttl)",
        "und alle 24 Stunden wird nachgesehen"},
       {"in 24 hours", "asks to be polled at most every 168 hours (ttl)",
        "and every 24 hours it is looked up"}},
      {WaitReason::MaxAge,
       after_poll(steady(0.5), {}, 5h),
       {"in 5 Stunden", "vorher ändere sich nichts (Cache-Control, Expires)"},
       {"in 5 hours", "nothing changes before (Cache-Control, Expires)"}},
      {WaitReason::SkipHours,
       after_poll(steady(0.5), all_but_night()),
       {"in 10 Stunden", "zu dieser Zeit nicht gefragt werden (skipHours, skipDays)"},
       {"in 10 hours", "does not want to be polled at that time (skipHours, skipDays)"}},
      {WaitReason::Pushed,
       after_poll(steady(0.5), {}, {}, test::noon() + 240h),
       {"in 6 Stunden", "ein Hub meldet Neues; nur etwa alle 6 Stunden wird gefragt"},
       {"in 6 hours", "a hub tells of news; only about every 6 hours a poll looks"}},
      {WaitReason::BackOff,
       after_failure(ErrorCode::Unreachable, 4),
       {"in 8 Stunden", "nicht erreichbar", "(4 Fehlversuche in Folge)",
        "nach Fehlversuchen jedes Mal später"},
       {"in 8 hours", "cannot be reached", "(4 failed attempts in a row)",
        "later each time after failures"}},
      {WaitReason::BackOff,
       after_failure(ErrorCode::RobotsDisallowed, 1),
       {"robots.txt erlaubt das Lesen nicht", "(1 Fehlversuch)", "jedes Mal später"},
       {"robots.txt does not allow reading", "(1 failed attempt)", "later each time"}},
      {WaitReason::BackOff,
       after_failure(ErrorCode::RateLimited, 1),
       {"in 1 Stunde", "zu viele Anfragen"},
       {"in 1 hour", "too many requests"}},
      {WaitReason::RetryAfter,
       after_failure(ErrorCode::RateLimited, 1, 7h),
       {"in 7 Stunden", "zu viele Anfragen", "der Server hat um diese Pause gebeten (Retry-After)"},
       {"in 7 hours", "too many requests", "the server has asked for this pause (Retry-After)"}},
      {WaitReason::Allowance,
       after_failure(ErrorCode::AllowanceSpent, 0),
       {"der Server hat für heute so viel geschickt, wie er darf",
        "bis sein Tag um ist, wird nur nachgesehen"},
       {"has sent as much as it may in a day", "until its day is over it is only looked up"}},
      {WaitReason::HostRests,
       put_off(),
       {"in 10 Minuten", "sein Server wird bis dahin in Ruhe gelassen"},
       {"in 10 minutes", "its server is left alone until then"}},
      {WaitReason::Gone,
       after_failure(ErrorCode::Gone, 1),
       {"abgeschaltet: Der Feed wurde eingestellt (410)"},
       {"switched off: the feed was discontinued (410)"}},
      {WaitReason::Gone,
       has_ended(),
       {"abgeschaltet: Der Feed sagt selbst, dass er beendet ist (expired)"},
       {"switched off: the feed says itself that it has ended (expired)"}},
      {WaitReason::Rhythm,
       due(),
       {"jeden Augenblick", "er ist an der Reihe, sobald sein Server frei ist"},
       {"any moment", "it is next as soon as its server is free"}},
  };
  for (const auto& [reason, feed, german, english] : kCases) {
    SCOPED_TRACE(name(reason));
    EXPECT_EQ(feed.wait_reason, reason) << name(feed.wait_reason);
    for (const Language language : {Language::De, Language::En}) {
      FeedsView view;
      view.feeds = {feed};
      const std::string page = feeds_page(test::viewer(language), view);
      for (const char* words : language == Language::De ? german : english) {
        EXPECT_NE(page.find(words), std::string::npos) << words;
      }
    }
  }
  // No reason without words, no words that stayed a key.
  for (int i = 0; i <= static_cast<int>(WaitReason::Owner); ++i) {
    const auto reason = static_cast<WaitReason>(i);
    FeedHealth feed = asked();
    feed.next_poll_at = test::noon() + 1h;
    feed.wait_reason = reason;
    for (const Language language : {Language::De, Language::En}) {
      const Clock clock{language, {}, test::noon()};
      const std::string words = feed_wait_in_words(clock, feed, Asking::Goes);
      EXPECT_EQ(words.empty(), reason == WaitReason::Unknown) << name(reason);
      EXPECT_EQ(words.find("wait_"), std::string::npos) << words;
      EXPECT_EQ(words.find('{'), std::string::npos) << words;
    }
  }
}

TEST(FeedWords, SayThatAFeedThatAnswersBringsNothingNew) {
  FeedHealth feed = after_poll(steady(0.5));
  feed.rhythm.recent_articles = 0.1;
  feed.newest_article_at = test::noon() - 10 * 24h;
  const auto page = [&](Language language) {
    FeedsView view;
    view.feeds = {feed};
    return feeds_page(test::viewer(language), view);
  };
  EXPECT_NE(page(Language::De).find("antwortet, bringt aber nichts Neues"), std::string::npos);
  EXPECT_NE(page(Language::De).find("Nichts Neues seit "), std::string::npos);
  EXPECT_NE(page(Language::En).find("answers, but brings nothing new"), std::string::npos);
  EXPECT_NE(page(Language::En).find("Nothing new since "), std::string::npos);
  feed.newest_article_at = test::noon() - 24h;
  EXPECT_EQ(page(Language::En).find("Nothing new since "), std::string::npos);
  feed.newest_article_at = test::noon() - 10 * 24h;
  feed.is_muted = true;
  EXPECT_EQ(page(Language::En).find("Nothing new since "), std::string::npos) << "nobody asks it";
}

TEST(FeedWords, SayThatNothingIsAskedWhileTheWirePauses) {
  FeedsView view;
  view.feeds = {after_poll(steady(0.5)), due()};
  Viewer german = test::viewer(Language::De);
  german.trouble = "the disk is full";
  const std::string page = feeds_page(german, view);
  EXPECT_NE(page.find("depesche macht Pause"), std::string::npos);
  EXPECT_EQ(page.find("früher gibt es wohl"), std::string::npos);
  const Clock clock{Language::En, {}, test::noon()};
  EXPECT_NE(feed_wait_in_words(clock, due(), Asking::MayPause).find("depesche is not running"),
            std::string::npos);
}

TEST(FeedWords, SayHowOftenItsOwnerWantsAFeedAsked) {
  EXPECT_EQ(every_in_words(Language::En, {}), "");
  EXPECT_EQ(every_in_words(Language::En, 6h), "at most every 6 hours");
  EXPECT_EQ(every_in_words(Language::De, 90min), "höchstens alle 90 Minuten");
  for (const auto& [every, written] : {std::pair<std::chrono::seconds, std::string>{90min, "90m"},
                                       {6h, "6h"},
                                       {24h, "24h"},
                                       {48h, "2d"},
                                       {30s, "1m"}}) {
    EXPECT_EQ(written_every(every), written);
  }
  EXPECT_EQ(written_every({}), "");
  FeedHealth feed = asked();
  feed.next_poll_at = test::noon() + 1h;
  feed.wait_reason = WaitReason::Owner;
  feed.asked_every = 6h;
  EXPECT_EQ(feed_wait_in_words({Language::En, {}, test::noon()}, feed, Asking::Goes),
            "it is set to be polled at most every 6 hours");
}

TEST(FeedWords, SayOnlyWhatSlowsTheReadingOfPages) {
  EXPECT_EQ(crawl_delay_in_words(Language::En, 0s), "");
  EXPECT_EQ(crawl_delay_in_words(Language::En, 1s), "") << "our own gap is longer";
  EXPECT_EQ(crawl_delay_in_words(Language::En, 90s),
            "Its pages are read only every 90 seconds, as robots.txt asks.");
  EXPECT_EQ(
      crawl_delay_in_words(Language::En, 86400s),
      "Its pages are read only every 120 seconds; robots.txt asks for 86,400, and no page here "
      "can wait that long for another.");
}

TEST(FeedWords, SayWhichOlderPagesAreMissing) {
  EXPECT_EQ(gap_in_words(Language::En, {}), "");
  EXPECT_EQ(gap_in_words(Language::En, GapShown{3, false, "timed_out", "no answer"}),
            "Older pages of this feed are still being read, back to what is known (3 so far).");
  const std::string left =
      gap_in_words(Language::En, GapShown{3, true, "not_found", "not found (404)"});
  EXPECT_TRUE(left.starts_with("Not all older pages of this feed could be read (3 were)")) << left;
  EXPECT_NE(left.find("404"), std::string::npos) << left;
  EXPECT_EQ(gap_in_words(Language::En, GapShown{kMostOlderPages, true, "too_large", "x"}),
            "This feed has more older pages that are missing here than are read (40).");
}

TEST(FeedWords, SayHowManyEntriesWereLost) {
  const Clock clock{Language::En, TimeZone(), test::noon()};
  EXPECT_EQ(lost_in_words(clock, {}), "");
  const std::string one = lost_in_words(clock, {1, test::noon(), "not_found", "not found (404)"});
  EXPECT_EQ(one.find("1 entry is missing here: it had neither headline nor text"), 0u) << one;
  EXPECT_NE(one.find("(404)"), std::string::npos) << one;
  EXPECT_NE(one.find("18 November 2026"), std::string::npos) << one;
}

TEST(FeedWords, KnowWhoRefusesAFeedAndWhetherItsOwnerCanChangeThat) {
  const std::pair<const char*, const char*> kCases[] = {
      {"the server says one must log in (401)", "401"},
      {"the server says no (403)", "403"},
      {"the proxy wants a name and password (407)", "407"},
      {"the proxy 127.0.0.1 wants a name and password (407)", "407"},
      {"the server says one must log in to a proxy, which it is not (407)", "no_proxy"},
      {"the proxy 127.0.0.1 does not let us through to bote.example (403)", ""},
      {"the server says there is no such page (404)", ""},
      {"", ""}};
  for (const auto& [message, expected] : kCases) {
    FeedHealth feed = asked();
    feed.error_message = message;
    EXPECT_EQ(refused_with(feed), expected) << message;
  }
}

TEST(FeedWords, SayWhereAFeedMovesAndWhereItHasGone) {
  const Clock clock{Language::En, TimeZone(), test::noon()};
  FeedHealth feed = asked();
  EXPECT_EQ(move_in_words(clock, feed), "");
  feed.redirect_url = "https://bote.example/new";
  feed.redirect_count = 2;
  EXPECT_EQ(move_in_words(clock, feed), "Moves to https://bote.example/new (seen 2 of 3 times).");
  feed.redirect_url.clear();
  feed.moved_from = "https://bote.example/old";
  feed.moved_at = test::noon();
  EXPECT_NE(move_in_words(clock, feed).find("Moved here from https://bote.example/old on"),
            std::string::npos);
  feed.merged_into = "https://blatt.example/feed";
  feed.gone = true;
  EXPECT_NE(move_in_words(clock, feed).find("Moved to https://blatt.example/feed; that feed is"),
            std::string::npos);
}

}  // namespace
}  // namespace depesche::web
