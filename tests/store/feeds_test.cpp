#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"
#include "store/writing/lists.h"
#include "store/writing/outlets.h"
#include "tests/store/fixture.h"

namespace depesche {
namespace {

using std::chrono::seconds;

class FeedsTest : public testing::Test {
 protected:
  FeedRow row() { return *feeds().find(feed_); }
  Feeds& feeds() { return archive_->feeds(); }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  FeedId feed_ = feeds().add({"https://bote.example/feed", "Bote", "", "", ""}, at(0)).id;
};

TEST_F(FeedsTest, AreAddedOnceAndDueAtOnce) {
  const Feeds::Added again = feeds().add({"https://bote.example/feed", "x", "", "", ""}, at(5));
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.id, feed_);
  EXPECT_EQ(feeds().list().size(), 1u);
  EXPECT_EQ(feeds().due(at(0), 10).size(), 1u);
  EXPECT_TRUE(feeds().due(at(-1), 10).empty());
}

TEST_F(FeedsTest, ASuccessIsRememberedWithItsMarks) {
  ParsedFeed parsed;
  parsed.title = "Der Bote";
  parsed.format = FeedFormat::Atom;
  parsed.entries.resize(3);
  parsed.oddities = {{"bad_date", "entry 2", "\"31\tJune\" is not a date", "31\tJune"},
                     {"cut", "", "the feed breaks off in the middle", ""}};
  parsed.description = "Neues vom Ufer";
  FeedSuccess success{at(10),
                      {200, 1234, std::chrono::milliseconds{50}},
                      &parsed,
                      3,
                      "Der Bote",
                      "\"e1\"",
                      "yesterday",
                      "",
                      at(1810),
                      seconds{1800},
                      WaitReason::Ttl,
                      {},
                      {}};
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().etag, "\"e1\"");
  EXPECT_EQ(row().outlet, "Der Bote");
  EXPECT_EQ(row().format, "atom");
  EXPECT_EQ(row().title, "Der Bote");
  EXPECT_EQ(row().description, "Neues vom Ufer");
  parsed.description = std::string(kLongestDescription - 1, 'x') + "ü";
  EXPECT_TRUE(feeds().due(at(1809), 10).empty());
  EXPECT_EQ(feeds().due(at(1810), 10).size(), 1u);

  success.lost_entries = 2;
  success.lost_to = Error{ErrorCode::NotFound, "not found (404)"};
  success.crawl_delay = seconds{90};
  feeds().note_success(feed_, success);
  success.lost_entries = 1;
  success.lost_to = Error{ErrorCode::Forbidden, "the server says no (403)"};
  success.crawl_delay.reset();  // not known this time
  success.at = at(11);
  feeds().note_success(feed_, success);
  success.lost_entries = 0;
  success.lost_to.reset();
  success.at = at(12);
  feeds().note_success(feed_, success);
  const FeedHealth told = archive_->reader().feeds_health(at(13)).at(0);
  EXPECT_EQ(told.lost.count, 3);
  EXPECT_EQ(told.lost.last_at, at(11));
  EXPECT_EQ(told.lost.error_code, name(ErrorCode::Forbidden));
  EXPECT_EQ(told.lost.error_message, "the server says no (403)");
  EXPECT_EQ(told.crawl_delay, seconds{90});
  EXPECT_EQ(row().description, std::string(kLongestDescription - 1, 'x')) << "cut at a character";
  parsed.description.clear();

  success.at = at(1810);
  success.parsed = nullptr;  // 304
  success.etag = success.last_modified = "";
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().etag, "\"e1\"") << "a 304 need not repeat the marks";
  success.parsed = &parsed;
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().etag, "") << "a full answer without marks takes them back";
  EXPECT_EQ(row().description.front(), 'x') << "what is known stays where nothing is said";
  const auto health = archive_->reader().feeds_health(at(2000));
  ASSERT_EQ(health.size(), 1u);
  ASSERT_EQ(health[0].oddities.size(), 2u);
  EXPECT_EQ(health[0].oddities[0].kind, "bad_date");
  EXPECT_EQ(health[0].oddities[0].detail, "31 June");
  EXPECT_EQ(sentence(health[0].oddities[0]), "entry 2: \"31 June\" is not a date");
  EXPECT_EQ(sentence(health[0].oddities[1]), "the feed breaks off in the middle");
}

TEST_F(FeedsTest, WhatItsOwnerCallsAFeedStandsOverWhatItCallsItself) {
  OwnersWishes wishes;
  wishes.title = "Mein Bote";
  EXPECT_TRUE(feeds().set_wishes(feed_, wishes, at(1)));
  ParsedFeed parsed;
  parsed.title = "Der Bote";
  FeedSuccess success;
  success.at = at(2);
  success.parsed = &parsed;
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().title, "Mein Bote");
  EXPECT_EQ(archive_->reader().feeds_health(at(3)).at(0).title, "Mein Bote");
  EXPECT_EQ(archive_->reader().feeds_health(at(3)).at(0).owner_title, "Mein Bote");
  const FeedId there = feeds().add({"https://bote.example/new", "", "", "", ""}, at(4)).id;
  feeds().change_address(feed_, "https://bote.example/new", at(5));
  EXPECT_EQ(feeds().find(there)->title, "Mein Bote") << "the name goes along";
  wishes.title = "";
  feeds().set_wishes(feed_, wishes, at(6));
  EXPECT_EQ(row().title, "Der Bote");
  EXPECT_FALSE(feeds().set_wishes(FeedId{99}, wishes, at(7)));
}

