// Feeds that are asked in their own way: who gets to see cookie, login and proxy, and who does not.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fetch/fetcher.h"
#include "fetch/proxy.h"
#include "tests/support/loopback_server.h"

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using namespace depesche::test;

constexpr std::string_view kBasicOfEditor = "Basic ZWRpdG9yOmJsdWUgaW5r";  // editor:blue ink

FeedOptions with_secrets() { return {"Reader/1", "session=tea", "editor", "blue ink", ""}; }

/// Everything a server was told that may be a secret.
std::string secrets_in(const LoopbackRequest& request) {
  return request.header("cookie") + request.header("authorization") +
         request.header("proxy-authorization");
}

class FeedOptionsTest : public testing::Test {
 protected:
  static ClientOptions may_reach_loopback() {
    ClientOptions options;
    options.addresses.allowed_hosts = {"127.0.0.1", "localhost", "*.localhost"};
    options.connect_timeout = options.stall_timeout = options.total_timeout = 10s;
    return options;
  }
  /// Nothing but the proxy may be at a private address.
  ClientOptions behind_proxy() const {
    ClientOptions options;
    options.proxies = *parse_proxies(proxy_url());
    options.connect_timeout = options.stall_timeout = options.total_timeout = 10s;
    return options;
  }
  std::string proxy_url(const std::string& login = {}) const {
    return "http://" + login + "127.0.0.1:" + std::to_string(proxy.port());
  }
  static Request request_for(const std::string& url, const FeedOptions& options) {
    Request request;
    request.url = url;
    request.behalf = on_behalf_of(options, url);
    return request;
  }

  LoopbackServer server, other, proxy;
};

TEST(Proxy, IsReadAndKnownByItsPlace) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"http://proxy.example:3128", "http://proxy.example:3128"},
      {"HTTP://Proxy.Example:80/", "http://proxy.example:80"},
      {"https://proxy.example:443", "https://proxy.example:443"},
      {" socks5h://127.0.0.1:9050 ", "socks5h://127.0.0.1:9050"},
      {"socks5h://me:p%40ss@[::1]:9050", "socks5h://[::1]:9050"},
  };
  for (const auto& [written, place] : cases) {
    const auto read = parse_proxy(written);
    ASSERT_TRUE(read) << written << ": " << read.error().message;
    EXPECT_EQ(read->place(), place);
    EXPECT_EQ(parse_proxy(read->place())->place(), place) << "not idempotent";
  }
  const auto with_login = parse_proxy("socks5h://me:p%40ss@[::1]:9050");
  EXPECT_EQ(with_login->username + "|" + with_login->password, "me|p@ss");
  for (const std::string refused :
       {"", "proxy.example:3128", "http://proxy.example", "ftp://proxy.example:21", "http://:80",
        "socks5://proxy.example:1080", "socks4://proxy.example:1080",
        "http://proxy.example:3128/path", "http://proxy.example:3128?q", "http://a:99999"}) {
    const auto read = parse_proxy(refused);
    EXPECT_FALSE(read) << refused;
  }
  EXPECT_EQ(parse_proxies("")->size(), 0u);
  EXPECT_EQ(parse_proxies("http://a.example:1, socks5h://b.example:2")->size(), 2u);
  EXPECT_FALSE(parse_proxies("http://a.example:1,b"));
}

TEST(Proxy, AtAPrivateAddressMustBeNamedByIt) {
  const AddressPolicy strict;
  AddressPolicy free;
  free.allow_private = true;
  const IpAddress here = ipv4(127, 0, 0, 1), inside = ipv4(192, 168, 0, 9);
  EXPECT_TRUE(check_proxy_address(strict, *parse_proxy("http://127.0.0.1:1"), here));
  EXPECT_FALSE(check_proxy_address(strict, *parse_proxy("http://127.0.0.1:1"), inside));
  EXPECT_FALSE(check_proxy_address(strict, *parse_proxy("http://proxy.example:1"), inside));
  EXPECT_TRUE(check_proxy_address(free, *parse_proxy("http://proxy.example:1"), inside));
  EXPECT_TRUE(check_proxy_address(strict, *parse_proxy("http://p.example:1"), ipv4(8, 8, 8, 8)));
}

