// Servers that mean harm, or might as well. Each row is one server on the loopback interface, what
// it does, and what must come of it: a page, or a code and a sentence for a person. Whatever it
// does, it gets few bytes and little time, and the client is as good as new afterwards.
#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "fetch/fetcher.h"
#include "fetch/http_client.h"
#include "pack/brotli.h"
#include "pack/gzip.h"
#include "pack/zstd.h"
#include "tests/support/loopback_server.h"

namespace depesche::fetch {
namespace {

using namespace std::chrono_literals;
using namespace depesche::test;

constexpr std::size_t kMost = 256 * 1024;
// What may come over the wire for one row: the body, heads and pleasantries.
constexpr std::size_t kMostOnTheWire = 2 * kMost;
// What a flood may push out before it notices that nobody listens: the kernel's buffers.
constexpr std::uint64_t kMostPushed = 64 << 20;
constexpr std::uint64_t kFlood = 200 << 20;

struct Outcome {
  std::optional<ErrorCode> code;  // absent: there is an answer
  std::string words;              // the whole sentence, or the body
  int status = 200;
};

Outcome reads(std::string body, int status = 200) {
  return {std::nullopt, std::move(body), status};
}
Outcome fails(ErrorCode code, std::string_view what) {
  return {code, "127.0.0.1 " + std::string(what)};
}
Outcome answers(int status) { return {std::nullopt, "", status}; }

const Outcome kNoHttp = fails(ErrorCode::Malformed, "does not speak proper HTTP");
const Outcome kBrokeOff = fails(ErrorCode::Unreachable, "broke off before the answer was complete");
const Outcome kTooLarge = fails(ErrorCode::TooLarge, "sent more than 256 KB");
const Outcome kHeadTooLarge = fails(ErrorCode::TooLarge, "sent more than 128 KB of headers");
const Outcome kLineTooLong = fails(ErrorCode::TooLarge, "sent a header line of more than 100 KB");
const Outcome kLengths =
    fails(ErrorCode::Malformed, "contradicts itself about the length of its answer");
const Outcome kNoChunks = fails(ErrorCode::Malformed, "sent chunks that are none");
const Outcome kChunkExtras = fails(ErrorCode::TooLarge, "sent more than 16 KB beside its chunks");
const Outcome kWrapped =
    fails(ErrorCode::Malformed, "wraps its answer in a way that nobody asked for");
const Outcome kPacked = fails(ErrorCode::Malformed, "sent a body that cannot be unpacked");
const Outcome kNowhere = fails(ErrorCode::Malformed, "redirects to nowhere");
const Outcome kCircle = fails(ErrorCode::TooManyRedirects, "redirects in a circle");
const Outcome kTooMany = fails(ErrorCode::TooManyRedirects, "redirects more than 8 times");

struct Row {
  std::string name;
  Responder server;
  Outcome outcome;
};

// Says the bytes and hangs up.
Responder says(std::string bytes) { return cut_after(std::move(bytes)); }
// Says the bytes and stays on the line.
Responder says_and_waits(std::string bytes) { return stall_after(std::move(bytes)); }

std::string ok(std::string_view headers = "") {
  return "HTTP/1.1 200 OK\r\n" + std::string(headers) + "\r\n";
}
std::string chunked(std::string_view chunks) {
  return ok("Transfer-Encoding: chunked\r\n") + std::string(chunks);
}
std::string with_length(std::string_view body, std::string_view headers = "") {
  return ok(std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n") +
         std::string(body);
}
std::string moved(std::string_view headers) {
  return "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n" + std::string(headers) + "\r\n";
}
std::string packed(std::string_view coding, std::string_view body) {
  return with_length(body, "Content-Encoding: " + std::string(coding) + "\r\n");
}
std::string repeated(std::string_view what, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += what;
  return out;
}

class HostileServers : public testing::Test {
 protected:
  ClientOptions options() const {
    ClientOptions made;
    const std::string port = ":" + std::to_string(server.port());
    made.addresses.allowed_hosts = {"127.0.0.1" + port, "*.localhost" + port};
    made.connect_timeout = made.stall_timeout = made.total_timeout = 20s;
    return made;
  }
  ClientOptions hasty_options() const {
    ClientOptions made = options();
    made.stall_timeout = 300ms;
    made.total_timeout = 600ms;
    return made;
  }

  /// `beginning`, then `more` again and again as long as anybody takes it.
  Responder floods(std::string beginning, std::string_view more) {
    std::string piece = repeated(more, static_cast<int>(64 * 1024 / more.size() + 1));
    return [this, beginning = std::move(beginning), piece = std::move(piece)](
               const LoopbackRequest&, LoopbackConnection& to) {
      if (!to.send(beginning)) return;
      for (std::uint64_t sent = 0; sent < kFlood; sent += piece.size()) {
        if (!to.send(piece)) break;
        pushed += piece.size();
      }
      to.close();
    };
  }

  Request request_to(std::string url) {
    Request request;
    request.url = std::move(url);
    request.max_bytes = kMost;
    request.after_hop = [this](const Url&, std::size_t bytes) { wire_bytes += bytes; };
    return request;
  }

  void check(const Row& row, const Result<Reply>& reply) {
    if (row.outcome.code) {
      ASSERT_FALSE(reply) << "status " << reply->status;
      EXPECT_EQ(name(reply.error().code), name(*row.outcome.code)) << reply.error().message;
      EXPECT_EQ(reply.error().message, row.outcome.words);
    } else {
      ASSERT_TRUE(reply) << reply.error().message;
      EXPECT_EQ(reply->status, row.outcome.status);
      EXPECT_EQ(reply->body, row.outcome.words);
      EXPECT_EQ(reply->wire_bytes, wire_bytes) << "what is told and what is counted";
    }
  }

  void meet(HttpClient& client, const Row& row, std::chrono::milliseconds longest) {
    SCOPED_TRACE(row.name);
    ++met;
    wire_bytes = 0;
    pushed = 0;
    server.on("/page", row.server);
    server.on("/good", reply(200, "still alive"));
    const auto began = std::chrono::steady_clock::now();
    check(row, client.get(request_to(server.url("/page"))));
    EXPECT_LT(std::chrono::steady_clock::now() - began, longest);
    EXPECT_LE(wire_bytes, kMostOnTheWire);
    EXPECT_LE(pushed, kMostPushed);
    const auto after = client.get(request_to(server.url("/good")));
    ASSERT_TRUE(after) << after.error().message;
    EXPECT_EQ(after->body, "still alive") << "what was left over answered the next request";
  }

  void meet_all(const std::vector<Row>& rows) {
    HttpClient client(options());
    for (const Row& row : rows) meet(client, row, 10s);
  }

  LoopbackServer server;
  std::atomic<std::uint64_t> pushed = 0;
  std::size_t wire_bytes = 0;
  int met = 0;
};

TEST_F(HostileServers, WithOddStatusLines) {
  meet_all({
      {"says nothing", says(""), kBrokeOff},
      {"speaks HTTP/0.9", says("<html>hello</html>"), kNoHttp},
      {"is a mail server", says("220 mail.example ESMTP\r\n"), kNoHttp},
      {"is a radio", says("ICY 200 OK\r\n\r\nmusic"), kNoHttp},
      {"speaks a version that is none", says("HTTP/7.7 200 OK\r\n\r\nx"), kNoHttp},
      {"claims HTTP/2 without it", says("HTTP/2 200 OK\r\n\r\nx"), kNoHttp},
      {"has no status", says("HTTP/1.1\r\n\r\nx"), kNoHttp},
      {"has letters for a status", says("HTTP/1.1 2OO OK\r\n\r\nx"), kNoHttp},
      {"has four digits", says("HTTP/1.1 2000 OK\r\n\r\nx"), kNoHttp},
      {"has two digits", says("HTTP/1.1 20 OK\r\n\r\nx"), kNoHttp},
      {"has a status below nothing", says("HTTP/1.1 -20 OK\r\n\r\nx"), kNoHttp},
      {"has a status beyond all", says("HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n"),
       answers(999)},
      {"gives no reason", says("HTTP/1.1 200\r\nContent-Length: 4\r\n\r\ngood"), reads("good")},
      {"ends lines with LF alone", says("HTTP/1.1 200 OK\nContent-Length: 4\n\ngood"),
       reads("good")},
      {"switches protocols", says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nx"),
       fails(ErrorCode::Malformed, "switched to another protocol that nobody asked for")},
      {"switches protocols and waits",
       says_and_waits("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"),
       fails(ErrorCode::Malformed, "switched to another protocol that nobody asked for")},
      {"sends a part nobody asked for",
       says(
           "HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-3/900\r\nContent-Length: 4\r\n\r\ngood"),
       fails(ErrorCode::Malformed, "sent a part of the page where all of it was asked for")},
      {"says unchanged to a first visit", says("HTTP/1.1 304 Same\r\n\r\n"),
       fails(ErrorCode::Malformed, "says that nothing has changed since a visit we never made")},
      {"gives early hints",
       says("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + with_length("good")), reads("good")},
      {"hides a redirect in early hints",
       says("HTTP/1.1 103 Early Hints\r\nLocation: http://10.0.0.1/\r\n\r\n" + with_length("good")),
       reads("good")},
      {"says continue ten times",
       says(repeated("HTTP/1.1 100 Continue\r\n\r\n", 10) + with_length("good")), reads("good")},
      {"announces chunks where there is no body",
       says("HTTP/1.1 204 Nothing\r\nTransfer-Encoding: chunked\r\n\r\n"), reads("", 204)},
      {"sends a body where there is none",
       says_and_waits(
           "HTTP/1.1 204 Nothing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"),
       reads("", 204)},
  });
}

TEST_F(HostileServers, WithOddHeads) {
  meet_all({
      {"breaks off after the status line", says("HTTP/1.1 200 OK\r\n"), kBrokeOff},
      {"breaks off between headers", says("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"),
       kBrokeOff},
      {"breaks off in a header", says("HTTP/1.1 200 OK\r\nContent-Ty"), kBrokeOff},
      {"breaks off in a redirect", says("HTTP/1.1 302 Found\r\nLocation: /good\r\n"), kBrokeOff},
      {"has nothing after its head", says(ok()), reads("")},
      {"sends twenty thousand headers", header_flood(20000), kHeadTooLarge},
      {"sends headers for ever", floods("HTTP/1.1 200 OK\r\n", "X-A: b\r\n"), kHeadTooLarge},
      {"sends cookies for ever",
       floods("HTTP/1.1 200 OK\r\n", "Set-Cookie: id=0123456789; Path=/\r\n"), kHeadTooLarge},
      {"sends early hints for ever", floods("", "HTTP/1.1 103 Hint\r\nLink: </a>\r\n\r\n"),
       kHeadTooLarge},
      {"sends one header for ever", floods("HTTP/1.1 200 OK\r\nX-A: ", "b"), kLineTooLong},
      {"sends a reason for ever", floods("HTTP/1.1 200 ", "OK"), kLineTooLong},
      {"sends a long header", says(ok("X-A: " + std::string(300'000, 'b') + "\r\n")), kLineTooLong},
      {"sends many headers, though not too many",
       says(with_length("good", repeated("X-A: " + std::string(95, 'b') + "\r\n", 1000))),
       reads("good")},
      {"has a header without a colon", says(ok("Nonsense\r\n") + "x"), kNoHttp},
      {"has a NUL in a header", says(ok(std::string("X-A: b\0c\r\n", 10)) + "x"), kNoHttp},
      {"folds a redirect into another header", says(moved("X-A: b\r\n Location: /good\r\n")),
       kNowhere},
      {"folds a redirect behind nothing",
       says("HTTP/1.1 302 Found\r\n Location: /good\r\nContent-Length: 0\r\n\r\n"), kNoHttp},
      {"has a blank before the colon", says(moved("Location : /good\r\n")), kNowhere},
      {"has a header without a name", says(with_length("good", ": x\r\n")), reads("good")},
      {"sends a hundred cookies",
       says(with_length("good", repeated("Set-Cookie: a=b; Domain=.localhost\r\n", 100))),
       reads("good")},
  });
  for (const LoopbackRequest& request : server.requests()) EXPECT_EQ(request.header("cookie"), "");
}

TEST_F(HostileServers, WithOddLengths) {
  const std::string after = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
  meet_all({
      {"has two lengths, the short one first",
       says(ok("Content-Length: 4\r\nContent-Length: 40\r\n") + "good"), kLengths},
      {"has two lengths, the long one first",
       says(ok("Content-Length: 40\r\nContent-Length: 4\r\n") + "good"), kLengths},
      {"has two lengths in one line", says(ok("Content-Length: 4, 40\r\n") + "good"), kLengths},
      {"has one length twice", says(ok("Content-Length: 4\r\nContent-Length: 4\r\n") + "good"),
       reads("good")},
      {"has a length below nothing", says(ok("Content-Length: -4\r\n") + "good"), kNoHttp},
      {"has a length with a sign", says(ok("Content-Length: +4\r\n") + "good"), kLengths},
      {"has words for a length", says(ok("Content-Length: four\r\n") + "good"), kNoHttp},
      {"has a length and more", says(ok("Content-Length: 4x\r\n") + "good"), kLengths},
      {"has a hexadecimal length", says(ok("Content-Length: 0x4\r\n") + "good"), kLengths},
      {"has a length beyond 64 bits",
       says(ok("Content-Length: 99999999999999999999999\r\n") + "good"), kTooLarge},
      {"announces 200 MB", endless(kFlood, Announced::Yes), kTooLarge},
      {"sends 200 MB unannounced", floods(ok(), "x"), kTooLarge},
      {"announces more than it sends", says(ok("Content-Length: 100\r\n") + "half"), kBrokeOff},
      {"announces a body and sends none", says(ok("Content-Length: 100\r\n")), kBrokeOff},
      {"sends more than it announces", says_and_waits(with_length("good") + after), reads("good")},
      {"announces nothing and sends something", says_and_waits(ok("Content-Length: 0\r\n") + after),
       reads("")},
      {"announces nothing and hangs up", says(ok() + "good"), reads("good")},
      {"sends exactly what is allowed", says(with_length(std::string(kMost, 'x'))),
       reads(std::string(kMost, 'x'))},
      {"sends one byte more", says(ok() + std::string(kMost + 1, 'x')), kTooLarge},
      {"refuses at great length",
       floods("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n", "x"), answers(404)},
  });
}

TEST_F(HostileServers, WithOddChunks) {
  const std::string long_extension(300, 'e');
  meet_all({
      {"has chunks", says(chunked("4\r\ngood\r\n0\r\n\r\n")), reads("good")},
      {"has chunks after LF alone", says(chunked("4\ngood\n0\n\n")), reads("good")},
      {"has chunks and a length",
       says(ok("Content-Length: 99\r\nTransfer-Encoding: chunked\r\n") + "4\r\ngood\r\n0\r\n\r\n"),
       reads("good")},
      {"names its chunks", says(chunked("4;a=b\r\ngood\r\n0;c=\"d;e\"\r\n\r\n")), reads("good")},
      {"pads its sizes", says(chunked("4   \r\ngood\r\n0\r\n\r\n")), reads("good")},
      {"has one extension for ever", floods(chunked("4;"), "e"), kChunkExtras},
      {"has extensions for ever", floods(chunked(""), "1;" + long_extension + "\r\nx\r\n"),
       kChunkExtras},
      {"has trailers for ever", floods(chunked("4\r\ngood\r\n0\r\n"), "X-A: b\r\n"), kChunkExtras},
      {"has one trailer for ever", floods(chunked("4\r\ngood\r\n0\r\nX-A: "), "b"), kChunkExtras},
      {"has chunks for ever", floods(chunked(""), "40\r\n" + std::string(64, 'x') + "\r\n"),
       kTooLarge},
      {"has tiny chunks for ever", floods(chunked(""), "1\r\nx\r\n"), kTooLarge},
      {"has a chunk below nothing", says(chunked("-4\r\ngood\r\n0\r\n\r\n")), kNoChunks},
      {"has a chunk with a sign", says(chunked("+4\r\ngood\r\n0\r\n\r\n")), kNoChunks},
      {"has a chunk with a prefix", says(chunked("0x4\r\ngood\r\n0\r\n\r\n")), kNoChunks},
      {"has a chunk without a size", says(chunked("\r\ngood\r\n0\r\n\r\n")), kNoChunks},
      {"has a chunk beyond 64 bits", says(chunked("10000000000000004\r\ngood\r\n0\r\n\r\n")),
       kNoChunks},
      {"has a chunk of all bits", says(chunked("ffffffffffffffff\r\ngood\r\n0\r\n\r\n")),
       kNoChunks},
      {"has a chunk of a petabyte", says(chunked("4000000000000\r\ngood")), kBrokeOff},
      {"has a size of many zeros", says(chunked(std::string(5000, '0') + "\r\n\r\n")), kNoChunks},
      {"has more in a chunk than it says", says(chunked("4\r\ngoodness\r\n0\r\n\r\n")), kNoChunks},
      {"has less in a chunk than it says", says(chunked("7\r\ngood\r\n0\r\n\r\n")), kNoChunks},
      {"leaves out the last chunk", says(chunked("4\r\ngood\r\n")), kBrokeOff},
      {"breaks off in a chunk", says(chunked("ff\r\nhalf")), kBrokeOff},
      {"breaks off in a size", says(chunked("4\r\ngood\r\n1")), kBrokeOff},
      {"breaks off in the trailers", says(chunked("4\r\ngood\r\n0\r\nX-A: b\r\n")), kBrokeOff},
      {"redirects in a trailer", says(chunked("4\r\ngood\r\n0\r\nLocation: /evil\r\n\r\n")),
       reads("good")},
      {"answers again after the last chunk",
       says_and_waits(chunked("4\r\ngood\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\nevil")), reads("good")},
      {"chunks its chunks",
       says(ok("Transfer-Encoding: chunked, chunked\r\n") + "4\r\ngood\r\n0\r\n\r\n"), kWrapped},
      {"packs its chunks", says(ok("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n"),
       kWrapped},
      {"has chunks of its own kind",
       says(ok("Transfer-Encoding: xchunked\r\n") + "4\r\ngood\r\n0\r\n\r\n"), kWrapped},
  });
}

TEST_F(HostileServers, WithBombsAndBrokenPackages) {
  const std::string big(20 << 20, 'x');
  const std::string page = "<p>" + repeated("news of the day, ", 400) + "</p>";
  const auto half = [](const std::string& whole) { return whole.substr(0, whole.size() / 2); };
  std::string flipped = gzip(page);
  flipped[flipped.size() - 5] = static_cast<char>(flipped[flipped.size() - 5] ^ 1);  // its checksum
  // A frame head that asks for a window of 2 GB.
  const std::string greedy("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 9);
  const std::string empty_member = gzip("");
  meet_all({
      {"sends a gzip bomb", says(packed("gzip", gzip(big))), kTooLarge},
      {"sends a deflate bomb", says(packed("deflate", gzip(big).substr(10))), kTooLarge},
      {"sends a brotli bomb", says(packed("br", brotli_compress(big, 5))), kTooLarge},
      {"sends a zstd bomb", says(packed("zstd", zstd_compress(big))), kTooLarge},
      {"sends a bomb in a package", says(packed("gzip, gzip", gzip(gzip(big)))), kTooLarge},
      {"sends a bomb in another package", says(packed("br, gzip", gzip(brotli_compress(big, 5)))),
       kTooLarge},
      {"packs three times", says(packed("gzip, gzip, gzip", gzip(gzip(gzip(page))))),
       fails(ErrorCode::Malformed, "packed its body 3 times over")},
      {"packs three times in three lines",
       says(with_length(gzip(page), repeated("Content-Encoding: gzip\r\n", 3))),
       fails(ErrorCode::Malformed, "packed its body 3 times over")},
      {"packs twice", says(packed("gzip, br", brotli_compress(gzip(page), 5))), reads(page)},
      {"sends empty packages for ever", floods(ok("Content-Encoding: gzip\r\n"), empty_member),
       kTooLarge},
      {"sends bombs in a row",
       floods(ok("Content-Encoding: gzip\r\n"), gzip(std::string(100'000, 'x'))), kTooLarge},
      {"sends half a gzip", says(packed("gzip", half(gzip(page)))), kPacked},
      {"sends half a deflate", says(packed("deflate", half(gzip(page).substr(10)))), kPacked},
      {"sends half a brotli", says(packed("br", half(brotli_compress(page, 5)))), kPacked},
      {"sends a brotli without its last byte",
       says(packed("br", brotli_compress(page, 5).substr(0, brotli_compress(page, 5).size() - 1))),
       kPacked},
      {"sends half a brotli and hangs up",
       says(ok("Content-Encoding: br\r\n") + half(brotli_compress(page, 5))), kPacked},
      {"sends half a zstd", says(packed("zstd", half(zstd_compress(page)))), kPacked},
      {"sends half a gzip in good chunks",
       says(ok("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n") + "a\r\n" +
            gzip(page).substr(0, 10) + "\r\n0\r\n\r\n"),
       kPacked},
      {"sends a gzip with a wrong checksum", says(packed("gzip", flipped)), kPacked},
      {"wants a huge window", says(packed("zstd", greedy)), kPacked},
      {"sends words for gzip", says(packed("gzip", "plain words")), kPacked},
      {"sends words for brotli", says(packed("br", "plain words")), kPacked},
      {"sends nothing for gzip", says(packed("gzip", "")), reads("")},
      {"sends more after its gzip", says(packed("gzip", gzip(page) + "a footer")), reads(page)},
      {"packs in its own way", says(packed("pkware", page)),
       fails(ErrorCode::Malformed, "packed its body in a way that nobody asked for")},
      {"packs to exactly what is allowed",
       says(packed("br", brotli_compress(std::string(kMost, 'x'), 5))),
       reads(std::string(kMost, 'x'))},
  });
}

TEST_F(HostileServers, ThatRedirectElsewhere) {
  const auto to_scheme = [](const std::string& scheme, const std::string& address) {
    return Row{"redirects to " + address, redirect(302, address),
               fails(ErrorCode::AddressNotAllowed,
                     "redirects to a " + scheme + ": address; only http and https are fetched")};
  };
  for (int i = 0; i < 20; ++i) {
    server.on("/chain" + std::to_string(i), redirect(302, "/chain" + std::to_string(i + 1)));
  }
  meet_all({
      to_scheme("file", "file:///etc/passwd"),
      to_scheme("file", "FILE://127.0.0.1/etc/passwd"),
      to_scheme("ftp", "ftp://127.0.0.1/x"),
      to_scheme("data", "data:text/html,<p>evil"),
      to_scheme("gopher", "gopher://127.0.0.1:6379/_FLUSHALL"),
      to_scheme("javascript", "javascript:alert(1)"),
      to_scheme("dict", "dict://127.0.0.1:11211/stats"),
      to_scheme("ldap", "ldap://127.0.0.1/"),
      to_scheme("smb", "smb://127.0.0.1/share"),
      to_scheme("view-source", "view-source:http://127.0.0.1/"),
      {"redirects without saying where", reply(302), kNowhere},
      {"redirects to an empty address", says(moved("Location:\r\n")), kNowhere},
      {"redirects to no address", redirect(302, "http://a b/"), kNowhere},
      {"redirects to a port beyond all", redirect(302, "http://127.0.0.1:99999/"), kNowhere},
      {"redirects to an address of 90 KB", redirect(302, "/" + std::string(90'000, 'a')), kNowhere},
      {"redirects to two places", says(moved("Location: /good\r\nLocation: /evil\r\n")),
       fails(ErrorCode::Malformed, "redirects to two places at once")},
      {"redirects to one place twice", says(moved("Location: /good\r\nLocation: /good\r\n")),
       reads("still alive")},
      {"injects a header behind a CR", says(moved("Location: /good\rX-Evil: 1\r\n")), answers(404)},
      {"injects a header in escapes", redirect(302, "/good%0d%0aX-Evil:%201"), answers(404)},
      {"injects a tab", redirect(302, "/go\tod"), reads("still alive")},
      {"redirects to itself", redirect(302, "/page"), kCircle},
      {"redirects to itself with a mark", redirect(302, "#mark"), kCircle},
      {"redirects to itself with a password",
       redirect(302, "//me:pw@127.0.0.1:" + std::to_string(server.port()) + "/page"), kCircle},
      {"redirects for ever", redirect(302, "/chain0"), kTooMany},
      {"redirects for ever by its query",
       [](const LoopbackRequest& request, LoopbackConnection& to) {
         redirect(307, "/page?" + std::to_string(request.target.size()) + request.target)(request,
                                                                                          to);
       },
       kTooMany},
      {"redirects and talks for ever", floods("HTTP/1.1 302 Found\r\nLocation: /good\r\n\r\n", "x"),
       reads("still alive")},
      {"redirects and hangs up early",
       says("HTTP/1.1 302 Found\r\nLocation: /good\r\nContent-Length: 500\r\n\r\nhalf"),
       reads("still alive")},
      {"redirects and never ends",
       says_and_waits("HTTP/1.1 302 Found\r\nLocation: /good\r\nContent-Length: 500\r\n\r\nhalf"),
       reads("still alive")},
  });
  for (const LoopbackRequest& request : server.requests()) EXPECT_EQ(request.header("x-evil"), "");
}

TEST_F(HostileServers, ThatRedirectInside) {
  struct Place {
    std::string_view address;
    std::string_view host;  // as the sentence names it
    std::string_view kind;
  };
  HttpClient client(options());
  for (const auto& [address, host, kind] : std::vector<Place>{
           {"http://127.0.0.1/", "127.0.0.1", "loopback"},
           {"http://127.1/", "127.0.0.1", "loopback"},
           {"http://2130706433/", "127.0.0.1", "loopback"},
           {"http://0x7f000001/", "127.0.0.1", "loopback"},
           {"http://0x7f.0.0.1/", "127.0.0.1", "loopback"},
           {"http://0177.0.0.1/", "127.0.0.1", "loopback"},
           {"http://017700000001/", "127.0.0.1", "loopback"},
           {"http://127.0.0.1./", "127.0.0.1", "loopback"},
           {"http://%31%32%37.0.0.1/", "127.0.0.1", "loopback"},
           {"http://\u2460\u2461\u2466.0.0.1/", "127.0.0.1", "loopback"},
           {"http://127\u30020\u30020\u30021/", "127.0.0.1", "loopback"},
           {"http://\uFF11\uFF12\uFF17.0.0.1/", "127.0.0.1", "loopback"},
           {"http://127.8.9.10/", "127.8.9.10", "loopback"},
           {"http://localhost/", "localhost", "loopback"},
           {"http://me:pw@localhost/", "localhost", "loopback"},
           {"http://[::1]/", "[::1]", "loopback"},
           {"http://[0:0:0:0:0:0:0:1]/", "[::1]", "loopback"},
           {"http://[::ffff:127.0.0.1]/", "[::ffff:7f00:1]", "loopback"},
           {"http://[::ffff:7f00:1]/", "[::ffff:7f00:1]", "loopback"},
           {"http://[::ffff:10.0.0.1]/", "[::ffff:a00:1]", "private"},
           {"http://[::127.0.0.1]/", "[::7f00:1]", "reserved"},
           {"http://[64:ff9b::7f00:1]/", "[64:ff9b::7f00:1]", "loopback"},
           {"http://[64:ff9b::192.168.0.1]/", "[64:ff9b::c0a8:1]", "private"},
           {"http://[64:ff9b:1::7f00:1]/", "[64:ff9b:1::7f00:1]", "reserved"},
           {"http://[2002:7f00:1::]/", "[2002:7f00:1::]", "tunnel"},
           {"http://[2002:c0a8:1::1]/", "[2002:c0a8:1::1]", "tunnel"},
           {"http://[2001:0:7f00:1::]/", "[2001:0:7f00:1::]", "tunnel"},
           {"http://0/", "0.0.0.0", "unspecified"},
           {"http://[::]/", "[::]", "unspecified"},
           {"http://10.1.2.3/", "10.1.2.3", "private"},
           {"//10.1.2.3/", "10.1.2.3", "private"},
           {"\\\\10.1.2.3\\x", "10.1.2.3", "private"},
           {"http:10.1.2.3", "", ""},
           {"http://172.31.255.255/", "172.31.255.255", "private"},
           {"http://192.168.1.1:8080/", "192.168.1.1", "private"},
           {"http://3232235777/", "192.168.1.1", "private"},
           {"http://169.254.169.254/latest/meta-data/", "169.254.169.254", "link-local"},
           {"http://0xa9fea9fe/", "169.254.169.254", "link-local"},
           {"http://0251.0376.0251.0376/", "169.254.169.254", "link-local"},
           {"http://100.100.100.200/", "100.100.100.200", "carrier-internal"},
           {"http://224.0.0.251/", "224.0.0.251", "multicast"},
           {"http://255.255.255.255/", "255.255.255.255", "reserved"},
           {"http://198.18.0.1/", "198.18.0.1", "reserved"},
           {"http://192.0.2.1/", "192.0.2.1", "documentation"},
           {"http://[fe80::1]/", "[fe80::1]", "link-local"},
           {"http://[fd00::1]/", "[fd00::1]", "private"},
           {"http://[fc00:ec2::254]/", "[fc00:ec2::254]", "private"},
           {"http://[fec0::1]/", "[fec0::1]", "private"},
           {"http://[ff02::1]/", "[ff02::1]", "multicast"},
           {"http://[2001:db8::1]/", "[2001:db8::1]", "documentation"},
       }) {
    if (kind.empty()) {
      // Without slashes it is a path of ours, as browsers have it.
      meet(client, {std::string(address), redirect(302, std::string(address)), answers(404)}, 10s);
      continue;
    }
    const Outcome refused{ErrorCode::AddressNotAllowed,
                          std::string(host) + (kind == "unspecified" ? " is at an " : " is at a ") +
                              std::string(kind) + " address; only public addresses are fetched"};
    meet(client, {std::string(address), redirect(302, std::string(address)), refused}, 10s);
  }
}

TEST_F(HostileServers, ThatRedirectToOtherServices) {
  HttpClient client(options());
  for (const std::string port : {"22", "25", "6000", "6667"}) {
    meet(client,
         {port,
          redirect(302, "http://127.0.0.1:" + port + "/"),
          {ErrorCode::AddressNotAllowed, "port " + port +
                                             " of 127.0.0.1 is another service's, not "
                                             "the web's; it is not asked"}},
         10s);
  }
}

TEST_F(HostileServers, ThatAreSlow) {
  const auto late_by = [](std::string_view what, std::string_view span) {
    return fails(ErrorCode::TimedOut,
                 "did not " + std::string(what) + " within " + std::string(span));
  };
  const std::string many(10'000, 'x');
  HttpClient client(hasty_options());
  for (const Row& row : std::vector<Row>{
           {"never answers", says_and_waits(""), late_by("answer", "0.3 s")},
           {"stops in the status line", says_and_waits("HTTP/1.1 2"), late_by("answer", "0.3 s")},
           {"stops in a header", says_and_waits("HTTP/1.1 200 OK\r\nX-A: b"),
            late_by("answer", "0.3 s")},
           {"stops in the body", says_and_waits(ok("Content-Length: 100\r\n") + "half"),
            late_by("finish its answer", "0.3 s")},
           {"stops in a chunk", says_and_waits(chunked("9\r\nhalf")),
            late_by("finish its answer", "0.3 s")},
           {"stops before the last chunk", says_and_waits(chunked("4\r\ngood\r\n")),
            late_by("finish its answer", "0.3 s")},
           {"stops in a package",
            says_and_waits(ok("Content-Encoding: gzip\r\nContent-Length: 500\r\n") +
                           "\x1f\x8b\x08"),
            late_by("finish its answer", "0.3 s")},
           {"drips its status line", trickle("HTTP/1.1 200 " + many, 20ms),
            late_by("answer", "0.3 s")},
           {"drips its headers", trickle(repeated("X-A: b\r\n", 1000), 20ms, "HTTP/1.1 200 OK\r\n"),
            late_by("answer", "0.6 s")},
           {"drips early hints", trickle(repeated("HTTP/1.1 103 Hint\r\n\r\n", 1000), 5ms),
            late_by("answer", "0.6 s")},
           {"drips its body", trickle(many, 20ms, ok("Content-Length: 10000\r\n")),
            late_by("finish its answer", "0.6 s")},
           {"drips its chunks", trickle(repeated("1\r\nx\r\n", 1000), 20ms, chunked("")),
            late_by("finish its answer", "0.6 s")},
           {"drips an extension", trickle(many, 20ms, chunked("4;")),
            late_by("finish its answer", "0.6 s")},
           {"drips its trailers", trickle(many, 20ms, chunked("4\r\ngood\r\n0\r\nX-A: ")),
            late_by("finish its answer", "0.6 s")},
           {"redirects slowly, again and again",
            [](const LoopbackRequest&request, LoopbackConnection&to) {
              late(120ms, redirect(302, "/page?" + request.target))(request, to);
            },
            late_by("answer", "0.6 s")},
       }) {
    meet(client, row, 5s);
  }
}

TEST_F(HostileServers, DoNotLearnPasswords) {
  HttpClient client(options());
  const auto at = [this](const std::string& host) { return server.url("", host).substr(7); };
  server.on("/start", redirect(302, server.url("/next", "other.localhost")));
  server.on("/next", redirect(302, "http://evil:word@" + at("third.localhost") + "/last"));
  server.on("/last", redirect(302, server.url("/home")));
  server.on("/home", reply(200, "news"));
  const auto page = client.get(request_to("http://me:secret@" + at("127.0.0.1") + "/start"));
  ASSERT_TRUE(page) << page.error().message;
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 4u);
  const std::string ours = "Basic bWU6c2VjcmV0";
  EXPECT_EQ(requests[0].header("authorization"), ours);
  EXPECT_EQ(requests[1].header("authorization"), "") << "another host";
  EXPECT_EQ(requests[2].header("authorization"), "") << "a password that a redirect brought";
  EXPECT_EQ(requests[3].header("authorization"), ours) << "home again";
  for (const LoopbackRequest& request : requests) EXPECT_EQ(request.header("referer"), "");
  EXPECT_EQ(page->final_url, server.url("/home"));
  EXPECT_EQ(page->ask_again_url, "http://me:secret@" + at("127.0.0.1") + "/home");
}

TEST_F(HostileServers, DoNotGetPasswordsOnAnotherPort) {
  LoopbackServer other;
  ClientOptions both = options();
  both.addresses.allowed_hosts.push_back("127.0.0.1:" + std::to_string(other.port()));
  HttpClient client(both);
  server.on("/start", redirect(302, other.url("/next")));
  other.on("/next", reply(200, "news"));
  const auto page = client.get(request_to("http://me:secret@" + server.url("/start").substr(7)));
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(other.requests().at(0).header("authorization"), "");
  EXPECT_EQ(page->ask_again_url, other.url("/next"));
}

/// Names resolve as the test says, and public addresses lead to the loopback server.
class Rebinding : public HostileServers {
 protected:
  ClientOptions rebound(std::vector<std::vector<IpAddress>> turns) {
    ClientOptions made = options();
    made.network.resolve = [this, turns = std::move(turns)](std::string_view host) {
      if (host != "rebind.example") return std::vector<IpAddress>{};
      return turns[std::min(asked++, turns.size() - 1)];
    };
    made.network.route = [this](const IpAddress& address) {
      reached.push_back(to_string(address));
      return ipv4(127, 0, 0, 1);
    };
    return made;
  }
  std::string page(const std::string& path) { return server.url(path, "rebind.example"); }

  std::size_t asked = 0;
  std::vector<std::string> reached;
};

const IpAddress kPublic = ipv4(93, 184, 216, 34);
const Outcome kRebound{
    ErrorCode::AddressNotAllowed,
    "rebind.example is at a loopback address; only public addresses are fetched"};

TEST_F(Rebinding, IsSeenAtTheSecondLook) {
  HttpClient client(rebound({{kPublic}, {ipv4(127, 0, 0, 1)}}));
  server.on("/", says(with_length("news", "Connection: close\r\n")));
  const auto first = client.get(request_to(page("/")));
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->body, "news");
  check({"second", {}, kRebound}, client.get(request_to(page("/"))));
  EXPECT_EQ(reached, std::vector<std::string>{"93.184.216.34"});
  EXPECT_EQ(server.count("/"), 1);
}

TEST_F(Rebinding, IsSeenOnARedirectToTheSameName) {
  HttpClient client(rebound({{kPublic}, {ipv4(127, 0, 0, 1)}}));
  server.on("/", says("HTTP/1.1 302 Found\r\nLocation: /inside\r\nConnection: close\r\n"
                      "Content-Length: 0\r\n\r\n"));
  check({"redirect", {}, kRebound}, client.get(request_to(page("/"))));
  EXPECT_EQ(server.count("/inside"), 0);
}

TEST_F(Rebinding, AmongSeveralAddressesOnlyThePublicOneIsAsked) {
  HttpClient client(rebound({{ipv4(10, 0, 0, 1), kPublic, ipv4(169, 254, 169, 254)}}));
  server.on("/", reply(200, "news"));
  const auto found = client.get(request_to(page("/")));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(reached, std::vector<std::string>{"93.184.216.34"});
}

TEST_F(Rebinding, ByIpv6IsNoOther) {
  for (const std::string_view inside : {"::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"}) {
    HttpClient client(rebound({{*parse_ip(inside)}}));
    const auto refused = client.get(request_to(page("/")));
    ASSERT_FALSE(refused) << inside;
    EXPECT_EQ(refused.error().message, kRebound.words) << inside;
  }
  EXPECT_TRUE(reached.empty());
}

}  // namespace
}  // namespace depesche::fetch