TEST_F(FeedsTest, IsPutIntoOneFolder) {
  feeds().put_in_folder(feed_, "Zeitungen");
  feeds().put_in_folder(feed_, "Bayern");
  OwnersWishes wishes;
  wishes.folder = "Region";
  feeds().set_wishes(feed_, wishes, at(1));
  EXPECT_EQ(row().folder, "Region");
  EXPECT_TRUE(feeds().further_folders().empty());
  EXPECT_EQ(row().title, "Bote") << "what is not said stays";
}

TEST_F(FeedsTest, IsMutedAndAskedAgain) {
  PushSubscription push;
  push.hub = "https://hub.example/";
  archive_->pushes().put(feed_, push);
  OwnersWishes wishes;
  wishes.is_muted = true;
  feeds().set_wishes(feed_, wishes, at(1));
  EXPECT_TRUE(row().is_muted);
  EXPECT_TRUE(feeds().due(at(1), 9).empty());
  EXPECT_FALSE(archive_->pushes().of(feed_)) << "nobody shall bring what is not asked for";
  wishes.is_muted = false;
  feeds().set_wishes(feed_, wishes, at(2));
  EXPECT_EQ(feeds().due(at(2), 9).size(), 1u);
  FeedFailure gone;
  gone.at = at(3);
  gone.error = Error{ErrorCode::Gone, "the server says the page is gone (410)"};
  feeds().note_failure(feed_, gone);
  feeds().set_wishes(feed_, wishes, at(4));
  EXPECT_TRUE(row().gone) << "it was not muted";
}

TEST_F(FeedsTest, IsAskedNoMoreOftenThanItsOwnerWants) {
  FeedSuccess success;
  success.at = at(0);
  success.interval = seconds{1800};
  success.next_poll_at = at(1800);
  success.wait_reason = WaitReason::Rhythm;
  const auto every = [this](std::chrono::hours span, int now) {
    OwnersWishes wishes;
    wishes.asked_every = span;
    feeds().set_wishes(feed_, wishes, at(now));
  };
  feeds().note_success(feed_, success);
  every(std::chrono::hours{6}, 60);
  EXPECT_EQ(row().asked_every, std::chrono::hours{6});
  EXPECT_EQ(row().next_poll_at, at(6 * 3600));
  EXPECT_EQ(row().wait_reason, WaitReason::Owner);
  every(std::chrono::hours{2}, 60);
  EXPECT_EQ(row().next_poll_at, at(2 * 3600)) << "sooner again, as only the owner was in the way";
  every({}, 60);
  EXPECT_FALSE(row().asked_every);
  EXPECT_EQ(row().next_poll_at, at(1800));
  every(std::chrono::hours{6}, 60);
  every({}, 3600);
  EXPECT_EQ(row().next_poll_at, at(3600)) << "due by now";

  success.wishes.ttl = std::chrono::hours{3};
  ParsedFeed parsed;
  success.parsed = &parsed;
  success.next_poll_at = at(6 * 3600);
  success.wait_reason = WaitReason::Owner;
  feeds().note_success(feed_, success);
  every({}, 60);
  EXPECT_EQ(row().next_poll_at, at(3 * 3600)) << "what its outlet asks for holds";
  success.next_poll_at = at(9 * 3600);
  success.wait_reason = WaitReason::RetryAfter;
  feeds().note_success(feed_, success);
  every(std::chrono::hours{6}, 60);
  EXPECT_EQ(row().next_poll_at, at(9 * 3600));
  EXPECT_EQ(row().wait_reason, WaitReason::RetryAfter);
}

TEST_F(FeedsTest, FailuresAreCountedUntilTheNextSuccess) {
  FeedFailure failure{
      at(10), {503, 0, {}}, {ErrorCode::ServerFailed, "the server says 503"}, at(600), {}};
  feeds().note_failure(feed_, failure);
  feeds().note_failure(feed_, failure);
  EXPECT_EQ(row().failures, 2);
  EXPECT_EQ(row().error_code, "server_failed");
  EXPECT_EQ(archive_->reader().feeds_health(at(20))[0].error_message, "the server says 503");
  EXPECT_EQ(archive_->reader().progress().feeds_failed, 1);
  EXPECT_EQ(archive_->reader().progress().feeds_asked, 1);
  OwnersWishes wishes;
  wishes.is_muted = true;
  feeds().set_wishes(feed_, wishes, at(30));
  EXPECT_EQ(archive_->reader().progress().feeds, 0);
  EXPECT_EQ(archive_->reader().progress().feeds_asked, 0) << "nobody waits for what is muted";
  EXPECT_EQ(archive_->reader().progress().feeds_failed, 0);
  FeedSuccess success;
  success.at = at(700);
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().failures, 0);
  EXPECT_EQ(row().error_code, "");
}

