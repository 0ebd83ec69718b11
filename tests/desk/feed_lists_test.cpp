#include "desk/feed_lists.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/store/fixture.h"
#include "tests/support/loopback_server.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using test::LoopbackServer;
using test::reply;

ListedFeed known(const std::string& url, bool is_missing = false) {
  return {url, FeedId{1}, true, is_missing};
}
Subscription listed(const std::string& url, std::vector<std::string> folders = {}) {
  return {url, "", "", std::move(folders)};
}

TEST(ListChanges, AFeedGoesWhenItIsMissingTwice) {
  const std::vector<ListedFeed> before{known("a"), known("b"), known("c", true), known("d", true)};
  const std::vector<Subscription> now{listed("a"), listed("c"), listed("e", {"Ort", "Süd"}),
                                      listed("e")};
  const Lists::Changes changes = list_changes(before, now, "Region");
  ASSERT_EQ(changes.added.size(), 2u) << "in two folders";
  EXPECT_EQ(changes.added[0].url, "e");
  EXPECT_EQ(changes.added[0].folder, "Region/Ort/Süd");
  EXPECT_EQ(changes.added[1].url, "e");
  EXPECT_EQ(changes.added[1].folder, "Region");
  EXPECT_EQ(changes.returned, std::vector<std::string>{"c"});
  EXPECT_EQ(changes.missing, std::vector<std::string>{"b"});
  EXPECT_EQ(changes.gone, std::vector<std::string>{"d"});
}

TEST(ListChanges, WhatTheListSaysOfAFeedComesWithIt) {
  Subscription feed{"e", "Ems-Bote", "https://ems.example/", {"Ort"}};
  feed.rule = PageRule{"li", "a", "", "", ""};
  feed.asked_every = 2h;
  feed.is_muted = true;
  feed.language = "de";
  feed.description = "Vom Ufer";
  feed.options.cookie = "theirs";
  const Lists::Changes changes = list_changes({}, std::vector{feed}, "");
  ASSERT_EQ(changes.added.size(), 1u);
  const NewFeed& added = changes.added[0];
  EXPECT_EQ(added.title, feed.title);
  EXPECT_EQ(added.home, feed.home);
  EXPECT_EQ(added.language, feed.language);
  EXPECT_EQ(added.rule, feed.rule);
  EXPECT_EQ(added.asked_every, feed.asked_every);
  EXPECT_TRUE(added.is_muted);
  EXPECT_EQ(added.description, feed.description);
  EXPECT_EQ(added.options, FeedOptions()) << "how to ask is its owner's to say";
}

class FeedListsTest : public testing::Test {
 protected:
  FeedListsTest() {
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    options.politeness.gap = 0ms;
    fetcher_ = std::make_unique<fetch::Fetcher>(std::move(options));
    lists_ = std::make_unique<FeedLists>(*archive_, *fetcher_, [this] { return now_; });
  }

  static std::string opml(const std::vector<std::string>& feeds) {
    std::string out = "<opml version=\"2.0\"><body>";
    for (const std::string& feed : feeds) {
      out += "<outline text=\"x\" xmlUrl=\"https://" + feed + ".example/feed\"/>";
    }
    return out + "</body></opml>";
  }
  void serve(const std::vector<std::string>& feeds, const std::string& path = "/list") {
    server_.on(path, test::reply_with_etag("\"" + std::to_string(++etag_) + "\"", opml(feeds)));
  }
  FollowedList follow(const std::string& path = "/list") {
    const auto followed = lists_->follow(server_.url(path), "Region", {});
    EXPECT_TRUE(followed) << followed.error().message;
    return followed->list;
  }
  /// A day later.
  FollowedList read_again(const std::string& path = "/list") {
    now_ += 24h;
    for (const FollowedList& list : lists_->due(10)) lists_->read(list, {});
    return *Lists(archive_->writer()).find(server_.url(path));
  }
  std::vector<std::string> subscribed() {
    std::vector<std::string> hosts;
    for (const FeedRow& feed : archive_->feeds().list()) {
      hosts.push_back(feed.url.substr(8, feed.url.find(".example") - 8));
    }
    std::sort(hosts.begin(), hosts.end());
    return hosts;
  }
  FeedId add(const std::string& host) {
    return archive_->feeds().add({"https://" + host + ".example/feed", "", "", "", ""}, now_).id;
  }
  using Hosts = std::vector<std::string>;

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  LoopbackServer server_;
  std::unique_ptr<fetch::Fetcher> fetcher_;
  std::unique_ptr<FeedLists> lists_;
  std::chrono::sys_seconds now_ = at(0);
  int etag_ = 0;
};

TEST_F(FeedListsTest, FeedsComeAndGoWithTheirList) {
  serve({"a", "b"});
  const FollowedList first = follow();
  EXPECT_EQ(first.came, 2);
  EXPECT_EQ(first.feeds, 2);
  EXPECT_EQ(archive_->feeds().list().at(0).folder, "Region");
  EXPECT_TRUE(lists_->due(10).empty());
  serve({"b", "c"});
  const FollowedList second = read_again();
  EXPECT_EQ(subscribed(), (Hosts{"a", "b", "c"})) << "perhaps it was a slip";
  EXPECT_EQ(second.came, 1);
  const FollowedList third = read_again();
  EXPECT_EQ(subscribed(), (Hosts{"b", "c"}));
  EXPECT_EQ(third.came, 0);
  EXPECT_EQ(third.went, 1);
  EXPECT_EQ(third.changed_at, now_);
  const FollowedList fourth = read_again();
  EXPECT_EQ(fourth.changed_at, third.changed_at) << "nothing had changed";
  EXPECT_EQ(server_.requests().back().header("if-none-match"), fourth.etag);
}

