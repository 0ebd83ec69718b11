// Feeds asked in their own way, through the whole desk: what each server gets to see of it.
#include <gtest/gtest.h>

#include "desk/feed_lists.h"
#include "desk/subscribe.h"
#include "tests/desk/wire_fixture.h"

namespace depesche {
namespace {

using test::LoopbackRequest;
using test::redirect;

const FeedOptions kOptions{"Leser/1", "sitzung=tee", "anna", "geheim", ""};

std::string secrets_in(const LoopbackRequest& request) {
  return request.header("cookie") + request.header("authorization");
}

class FeedOptionsWireTest : public WireTest {
 protected:
  void subscribe_with(const std::string& url, const FeedOptions& options) {
    archive->feeds().add({url, "", "", "", "", {}, {}, false, options}, kNow);
  }
  std::vector<LoopbackRequest> asked_for(LoopbackServer& of, const std::string& path) {
    std::vector<LoopbackRequest> some;
    for (const LoopbackRequest& one : of.requests()) {
      if (one.path == path) some.push_back(one);
    }
    return some;
  }

  LoopbackServer other, proxy;
};

TEST_F(FeedOptionsWireTest, ItsOwnServersPagesGetThemOthersTheNameAlone) {
  const std::string away = other.url("/away");
  server.on("/rss",
            reply(200,
                  "<rss version=\"2.0\"><channel><title>Der Bote</title><item><title>Brücke "
                  "gesperrt</title><link>" +
                      server.url("/own") + "</link></item><item><title>Tor offen</title><link>" +
                      away + "</link></item></channel></rss>",
                  kRss));
  server.on("/own", reply(200, page("Brücke gesperrt"), kHtml));
  other.on("/away", reply(200, page("Tor offen"), kHtml));
  subscribe_with(server.url("/rss"), kOptions);
  const PollReport report = poll(server.url("/rss"));
  EXPECT_FALSE(report.error);
  EXPECT_EQ(report.pages, 2u);
  const std::string all = "sitzung=teeBasic YW5uYTpnZWhlaW0=";
  for (const std::string path : {"/rss", "/own"}) {
    ASSERT_EQ(asked_for(server, path).size(), 1u);
    EXPECT_EQ(secrets_in(asked_for(server, path)[0]), all) << path;
    EXPECT_EQ(asked_for(server, path)[0].header("user-agent"), "Leser/1") << path;
  }
  ASSERT_EQ(asked_for(other, "/away").size(), 1u);
  EXPECT_EQ(asked_for(other, "/away")[0].header("user-agent"), "Leser/1");
  for (const LoopbackRequest& one : other.requests()) EXPECT_EQ(secrets_in(one), "") << one.target;
  // robots.txt is read by our rules, so by our name.
  EXPECT_TRUE(asked_for(server, "/robots.txt").at(0).header("user-agent").starts_with("depesche/"));
}

TEST_F(FeedOptionsWireTest, AnotherFeedOfTheSameServerGetsNone) {
  server.on("/rss", reply(200, feed(server, {}), kRss));
  server.on("/plain", reply(200, feed(server, {}), kRss));
  subscribe_with(server.url("/rss"), kOptions);
  poll(server.url("/rss"));
  poll(server.url("/plain"));
  poll(server.url("/rss"));
  const auto plain = asked_for(server, "/plain");
  ASSERT_EQ(plain.size(), 1u);
  EXPECT_EQ(secrets_in(plain[0]), "");
  EXPECT_TRUE(plain[0].header("user-agent").starts_with("depesche/"));
  for (const LoopbackRequest& one : asked_for(server, "/rss")) {
    EXPECT_NE(one.connection, plain[0].connection);
  }
}

TEST_F(FeedOptionsWireTest, PagesTriedAgainAndPicturesAreAskedOnTheFeedsBehalf) {
  server.on("/rss", reply(200, feed(server, {{"Brücke gesperrt", "/a"}}), kRss));
  server.on("/a", reply(503));
  subscribe_with(server.url("/rss"), kOptions);
  poll(server.url("/rss"));
  gather_all();
  std::string with_picture = page("Brücke gesperrt");
  with_picture.replace(
      with_picture.find("<head>"), 6,
      "<head><meta property=\"og:image\" content=\"" + server.url("/b.png") + "\">");
  server.on("/a", reply(200, with_picture, kHtml));
  Gatherer gatherer(*archive, *fetcher, gather);
  const auto retries = archive->page_retries(kNow + 48h, 9);
  ASSERT_EQ(retries.size(), 1u);
  gatherer.retry_page(retries[0], {});
  gather_all();
  const auto wanted = archive->pictures().wanted(kNow + 48h, 9);
  ASSERT_EQ(wanted.size(), 1u);
  gatherer.fetch_picture(wanted[0], {});
  for (const std::string path : {"/a", "/b.png"}) {
    const auto asked = asked_for(server, path);
    ASSERT_FALSE(asked.empty()) << path;
    EXPECT_EQ(asked.back().header("cookie"), "sitzung=tee") << path;
    EXPECT_EQ(asked.back().header("user-agent"), "Leser/1") << path;
  }
}

TEST_F(FeedOptionsWireTest, ThroughAProxyNothingIsAskedDirectly) {
  fetch::FetcherOptions options;
  const std::string place = "http://127.0.0.1:" + std::to_string(proxy.port());
  options.client.proxies = *fetch::parse_proxies(place);
  options.politeness.gap = 0ms;
  fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
  proxy.on("http://bote.example/rss",
           reply(200,
                 "<rss version=\"2.0\"><channel><title>Der Bote</title><item><title>Brücke gesperrt"
                 "</title><link>http://bote.example/a</link></item></channel></rss>",
                 kRss));
  proxy.on("http://bote.example/a", reply(200, page("Brücke gesperrt"), kHtml));
  FeedOptions through;
  through.proxy = place;
  subscribe_with("http://bote.example/rss", through);
  const PollReport report = poll("http://bote.example/rss");
  EXPECT_FALSE(report.error) << report.error->message;
  EXPECT_EQ(report.pages, 1u);
  std::vector<std::string> targets;
  for (const LoopbackRequest& one : proxy.requests()) targets.push_back(one.target);
  const std::vector<std::string> expected{"http://bote.example/rss",
                                          "http://bote.example/robots.txt", "http://bote.example/a",
                                          "http://bote.example/.well-known/tdmrep.json"};
  EXPECT_EQ(targets, expected);
}

TEST_F(FeedOptionsWireTest, AMoveToAnotherServerLeavesSecretsBehind) {
  server.on("/rss", redirect(301, other.url("/rss")));
  other.on("/rss", reply(200, feed(other, {}), kRss));
  subscribe_with(server.url("/rss"), kOptions);
  for (int i = 0; i < 12 && archive->feeds().find(server.url("/rss")); ++i)
    poll(server.url("/rss"));
  const auto moved = archive->feeds().find(other.url("/rss"));
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->options, (FeedOptions{"Leser/1", "", "", "", ""}));
  poll(other.url("/rss"));
  for (const LoopbackRequest& one : other.requests()) EXPECT_EQ(secrets_in(one), "");
}

TEST_F(FeedOptionsWireTest, AHubIsNotToldOfFeedsWithKeys) {
  const test::HeaderLines with_hub{{"Content-Type", "application/rss+xml"},
                                   {"Link", "<" + other.url("/hub") + ">; rel=hub"}};
  server.on("/rss", reply(200, feed(server, {}), with_hub));
  poll(server.url("/rss"));
  poll(server.url("/rss?token=abc"));
  subscribe_with(server.url("/rss?format=rss"), kOptions);
  poll(server.url("/rss?format=rss"));
  const auto id = [&](const std::string& target) {
    return archive->feeds().find(server.url(target))->id;
  };
  EXPECT_TRUE(archive->pushes().of(id("/rss")));
  EXPECT_FALSE(archive->pushes().of(id("/rss?token=abc")));
  EXPECT_FALSE(archive->pushes().of(id("/rss?format=rss")));
}

TEST_F(FeedOptionsWireTest, SubscribingAsksWithThemAndKeepsThem) {
  server.on("/rss", [this](const LoopbackRequest& request, test::LoopbackConnection& connection) {
    const bool is_known = request.header("cookie") == "sitzung=tee";
    (is_known ? reply(200, feed(server, {}), kRss) : reply(401))(request, connection);
  });
  const std::string url = server.url("/rss");
  EXPECT_FALSE(depesche::subscribe(*archive, *fetcher, url, kNow, {}));
  const auto added = depesche::subscribe(*archive, *fetcher, url, kNow, {}, kOptions);
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_EQ(archive->feeds().find(url)->options, kOptions);
  FeedOptionsChange change;
  change.proxy = "socks5h://127.0.0.1:9050";
  const auto refused = change_options(*archive, *fetcher, added->id, change, kNow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::AddressNotAllowed);
  change = {};
  change.user_agent = "";
  ASSERT_TRUE(change_options(*archive, *fetcher, added->id, change, kNow));
  EXPECT_EQ(archive->feeds().find(url)->options,
            (FeedOptions{"", "sitzung=tee", "anna", "geheim", ""}));
  EXPECT_FALSE(change_options(*archive, *fetcher, FeedId{99}, change, kNow));
}

TEST_F(FeedOptionsWireTest, WhatChangesDuringAPollIsNotJudgedByIt) {
  FeedOptions chosen;
  const auto chosen_meanwhile = [&](test::Responder answer) {
    return [this, &chosen, answer](const LoopbackRequest& request,
                                   test::LoopbackConnection& connection) {
      const auto id = archive->feeds().find(server.url("/rss"))->id;
      archive->feeds().set_options(id, chosen, kNow);
      answer(request, connection);
    };
  };
  const auto row = [this] { return *archive->feeds().find(server.url("/rss")); };
  int turn = 0;
  for (const int status : {410, 401, 503}) {
    chosen.user_agent = "Leser/" + std::to_string(++turn);
    server.on("/rss", chosen_meanwhile(reply(status)));
    EXPECT_TRUE(poll(server.url("/rss")).error) << "whoever asked is told";
    EXPECT_FALSE(row().gone) << status;
    EXPECT_EQ(row().failures, 0) << status;
    EXPECT_EQ(row().error_message, "") << status;
    EXPECT_LE(row().next_poll_at, kNow) << status;
    EXPECT_EQ(archive->feeds().due(kNow, 9).size(), 1u) << status;
  }
  test::HeaderLines with_mark = kRss;
  with_mark.emplace_back("ETag", "\"1\"");
  chosen.user_agent = "Leser/9";
  server.on("/rss", chosen_meanwhile(reply(200, feed(server, {}), with_mark)));
  EXPECT_FALSE(poll(server.url("/rss")).error);
  EXPECT_EQ(row().etag, "") << "what it is a mark of, the next may not get";
  EXPECT_LE(row().next_poll_at, kNow);
  server.on("/rss", reply(403));
  EXPECT_TRUE(poll(server.url("/rss")).error);
  EXPECT_EQ(row().failures, 1) << "this one was asked as is wanted now";
  EXPECT_GT(row().next_poll_at, kNow);
}

TEST_F(FeedOptionsWireTest, WhatChangesWhileAPageIsAskedForIsNotJudgedByIt) {
  FeedOptions chosen;
  const auto chosen_meanwhile = [&](int status) {
    return [this, &chosen, status](const LoopbackRequest& request,
                                   test::LoopbackConnection& connection) {
      const auto id = archive->feeds().find(server.url("/rss"))->id;
      archive->feeds().set_options(id, chosen, kNow);
      reply(status)(request, connection);
    };
  };
  server.on("/rss", reply(200, feed(server, {{"", "/b"}, {"Brücke gesperrt", "/a"}}), kRss));
  chosen.user_agent = "Leser/1";
  server.on("/a", chosen_meanwhile(403));
  server.on("/b", reply(403));
  const PollReport report = poll(server.url("/rss"));
  EXPECT_EQ(report.feed_only, 1u);
  EXPECT_EQ(report.lost, 0u);
  EXPECT_EQ(report.left, 1u) << "it has no words, and may be shown to whom asks otherwise";
  gather_all();
  auto retries = archive->page_retries(kNow, 9);
  ASSERT_EQ(retries.size(), 1u) << "the owner need not wait a day";
  chosen.user_agent = "Leser/2";
  Gatherer gatherer(*archive, *fetcher, gather);
  gatherer.retry_page(retries[0], {});
  retries = archive->page_retries(kNow, 9);
  ASSERT_EQ(retries.size(), 1u) << "still due";
  server.on("/a", reply(403));
  gatherer.retry_page(retries[0], {});
  EXPECT_TRUE(archive->page_retries(kNow, 9).empty()) << "this one was asked as is wanted now";
}

TEST_F(FeedOptionsWireTest, SecretsForASiteAreNotKeptForAnothersFeed) {
  server.on("/", reply(200,
                       "<html><head><link rel=alternate type=\"application/rss+xml\" href=\"" +
                           other.url("/rss") + "\"></head><body>x</body></html>",
                       kHtml));
  other.on("/rss", reply(200, feed(other, {}), kRss));
  const auto added = depesche::subscribe(*archive, *fetcher, server.url("/"), kNow, {}, kOptions);
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().message.find(other.url("/rss")), std::string::npos);
  EXPECT_TRUE(archive->feeds().list().empty());
  for (const LoopbackRequest& one : other.requests()) EXPECT_EQ(secrets_in(one), "");
}