TEST(Proxy, IsNotAskedForPrivateAddresses) {
  const AddressPolicy strict;
  for (const std::string refused :
       {"http://127.0.0.1/", "http://10.1.2.3/feed", "http://169.254.169.254/latest",
        "http://[::1]/", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/", "http://2130706433/",
        "http://localhost/", "http://ip6-localhost/", "http://router.lan/", "http://a.localhost/",
        "http://LOCALHOST./"}) {
    EXPECT_FALSE(check_behind_proxy(strict, *parse_url(refused))) << refused;
  }
  for (const std::string allowed :
       {"http://news.example/", "https://8.8.8.8/", "http://abcdefgh.onion/feed"}) {
    EXPECT_TRUE(check_behind_proxy(strict, *parse_url(allowed))) << allowed;
  }
  AddressPolicy free;
  free.allow_private = true;
  EXPECT_TRUE(check_behind_proxy(free, *parse_url("http://10.1.2.3/")));
}

TEST(FeedOptionsCheck, RefusesWhatCannotBeSentAndShowsNoneOfIt) {
  EXPECT_TRUE(check_options({}));
  EXPECT_TRUE(check_options(with_secrets()));
  EXPECT_TRUE(check_options({"", "", "Jörg", "Grüße", "socks5h://127.0.0.1:9050"}));
  const std::string secret = "hush";
  const std::vector<FeedOptions> bad{
      {secret + "\r\nX: y", "", "", "", ""},
      {"", secret + "\n", "", "", ""},
      {"", secret + "ü", "", "", ""},
      {"", "", "a:b", secret, ""},
      {"", "", "", secret, ""},
      {"", "", "a", secret + std::string(1, '\0'), ""},
      {"", "", "", "", secret},
      {"", std::string(7000, 'h'), "", "", ""},
      {"", "", "", "", "http://me:" + secret + "@proxy.example"},
  };
  for (const FeedOptions& options : bad) {
    const auto good = check_options(options);
    ASSERT_FALSE(good);
    EXPECT_EQ(good.error().message.find(secret), std::string::npos) << good.error().message;
  }
}

TEST_F(FeedOptionsTest, TheFeedsOwnServerGetsThemAll) {
  server.on("/feed", reply(200, "news"));
  HttpClient client(may_reach_loopback());
  const auto page = client.get(request_for(server.url("/feed"), with_secrets()));
  ASSERT_TRUE(page) << page.error().message;
  const LoopbackRequest asked = server.requests().at(0);
  EXPECT_EQ(asked.header("user-agent"), "Reader/1");
  EXPECT_EQ(asked.header("cookie"), "session=tea");
  EXPECT_EQ(asked.header("authorization"), kBasicOfEditor);
}

TEST_F(FeedOptionsTest, NoRedirectTakesSecretsElsewhere) {
  server.on("/here", redirect(302, "/feed"));
  server.on("/feed", reply(200, "news"));
  server.on("/port", redirect(301, other.url("/feed")));
  server.on("/host", redirect(302, server.url("/feed", "localhost")));
  server.on("/below", redirect(307, server.url("/feed", "a.localhost")));
  server.on("/back", redirect(302, other.url("/return")));
  other.on("/return", redirect(302, server.url("/feed")));
  other.on("/feed", reply(200, "other news"));
  HttpClient client(may_reach_loopback());
  for (const std::string path : {"/here", "/port", "/host", "/below", "/back"}) {
    const auto page = client.get(request_for(server.url(path), with_secrets()));
    ASSERT_TRUE(page) << path << ": " << page.error().message;
  }
  for (const LoopbackRequest& asked : other.requests()) {
    EXPECT_EQ(secrets_in(asked), "") << asked.target;
    EXPECT_EQ(asked.header("user-agent"), "Reader/1");  // no secret
  }
  const std::string own = "127.0.0.1:" + std::to_string(server.port());
  int elsewhere = 0;
  for (const LoopbackRequest& asked : server.requests()) {
    const bool is_own = asked.header("host") == own;
    elsewhere += is_own ? 0 : 1;
    EXPECT_EQ(secrets_in(asked).empty(), !is_own) << asked.target << " at " << asked.header("host");
  }
  EXPECT_EQ(elsewhere, 2);  // localhost and a.localhost were asked, without them
}