TEST_F(FeedsTest, ItsRhythmAndItsWishesAreKept) {
  ParsedFeed parsed;
  FeedSuccess success;
  success.at = at(10);
  success.parsed = &parsed;
  success.next_poll_at = at(3610);
  success.interval = seconds{1800};
  success.wait_reason = WaitReason::Ttl;
  success.wishes = {seconds{3600}, 1U << 3, 1U << 6};
  success.rhythm.watched_from = at(-5000);
  success.rhythm.watched_until = at(10);
  success.rhythm.recent_articles = 2.5;
  success.rhythm.recent_hours = 71.25;
  success.rhythm.entries = 40;
  success.rhythm.arrivals[7] = 0.1F;
  success.rhythm.arrivals[167] = 12345.5F;
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().rhythm, success.rhythm);
  EXPECT_EQ(row().wishes, success.wishes);
  EXPECT_EQ(row().wait_reason, WaitReason::Ttl);
  const FeedHealth health = archive_->reader().feeds_health(at(20))[0];
  EXPECT_EQ(health.rhythm, success.rhythm);
  EXPECT_EQ(health.wishes, success.wishes);
  EXPECT_EQ(health.wait_reason, WaitReason::Ttl);

  success.parsed = nullptr;  // 304: what the feed wants stands
  success.wishes = {};
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().wishes.skip_days, 1U << 6);
  success.parsed = &parsed;
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().wishes, OutletWishes{}) << "a whole answer without wishes takes them back";
  EXPECT_DOUBLE_EQ(feeds().polls_per_hour(), 2);
  ASSERT_EQ(feeds().rhythms().size(), 1u);
  EXPECT_EQ(feeds().rhythms()[0], success.rhythm);
  feeds().note_failure(feed_, {at(30), {}, {ErrorCode::TimedOut, "late"}, at(90), {}});
  EXPECT_EQ(row().wait_reason, WaitReason::Unknown) << "as the caller said";
  EXPECT_EQ(row().rhythm, success.rhythm) << "failures teach nothing";
  EXPECT_TRUE(feeds().remove(feed_));
  EXPECT_TRUE(feeds().rhythms().empty());
}

TEST_F(FeedsTest, ADamagedRhythmIsLearnedAnew) {
  FeedSuccess success;
  success.rhythm.watched_until = at(10);
  feeds().note_success(feed_, success);
  EXPECT_TRUE(row().rhythm.is_known());
  archive_->writer().db.run("UPDATE feed_rhythm SET arrivals = x'00112233'");
  EXPECT_FALSE(row().rhythm.is_known());
  archive_->writer().db.run(
      "UPDATE feed_rhythm SET arrivals = CAST(x'ffffffff' || zeroblob(668) AS BLOB)");
  EXPECT_FALSE(row().rhythm.is_known()) << "not a number";
}

TEST_F(FeedsTest, ThoseNeverAskedComeFirst) {
  FeedSuccess success;
  success.next_poll_at = at(20);
  feeds().note_success(feed_, success);
  const FeedId fresh = feeds().add({"https://b.example/", "", "", "", ""}, at(100)).id;
  const auto due = feeds().due(at(200), 1);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].id, fresh);
}

TEST_F(FeedsTest, AGoneFeedIsNotAskedAgain) {
  feeds().note_failure(feed_,
                       {at(10), {410, 0, {}}, {ErrorCode::Gone, "gone"}, at(20), WaitReason::Gone});
  EXPECT_TRUE(feeds().due(at(99999), 10).empty());
  feeds().poll_now(at(99999));
  EXPECT_TRUE(feeds().due(at(99999), 10).empty());
}

TEST_F(FeedsTest, PermanentRedirectsAreCountedWhileTheyPointAtOnePlace) {
  FeedSuccess success;
  success.redirect_url = "https://bote.example/new";
  for (int i = 1; i <= 3; ++i) {
    feeds().note_success(feed_, success);
    EXPECT_EQ(row().redirect_count, i);
  }
  success.redirect_url = "https://bote.example/newer";
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().redirect_count, 1);
  const std::string before = row().url;
  EXPECT_EQ(archive_->reader().feeds_health(at(9)).at(0).redirect_url, success.redirect_url);
  EXPECT_EQ(feeds().change_address(feed_, "https://bote.example/newer", at(9)),
            Feeds::Moved::There);
  EXPECT_EQ(row().url, "https://bote.example/newer");
  EXPECT_EQ(row().redirect_count, 0);
  const FeedHealth health = archive_->reader().feeds_health(at(9)).at(0);
  EXPECT_EQ(health.moved_from, before);
  EXPECT_EQ(health.moved_at, at(9));
}

