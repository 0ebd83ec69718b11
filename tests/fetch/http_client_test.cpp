#include "fetch/http_client.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "pack/gzip.h"
#include "pack/zstd.h"
#include "tests/support/loopback_server.h"

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using namespace depesche::test;

ClientOptions quick_client() {
  ClientOptions options;
  options.addresses.allowed_hosts = {"127.0.0.1", "*.localhost"};
  options.connect_timeout = options.stall_timeout = options.total_timeout = 10s;
  return options;
}

struct BadServer {
  std::string path;
  Responder responder;
  ErrorCode code;
  std::string message;  // empty where the code says enough
};

class HttpClientTest : public testing::Test {
 protected:
  void expect_failure(HttpClient& by, const BadServer& bad) {
    server.on(bad.path, bad.responder);
    Request request;
    request.url = server.url(bad.path);
    request.max_bytes = 1024 * 1024;
    const auto page = by.get(request);
    ASSERT_FALSE(page) << bad.path << " gave status " << page->status;
    EXPECT_EQ(name(page.error().code), name(bad.code)) << bad.path << ": " << page.error().message;
    EXPECT_TRUE(bad.message.empty() || page.error().message == bad.message)
        << bad.path << ": " << page.error().message;
  }

  Result<Reply> get(const std::string& url) {
    Request request;
    request.url = url;
    request.max_bytes = 1024 * 1024;
    return client.get(request);
  }

  LoopbackServer server;
  HttpClient client{quick_client()};
};

TEST_F(HttpClientTest, BringsAPageAndWhatItsHeadersSay) {
  server.on("/feed", reply(200, "news",
                           {{"Content-Type", "application/rss+xml"},
                            {"ETag", "\"7\""},
                            {"Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"},
                            {"Cache-Control", "public, max-age=600"},
                            {"Link", "</hub>; rel=hub"},
                            {"Link", "<https://example.org/feed>; rel=self"}}));
  const auto page = get(server.url("/feed?a=b#c"));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->status, 200);
  EXPECT_EQ(page->body, "news");
  EXPECT_EQ(page->final_url, server.url("/feed?a=b"));
  EXPECT_EQ(page->content_type, "application/rss+xml");
  EXPECT_EQ(page->etag, "\"7\"");
  EXPECT_EQ(page->last_modified, "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(page->max_age, 600s);
  EXPECT_EQ(page->hubs, std::vector<std::string>{server.url("/hub")});
  EXPECT_EQ(page->self, "https://example.org/feed");
  EXPECT_EQ(page->permanent_url, "");
  EXPECT_FALSE(page->problem());
}

TEST_F(HttpClientTest, ReadsOutOfLinksWhereOlderEntriesAre) {
  const struct {
    std::string links, older;
  } cases[] = {
      {"<?page=2>; rel=\"next\"", "/feed?page=2"},
      {"</2026/10>; rel=prev-archive, </2>; rel=\"first next\"", "/2"},
      {"</2026/10>; rel=prev-archive", "/2026/10"},
      {"</other/2>; rel=next; anchor=\"/other\", </2>; rel=next, </3>; rel=next", "/2"},
      {"<mailto:a@example.org>; rel=next", ""},
      {"</1>; rel=prev", ""},
  };
  for (const auto& one : cases) {
    server.on("/feed", reply(200, "news", {{"Link", one.links}}));
    const auto page = get(server.url("/feed"));
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(page->older, one.older.empty() ? "" : server.url(one.older)) << one.links;
  }
}

TEST_F(HttpClientTest, SaysWhoItIsAndNothingElse) {
  server.on("/", reply(200, "x"));
  ASSERT_TRUE(get(server.url("/")));
  const LoopbackRequest request = server.requests().at(0);
  EXPECT_TRUE(request.header("user-agent").starts_with("depesche/"));
  EXPECT_EQ(request.header("cookie") + request.header("referer") + request.header("authorization"),
            "");
  EXPECT_EQ(user_agent("https://example.org/me").substr(0, 9), "depesche/");
  EXPECT_TRUE(user_agent("https://example.org/me").ends_with(" (+https://example.org/me)"));
}

