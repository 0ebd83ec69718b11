#include "fetch/websub.h"

#include <gtest/gtest.h>

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_seconds;

constexpr sys_seconds kPushNow{std::chrono::sys_days{std::chrono::year{2030} / 5 / 4} + 10h};

PushSubscription asked() {
  PushSubscription push;
  push.hub = "https://hub.example/";
  push.topic = "https://bote.example/feed";
  push.token = "3f";
  push.callback = "https://we.example/websub/3f";
  push.secret = "Jefe";
  return push;
}

HubQuestion question(const char* lease = "864000") {
  return {"subscribe", "https://bote.example/feed", "echo me", lease, ""};
}

PushSubscription verified() { return answer_hub(asked(), question(), kPushNow).push; }

TEST(PushOffer, TakesTheHeaderBeforeTheFeed) {
  const std::vector<std::string> header{"https://h.example/"}, feed{"https://f.example/"}, none;
  const auto offer = [](const NamedHubs& one, const NamedHubs& two) {
    const auto found = push_offers(one, two, "https://bote.example/feed");
    return found.empty() ? std::string() : found[0].hub + " " + found[0].topic;
  };
  EXPECT_EQ(offer({header, "https://b.example/self"}, {feed, "https://b.example/other"}),
            "https://h.example/ https://b.example/self");
  EXPECT_EQ(offer({none, ""}, {feed, "https://b.example/other"}),
            "https://f.example/ https://b.example/other");
  EXPECT_EQ(offer({header, ""}, {none, ""}), "https://h.example/ https://bote.example/feed");
  EXPECT_EQ(offer({header, "javascript:x"}, {none, ""}),
            "https://h.example/ https://bote.example/feed");
  EXPECT_EQ(offer({none, "https://b.example/self"}, {none, ""}), "");
  const std::vector<std::string> odd{"mailto:hub@example.org", "ftp://h.example/", "//"};
  EXPECT_EQ(offer({odd, ""}, {none, ""}), "");
}

TEST(PushOffer, KnowsTheHubOfYoutubesChannels) {
  const std::string hub = "https://pubsubhubbub.appspot.com/";
  const std::string self = "http://www.youtube.com/feeds/videos.xml?channel_id=UC_x-1";
  for (const std::string address :
       {"https://www.youtube.com/feeds/videos.xml?channel_id=UC_x-1",
        "http://youtube.com/feeds/videos.xml?hl=de&channel_id=UC_x-1&x=1", self.c_str()}) {
    const auto offers = push_offers({}, {{}, self}, address);
    ASSERT_EQ(offers.size(), 2u) << address;
    EXPECT_EQ(offers[0].hub, hub);
    EXPECT_EQ(offers[0].topic, "https://www.youtube.com/feeds/videos.xml?channel_id=UC_x-1");
    EXPECT_EQ(offers[1].hub, hub);
    EXPECT_EQ(offers[1].topic, "https://www.youtube.com/xml/feeds/videos.xml?channel_id=UC_x-1");
  }
  for (const std::string_view address :
       {"https://www.youtube.com/feeds/videos.xml?playlist_id=PL1",
        "https://www.youtube.com/feeds/videos.xml?channel_id=",
        "https://www.youtube.com/feeds/videos.xml?channel_id=UC%26hub.mode",
        "https://www.youtube.com/feeds/videos.xml?my_channel_id=UC",
        "https://www.youtube.com/feeds/videos.xml", "https://www.youtube.com/channel_id=UC",
        "https://youtube.example/feeds/videos.xml?channel_id=UC",
        "https://bote.example/?channel_id=UC"}) {
    EXPECT_TRUE(push_offers({}, {{}, self}, address).empty()) << address;
  }
  const std::vector<std::string> named{"https://h.example/"};
  const auto offers = push_offers({}, {named, self}, self);
  ASSERT_EQ(offers.size(), 1u) << "should they name one, that counts";
  EXPECT_EQ(offers[0].topic, self);
}

TEST(WebSub, AsksInTheFormOfTheStandard) {
  PushSubscription push = asked();
  push.topic = "https://bote.example/feed?a=1&b=ü";
  EXPECT_EQ(subscribe_form(push),
            "hub.callback=https%3A%2F%2Fwe.example%2Fwebsub%2F3f&hub.mode=subscribe"
            "&hub.topic=https%3A%2F%2Fbote.example%2Ffeed%3Fa%3D1%26b%3D%C3%BC"
            "&hub.lease_seconds=864000&hub.secret=Jefe");
}