TEST_F(FeedOptionsWireTest, ListsHaveSecretsOnlyForWhomTheyAreMeant) {
  FeedOptions all = kOptions;
  all.proxy = "socks5h://me:hush@127.0.0.1:9050";
  subscribe_with("https://a.example/feed", all);
  subscribe_with("https://b.example/feed?token=abc", {});
  subscribe_with("https://c.example/?format=rss", {});
  NewFeed told;
  told.url = "https://d.example/feed";
  told.description = "Auch unter https://d.example/?token=def";
  archive->feeds().add(told, kNow);
  const std::string usual = export_opml(*archive, kNow);
  const std::string whole = export_opml(*archive, kNow, OpmlFor::OwnerWithSecrets);
  const std::string others = export_opml(*archive, kNow, OpmlFor::Others);
  for (const std::string secret : {"sitzung", "anna", "geheim", "hush", "Leser/1", "9050"}) {
    EXPECT_EQ(usual.find(secret), std::string::npos) << secret;
    EXPECT_EQ(others.find(secret), std::string::npos) << secret;
    EXPECT_NE(whole.find(secret), std::string::npos) << secret;
  }
  EXPECT_NE(usual.find("token=abc"), std::string::npos);
  EXPECT_NE(usual.find("description=\"Auch unter https://d.example/?token=def\""),
            std::string::npos);
  EXPECT_EQ(others.find("token=def"), std::string::npos);
  EXPECT_EQ(others.find("b.example"), std::string::npos);  // without its key it is no address
  EXPECT_NE(others.find("https://c.example/?format=rss"), std::string::npos);
  for (const FeedRow& feed : archive->feeds().list()) archive->feeds().remove(feed.id);
  ASSERT_TRUE(import_opml(*archive, whole, kNow));
  EXPECT_EQ(archive->feeds().find("https://a.example/feed")->options, all);
}

