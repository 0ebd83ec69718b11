#include "fetch/fetcher.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "pack/gzip.h"
#include "tests/support/loopback_server.h"

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using namespace depesche::test;

FetcherOptions quick_options() {
  FetcherOptions options;
  options.client.addresses.allowed_hosts = {"127.0.0.1", "*.localhost"};
  return options;
}

class FetcherTest : public testing::Test {
 protected:
  Result<Reply> get(const std::string& url, Kind kind = Kind::Page, std::stop_token stop = {}) {
    Request request;
    request.url = url;
    return fetcher->get(request, kind, stop);
  }
  void use(FetcherOptions options) { fetcher.emplace(std::move(options)); }

  LoopbackServer server;
  std::optional<Fetcher> fetcher{std::in_place, quick_options()};
};

TEST_F(FetcherTest, AsksRobotsOnceAndObeys) {
  server.on("/robots.txt", reply(200, "User-agent: *\nDisallow: /secret\nSitemap: /news.xml"));
  server.on("*", reply(200, "x"));
  EXPECT_TRUE(get(server.url("/a")));
  EXPECT_TRUE(get(server.url("/picture.png"), Kind::Picture));
  for (const Kind kind : {Kind::Page, Kind::Picture, Kind::Sitemap}) {
    const auto refused = get(server.url("/secret/a"), kind);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::RobotsDisallowed);
    EXPECT_EQ(refused.error().message, "the robots.txt of 127.0.0.1 asks us not to read this page");
  }
  EXPECT_TRUE(get(server.url("/secret/feed"), Kind::Feed)) << "the owner subscribed to it";
  EXPECT_EQ(server.count("/robots.txt"), 1);
  EXPECT_EQ(server.count("/secret/a"), 0);
  const auto sitemaps = fetcher->sitemaps_of(server.url("/a"));
  ASSERT_TRUE(sitemaps);
  EXPECT_EQ(*sitemaps, std::vector<std::string>{server.url("/news.xml")});
}

TEST_F(FetcherTest, NeedsNoRobotsForFeeds) {
  server.on("/feed", reply(200, "x"));
  EXPECT_TRUE(get(server.url("/feed"), Kind::Feed));
  EXPECT_EQ(server.count("/robots.txt"), 0);
}

TEST_F(FetcherTest, ObeysTheRobotsOfARedirectsTarget) {
  server.on("/robots.txt", [](const LoopbackRequest& request, LoopbackConnection& to) {
    const bool strict = request.header("host").starts_with("strict.");
    reply(200, strict ? "User-agent: *\nDisallow: /" : "")(request, to);
  });
  server.on("/a", redirect(302, server.url("/b", "strict.localhost")));
  server.on("/b", reply(200, "x"));
  const auto refused = get(server.url("/a"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::RobotsDisallowed);
  EXPECT_EQ(server.count("/b"), 0);
}

TEST_F(FetcherTest, LeavesPagesAloneWhileRobotsCannotBeRead) {
  server.on("/robots.txt", reply(500, "broken"));
  server.on("/a", reply(200, "x"));
  const auto refused = get(server.url("/a"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::ServerFailed);
  EXPECT_EQ(refused.error().message,
            "the robots.txt of 127.0.0.1 cannot be read (the server says it has failed (500)); "
            "until then its pages are left alone");
  EXPECT_FALSE(get(server.url("/a")));
  EXPECT_EQ(server.count("/robots.txt"), 1) << "not tried again at once";
  EXPECT_EQ(server.count("/a"), 0);
}

TEST_F(FetcherTest, ReadsRobotsOnceForManyThreads) {
  server.on("/robots.txt", late(50ms, reply(200, "User-agent: *\nDisallow: /secret")));
  server.on("/a", reply(200, "x"));
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) threads.emplace_back([&] { good += bool(get(server.url("/a"))); });
  }
  EXPECT_EQ(good, 8);
  EXPECT_EQ(server.count("/robots.txt"), 1);
}

TEST_F(FetcherTest, KeepsTheGapBetweenRequests) {
  FetcherOptions options = quick_options();
  options.politeness.loopback_gap = 60ms;
  options.politeness.loopback_connections = 1;
  use(options);
  server.on("*", reply(200, "x"));
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] { (void)get(server.url("/a"), Kind::Feed); });
    }
  }
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 4u);
  for (std::size_t i = 1; i < requests.size(); ++i) {
    EXPECT_GE(requests[i].at - requests[i - 1].at, 60ms);
  }
}