TEST(WebSub, EchoesOnlyWhatItAskedFor) {
  const HubAnswer good = answer_hub(asked(), question(), kPushNow);
  EXPECT_EQ(good.status, 200);
  EXPECT_EQ(good.body, "echo me");
  EXPECT_EQ(good.push.stage, PushStage::Verified);
  EXPECT_EQ(good.push.expires_at, kPushNow + days(10));
  EXPECT_EQ(good.push.next_step_at, kPushNow + days(8)) << "renewed before it ends";

  HubQuestion other = question();
  other.topic = "https://evil.example/feed";
  HubQuestion ends = question();
  ends.mode = "unsubscribe";
  HubQuestion empty = question();
  empty.challenge = "";
  HubQuestion huge = question();
  huge.challenge.assign(1 << 20, 'x');
  for (const HubQuestion& wrong : {other, ends, empty, huge}) {
    for (const PushSubscription& push : {asked(), verified()}) {
      const HubAnswer answer = answer_hub(push, wrong, kPushNow);
      EXPECT_EQ(answer.status, 404) << wrong.mode << wrong.topic;
      EXPECT_EQ(answer.body, "");
      EXPECT_EQ(answer.push, push) << "a wrong question changes nothing";
    }
  }
}

TEST(WebSub, BelievesNoOddLease) {
  const struct {
    const char* lease;
    std::chrono::seconds expires, renewed;
  } kCases[] = {{"", days(10), days(8)},
                {"-5", days(10), days(8)},
                {"0", days(10), days(8)},
                {"12x", days(10), days(8)},
                {"99999999999999999999", days(10), days(8)},
                {"9999999999", days(30), days(24)},
                {"10", 10s, 1h}};  // ended soon, but the hub is not asked every ten seconds
  for (const auto& [lease, expires, renewed] : kCases) {
    const PushSubscription push = answer_hub(asked(), question(lease), kPushNow).push;
    EXPECT_EQ(push.expires_at, kPushNow + expires) << lease;
    EXPECT_EQ(push.next_step_at, kPushNow + renewed) << lease;
  }
}

TEST(WebSub, ADenialIsRememberedAndAskedAboutLater) {
  HubQuestion denied = question();
  denied.mode = "denied";
  denied.reason = std::string(5000, 'n');
  const HubAnswer answer = answer_hub(verified(), denied, kPushNow);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.push.stage, PushStage::Failed);
  EXPECT_LT(answer.push.last_reason.size(), 400u);
  EXPECT_EQ(push_state(answer.push, kPushNow), PushState::Failed);
  EXPECT_EQ(answer_hub(answer.push, question(), kPushNow).status, 404) << "not asked for any more";
}

TEST(WebSub, AsksLaterEachTimeAHubDoesNotAnswer) {
  PushSubscription push = asked();
  std::chrono::seconds before{0};
  for (int i = 0; i < 20; ++i) {
    push = after_asking(push, Error{ErrorCode::Unreachable, "nobody there"}, kPushNow);
    const auto wait = push.next_step_at - kPushNow;
    EXPECT_GE(wait, before);
    EXPECT_LE(wait, days(7));
    before = wait;
  }
  EXPECT_EQ(push.last_reason, "nobody there");
  push = after_asking(push, Result<void>{}, kPushNow);
  EXPECT_EQ(push.stage, PushStage::Asked);
  EXPECT_EQ(answer_hub(push, question(), kPushNow).push.failures, 0);
}

TEST(WebSub, ARenewalLeavesTheLeaseInForce) {
  PushSubscription push = verified();
  const sys_seconds due = push.next_step_at;
  push = after_asking(push, Result<void>{}, due);
  EXPECT_EQ(push.stage, PushStage::Verified);
  EXPECT_EQ(push.expires_at, kPushNow + days(10));
  push = answer_hub(push, question(), due).push;
  EXPECT_EQ(push.expires_at, due + days(10));
  // A hub that asks back before it answers the request.
  EXPECT_EQ(after_asking(verified(), Result<void>{}, kPushNow), verified());
}