TEST_F(FeedOptionsTest, AnotherSchemeIsAnotherServer) {
  server.on("/feed", reply(200, "news"));
  HttpClient client(may_reach_loopback());
  Request request;
  request.url = server.url("/feed");
  request.behalf = on_behalf_of(with_secrets(), "https" + request.url.substr(4));
  ASSERT_TRUE(client.get(request));
  EXPECT_EQ(secrets_in(server.requests().at(0)), "");
}

TEST_F(FeedOptionsTest, OneFeedsOptionsAreNoOtherFeeds) {
  server.on("*", reply(200, "news"));
  HttpClient client(may_reach_loopback());
  FeedOptions second;
  second.login = "clerk";
  second.password = "red ink";
  const std::vector<FeedOptions> turns{with_secrets(), {}, second, {}, with_secrets(), {}};
  for (const FeedOptions& options : turns) {
    ASSERT_TRUE(client.get(request_for(server.url("/feed"), options)));
  }
  const auto asked = server.requests();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    EXPECT_EQ(asked[i].header("cookie"), turns[i].cookie) << i;
    EXPECT_EQ(asked[i].header("authorization").empty(), turns[i].login.empty()) << i;
    EXPECT_EQ(asked[i].header("user-agent").starts_with("depesche/"), turns[i].user_agent.empty());
    // Nor can the server tell by the connection that they are one reader's.
    for (std::size_t j = 0; j < i; ++j) {
      if (turns[i] == turns[j]) continue;
      EXPECT_NE(asked[i].connection, asked[j].connection) << i << " and " << j;
    }
  }
}

TEST_F(FeedOptionsTest, ConnectionsOfOneFeedAreUsedAgain) {
  server.on("*", reply(200, "news"));
  HttpClient client(may_reach_loopback());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.get(request_for(server.url("/feed"), with_secrets())));
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(FeedOptionsTest, SaysWhyALoginIsOfNoUseWhereARedirectLed) {
  server.on("/moved", redirect(301, other.url("/feed")));
  server.on("/closed", reply(401));
  other.on("/feed", reply(401));
  HttpClient client(may_reach_loopback());
  const auto moved = client.get(request_for(server.url("/moved"), with_secrets()));
  ASSERT_TRUE(moved);
  const std::string own = "http://127.0.0.1:" + std::to_string(server.port());
  EXPECT_NE(moved->problem()->message.find(own), std::string::npos) << moved->problem()->message;
  EXPECT_TRUE(moved->problem()->message.ends_with("(401)"));
  const auto closed = client.get(request_for(server.url("/closed"), with_secrets()));
  EXPECT_EQ(closed->problem()->message, "the server says one must log in (401)");
}

TEST_F(FeedOptionsTest, AProxyMustBeNamedAndThenIsAsked) {
  proxy.on("*", reply(200, "news"));
  FeedOptions options = with_secrets();
  options.proxy = proxy_url("me:key@");
  HttpClient strict(may_reach_loopback());
  const auto refused = strict.get(request_for("http://news.example/feed", options));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::AddressNotAllowed);
  EXPECT_EQ(refused.error().message.find("key"), std::string::npos);
  EXPECT_EQ(proxy.connections(), 0);
  HttpClient client(behind_proxy());
  const auto page = client.get(request_for("http://news.example/feed", options));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->body, "news");
  const LoopbackRequest asked = proxy.requests().at(0);
  EXPECT_EQ(asked.target, "http://news.example/feed");
  EXPECT_EQ(asked.header("proxy-authorization"), "Basic bWU6a2V5");
  EXPECT_EQ(asked.header("cookie"), "session=tea");
}