TEST_F(HttpClientTest, AsksConditionally) {
  server.on("/feed", reply_with_etag("\"1\"", "news"));
  const auto first = get(server.url("/feed"));
  ASSERT_TRUE(first);
  Request again;
  again.url = server.url("/feed");
  again.etag = first->etag;
  again.last_modified = "Sun, 06 Nov 1994 08:49:37 GMT";
  const auto second = client.get(again);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->is_not_modified());
  EXPECT_FALSE(second->problem());
  EXPECT_EQ(second->body, "");
  EXPECT_EQ(server.requests().at(1).header("if-modified-since"), again.last_modified);
  again.etag = "\"1\"\r\nX-Injected: yes";
  ASSERT_TRUE(client.get(again));
  EXPECT_EQ(server.requests().at(2).header("x-injected"), "");
}

TEST_F(HttpClientTest, UnpacksWhatServersPack) {
  const std::string text(100000, 'n');
  server.on("/gzip", reply(200, gzip(text), {{"Content-Encoding", "gzip"}}));
  server.on("/zstd", reply(200, zstd_compress(text), {{"Content-Encoding", "zstd"}}));
  // The brotli stream is one stored block, written by hand.
  server.on("/br", reply(200, "\x0b\x02\x80hello\x03", {{"Content-Encoding", "br"}}));
  const auto brotli = get(server.url("/br"));
  ASSERT_TRUE(brotli) << brotli.error().message;
  EXPECT_EQ(brotli->body, "hello");
  for (const std::string path : {"/gzip", "/zstd"}) {
    const auto page = get(server.url(path));
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(page->body, text);
    EXPECT_LT(page->wire_bytes, 1000u);
  }
  EXPECT_NE(server.requests().at(0).header("accept-encoding").find("br"), std::string::npos);
}

TEST_F(HttpClientTest, UsesItsConnectionsAgain) {
  server.on("/", reply(200, "x"));
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(get(server.url("/")));
  ASSERT_TRUE(get(server.url("/missing")));
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientTest, FindsNamesBelowLocalhost) {
  server.on("/", reply(200, "sample"));
  const auto page = get(server.url("/", "abendblatt.localhost"));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->body, "sample");
  EXPECT_EQ(server.requests().at(0).header("host"),
            "abendblatt.localhost:" + std::to_string(server.port()));
}

TEST_F(HttpClientTest, SendsAFormAndRepeatsItOnlyWhereARedirectSaysSo) {
  server.on("/hub", reply(202, "taken"));
  server.on("/moved", test::redirect(308, "/hub"));
  server.on("/see", test::redirect(303, "/hub"));
  Request request;
  request.form = "a=1&b=%20";
  for (const char* path : {"/hub", "/moved"}) {
    request.url = server.url(path);
    const Result<Reply> answer = client.get(request);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 202);
    EXPECT_EQ(answer->body, "taken");
    const auto last = server.requests().back();
    EXPECT_EQ(last.path, "/hub");
    EXPECT_EQ(last.method, "POST");
    EXPECT_EQ(last.body, "a=1&b=%20");
    EXPECT_EQ(last.header("content-type"), "application/x-www-form-urlencoded");
  }
  request.url = server.url("/see");
  const Result<Reply> answer = client.get(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::BadStatus);
  EXPECT_EQ(server.count("/hub"), 2) << "no page is asked for instead";
}

TEST_F(HttpClientTest, FollowsRedirectsAndRemembersLastingMoves) {
  server.on("/a", redirect(301, "/b"));
  server.on("/b", redirect(308, "c?x"));
  server.on("/c", redirect(302, "/d"));
  server.on("/d", redirect(301, "/e"));
  server.on("/e", reply(200, "here"));
  const auto page = get(server.url("/a"));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->body, "here");
  EXPECT_EQ(page->final_url, server.url("/e"));
  EXPECT_EQ(page->permanent_url, server.url("/c?x"))
      << "what follows a temporary hop is not lasting";
}

TEST_F(HttpClientTest, AsksItsCallerBeforeEachHop) {
  server.on("/a", redirect(302, "/b"));
  server.on("/b", reply(200, "here"));
  Request request;
  request.url = server.url("/a");
  std::vector<std::string> seen;
  request.before_hop = [&](const Url& url) -> Result<void> {
    seen.push_back(url.path);
    if (url.path == "/b") return Error{ErrorCode::RobotsDisallowed, "not there"};
    return {};
  };
  const auto page = client.get(request);
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::RobotsDisallowed);
  EXPECT_EQ(seen, (std::vector<std::string>{"/a", "/b"}));
  EXPECT_EQ(server.count("/b"), 0);
}

