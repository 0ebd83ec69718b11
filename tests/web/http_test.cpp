// Requests taken apart, routes, names we answer to, form tokens, and the last hand on responses.
#include <gtest/gtest.h>

#include "pack/gzip.h"
#include "web/http/csrf.h"
#include "web/http/deliver.h"
#include "web/http/host_check.h"
#include "web/http/message.h"
#include "web/http/multipart.h"
#include "web/http/router.h"

namespace depesche::web {
namespace {

Request request_for(std::string target, std::string method = "GET", Fields headers = {},
                    std::string body = {}) {
  auto request =
      read_request({std::move(method), std::move(target), std::move(headers), std::move(body)});
  EXPECT_TRUE(request);
  return request ? *request : Request{};
}

TEST(Request, SplitsPathAndQuery) {
  const Request request = request_for("/o/S%C3%BCdkurier%2FOst?q=a+b%26c&q=2&empty&=x");
  EXPECT_EQ(request.path, "/o/S%C3%BCdkurier%2FOst");
  EXPECT_EQ(request.segments, (std::vector<std::string>{"o", "Südkurier/Ost"}));
  EXPECT_EQ(value(request.query, "q"), "a b&c");
  EXPECT_TRUE(has(request.query, "empty"));
  EXPECT_EQ(request.query.size(), 4u);
}

TEST(Request, KeepsLoosePercentSignsInQueries) {
  EXPECT_EQ(value(request_for("/search?q=100%+sure").query, "q"), "100%+sure");
}

TEST(Request, RefusesPathsThatAreNone) {
  for (const char* target : {"", "*", "http://x/", "/%", "/%4", "/%gg", "/%ff", "/a%00b"}) {
    EXPECT_FALSE(read_request({"GET", target, {}, {}})) << target;
  }
  EXPECT_FALSE(read_request({"GET", std::string(100, '/'), {}, {}}));
}

TEST(Request, ReadsCookies) {
  const Fields cookies = parse_cookies("a=1; b=x=y ;broken; =2;c=");
  EXPECT_EQ(cookies, (Fields{{"a", "1"}, {"b", "x=y"}, {"c", ""}}));
}

TEST(Request, TakesNoMoreFieldsThanAForm) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "a=1&";
  EXPECT_EQ(parse_form(many).size(), kMaxFields);
}

TEST(Request, PercentEncodingIsUndoneByReading) {
  std::string all;
  for (int c = 1; c < 128; ++c) all += static_cast<char>(c);
  all += "äöü日本";
  const Request request = request_for("/" + percent_encode(all) + "?q=" + percent_encode(all));
  EXPECT_EQ(request.segments.at(0), all);
  EXPECT_EQ(value(request.query, "q"), all);
}

constexpr std::string_view kType = "multipart/form-data; boundary=\"xyz\"";

TEST(Multipart, ReadsFieldsAndFiles) {
  const std::string body =
      "--xyz\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nabc\r\n"
      "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.opml\"\r\n"
      "Content-Type: text/x-opml\r\n\r\n<opml>\r\n--xy\r\n</opml>\r\n"
      "--xyz\r\nContent-Disposition: form-data; name=none; filename=\"\"\r\n\r\n\r\n--xyz--\r\n";
  const auto parsed = parse_multipart(body, kType);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->fields, (Fields{{"token", "abc"}}));
  ASSERT_EQ(parsed->files.size(), 1u);
  EXPECT_EQ(parsed->files[0].field, "file");
  EXPECT_EQ(parsed->files[0].name, "a;b.opml");
  EXPECT_EQ(parsed->files[0].bytes, "<opml>\r\n--xy\r\n</opml>");
}

TEST(Multipart, RefusesEveryBodyThatWasCutOff) {
  const std::string whole =
      "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xyz--";
  ASSERT_TRUE(parse_multipart(whole, kType));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_multipart(whole.substr(0, length), kType)) << length;
  }
  EXPECT_FALSE(parse_multipart(whole, "multipart/form-data"));
}