TEST_F(FeedOptionsWireTest, WhatAListSaysThatCannotBeUsedIsNamed) {
  const auto imported = import_opml(
      *archive,
      "<opml xmlns:frss=\"https://freshrss.org/opml\"><body>"
      "<outline xmlUrl=\"https://a.example/feed\" frss:CURLOPT_COOKIE=\"a=1\""
      " frss:CURLOPT_PROXY=\"p.example:1080\" frss:CURLOPT_PROXYTYPE=\"4\"/>"
      "<outline xmlUrl=\"https://b.example/feed\" frss:CURLOPT_USERAGENT=\"Läser\"/></body></opml>",
      kNow);
  ASSERT_TRUE(imported);
  const std::map<std::string, std::size_t> ignored{{"CURLOPT_PROXY", 1}, {"CURLOPT_USERAGENT", 1}};
  EXPECT_EQ(imported->ignored, ignored);
  EXPECT_EQ(archive->feeds().find("https://a.example/feed")->options,
            (FeedOptions{"", "a=1", "", "", "socks4://p.example:1080"}))
      << "without it, who hides would show himself";
}

TEST_F(FeedOptionsWireTest, SubscribingAgainAsksAsEver) {
  server.on("/rss", reply(200, "<rss version=\"2.0\"><channel><title>T</title></channel></rss>"));
  FeedOptions options;
  options.user_agent = "Reader/1";
  options.cookie = "a=1";
  ASSERT_TRUE(depesche::subscribe(*archive, *fetcher, server.url("/rss"), kNow, {}, options));
  FeedOptions other_name;
  other_name.user_agent = "Reader/2";
  ASSERT_TRUE(depesche::subscribe(*archive, *fetcher, server.url("/rss"), kNow, {}, other_name));
  options.user_agent = "Reader/2";
  EXPECT_EQ(archive->feeds().find(server.url("/rss"))->options, options);
  ASSERT_TRUE(depesche::subscribe(*archive, *fetcher, server.url("/rss"), kNow, {}, {}));
  EXPECT_EQ(archive->feeds().find(server.url("/rss"))->options, options);
}

TEST_F(FeedOptionsWireTest, AListThatIsFollowedSetsNone) {
  other.on("/list.opml",
           reply(200, "<opml xmlns:frss=\"https://freshrss.org/opml\"><body><outline xmlUrl=\"" +
                          server.url("/rss") + "\" frss:CURLOPT_COOKIE=\"a=1\"/></body></opml>"));
  FeedLists lists(*archive, *fetcher, [] { return kNow; });
  ASSERT_TRUE(lists.follow(other.url("/list.opml"), "", {}));
  EXPECT_EQ(archive->feeds().find(server.url("/rss"))->options, FeedOptions());
}

}  // namespace
}  // namespace depesche