TEST_F(FetcherTest, DoesNotWaitForTwoHostsThatRedirectToEachOther) {
  FetcherOptions options = quick_options();
  options.politeness.loopback_connections = 1;
  options.longest_wait = 5s;
  use(options);
  server.on("/a", late(20ms, redirect(302, server.url("/end", "b.localhost"))));
  server.on("/b", late(20ms, redirect(302, server.url("/end", "a.localhost"))));
  server.on("/end", reply(200, "x"));
  std::atomic<int> good = 0;
  {
    const std::jthread one([&] { good += bool(get(server.url("/a", "a.localhost"), Kind::Feed)); });
    const std::jthread two([&] { good += bool(get(server.url("/b", "b.localhost"), Kind::Feed)); });
  }
  EXPECT_EQ(good, 2);
}

TEST_F(FetcherTest, LeavesAHostAloneAsLongAsItAsks) {
  FetcherOptions options = quick_options();
  options.longest_wait = 100ms;
  use(options);
  server.on("/feed", reply(429, "", {{"Retry-After", "600"}}));
  const auto first = get(server.url("/feed"), Kind::Feed);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->problem()->code, ErrorCode::RateLimited);
  EXPECT_EQ(first->retry_after, 600s);
  const auto started = std::chrono::steady_clock::now();
  const auto second = get(server.url("/feed"), Kind::Feed);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::Busy);
  EXPECT_NE(second.error().message.find("wants to be left alone for another 10 min"),
            std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 500ms);
  EXPECT_EQ(server.count("/feed"), 1);
  EXPECT_GT(*fetcher->ready_at(server.url("/other")) - started, 500s);
  EXPECT_LT(*fetcher->ready_at(server.url("/other", "a.localhost")) - started, 60s);
}

TEST_F(FetcherTest, StopsWhileItWaitsForAHost) {
  FetcherOptions options = quick_options();
  options.politeness.loopback_gap = 30s;
  use(options);
  server.on("*", reply(200, "x"));
  ASSERT_TRUE(get(server.url("/a"), Kind::Feed));
  std::stop_source source;
  const std::jthread stopper([&] {
    std::this_thread::sleep_for(30ms);
    source.request_stop();
  });
  const auto started = std::chrono::steady_clock::now();
  const auto stopped = get(server.url("/a"), Kind::Page, source.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 500ms);
}

TEST_F(FetcherTest, UnpacksFilesThatArePacked) {
  server.on("/sitemap.xml.gz",
            reply(200, gzip("<urlset/>"), {{"Content-Type", "application/gzip"}}));
  server.on("/bomb.xml.gz", reply(200, gzip(std::string(17 << 20, ' '))));
  server.on("/twice", reply(200, gzip(gzip("<urlset/>")), {{"Content-Encoding", "gzip"}}));
  for (const std::string path : {"/sitemap.xml.gz", "/twice"}) {
    const auto sitemap = get(server.url(path), Kind::Sitemap);
    ASSERT_TRUE(sitemap) << sitemap.error().message;
    EXPECT_EQ(sitemap->body, "<urlset/>");
  }
  const auto bomb = get(server.url("/bomb.xml.gz"), Kind::Feed);
  ASSERT_FALSE(bomb);
  EXPECT_EQ(bomb.error().code, ErrorCode::TooLarge);
}

TEST_F(FetcherTest, CutsLongRobotsAndReadsTheirBeginning) {
  server.on("/robots.txt",
            reply(200, "User-agent: *\nDisallow: /secret\n" + std::string(2 << 20, '#')));
  server.on("*", reply(200, "x"));
  EXPECT_TRUE(get(server.url("/a")));
  EXPECT_FALSE(get(server.url("/secret")));
}