TEST_F(FeedsTest, OneThatMovesToWhereAnotherIsEndsAndPassesOnWhatItHas) {
  const FeedId there = feeds().add({"https://new.example/feed", "", "", "", ""}, at(0)).id;
  const FeedId old =
      feeds().add({"https://old.example/feed", "", "", "Sport/Turnen", ""}, at(0)).id;
  feeds().note_entries(old, std::vector<std::string>{"tag:1", "tag:2"}, at(5));
  feeds().note_entries(there, std::vector<std::string>{"tag:2"}, at(9));
  EXPECT_EQ(feeds().change_address(old, "https://new.example/feed", at(10)),
            Feeds::Moved::IntoAnother);
  EXPECT_TRUE(feeds().has_entry(there, "tag:1"));
  EXPECT_TRUE(feeds().has_entry(there, "tag:2"));
  EXPECT_EQ(feeds().find(there)->folder, "Sport/Turnen");
  const FeedRow ended = *feeds().find(old);
  EXPECT_TRUE(ended.gone);
  EXPECT_EQ(ended.merged_into, "https://new.example/feed");
  for (const auto& due : feeds().due(at(99999), 10)) EXPECT_NE(due.id, old);
}

TEST_F(FeedsTest, OneThatMovesToWhereAnEndedOneIsTakesItUpAgain) {
  const FeedId there = feeds().add({"https://new.example/feed", "", "", "", ""}, at(0)).id;
  feeds().note_failure(there,
                       {at(1), {410, 0, {}}, {ErrorCode::Gone, "gone"}, at(9), WaitReason::Gone});
  feeds().change_address(feed_, "https://new.example/feed", at(10));
  EXPECT_FALSE(feeds().find(there)->gone);
  EXPECT_EQ(feeds().find(there)->next_poll_at, at(10));
}

TEST_F(FeedsTest, AMovedOneThatAListBroughtGoesWithTheListOnlyIfTheOtherWouldHave) {
  Lists lists(archive_->writer());
  const auto read = [&](const std::string& list, const std::string& feed) {
    lists.follow({list, "", ""}, at(0));
    Lists::Reading reading;
    reading.changes.added.push_back({feed, "", "", "", ""});
    lists.note_reading(lists.find(list)->id, reading);
  };
  read("https://list.example/1", "https://old.example/feed");
  read("https://list.example/2", "https://two.example/feed");
  read("https://list.example/3", "https://new.example/feed");
  const auto end = [&](const std::string& list, const std::string& feed) {
    Lists::Reading reading;
    reading.changes.gone.push_back(feed);
    lists.note_reading(lists.find(list)->id, reading);
  };
  feeds().change_address(feeds().find("https://old.example/feed")->id, row().url, at(1));
  end("https://list.example/1", "https://old.example/feed");
  EXPECT_TRUE(feeds().find(feed_)) << "its owner has it";
  feeds().change_address(feeds().find("https://two.example/feed")->id, "https://new.example/feed",
                         at(1));
  end("https://list.example/2", "https://two.example/feed");
  EXPECT_TRUE(feeds().find("https://new.example/feed")) << "the other list has it";
  end("https://list.example/3", "https://new.example/feed");
  EXPECT_FALSE(feeds().find("https://new.example/feed"));
}

const FeedOptions kAllOptions{"Leser/1", "sitzung=tee", "anna", "geheim",
                              "socks5h://me:hush@127.0.0.1:9050"};

TEST_F(FeedsTest, OptionsAreKeptWithTheFeedAndGoWithIt) {
  EXPECT_EQ(row().options, FeedOptions());
  FeedSuccess success;
  success.at = at(10);
  success.etag = "\"e1\"";
  success.next_poll_at = at(9999);
  feeds().note_success(feed_, success);
  EXPECT_TRUE(feeds().set_options(feed_, kAllOptions, at(20)));
  EXPECT_EQ(row().options, kAllOptions);
  EXPECT_EQ(feeds().asked(feed_).options, kAllOptions);
  EXPECT_EQ(feeds().asked(feed_).url, "https://bote.example/feed");
  EXPECT_EQ(row().etag, "");  // whoever asks in another way may get another feed
  EXPECT_EQ(row().next_poll_at, at(20));
  EXPECT_TRUE(feeds().set_options(feed_, {}, at(30)));
  EXPECT_EQ(row().options, FeedOptions());
  EXPECT_FALSE(feeds().set_options(FeedId{99}, kAllOptions, at(30)));
  const FeedId born =
      feeds().add({"https://b.example/f", "", "", "", "", {}, {}, false, kAllOptions}, at(40)).id;
  EXPECT_EQ(feeds().find(born)->options, kAllOptions);
  // An import does not change what the owner has set since.
  feeds().add({"https://b.example/f", "", "", "", "", {}, {}, false, {"x", "", "", "", ""}},
              at(41));
  EXPECT_EQ(feeds().find(born)->options, kAllOptions);
  EXPECT_TRUE(feeds().remove(born));
  Connection& db = archive_->writer().db;
  EXPECT_EQ(db.one<int>("SELECT count(*) FROM feed_options"), 0);
  EXPECT_EQ(feeds().asked(born).url, "");
}

TEST_F(FeedsTest, OfOptionsOnlyThatTheyAreSetIsShown) {
  feeds().set_options(feed_, kAllOptions, at(20));
  const auto health = archive_->reader().feeds_health(at(30));
  EXPECT_EQ(health.at(0).options,
            (FeedOptionsShown{"Leser/1", "socks5h://127.0.0.1:9050", true, true}));
}