TEST(Router, FindsTheRouteAndItsWords) {
  const auto say = [](const char* word) {
    return [word](const Request&, const Match&) { return Response{200, "", word, {}}; };
  };
  Router router;
  router.get("/", Formats::Html, say("front"));
  router.get("/front", Formats::Lists, say("front list"));
  router.get("/s/:id", Formats::Lists, say("story"));
  router.get("/i/:hash", Formats::Html, say("picture"));
  router.post("/feeds/add", say("add"));
  router.get("/feeds", Formats::Html, say("feeds"));
  router.post("/feeds", say("feeds form"));

  const auto find = [&](const char* path, const char* method = "GET") {
    return router.find(request_for(path, method));
  };
  const auto body = [&](const char* path) {
    const auto found = find(path);
    return found.action ? (*found.action)(Request{}, found.match).body : std::string("none");
  };
  EXPECT_EQ(body("/"), "front");
  EXPECT_EQ(body("/s/12"), "story");
  EXPECT_EQ(find("/s/12.atom").match.format, Format::Atom);
  EXPECT_EQ(find("/s/12.json").match.words.at(0), "12");
  EXPECT_EQ(find("/i/ab.json").match.words.at(0), "ab.json");
  EXPECT_EQ(body("/front.atom"), "front list");
  EXPECT_EQ(find("/s/12", "HEAD").match.words.at(0), "12");
  for (const char* path : {"/s", "/s/", "/s/1/2", "/S/1", "//", "/feeds.json"}) {
    EXPECT_EQ(body(path), "none") << path;
    EXPECT_EQ(find(path).allowed, "") << path;
  }
  EXPECT_EQ(find("/feeds/add").allowed, "POST");
  EXPECT_EQ(find("/s/1", "POST").allowed, "GET, HEAD");
  EXPECT_EQ(find("/feeds", "DELETE").allowed, "GET, HEAD, POST");
}

TEST(HostCheck, AnswersToOurOwnNamesOnly) {
  const ListenAddress listening{"192.0.2.7", 8420};
  const std::vector<std::string> names{"News.Example"};
  for (const char* host :
       {"localhost", "localhost:8420", "LOCALHOST:1", "127.0.0.1:8420", "127.9.9.9", "[::1]:8420",
        "192.0.2.7:80", "news.example", "news.example.:8420"}) {
    EXPECT_TRUE(is_our_host(host, listening, names)) << host;
  }
  for (const char* host : {"", ":8420", "evil.example", "127.0.0.1.evil.example", "192.0.2.8",
                           "localhost.evil.example", "127.evil", "news.example.evil", "[::2]"}) {
    EXPECT_FALSE(is_our_host(host, listening, names)) << host;
  }
}

TEST(HostCheck, ReadsListenAddresses) {
  const std::vector<std::pair<const char*, ListenAddress>> cases{
      {"127.0.0.1:9000", {"127.0.0.1", 9000}}, {"[::1]:80", {"::1", 80}},
      {"localhost:0", {"localhost", 0}},       {":8000", {"127.0.0.1", 8000}},
      {"9000", {"127.0.0.1", 9000}},
  };
  for (const auto& [text, address] : cases) {
    const auto parsed = parse_listen_address(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, address) << text;
    EXPECT_EQ(*parse_listen_address(to_string(address)), address);
  }
  for (const char* text : {"", "host", "127.0.0.1:", "127.0.0.1:70000", "::1:80", "a:b", "1:-1"}) {
    EXPECT_FALSE(parse_listen_address(text)) << text;
  }
}

TEST(HostCheck, OthersMayOnlyReadWhenTheOwnerSaysSo) {
  EXPECT_TRUE(may_listen({"127.0.0.1", 1}, Readers::Owner));
  EXPECT_TRUE(may_listen({"::1", 1}, Readers::Owner));
  EXPECT_FALSE(may_listen({"0.0.0.0", 1}, Readers::Owner));
  EXPECT_TRUE(may_listen({"0.0.0.0", 1}, Readers::Public));
}

TEST(Csrf, SealIsSipHash) {
  // Key 00 … 0f; the reference implementation's vectors for 128 bits: no bytes, and 00.
  const Secret key{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL};
  EXPECT_EQ(seal(key, ""), "a3817f04ba25a8e66df67214c7550293");
  EXPECT_EQ(seal(key, std::string(1, '\0')), "da87c1d86b99af44347659119b22fc45");
}