TEST_F(FeedOptionsTest, AProxyIsNotAskedForWhatIsInside) {
  proxy.on("http://news.example/feed", redirect(302, "http://169.254.169.254/latest"));
  proxy.on("http://news.example/other", redirect(302, "http://pages.example/"));
  proxy.on("*", reply(200, "news"));
  FeedOptions options = with_secrets();
  options.proxy = proxy_url();
  HttpClient client(behind_proxy());
  for (const std::string& refused :
       {std::string("http://news.example/feed"), std::string("http://10.0.0.1/feed"),
        std::string("http://localhost/feed"), server.url("/feed")}) {
    const auto page = client.get(request_for(refused, options));
    ASSERT_FALSE(page) << refused;
    EXPECT_EQ(page.error().code, ErrorCode::AddressNotAllowed) << refused;
  }
  EXPECT_EQ(proxy.requests().size(), 1u);
  EXPECT_EQ(server.connections(), 0);
  ASSERT_TRUE(client.get(request_for("http://news.example/other", options)));
  const LoopbackRequest last = proxy.requests().back();
  EXPECT_EQ(last.target, "http://pages.example/");
  EXPECT_EQ(secrets_in(last), "");
}

TEST_F(FeedOptionsTest, WhatAProxyRefusesIsSaidInWords) {
  proxy.on("http://news.example/feed", reply(407));
  proxy.on("closed.example:443", reply(407));
  proxy.on("*", reply(502));
  FeedOptions options;
  options.proxy = proxy_url();
  HttpClient client(behind_proxy());
  const auto plain = client.get(request_for("http://news.example/feed", options));
  ASSERT_TRUE(plain) << plain.error().message;
  EXPECT_EQ(plain->problem()->message, "the proxy wants a name and password (407)");
  const auto tunnel = client.get(request_for("https://closed.example/feed", options));
  ASSERT_FALSE(tunnel);
  EXPECT_EQ(tunnel.error().message, "the proxy 127.0.0.1 wants a name and password (407)");
  EXPECT_EQ(tunnel.error().code, ErrorCode::Forbidden);
  const auto broken = client.get(request_for("https://news.example/feed", options));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().message,
            "the proxy 127.0.0.1 does not let us through to news.example (502)");
}

TEST_F(FeedOptionsTest, AServerThatSpeaksAsAProxyIsNone) {
  server.on("/feed", reply(407));
  HttpClient client(may_reach_loopback());
  const auto page = client.get(request_for(server.url("/feed"), {}));
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_TRUE(page->problem());
  EXPECT_EQ(page->problem()->message,
            "the server says one must log in to a proxy, which it is not (407)");
  EXPECT_EQ(page->problem()->code, ErrorCode::Forbidden);
}

TEST_F(FeedOptionsTest, RobotsAreAskedThroughTheProxyByOurOwnName) {
  proxy.on("http://news.example/robots.txt", reply(200, "User-agent: depesche\nDisallow: /no\n"));
  proxy.on("*", reply(200, "a page"));
  FetcherOptions setup;
  setup.client = behind_proxy();
  setup.client.user_agent = "depesche/test";
  setup.politeness.gap = 0ms;
  Fetcher fetcher(setup);
  FeedOptions options = with_secrets();
  options.proxy = proxy_url();
  const auto page = fetcher.get(request_for("http://news.example/page", options), Kind::Page);
  ASSERT_TRUE(page) << page.error().message;
  const auto hidden = fetcher.get(request_for("http://news.example/no", options), Kind::Page);
  ASSERT_FALSE(hidden);  // by the rules for us, whatever name the owner chose
  EXPECT_EQ(hidden.error().code, ErrorCode::RobotsDisallowed);
  const auto asked = proxy.requests();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].target, "http://news.example/robots.txt");
  EXPECT_EQ(asked[0].header("user-agent"), "depesche/test");
  EXPECT_EQ(secrets_in(asked[0]), "");
  EXPECT_EQ(asked[1].header("user-agent"), "Reader/1");
}