TEST_F(FeedsTest, WhatWasAskedWithOtherOptionsIsNotHeldAgainstThoseOfNow) {
  feeds().set_options(feed_, kAllOptions, at(20));
  FeedFailure failure;
  failure.at = at(30);
  failure.error = {ErrorCode::Gone, "the page is gone (410)"};
  failure.next_poll_at = at(9999);
  failure.wait_reason = WaitReason::Gone;
  failure.asked_with = FeedOptions();
  const FeedRow before = row();
  feeds().note_failure(feed_, failure);
  EXPECT_FALSE(row().gone);
  EXPECT_EQ(row().failures, 0);
  EXPECT_EQ(row().error_message, "");
  EXPECT_EQ(row().next_poll_at, before.next_poll_at);
  EXPECT_EQ(row().last_attempt_at, before.last_attempt_at);
  Connection& db = archive_->writer().db;
  EXPECT_EQ(db.one<int>("SELECT count(*) FROM fetch_log WHERE error_code = 'gone'"), 1);

  ParsedFeed parsed;
  const std::vector<SitemapMark> marks{{"https://bote.example/map", "\"m\"", ""}};
  FeedSuccess success;
  success.at = at(40);
  success.parsed = &parsed;
  success.etag = "\"e\"";
  success.sitemaps = marks;
  success.next_poll_at = at(9999);
  success.asked_with = FeedOptions();
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().last_success_at, at(40));
  EXPECT_EQ(row().etag, "");
  EXPECT_EQ(row().next_poll_at, at(40));
  EXPECT_TRUE(feeds().sitemap_marks(feed_).empty());

  success.asked_with = failure.asked_with = kAllOptions;
  feeds().note_success(feed_, success);
  EXPECT_EQ(row().etag, "\"e\"");
  EXPECT_EQ(row().next_poll_at, at(9999));
  EXPECT_EQ(feeds().sitemap_marks(feed_).size(), 1u);
  feeds().note_failure(feed_, failure);
  EXPECT_TRUE(row().gone);
}