TEST(Csrf, AcceptsOwnFormsOnly) {
  const Secret secret = new_secret();
  const std::string visitor = new_visitor();
  const auto form = [&](Fields more, std::string token, std::string cookie) {
    Fields headers{{"host", "127.0.0.1:8420"},
                   {"cookie", "depesche_visitor=" + cookie},
                   {"content-type", "application/x-www-form-urlencoded"}};
    headers.insert(headers.end(), more.begin(), more.end());
    return request_for("/feeds/add", "POST", headers, "token=" + token);
  };
  const std::string token = form_token(secret, visitor);
  EXPECT_TRUE(is_own_form(form({}, token, visitor), secret));
  EXPECT_TRUE(is_own_form(form({{"origin", "http://127.0.0.1:8420"}}, token, visitor), secret));
  EXPECT_TRUE(is_own_form(form({{"sec-fetch-site", "same-origin"}}, token, visitor), secret));

  EXPECT_FALSE(is_own_form(form({}, "", visitor), secret));
  EXPECT_FALSE(is_own_form(form({}, form_token(secret, ""), ""), secret));
  EXPECT_FALSE(is_own_form(form({}, token, new_visitor()), secret)) << "another visitor's token";
  EXPECT_FALSE(is_own_form(form({}, form_token(new_secret(), visitor), visitor), secret));
  EXPECT_FALSE(is_own_form(form({{"origin", "http://evil.example"}}, token, visitor), secret));
  EXPECT_FALSE(is_own_form(form({{"origin", "http://127.0.0.1:9"}}, token, visitor), secret));
  EXPECT_FALSE(is_own_form(form({{"origin", "null"}}, token, visitor), secret));
  EXPECT_FALSE(is_own_form(form({{"sec-fetch-site", "cross-site"}}, token, visitor), secret));
}

TEST(Deliver, AnswersNotModifiedToAnUnchangedPage) {
  const Response page{200, "text/html", "hello", {}};
  const Response first = deliver(page, request_for("/"));
  const std::string tag(value(first.headers, "ETag"));
  ASSERT_TRUE(tag.starts_with("W/\""));
  for (const std::string& header : {tag, tag.substr(2), "\"a\", " + tag, std::string("*")}) {
    const Response again = deliver(page, request_for("/", "GET", {{"if-none-match", header}}));
    EXPECT_EQ(again.status, 304) << header;
    EXPECT_EQ(again.body, "");
  }
  EXPECT_EQ(deliver(page, request_for("/", "GET", {{"if-none-match", "\"other\""}})).status, 200);
}

TEST(Deliver, CompressesTextForThoseWhoTakeIt) {
  const Response page{200, "text/html", std::string(5000, 'a'), {}};
  const Response small = deliver(page, request_for("/", "GET", {{"accept-encoding", "br, gzip"}}));
  EXPECT_EQ(value(small.headers, "Content-Encoding"), "gzip");
  EXPECT_EQ(*gunzip(small.body, 10000), page.body);
  const Response plain = deliver(page, request_for("/"));
  EXPECT_EQ(plain.body, page.body);
  EXPECT_EQ(value(plain.headers, "ETag"), value(small.headers, "ETag"));
  const Response picture = deliver({200, "image/png", std::string(5000, 'a'), {}},
                                   request_for("/", "GET", {{"accept-encoding", "gzip"}}));
  EXPECT_FALSE(has(picture.headers, "Content-Encoding"));
}

TEST(Deliver, UnderstandsAcceptEncoding) {
  for (const char* yes : {"gzip", "br, GZIP;q=0.5", "*", "deflate, gzip; q=1.0"}) {
    EXPECT_TRUE(accepts_gzip(yes)) << yes;
  }
  for (const char* no : {"", "br", "gzip;q=0", "gzip; q=0.000", "xgzip"}) {
    EXPECT_FALSE(accepts_gzip(no)) << no;
  }
}

TEST(Deliver, ForbidsEverythingThatIsNotOurs) {
  Response page{200, "text/html", "", {}};
  add_security_headers(page);
  const std::string policy(value(page.headers, "Content-Security-Policy"));
  EXPECT_TRUE(policy.starts_with("default-src 'none'"));
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(value(page.headers, "X-Content-Type-Options"), "nosniff");
}

}  // namespace
}  // namespace depesche::web