TEST(WebSub, ARenewalThatFailsLeavesTheLeaseInForceUntilItEnds) {
  PushSubscription push = verified();
  const Error nobody{ErrorCode::Unreachable, "nobody there"};
  push = after_asking(push, nobody, kPushNow + days(8));
  EXPECT_EQ(push.stage, PushStage::Verified);
  EXPECT_EQ(push.next_step_at, kPushNow + days(8) + 1h);
  push = after_asking(push, nobody, kPushNow + days(11));
  EXPECT_EQ(push.stage, PushStage::Failed);
}

TEST(WebSub, AHubThatNeverAsksBackIsAskedLessAndLess) {
  PushSubscription push = asked();
  std::chrono::seconds before{0};
  for (int i = 0; i < 20; ++i) {
    const sys_seconds asked_at = push.next_step_at;
    push = after_asking(push, Result<void>{}, asked_at);
    EXPECT_EQ(push.stage, PushStage::Asked);
    EXPECT_GE(push.next_step_at - asked_at, before);
    before = push.next_step_at - asked_at;
  }
  EXPECT_EQ(before, days(7));
}

TEST(WebSub, BelievesGenuinePushesOnly) {
  constexpr std::string_view kBody = "what do ya want for nothing?";
  const std::string sha256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  EXPECT_TRUE(is_signed("sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "Jefe", kBody));
  EXPECT_TRUE(is_signed("sha256=" + sha256, "Jefe", kBody));
  std::string capitals = sha256;
  for (char& c : capitals) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
  EXPECT_TRUE(is_signed("sha256=" + capitals, "Jefe", kBody));
  for (const std::string& wrong :
       {std::string(), std::string("sha256"), std::string("sha256="), "sha1=" + sha256,
        "md5=" + sha256, "SHA256 " + sha256, "sha256=" + sha256.substr(2),
        "sha256=" + sha256 + "00", "sha256=0" + sha256.substr(1), "sha256=zz" + sha256.substr(2),
        sha256}) {
    EXPECT_FALSE(is_signed(wrong, "Jefe", kBody)) << wrong;
  }
  EXPECT_FALSE(is_signed("sha256=" + sha256, "Jeff", kBody));
  EXPECT_FALSE(is_signed("sha256=" + sha256, "Jefe", "what do ya want for nothing!"));
}

TEST(WebSub, IsReliedOnWhilePushesComeAndNoneIsMissed) {
  PushSubscription push = verified();
  EXPECT_EQ(push_state(push, kPushNow), PushState::Silent) << "not before the first";
  push = after_push(push, kPushNow + 1h);
  EXPECT_EQ(push_state(push, kPushNow + 2h), PushState::Works);
  EXPECT_EQ(relied_on_until(push, kPushNow + 2h), kPushNow + days(10));
  EXPECT_EQ(push_state(push, kPushNow + days(10)), PushState::Ended) << "the lease is over";
  EXPECT_FALSE(relied_on_until(push, kPushNow + days(10)));
  EXPECT_EQ(push_state(asked(), kPushNow), PushState::NotAsked);
  EXPECT_EQ(push_state(after_asking(asked(), Result<void>{}, kPushNow), kPushNow),
            PushState::Asked);
}

TEST(WebSub, WhatWentWrongIsMadeUpForByMoreThanOnePush) {
  const PushSubscription good = after_push(verified(), kPushNow + 1h);
  PushSubscription missed = after_miss(good, kPushNow + 3h);
  PushSubscription bad = after_bad_push(good, {"unsigned", "not signed"}, kPushNow + 3h);
  for (int i = 0; i < 4; ++i) {
    missed = after_push(missed, kPushNow + 4h);
    bad = after_push(bad, kPushNow + 4h);
    EXPECT_EQ(push_state(missed, kPushNow + 5h), PushState::Missed);
    EXPECT_EQ(push_state(bad, kPushNow + 5h), PushState::Bad);
  }
  EXPECT_EQ(push_state(after_push(missed, kPushNow + 5h), kPushNow + 6h), PushState::Works);
  EXPECT_EQ(push_state(after_push(bad, kPushNow + 5h), kPushNow + 6h), PushState::Works);
}

TEST(WebSub, MissedIsWhatAHubHadTimeToTell) {
  const PushSubscription push = after_push(verified(), kPushNow + 1h);
  const sys_seconds now = kPushNow + 5h;
  EXPECT_TRUE(is_missed(push, now - 1h, now));
  EXPECT_TRUE(is_missed(push, std::nullopt, now));
  EXPECT_FALSE(is_missed(push, now - 5min, now)) << "it may be on its way";
  EXPECT_FALSE(is_missed(push, kPushNow - 1h, now)) << "from before the hub promised anything";
  EXPECT_FALSE(is_missed(verified(), now - 1h, now)) << "it never told anything";
  EXPECT_FALSE(is_missed(push, now - 1h, kPushNow + days(11))) << "it need not tell any more";
  EXPECT_FALSE(is_missed(asked(), now - 1h, now));
}

TEST(WebSub, AnotherHubOrTopicIsAnotherSubscription) {
  const PushSubscription push = verified();
  const PushKeys fresh{"4a", "new secret"};
  const std::vector<PushOffer> same{{push.hub, push.topic}};
  EXPECT_EQ(after_offer(push, same, fresh, kPushNow + 1h), push);
  for (const PushOffer& offer : {PushOffer{"https://other.example/", push.topic},
                                 PushOffer{push.hub, "https://bote.example/atom"}}) {
    const PushSubscription other =
        after_offer(push, std::vector<PushOffer>{offer}, fresh, kPushNow + 1h);
    EXPECT_EQ(other.hub, offer.hub);
    EXPECT_EQ(other.topic, offer.topic);
    EXPECT_EQ(other.token, "4a");
    EXPECT_EQ(other.secret, "new secret");
    EXPECT_EQ(other.stage, PushStage::Asked);
    EXPECT_EQ(other.next_step_at, kPushNow + 1h);
  }
  EXPECT_EQ(after_offer(std::nullopt, same, fresh, kPushNow).token, "4a");
}

TEST(WebSub, AfterAHubThatFailsTheNextIsAskedAndInTheEndTheFirstAgain) {
  const std::vector<PushOffer> offers{{"https://one.example/", "https://bote.example/feed"},
                                      {"https://two.example/", "https://bote.example/feed"}};
  const PushKeys fresh{"4a", "secret"};
  const Result<void> refusal = Error{ErrorCode::ServerFailed, "no"};
  auto now = kPushNow;
  const auto ask = [&](PushSubscription push) {
    return after_moving(std::move(push), "https://we.example/websub/4a", now);
  };
  PushSubscription push = ask(after_offer(std::nullopt, offers, fresh, now));
  EXPECT_EQ(push.hub, "https://one.example/");
  EXPECT_EQ(after_offer(push, offers, fresh, now), push) << "it may still ask back";
  push = after_asking(push, refusal, now);
  push = after_offer(push, offers, fresh, now);
  EXPECT_EQ(push.hub, "https://two.example/");
  EXPECT_EQ(push.next_step_at, now);
  EXPECT_EQ(after_offer(push, offers, fresh, now), push) << "it was not asked yet";
  push = after_asking(ask(push), refusal, now);
  EXPECT_EQ(after_offer(push, offers, fresh, now), push) << "all have failed";
  EXPECT_EQ(push.next_step_at, now + 2h) << "longer each time, whichever it was";
  now += 2h;
  push = after_offer(push, offers, fresh, now);
  EXPECT_EQ(push.hub, "https://one.example/");
  push = answer_hub(after_asking(ask(push), {}, now), question(), now).push;
  EXPECT_EQ(push.stage, PushStage::Verified);
  EXPECT_EQ(after_offer(push, offers, fresh, now + 1h), push);
}

TEST(WebSub, UnderAnotherAddressTheHubIsAskedAgain) {
  const PushSubscription push = verified();
  EXPECT_EQ(after_moving(push, push.callback, kPushNow + 1h), push);
  const PushSubscription moved = after_moving(push, "https://new.example/websub/3f", kPushNow + 1h);
  EXPECT_EQ(moved.stage, PushStage::Asked);
  EXPECT_EQ(moved.next_step_at, kPushNow + 1h);
  EXPECT_FALSE(relied_on_until(after_push(moved, kPushNow + 1h), kPushNow + 2h));
}

TEST(PushStage, KeepsItsName) {
  for (const PushStage stage : {PushStage::Asked, PushStage::Verified, PushStage::Failed}) {
    EXPECT_EQ(push_stage(name(stage)), stage);
  }
  EXPECT_EQ(push_stage("?"), PushStage::Failed);
}

}  // namespace
}  // namespace depesche::fetch