TEST_F(HttpClientTest, KeepsPasswordsToTheirHost) {
  server.on("/a", redirect(302, server.url("/b", "other.localhost")));
  server.on("/b", reply(200, "x"));
  const std::string url = server.url("/a");
  ASSERT_TRUE(get("http://me:se%20cret@" + url.substr(7)));
  EXPECT_EQ(server.requests().at(0).header("authorization"), "Basic bWU6c2UgY3JldA==");
  EXPECT_EQ(server.requests().at(1).header("authorization"), "");
}

TEST_F(HttpClientTest, CutsWhereTheCallerWantsIt) {
  server.on("/long", endless(1 << 20));
  Request request;
  request.url = server.url("/long");
  request.max_bytes = 1000;
  request.at_limit = AtLimit::Cut;
  const auto page = client.get(request);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->body, std::string(1000, 'x'));
  EXPECT_TRUE(page->is_cut);
}

const std::string kOk = "HTTP/1.1 200 OK\r\n";

TEST_F(HttpClientTest, SurvivesBadServers) {
  server.on("/round", redirect(302, "/round"));
  server.on("/ping", redirect(302, "/pong"));
  server.on("/pong", redirect(302, "/ping"));
  for (int i = 0; i < 20; ++i) {
    server.on("/chain" + std::to_string(i), redirect(302, "/chain" + std::to_string(i + 1)));
  }
  const std::string big(20 * 1024 * 1024, 'x');
  const std::vector<BadServer> cases{
      {"/silent", cut_after(""), ErrorCode::Unreachable,
       "127.0.0.1 broke off before the answer was complete"},
      {"/cut", cut_after(kOk + "Content-Length: 100\r\n\r\nhalf"), ErrorCode::Unreachable,
       "127.0.0.1 broke off before the answer was complete"},
      {"/cut-chunk", cut_after(kOk + "Transfer-Encoding: chunked\r\n\r\nff\r\nhalf"),
       ErrorCode::Unreachable, "127.0.0.1 broke off before the answer was complete"},
      {"/200mb", endless(200ULL << 20), ErrorCode::TooLarge, "127.0.0.1 sent more than 1 MB"},
      {"/200mb-announced", endless(200ULL << 20, Announced::Yes), ErrorCode::TooLarge,
       "127.0.0.1 sent more than 1 MB"},
      {"/gzip-bomb", gzip_bomb(20 << 20), ErrorCode::TooLarge, "127.0.0.1 sent more than 1 MB"},
      {"/double-bomb", reply(200, gzip(gzip(big)), {{"Content-Encoding", "gzip, gzip"}}),
       ErrorCode::TooLarge, "127.0.0.1 sent more than 1 MB"},
      {"/zstd-bomb", reply(200, zstd_compress(big), {{"Content-Encoding", "zstd"}}),
       ErrorCode::TooLarge, "127.0.0.1 sent more than 1 MB"},
      {"/no-gzip", reply(200, "plain", {{"Content-Encoding", "gzip"}}), ErrorCode::Malformed,
       "127.0.0.1 sent a body that cannot be unpacked"},
      {"/headers", header_flood(20000), ErrorCode::TooLarge,
       "127.0.0.1 sent more than 128 KB of headers"},
      {"/long-header", reply(200, "", {{"X", std::string(300000, 'x')}}), ErrorCode::TooLarge,
       "127.0.0.1 sent a header line of more than 100 KB"},
      {"/round", redirect(302, "/round"), ErrorCode::TooManyRedirects,
       "127.0.0.1 redirects in a circle"},
      {"/ping", redirect(302, "/pong"), ErrorCode::TooManyRedirects,
       "127.0.0.1 redirects in a circle"},
      {"/chain0", redirect(302, "/chain1"), ErrorCode::TooManyRedirects,
       "127.0.0.1 redirects more than 8 times"},
      {"/to-file", redirect(302, "file:///etc/passwd"), ErrorCode::AddressNotAllowed,
       "127.0.0.1 redirects to a file: address; only http and https are fetched"},
      {"/to-gopher", redirect(301, "gopher://127.0.0.1/"), ErrorCode::AddressNotAllowed, ""},
      {"/to-private", redirect(302, "http://10.1.2.3/"), ErrorCode::AddressNotAllowed,
       "10.1.2.3 is at a private address; only public addresses are fetched"},
      {"/to-metadata", redirect(302, "http://169.254.169.254/"), ErrorCode::AddressNotAllowed, ""},
      {"/to-mapped", redirect(302, "http://[::ffff:127.0.0.1]/"), ErrorCode::AddressNotAllowed, ""},
      {"/to-decimal", redirect(302, "http://2130706434/"), ErrorCode::AddressNotAllowed, ""},
      {"/to-localhost", redirect(302, server.url("/", "localhost")), ErrorCode::AddressNotAllowed,
       "localhost is at a loopback address; only public addresses are fetched"},
      {"/to-nowhere", reply(302, ""), ErrorCode::Malformed, "127.0.0.1 redirects to nowhere"},
      {"/to-nonsense", redirect(302, "http://a b/"), ErrorCode::Malformed, ""},
      {"/no-http", cut_after("220 mail.example ESMTP\r\n"), ErrorCode::Malformed,
       "127.0.0.1 does not speak proper HTTP"},
  };
  for (const BadServer& bad : cases) expect_failure(client, bad);
  server.on("/good", reply(200, "still alive"));
  EXPECT_TRUE(get(server.url("/good")));
}