TEST_F(FeedListsTest, AFeedInTwoFoldersOfAListComesOnceAndGoesWithIt) {
  server_.on("/list", test::reply(200,
                                  "<opml version=\"2.0\"><body><outline text=\"Ort\">"
                                  "<outline xmlUrl=\"https://a.example/feed\"/></outline>"
                                  "<outline text=\"Sport\">"
                                  "<outline xmlUrl=\"https://a.example/feed\"/></outline>"
                                  "</body></opml>"));
  EXPECT_EQ(follow().came, 1);
  const FeedRow feed = archive_->feeds().list().at(0);
  EXPECT_EQ(feed.folder, "Region/Ort");
  EXPECT_EQ(archive_->feeds().further_folders(),
            (std::multimap<FeedId, std::string>{{feed.id, "Region/Sport"}}));
  serve({"b"});
  read_again();
  read_again();
  EXPECT_EQ(subscribed(), (Hosts{"b"}));
}

TEST_F(FeedListsTest, WhatTheOwnerDoesStands) {
  add("mine");
  serve({"a", "b", "mine"});
  follow();
  archive_->feeds().remove(archive_->feeds().find("https://a.example/feed")->id);
  serve({"a", "b", "mine", "c"});
  read_again();
  EXPECT_EQ(subscribed(), (Hosts{"b", "c", "mine"})) << "what was removed does not come back";
  serve({"c"});
  read_again();
  read_again();
  EXPECT_EQ(subscribed(), (Hosts{"c", "mine"})) << "what was there before the list stays";
}

TEST_F(FeedListsTest, APagesRuleIsTheOwnersWhereTheyHadItFirst) {
  const auto page = [](const std::string& host, const std::string& rule) {
    return NewFeed{"https://" + host + ".example/", "", "", "", "", PageRule{rule, "", "", "", ""}};
  };
  archive_->feeds().add(page("mine", "li"), now_);
  server_.on("/list", test::reply(200,
                                  "<opml version=\"2.0\"><body>"
                                  "<outline type=\"HTML+CSS\" xmlUrl=\"https://mine.example/\" "
                                  "entryRule=\"h2\"/>"
                                  "<outline type=\"HTML+CSS\" xmlUrl=\"https://theirs.example/\" "
                                  "entryRule=\"h2\"/></body></opml>"));
  follow();
  EXPECT_EQ(archive_->feeds().find("https://mine.example/")->rule->entry, "li");
  EXPECT_EQ(archive_->feeds().find("https://theirs.example/")->rule->entry, "h2");
}

TEST_F(FeedListsTest, AFeedOfTwoListsGoesWithTheLast) {
  serve({"a", "b"});
  serve({"a", "c"}, "/other");
  follow();
  follow("/other");
  serve({"b"});
  read_again();
  read_again();
  EXPECT_EQ(subscribed(), (Hosts{"a", "b", "c"}));
  serve({"c"}, "/other");
  read_again();
  read_again();
  EXPECT_EQ(subscribed(), (Hosts{"b", "c"}));
}

TEST_F(FeedListsTest, AListThatBreaksTakesNothingAlong) {
  serve({"a", "b"});
  follow();
  for (const auto& broken : {reply(503), reply(200, "<html>Wartung</html>"), reply(200, ""),
                             reply(200, "<opml><body/></opml>"), reply(410)}) {
    server_.on("/list", broken);
    now_ += 24h * 30;
    const FollowedList list = read_again();
    EXPECT_FALSE(list.error_message.empty());
    EXPECT_FALSE(list.error_code.empty());
    EXPECT_GT(list.next_read_at, now_ + 23h);
    EXPECT_LE(list.next_read_at, now_ + 24h * 8);
    EXPECT_EQ(subscribed(), (Hosts{"a", "b"}));
  }
  serve({"a", "b"});
  now_ += 24h * 30;
  const FollowedList well = read_again();
  EXPECT_TRUE(well.error_code.empty() && well.error_message.empty());
}

TEST_F(FeedListsTest, WhatIsNoListIsNotFollowed) {
  server_.on("/page", reply(200, "<html></html>"));
  EXPECT_FALSE(lists_->follow(server_.url("/page"), "", {}));
  EXPECT_FALSE(lists_->follow(server_.url("/none"), "", {}));
  EXPECT_FALSE(lists_->follow("lists.example", "", {}));
  EXPECT_TRUE(Lists(archive_->writer()).list().empty());
}

TEST_F(FeedListsTest, WhenAListIsNotFollowedAnyMoreItsFeedsStay) {
  serve({"a", "b"});
  follow();
  EXPECT_TRUE(Lists(archive_->writer()).unfollow(server_.url("/list")));
  EXPECT_FALSE(Lists(archive_->writer()).unfollow(server_.url("/list")));
  EXPECT_EQ(subscribed(), (Hosts{"a", "b"}));
}

}  // namespace
}  // namespace depesche