TEST_F(FeedOptionsTest, EachWayOfAskingHasItsRulesAndAHostThePaceOfItsSlowest) {
  server.on("/robots.txt", reply(200, "User-agent: *\nCrawl-delay: 0.2\nDisallow: /no\n"));
  server.on("*", reply(200, "a page"));
  const std::string site = server.url("", "news.example");
  proxy.on(site + "/robots.txt", reply(200, "User-agent: *\nCrawl-delay: 0.01\n"));
  proxy.on("*", reply(200, "a page"));
  FetcherOptions setup;
  setup.client = behind_proxy();
  setup.client.addresses.allowed_hosts = {"news.example"};
  setup.client.network.resolve = [](std::string_view) {
    return std::vector<IpAddress>{ipv4(127, 0, 0, 1)};
  };
  setup.politeness.gap = 0ms;
  Fetcher fetcher(setup);
  FeedOptions through;
  through.proxy = proxy_url();
  const auto ask = [&](const std::string& path, const FeedOptions& options) {
    return fetcher.get(request_for(site + path, options), Kind::Page);
  };
  const auto refused = ask("/no", {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::RobotsDisallowed);
  for (const std::string path : {"/no", "/b", "/c"}) {
    const auto page = ask(path, through);
    ASSERT_TRUE(page) << path << ": " << page.error().message;
  }
  EXPECT_FALSE(ask("/no", {})) << "what came through the proxy holds there";
  const auto asked = proxy.requests();
  ASSERT_EQ(asked.size(), 4u);
  for (std::size_t i = 1; i < asked.size(); ++i) {
    EXPECT_GE(asked[i].at - asked[i - 1].at, 200ms) << asked[i].target;
  }
  EXPECT_EQ(fetcher.crawl_delay_of(*parse_url(site + "/c")), 1s) << "in whole seconds";
}

// Of many robots.txt those that expire first are not kept; what they asked for is kept to.
TEST_F(FeedOptionsTest, AHostKeepsThePaceOfARobotsFileThatIsNotKept) {
  server.on("/robots.txt", reply(200, "User-agent: *\nCrawl-delay: 0.3\n"));
  server.on("*", reply(200, "a page"));
  const std::string site = server.url("", "news.example");
  proxy.on(site + "/robots.txt", reply(200, "User-agent: *\nCrawl-delay: 0.01\n"));
  proxy.on("*", reply(200, "a page"));
  FetcherOptions setup;
  setup.client = behind_proxy();
  setup.client.addresses.allowed_hosts = {"news.example"};
  setup.client.network.resolve = [](std::string_view) {
    return std::vector<IpAddress>{ipv4(127, 0, 0, 1)};
  };
  setup.politeness.gap = 0ms;
  setup.most_robots = 1;
  Fetcher fetcher(setup);
  FeedOptions through;
  through.proxy = proxy_url();
  ASSERT_TRUE(fetcher.get(request_for(site + "/a", {}), Kind::Page));
  // The robots.txt of this way takes the place of the other's.
  ASSERT_TRUE(fetcher.get(request_for(site + "/b", through), Kind::Page));
  ASSERT_TRUE(fetcher.get(request_for(site + "/c", through), Kind::Page));
  const auto asked = proxy.requests();
  ASSERT_EQ(asked.size(), 3u);
  for (std::size_t i = 1; i < asked.size(); ++i) {
    EXPECT_GE(asked[i].at - asked[i - 1].at, 300ms) << asked[i].target;
  }
}

TEST_F(FeedOptionsTest, HubsGetNone) {
  server.on("*", reply(202));
  FetcherOptions setup;
  setup.client = may_reach_loopback();
  Fetcher fetcher(setup);
  ASSERT_TRUE(fetcher.get(request_for(server.url("/hub"), with_secrets()), Kind::Hub));
  EXPECT_EQ(secrets_in(server.requests().at(0)), "");
  EXPECT_TRUE(server.requests().at(0).header("user-agent").starts_with("depesche/"));
}

}  // namespace
}  // namespace depesche::fetch