TEST_F(HttpClientTest, IsNotConfusedByWrongLengths) {
  server.on("/short",
            stall_after(kOk + "Content-Length: 3\r\n\r\nHTTP/1.1 200 OK\r\n\r\nsmuggled"));
  server.on("/good", reply(200, "good"));
  const auto page = get(server.url("/short"));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->body, "HTT");
  const auto next = get(server.url("/good"));
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(next->body, "good") << "what was left over must not answer the next request";
}

TEST_F(HttpClientTest, RefusesAnUnchangedPageItNeverHad) {
  server.on("/", reply(304));
  const auto page = get(server.url("/"));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::Malformed);
}

TEST_F(HttpClientTest, TellsBrokenTlsFromABrokenHost) {
  const auto page = get("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::TlsFailed) << page.error().message;
  EXPECT_TRUE(page.error().message.starts_with("no secure connection to 127.0.0.1: "));
}

TEST_F(HttpClientTest, SaysThatAuthoritiesCannotBeRead) {
  ClientOptions options = quick_client();
  options.ca_file = "/nonexistent/Authorities.pem";
  HttpClient believing(options);
  Request request;
  request.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  const auto page = believing.get(request);
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::TlsFailed);
  EXPECT_EQ(
      page.error().message,
      "no secure connection to 127.0.0.1: the certificates of authorities cannot be read from "
      "/nonexistent/Authorities.pem");
}

TEST_F(HttpClientTest, LeavesAServerThatSaysNothingMore) {
  ClientOptions hasty = quick_client();
  hasty.stall_timeout = 300ms;
  HttpClient client_in_haste(hasty);
  for (const BadServer& bad : std::vector<BadServer>{
           {"/stall", stall_after(""), ErrorCode::TimedOut,
            "127.0.0.1 did not answer within 0.3 s"},
           {"/line", stall_after(kOk + "X: half a li"), ErrorCode::TimedOut,
            "127.0.0.1 did not answer within 0.3 s"},
           {"/half", stall_after(kOk + "Content-Length: 100\r\n\r\nhalf"), ErrorCode::TimedOut,
            "127.0.0.1 did not finish its answer within 0.3 s"}}) {
    expect_failure(client_in_haste, bad);
  }
}

TEST_F(HttpClientTest, LeavesAServerThatTakesTooLong) {
  ClientOptions hasty = quick_client();
  hasty.total_timeout = 300ms;
  HttpClient client_in_haste(hasty);
  std::string many_headers = kOk;
  for (int i = 0; i < 1000; ++i) many_headers += "X: y\r\n";
  for (const BadServer& bad : std::vector<BadServer>{
           {"/slow-headers", trickle(many_headers, 5ms), ErrorCode::TimedOut,
            "127.0.0.1 did not answer within 0.3 s"},
           {"/slow-body", trickle(std::string(1000, 'x'), 5ms, kOk + "\r\n"), ErrorCode::TimedOut,
            "127.0.0.1 did not finish its answer within 0.3 s"}}) {
    expect_failure(client_in_haste, bad);
  }
}