TEST_F(FetcherTest, CountsWhatCameAlsoWhenItCameToNothing) {
  FetcherOptions options = quick_options();
  options.allowance.per_loopback_host = 300'000;
  use(options);
  server.on("/robots.txt", reply(200, ""));
  server.on("/broken", cut_after("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" +
                                 std::string(200'000, 'x')));
  server.on("/missing", reply(404, std::string(10'000, 'x')));
  server.on("/feed", reply(200, "news"));
  for (int i = 0; i < 2; ++i) {
    const auto broken = get(server.url("/broken"), Kind::Feed);
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::Unreachable) << broken.error().message;
  }
  for (const Kind kind : {Kind::Feed, Kind::Page, Kind::Picture, Kind::Sitemap}) {
    const auto refused = get(server.url("/feed"), kind);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::AllowanceSpent) << refused.error().message;
    EXPECT_NE(refused.error().message.find("within a day"), std::string::npos);
  }
  EXPECT_EQ(server.count("/feed") + server.count("/robots.txt"), 0) << "not even that";
  EXPECT_TRUE(get(server.url("/feed", "other.localhost"), Kind::Feed)) << "another host";
}

TEST_F(FetcherTest, CountsRedirectsOnTheHostsThatSentThem) {
  FetcherOptions options = quick_options();
  options.allowance.per_loopback_host = 1'000;
  use(options);
  server.on("/go", redirect(302, server.url("/long", "other.localhost")));
  server.on("/long", reply(200, std::string(5'000, 'x')));
  ASSERT_TRUE(get(server.url("/go"), Kind::Feed));
  const auto refused = get(server.url("/go"), Kind::Feed);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.starts_with("other.localhost:")) << refused.error().message;
  EXPECT_EQ(server.count("/go"), 2) << "the one that redirects has sent little";
}

TEST_F(FetcherTest, AsksWithAPasswordForFeedsOnly) {
  server.on("*", reply(200, "x"));
  const std::string address = server.url("/a").substr(7);
  for (const Kind kind : {Kind::Feed, Kind::Page, Kind::Picture, Kind::Sitemap}) {
    ASSERT_TRUE(get("http://me:secret@" + address, kind));
  }
  int with_password = 0;
  for (const LoopbackRequest& request : server.requests()) {
    with_password += request.header("authorization").empty() ? 0 : 1;
  }
  EXPECT_EQ(with_password, 1);
}

TEST_F(FetcherTest, AsksNoOtherService) {
  for (const Kind kind : {Kind::Feed, Kind::Page, Kind::Picture, Kind::Sitemap}) {
    const auto refused = get("http://127.0.0.1:25/", kind);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::AddressNotAllowed) << refused.error().message;
  }
}

TEST(RobotsRecord, FollowsTheStatusOfTheAnswer) {
  const std::chrono::steady_clock::time_point now{1000000s};
  const Url page = *parse_url("http://example.org/secret");
  const auto answer = [](int status, std::string body,
                         std::optional<std::chrono::seconds> max_age = {}) {
    Reply made;
    made.status = status;
    made.body = std::move(body);
    made.max_age = max_age;
    return Result<Reply>(made);
  };
  const std::string strict = "User-agent: *\nDisallow: /secret";
  struct Case {
    Result<Reply> answer;
    bool allowed;
    std::chrono::seconds memory;
  };
  for (const Case& given : std::vector<Case>{{answer(200, strict), false, 24h},
                                             {answer(200, strict, 10s), false, 1h},
                                             {answer(200, strict, 3h), false, 3h},
                                             {answer(200, ""), true, 24h},
                                             {answer(404, ""), true, 24h},
                                             {answer(403, ""), true, 24h},
                                             {answer(410, ""), true, 24h},
                                             {answer(429, ""), false, 5min},
                                             {answer(500, ""), false, 5min},
                                             {answer(503, ""), false, 5min},
                                             {Error{ErrorCode::Unreachable, "x"}, false, 5min}}) {
    const RobotsRecord record = judge_robots(given.answer, {}, "depesche", now);
    EXPECT_EQ(bool(check_robots(record, page)), given.allowed);
    EXPECT_EQ(record.expires - now, given.memory);
  }
}

TEST(RobotsRecord, KeepsOldRulesThroughAnOutage) {
  const std::chrono::steady_clock::time_point now{1000000s};
  Reply good;
  good.status = 200;
  good.body = "User-agent: *\nDisallow: /secret";
  RobotsRecord record = judge_robots(good, {}, "depesche", now);
  for (int i = 0; i < 10; ++i) {
    record = judge_robots(Error{ErrorCode::TimedOut, "x"}, record, "depesche", now);
    EXPECT_TRUE(check_robots(record, *parse_url("http://example.org/a")));
    EXPECT_FALSE(check_robots(record, *parse_url("http://example.org/secret")));
    EXPECT_LE(record.expires - now, 1h);
  }
}

}  // namespace
}  // namespace depesche::fetch
