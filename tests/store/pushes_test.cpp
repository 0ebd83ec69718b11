#include "store/writing/pushes.h"

#include <gtest/gtest.h>

#include "tests/store/fixture.h"

namespace depesche {
namespace {

class PushesTest : public testing::Test {
 protected:
  Pushes& pushes() { return archive_->pushes(); }
  static PushSubscription subscription() {
    PushSubscription push;
    push.hub = "https://hub.example/";
    push.topic = "https://bote.example/feed";
    push.callback = "https://we.example/websub/1";
    push.token = "1";
    push.secret = "s";
    push.stage = PushStage::Verified;
    push.next_step_at = at(10);
    push.verified_at = at(1);
    push.expires_at = at(20);
    push.last_push_at = at(2);
    push.missed_at = at(3);
    push.bad_at = at(4);
    push.pushes = 5;
    push.failures = 6;
    push.last_code = "unsigned";
    push.last_reason = "it was not signed";
    return push;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  FeedId feed_ = archive_->feeds().add({"https://bote.example/feed", "", "", "", ""}, at(0)).id;
};

TEST_F(PushesTest, ComeBackAsTheyWere) {
  EXPECT_FALSE(pushes().of(feed_));
  pushes().put(feed_, subscription());
  EXPECT_EQ(pushes().of(feed_), subscription());
  EXPECT_EQ(pushes().find("1")->push, subscription());
  EXPECT_FALSE(pushes().find("2"));
  EXPECT_EQ(archive_->reader().feeds_health(at(5)).at(0).push, subscription());
  pushes().put(FeedId{99}, subscription());
  EXPECT_EQ(pushes().list().size(), 1u) << "there is no such feed";
  PushSubscription bare;
  bare.token = "2";
  pushes().put(feed_, bare);
  EXPECT_EQ(pushes().of(feed_), bare);
  pushes().drop(feed_);
  EXPECT_FALSE(archive_->reader().feeds_health(at(5)).at(0).push);
}

TEST_F(PushesTest, AreDecidedByWhatTheOwnerWantsWhenTheyAreWritten) {
  const auto take = [](const auto&) { return std::optional(subscription()); };
  const auto keep = [](const auto& known) { return known; };
  FeedOptions named;
  named.user_agent = "Leser/1";
  archive_->feeds().set_options(feed_, named, at(1));
  pushes().decide(feed_, {}, take);
  EXPECT_FALSE(pushes().of(feed_)) << "it was offered to another way of asking";
  pushes().decide(feed_, named, take);
  EXPECT_EQ(pushes().of(feed_), subscription());
  pushes().decide(feed_, {}, [](const auto&) { return std::nullopt; });
  EXPECT_TRUE(pushes().of(feed_)) << "nor is it withdrawn by one";
  // The owner says so after the poll has looked and before it writes.
  FeedOptions secret = named;
  secret.cookie = "a=b";
  archive_->feeds().set_options(feed_, secret, at(2));
  pushes().decide(feed_, secret, take);
  EXPECT_FALSE(pushes().of(feed_)) << "no hub may be told of it";
  archive_->feeds().set_options(feed_, {}, at(3));
  pushes().decide(feed_, {}, take);
  archive_->feeds().change_address(feed_, "https://bote.example/feed?token=abc", at(4));
  EXPECT_FALSE(pushes().change(feed_, "1", [](PushSubscription push) { return push; }));
  EXPECT_FALSE(pushes().of(feed_)) << "its address has become a key";
  pushes().put(feed_, subscription());
  pushes().decide(feed_, {}, keep);
  EXPECT_FALSE(pushes().of(feed_));
}

TEST_F(PushesTest, AreDueAtTheirNextStep) {
  pushes().put(feed_, subscription());
  EXPECT_TRUE(pushes().due(at(9), 10).empty());
  EXPECT_EQ(pushes().due(at(10), 10).size(), 1u);
}

TEST_F(PushesTest, AreChangedUnderTheirTokenOnly) {
  pushes().put(feed_, subscription());
  const auto fail = [](PushSubscription push) {
    push.failures = 7;
    return push;
  };
  EXPECT_TRUE(pushes().change(feed_, "1", fail));
  EXPECT_FALSE(pushes().change(feed_, "old", fail));
  EXPECT_EQ(pushes().of(feed_)->failures, 7);
}

TEST_F(PushesTest, BodiesWaitInOrderOneOfEachFeed) {
  const FeedId other =
      archive_->feeds().add({"https://blatt.example/feed", "", "", "", ""}, at(0)).id;
  const std::string bytes("a\0b", 3);
  EXPECT_TRUE(pushes().keep(feed_, "text/xml", bytes, at(1)));
  EXPECT_TRUE(pushes().keep(feed_, "text/xml", "second", at(2)));
  EXPECT_TRUE(pushes().keep(other, "", "", at(3)));
  EXPECT_FALSE(pushes().keep(FeedId{99}, "", "", at(3)));
  const auto waiting = pushes().waiting(10);
  ASSERT_EQ(waiting.size(), 2u);
  EXPECT_EQ(waiting[0].feed, feed_);
  EXPECT_EQ(waiting[1].feed, other);
  const auto body = pushes().body(waiting[0].id);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->bytes, bytes);
  EXPECT_EQ(body->content_type, "text/xml");
  EXPECT_EQ(body->came_at, at(1));
  pushes().done(waiting[0].id);
  EXPECT_FALSE(pushes().body(waiting[0].id));
  EXPECT_EQ(pushes().body(pushes().waiting(1).at(0).id)->bytes, "second");
}

TEST_F(PushesTest, TheEndOfRelianceMakesAFeedDueOnlyWhereItWasRelied) {
  Feeds& feeds = archive_->feeds();
  const auto due_at = [&] { return feeds.find(feed_)->next_poll_at; };
  feeds.note_push(feed_, {{}, at(5000), std::chrono::seconds(5000)});
  EXPECT_EQ(due_at(), at(5000));
  EXPECT_EQ(feeds.find(feed_)->wait_reason, WaitReason::Pushed);
  feeds.end_pushed(feed_, at(100));
  EXPECT_EQ(due_at(), at(100));
  EXPECT_EQ(feeds.find(feed_)->wait_reason, WaitReason::Unknown);
  feeds.end_pushed(feed_, at(50));
  EXPECT_EQ(due_at(), at(100)) << "it is not any more";
  FeedFailure failure;
  failure.at = at(200);
  failure.error = {ErrorCode::TimedOut, "no answer"};
  failure.next_poll_at = at(300);
  feeds.note_failure(feed_, failure);
  feeds.note_push(feed_, {{}, at(9000), std::chrono::seconds(5000)});
  feeds.end_pushed(feed_, at(400), std::chrono::seconds(600));
  EXPECT_EQ(due_at(), at(800)) << "not sooner than the gap after the last poll";
  OwnersWishes wishes;
  wishes.asked_every = std::chrono::seconds(3600);
  feeds.set_wishes(feed_, wishes, at(400));
  feeds.note_push(feed_, {{}, at(9000), std::chrono::seconds(5000)});
  feeds.end_pushed(feed_, at(400), std::chrono::seconds(600));
  EXPECT_EQ(due_at(), at(3800)) << "nor than its owner wants";
}

}  // namespace
}  // namespace depesche