TEST_F(HttpClientTest, TellsRefusalsInWords) {
  struct Refusal {
    int status;
    ErrorCode code;
    std::string_view message;
  };
  for (const auto& [status, code, message] : std::vector<Refusal>{
           {400, ErrorCode::BadStatus, "the server answers unexpectedly (400)"},
           {401, ErrorCode::Forbidden, "the server says one must log in (401)"},
           {403, ErrorCode::Forbidden, "the server says no (403)"},
           {404, ErrorCode::NotFound, "the server says there is no such page (404)"},
           {410, ErrorCode::Gone, "the server says the page is gone (410)"},
           {429, ErrorCode::RateLimited, "the server says we ask too often (429)"},
           {451, ErrorCode::Forbidden, "the server says the law forbids it (451)"},
           {500, ErrorCode::ServerFailed, "the server says it has failed (500)"},
           {503, ErrorCode::ServerFailed, "the server says it is not available now (503)"},
           {300, ErrorCode::BadStatus, "the server answers unexpectedly (300)"}}) {
    server.on("/refused", reply(status, std::string(200000, 'x'), {{"Retry-After", "120"}}));
    const auto page = get(server.url("/refused"));
    ASSERT_TRUE(page) << status;
    ASSERT_TRUE(page->problem()) << status;
    EXPECT_EQ(name(page->problem()->code), name(code)) << status;
    EXPECT_EQ(page->problem()->message, message);
    EXPECT_EQ(page->retry_after, 120s);
    EXPECT_EQ(page->body, "");
  }
}

TEST_F(HttpClientTest, RefusesAddressesThatAreNotPublic) {
  for (const std::string url :
       {"http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://0/", "http://[fe80::1]/",
        "http://192.168.0.1:8080/", "http://0x7f000002/", "http://224.0.0.1/"}) {
    const auto page = get(url);
    ASSERT_FALSE(page) << url;
    EXPECT_EQ(page.error().code, ErrorCode::AddressNotAllowed) << url << page.error().message;
  }
  for (const std::string url :
       {"ftp://example.org/", "file:///etc/passwd", "gopher://x/", "", "x"}) {
    EXPECT_FALSE(get(url)) << url;
  }
}

TEST_F(HttpClientTest, SaysThatNobodyIsThere) {
  int port = 0;
  {
    const LoopbackServer closed;
    port = closed.port();
  }
  const auto page = get("http://127.0.0.1:" + std::to_string(port) + "/");
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::Unreachable);
  EXPECT_EQ(page.error().message, "127.0.0.1 accepts no connection");
  // A label of 64 letters: the resolver refuses it without asking anybody.
  const std::string name(64, 'a');
  const auto unknown = get("http://" + name + ".example/");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::Unreachable);
  EXPECT_EQ(unknown.error().message, "the name " + name + ".example is not known");
}

TEST_F(HttpClientTest, StopsAtOnceWhenAsked) {
  ClientOptions patient = quick_client();
  patient.stall_timeout = patient.total_timeout = 30s;
  HttpClient slow(patient);
  server.on("/stall", stall_after(""));
  Request request;
  request.url = server.url("/stall");
  std::stop_source source;
  std::atomic<std::chrono::steady_clock::time_point> asked{};
  const std::jthread stopper([&] {
    while (server.count("/stall") == 0) std::this_thread::sleep_for(1ms);
    asked = std::chrono::steady_clock::now();
    source.request_stop();
  });
  const auto page = slow.get(request, source.get_token());
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, ErrorCode::Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - asked.load(), 500ms);
  EXPECT_FALSE(slow.get(request, source.get_token()));
  EXPECT_EQ(server.count("/stall"), 1) << "nothing is asked any more";
}

TEST_F(HttpClientTest, ServesManyThreads) {
  server.on("/", reply(200, std::string(10000, 'x')));
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < 25; ++j) {
          const auto page = get(server.url("/"));
          good += page && page->body.size() == 10000;
        }
      });
    }
  }
  EXPECT_EQ(good, 200);
  EXPECT_LE(server.connections(), 16);
}

}  // namespace
}  // namespace depesche::fetch