TEST_F(FeedsTest, PagesThatWereRefusedAreTriedAgainWhenTheirFeedIsAskedOtherwise) {
  const FeedId other = feeds().add({"https://andere.example/feed", "", "", "", ""}, at(0)).id;
  const auto put = [&](const char* word, FeedId feed, ErrorCode code,
                       std::optional<std::chrono::sys_seconds> retry_at) {
    Article article = make_article("Der Bote", word, word, word);
    article.origin = Origin::Feed;
    AcceptTransaction accept = archive_->begin_accept();
    const auto accepted =
        accept.put_article({article, feed, Error{code, "no"}, retry_at}, terms_of(article), at(1));
    accept.commit();
    return accepted.id;
  };
  const ArticleId refused = put("a", feed_, ErrorCode::Forbidden, at(90'000));
  put("b", feed_, ErrorCode::TimedOut, at(90'000));
  put("c", feed_, ErrorCode::Forbidden, std::nullopt);  // tried often enough
  put("d", other, ErrorCode::Forbidden, at(90'000));
  feeds().set_options(feed_, kAllOptions, at(20));
  const auto due = archive_->page_retries(at(20), 9);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].article, refused);
}

TEST_F(FeedsTest, AFailureOfAPageIsJudgedByTheOptionsItWasAskedWith) {
  Article article = make_article("Der Bote", "a", "a", "a");
  article.origin = Origin::Feed;
  const Error refusal{ErrorCode::Forbidden, "no"};
  AcceptTransaction accept = archive_->begin_accept();
  const ArticleId id =
      accept.put_article({article, feed_, refusal, at(10)}, terms_of(article), at(1)).id;
  accept.commit();
  feeds().set_options(feed_, kAllOptions, at(20));
  archive_->note_page_failure(id, refusal, at(90'000), FeedOptions());
  const auto due = archive_->page_retries(at(20), 9);
  ASSERT_EQ(due.size(), 1u) << "it was asked for without what is set now";
  EXPECT_EQ(due[0].failures, 1);
  archive_->note_page_failure(id, refusal, at(90'000), kAllOptions);
  EXPECT_TRUE(archive_->page_retries(at(20), 9).empty());
  EXPECT_EQ(archive_->page_retries(at(90'000), 9).at(0).failures, 2);
}

TEST_F(FeedsTest, APageRefusedOnItsWayIsTriedAgainAtOnceWhenItsFeedIsAskedOtherwise) {
  const auto submit = [&](const char* word, const FeedOptions& asked_with) {
    Submission words;
    words.article = make_article("Der Bote", word, word, word);
    words.article.origin = Origin::Feed;
    words.feed = feed_;
    words.page_error = Error{ErrorCode::Forbidden, "no"};
    words.page_retry_at = at(90'000);
    words.asked_with = asked_with;
    ASSERT_TRUE(archive_->intake().append(words, at(20)));
  };
  const auto accept_all = [&](const std::vector<IntakeEntry>& entries) {
    AcceptTransaction accept = archive_->begin_accept();
    for (const IntakeEntry& entry : entries) {
      accept.put_article(entry.submission, terms_of(entry.submission.article), at(21), {entry.id});
    }
    accept.commit();
  };
  submit("a", {});
  // Taken from the intake, not yet accepted, when the owner changes his mind.
  const Intake::Batch taken = archive_->intake().take(9);
  feeds().set_options(feed_, kAllOptions, at(20));
  accept_all(taken.entries);
  EXPECT_EQ(archive_->page_retries(at(20), 9).size(), 1u);
  submit("b", {});  // was asked for before he did
  submit("c", kAllOptions);
  accept_all(archive_->intake().take(9).entries);
  EXPECT_EQ(archive_->page_retries(at(20), 9).size(), 2u) << "the third was asked as is wanted now";
  EXPECT_EQ(archive_->page_retries(at(90'000), 9).size(), 3u);
}

TEST_F(FeedsTest, AHubIsLetGoWhereItMustNotKnow) {
  PushSubscription push;
  push.hub = "https://hub.example/";
  push.token = "t";
  archive_->pushes().put(feed_, push);
  feeds().set_options(feed_, {"Leser/1", "", "", "", ""}, at(20));
  EXPECT_TRUE(archive_->pushes().of(feed_));
  feeds().set_options(feed_, {"", "a=b", "", "", ""}, at(20));
  EXPECT_FALSE(archive_->pushes().of(feed_));
}

TEST_F(FeedsTest, OptionsMoveAlongButSecretsStayWithTheirServer) {
  feeds().set_options(feed_, kAllOptions, at(20));
  feeds().change_address(feed_, "https://bote.example/new", at(30));
  EXPECT_EQ(row().options, kAllOptions);
  feeds().change_address(feed_, "https://andere.example/new", at(40));
  EXPECT_EQ(row().options, (FeedOptions{"Leser/1", "", "", "", kAllOptions.proxy}));
  // Into another subscription: where that one has none of its own.
  feeds().set_options(feed_, kAllOptions, at(50));
  const FeedId there = feeds().add({"https://andere.example/there", "", "", "", ""}, at(50)).id;
  feeds().change_address(feed_, "https://andere.example/there", at(60));
  EXPECT_EQ(feeds().find(there)->options, kAllOptions);
  const FeedId own = feeds().add({"https://andere.example/own", "", "", "", ""}, at(70)).id;
  feeds().set_options(own, {"Eigen/1", "", "", "", ""}, at(70));
  feeds().change_address(there, "https://andere.example/own", at(80));
  EXPECT_EQ(feeds().find(own)->options, (FeedOptions{"Eigen/1", "", "", "", ""}));
}

TEST_F(FeedsTest, TheStoreIsItsOwnersAlone) {
  namespace fs = std::filesystem;
  const auto mode_of = [](const fs::path& file) {
    return fs::status(file).permissions() & fs::perms::mask;
  };
  constexpr auto kOwner = fs::perms::owner_read | fs::perms::owner_write;
  const fs::path store = archive_->path();
  EXPECT_EQ(mode_of(store), kOwner);
  EXPECT_EQ(mode_of(store.string() + "-wal"), kOwner);
  // Also one that an earlier program left readable.
  archive_.reset();
  fs::permissions(store, kOwner | fs::perms::group_read | fs::perms::others_read);
  archive_ = open_or_throw(folder_.path());
  EXPECT_EQ(mode_of(store), kOwner);
  const fs::path backup = folder_.path() / "copy.db";
  ASSERT_TRUE(back_up(*archive_, backup));
  EXPECT_EQ(mode_of(backup), kOwner);
}

TEST_F(FeedsTest, EntriesAreKnownUnderTheKeysTheyWereNotedUnder) {
  EXPECT_FALSE(feeds().has_entry(feed_, "tag:1"));
  feeds().note_entries(feed_, std::vector<std::string>{"tag:1", "https://bote.example/2"}, at(1));
  feeds().note_entries(feed_, std::vector<std::string>{"https://bote.example/2"}, at(2));
  EXPECT_TRUE(feeds().has_entry(feed_, "tag:1"));
  EXPECT_TRUE(feeds().has_entry(feed_, "https://bote.example/2"));
  const FeedId other = feeds().add({"https://b.example/", "", "", "", ""}, at(0)).id;
  EXPECT_FALSE(feeds().has_entry(other, "tag:1"));
  feeds().rename_entry(feed_, "tag:1", "tag:2", at(3));
  EXPECT_FALSE(feeds().has_entry(feed_, "tag:1"));
  EXPECT_TRUE(feeds().has_entry(feed_, "tag:2"));
  feeds().rename_entry(feed_, "tag:2", "https://bote.example/2", at(4));
  EXPECT_TRUE(feeds().has_entry(feed_, "https://bote.example/2")) << "two become one";
  feeds().rename_entry(feed_, "tag:9", "tag:8", at(5));
  EXPECT_FALSE(feeds().has_entry(feed_, "tag:8")) << "there was nothing to rename";
}

TEST_F(FeedsTest, AnOutletsNewestAddressesBeginWithThoseThatWait) {
  for (int i = 1; i <= 3; ++i) {
    Article article = make_article("Der Bote", "a" + std::to_string(i), "a", "a");
    article.canonical_url = "https://bote.example/" + std::to_string(i);
    if (i == 3) {
      ASSERT_TRUE(archive_->intake().append({article, feed_, {}, {}}, at(i)));
      continue;
    }
    AcceptTransaction accept = archive_->begin_accept();
    accept.put_article({article, FeedId{}, {}, {}}, terms_of(article), at(i));
    accept.commit();
  }
  FeedSuccess success;
  EXPECT_EQ(feeds().newest_addresses(feed_, 9), std::vector<std::string>{"https://bote.example/3"})
      << "its outlet is not known yet";
  success.outlet = "Der Bote";
  feeds().note_success(feed_, success);
  EXPECT_EQ(feeds().newest_addresses(feed_, 9),
            (std::vector<std::string>{"https://bote.example/3", "https://bote.example/2",
                                      "https://bote.example/1"}));
  EXPECT_EQ(feeds().newest_addresses(feed_, 1),
            (std::vector<std::string>{"https://bote.example/3", "https://bote.example/2"}));
}

TEST_F(FeedsTest, SayHowManyOfTheNewestStandInTheirWordsAlone) {
  const auto put = [this](int number, Origin origin, std::optional<Error> error) {
    const std::string slug = "a" + std::to_string(number);
    Article article = make_article("Der Bote", slug, slug, slug);
    article.origin = origin;
    AcceptTransaction accept = archive_->begin_accept();
    accept.put_article({article, feed_, error, {}}, terms_of(article), at(number));
    accept.commit();
  };
  const auto share = [this] { return archive_->reader().feeds_health(at(99)).at(0).words_alone; };
  EXPECT_EQ(share().of, 0);
  EXPECT_FALSE(share().is_all());
  const Error forbidden{ErrorCode::Forbidden, "the server says no (403)"};
  for (int i = 0; i < 4; ++i) put(i, Origin::Feed, forbidden);
  EXPECT_EQ(share().articles, 4);
  EXPECT_FALSE(share().is_all()) << "too few to tell";
  put(4, Origin::Feed, forbidden);
  EXPECT_TRUE(share().is_all());
  EXPECT_TRUE(archive_->reader().feeds_health(at(99)).at(0).is_failing());
  EXPECT_EQ(archive_->reader().failing_feeds(), 1);
  put(5, Origin::Feed, Error{ErrorCode::TimedOut, "no answer"});
  put(6, Origin::Feed, {});  // its page was not asked for
  put(7, Origin::Page, {});
  EXPECT_EQ(share().of, 8);
  EXPECT_EQ(share().articles, 6);
  EXPECT_EQ(share().error_code, "forbidden");
  EXPECT_EQ(share().error_message, "the server says no (403)");
  EXPECT_FALSE(share().is_only_reason);
  EXPECT_FALSE(share().is_all());
  for (int i = 8; i < 28; ++i) put(i, Origin::Page, {});
  EXPECT_EQ(share().of, 20);
  EXPECT_EQ(share().articles, 0) << "the older ones do not count any more";
  EXPECT_EQ(archive_->reader().failing_feeds(), 0);
}

TEST_F(FeedsTest, AsManyAreCountedAsFailingAsTheirHealthSaysSoOf) {
  int articles = 0;
  // From the oldest to the newest, a letter each: p for one from its page, w for the feed's words.
  const auto add = [&](const char* error, const std::string& origins) {
    const std::string host = "f" + std::to_string(feeds().list().size());
    const FeedId id = feeds().add({"https://" + host + ".example/", "", "", "", ""}, at(0)).id;
    AcceptTransaction accept = archive_->begin_accept();
    for (const char origin : origins) {
      const std::string slug = "a" + std::to_string(articles);
      Article article = make_article("Der Bote", slug, slug, slug);
      article.origin = origin == 'p' ? Origin::Page : Origin::Feed;
      std::optional<Error> why;
      if (origin == 'w') why = Error{ErrorCode::Forbidden, "the server says no (403)"};
      if (origin == 'n') why = Error{ErrorCode::InvalidInput, "the entry has no address"};
      accept.put_article({article, id, why, {}}, terms_of(article), at(++articles));
    }
    accept.commit();
    FeedFailure failure;
    failure.error.code = error == std::string_view("gone") ? ErrorCode::Gone : ErrorCode::TimedOut;
    if (*error != '\0') feeds().note_failure(id, failure);
    return id;
  };
  const struct {
    const char* error;
    const char* origins;
    bool is_failing;
  } kCases[] = {{"", "", false},
                {"", "ppppp", false},
                {"timed out", "", true},
                {"timed out", "ppppp", true},
                {"gone", "ppppp", true},
                {"", "wwwww", true},
                {"", "wwww", false},
                {"", "wwwwwwp", false},
                {"", "pwwwwww", false},
                {"", "wwwwwf", false},
                {"", "nnnnnn", false},
                {"", "pppwwwwwwwwwwwwwwwwwwww", true},
                {"timed out", "wwwww", true}};
  const auto counted = [this] {
    const std::vector<FeedHealth> all = archive_->reader().feeds_health(at(999));
    const auto failing = std::count_if(all.begin(), all.end(),
                                       [](const FeedHealth& feed) { return feed.is_failing(); });
    EXPECT_EQ(archive_->reader().failing_feeds(), failing);
    return failing;
  };
  OwnersWishes mute;
  mute.is_muted = true;
  for (const auto& [error, origins, is_failing] : kCases) {
    const auto before = counted();
    const FeedId id = add(error, origins);
    EXPECT_EQ(counted() - before, is_failing ? 1 : 0) << error << ", " << origins;
    feeds().set_wishes(id, mute, at(999));
    EXPECT_EQ(counted(), before) << "muted: " << error << ", " << origins;
    // For the next ones to be counted beside it.
    if (is_failing) add(error, origins);
  }
  EXPECT_EQ(counted(), 6);
}

TEST_F(FeedsTest, ARemovedFeedLeavesItsArticles) {
  Article article = make_article("Der Bote", "a", "a", "a");
  {
    AcceptTransaction accept = archive_->begin_accept();
    accept.put_article({article, feed_, {}, {}}, terms_of(article), at(3 * 86400));
    accept.commit();
  }
  EXPECT_EQ(archive_->reader().failing_feeds(), 0);
  const auto health = archive_->reader().feeds_health(at(4 * 86400));
  EXPECT_EQ(health[0].articles, 1);
  EXPECT_EQ(health[0].newest_article_at, at(3 * 86400));
  EXPECT_NEAR(health[0].articles_per_day, 0.25, 1e-9);
  EXPECT_TRUE(feeds().remove(feed_));
  EXPECT_FALSE(feeds().remove(feed_));
  EXPECT_TRUE(archive_->has_article(article.canonical_url));
  feeds().note_success(feed_, {});  // a poll that was under way
  feeds().note_entries(feed_, std::vector<std::string>{"x"}, at(0));
  EXPECT_TRUE(feeds().list().empty());
  EXPECT_EQ(archive_->reader().outlet_page("der-bote", {})->list.articles.size(), 1u);
  EXPECT_EQ(check(*archive_), std::vector<std::string>{});
}

TEST_F(FeedsTest, OutletsHaveAddressesOfTheirOwn) {
  const std::pair<const char*, const char*> kSlugs[] = {
      {"Süddeutscher Bote", "sueddeutscher-bote"},
      {"  L'Écho — du Nord! ", "l-echo-du-nord"},
      {"Süddeutscher  Bote", "sueddeutscher-bote-2"},
      {"Газета", "outlet"},
      {"新聞", "outlet-2"}};
  int number = 0;
  for (const auto& [name, slug] : kSlugs) {
    ++number;
    accept_one(*archive_, make_article(name, "s" + std::to_string(number), "t", "t"), at(number));
    const auto page = archive_->reader().outlet_page(slug, {});
    ASSERT_TRUE(page) << slug;
    EXPECT_EQ(page->outlet.name, name);
  }
  EXPECT_EQ(archive_->reader().outlets().size(), 5u);
  EXPECT_FALSE(archive_->reader().outlet_page("nobody", {}));
}

TEST_F(FeedsTest, ALimitOfTheOwnersHoldsForArticlesThatAreHereBesideTheOutletsOwn) {
  const ArticleId plain =
      accept_one(*archive_, make_article("Der Bote", "a", "kopf", "text"), at(1)).id;
  Article bound = make_article("Der Bote", "b", "anderer kopf", "anderer text");
  bound.rights.robots = "max-snippet:90";
  const ArticleId limited = accept_one(*archive_, bound, at(2)).id;
  const ArticleId other =
      accept_one(*archive_, make_article("Das Blatt", "c", "dritter kopf", "text"), at(3)).id;
  const auto most = [&](ArticleId id) { return archive_->reader().article_card(id)->most_quoted; };
  const OutletId outlet = archive_->reader().article_card(plain)->outlet;
  Outlets outlets(archive_->writer());
  EXPECT_TRUE(outlets.limit_excerpts(outlet, 120));
  EXPECT_EQ(most(plain), 120);
  EXPECT_EQ(most(limited), 90);
  EXPECT_EQ(most(other), std::nullopt);
  EXPECT_EQ(archive_->reader().outlet_page("der-bote", {})->outlet.most_quoted, 120);
  EXPECT_TRUE(outlets.limit_excerpts(outlet, 0));
  EXPECT_EQ(most(limited), 0);
  EXPECT_EQ(archive_->reader().article_page(limited)->card.owners_limit, 0);
  EXPECT_TRUE(outlets.limit_excerpts(outlet, std::nullopt));
  EXPECT_EQ(most(plain), std::nullopt);
  EXPECT_EQ(most(limited), 90);
  EXPECT_FALSE(outlets.limit_excerpts(OutletId{99}, 1));
}

}  // namespace
}  // namespace depesche
