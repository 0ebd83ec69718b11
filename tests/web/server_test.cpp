#include "web/http/server.h"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/web/raw_client.h"
#include "web/http/deliver.h"

namespace depesche::web {
namespace {

using namespace std::chrono_literals;
using test::RawClient;
using Ticks = std::chrono::steady_clock;

Response answer(const Request& request) {
  if (request.path == "/fail") throw std::runtime_error("as told");
  if (request.path == "/slow") std::this_thread::sleep_for(300ms);
  Response response{200, "text/plain", "path " + request.path, {}};
  if (request.path == "/big") response.body.assign(4u << 20, 'x');
  if (request.path == "/split") response.headers.push_back({"Location", "/a\r\nX-Evil: 1"});
  if (request.method == Method::Post)
    response.body += " name " + std::string(value(request.form, "name"));
  return deliver(std::move(response), request);
}

Response refuse(int status, const Request&) {
  return {status, "text/plain", "refused " + std::to_string(status), {}};
}

/// A server on a free port that runs until the end of the test.
class Running {
 public:
  explicit Running(const ServerLimits& limits = {}) {
    auto opened = Server::open({"127.0.0.1", 0}, answer, refuse, limits);
    EXPECT_TRUE(opened) << opened.error().message;
    server_ = std::move(*opened);
    thread_ = std::jthread([this](std::stop_token stop) { server_->run(stop); });
  }
  std::uint16_t port() const { return server_->address().port; }
  Server& server() { return *server_; }
  /// How long the server took to come to rest.
  std::chrono::milliseconds stop() {
    const auto begin = Ticks::now();
    thread_.request_stop();
    thread_.join();
    return std::chrono::duration_cast<std::chrono::milliseconds>(Ticks::now() - begin);
  }

 private:
  std::unique_ptr<Server> server_;
  std::jthread thread_;
};

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"; }
bool has_status(const std::string& response, int status) {
  return response.starts_with("HTTP/1.1 " + std::to_string(status) + " ");
}

TEST(Server, AnswersSeveralRequestsOnOneConnection) {
  Running running;
  RawClient client(running.port());
  for (const char* path : {"/one", "/two", "/three"}) {
    ASSERT_TRUE(client.send(get(path)));
    EXPECT_TRUE(client.read_response().ends_with(std::string("path ") + path));
  }
  EXPECT_EQ(running.server().counts().accepted, 1u);
  EXPECT_EQ(running.server().counts().requests, 3u);
}

TEST(Server, AnswersRequestsSentTogetherInOrder) {
  Running running;
  RawClient client(running.port());
  ASSERT_TRUE(client.send(get("/one") + get("/two")));
  EXPECT_TRUE(client.read_response().ends_with("path /one"));
  EXPECT_TRUE(client.read_response().ends_with("path /two"));
}

TEST(Server, ClosesWhenAskedTo) {
  Running running;
  RawClient client(running.port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  bool closed = false;
  EXPECT_TRUE(has_status(client.read_all(closed), 200));
  EXPECT_TRUE(closed);
}

TEST(Server, SendsTheLengthButNoBodyForHead) {
  Running running;
  RawClient client(running.port());
  ASSERT_TRUE(client.send("HEAD /one HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  bool closed = false;
  const std::string response = client.read_all(closed);
  EXPECT_NE(response.find("Content-Length: 9\r\n"), std::string::npos);
  EXPECT_TRUE(response.ends_with("\r\n\r\n"));
}

TEST(Server, ReadsFormsWholeAndInPieces) {
  Running running;
  RawClient client(running.port());
  const std::string head =
      "POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
  ASSERT_TRUE(client.send(head + "Content-Length: 9\r\n\r\nname=Anna"));
  EXPECT_TRUE(client.read_response().ends_with("path /form name Anna"));
  ASSERT_TRUE(client.send(head + "Transfer-Encoding: chunked\r\n\r\n6\r\nname=A\r\n"));
  ASSERT_TRUE(client.send("3\r\nnna\r\n0\r\n\r\n"));
  EXPECT_TRUE(client.read_response().ends_with("path /form name Anna"));
}

TEST(Server, InvitesABodyThatWaitsForIt) {
  Running running;
  RawClient client(running.port());
  ASSERT_TRUE(
      client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: "
                  "application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\n"));
  EXPECT_TRUE(client.read_response().starts_with("HTTP/1.1 100 Continue"));
  ASSERT_TRUE(client.send("name=B"));
  EXPECT_TRUE(client.read_response().ends_with("name B"));
}

TEST(Server, TurnsAnExceptionIntoAPage) {
  Running running;
  RawClient client(running.port());
  ASSERT_TRUE(client.send(get("/fail")));
  EXPECT_TRUE(has_status(client.read_response(), 500));
  ASSERT_TRUE(client.send(get("/one")));
  EXPECT_TRUE(has_status(client.read_response(), 200));
}

TEST(Server, NeverSendsAHeaderThatWasSplit) {
  Running running;
  RawClient client(running.port());
  ASSERT_TRUE(client.send(get("/split")));
  EXPECT_EQ(client.read_response().find("X-Evil"), std::string::npos);
}

TEST(Server, RefusesWhatIsTooLargeOrNoHttp) {
  ServerLimits limits;
  limits.header_bytes = 2000;
  limits.body_bytes = 1000;
  Running running(limits);
  const std::vector<std::pair<std::string, int>> cases{
      {"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(5000, 'a') + "\r\n\r\n", 431},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n" + std::string(3000, 'b'),
       413},
      {"hello\r\n\r\n", 400},
      {"GET http://elsewhere/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
  };
  for (const auto& [bytes, status] : cases) {
    RawClient client(running.port());
    ASSERT_TRUE(client.send(bytes));
    const std::string response = client.read_response();
    EXPECT_TRUE(has_status(response, status)) << bytes.substr(0, 60) << "\n" << response;
    EXPECT_TRUE(response.ends_with("refused " + std::to_string(status)));
  }
}

TEST(Server, DropsAClientThatNeverFinishesItsHeader) {
  ServerLimits limits;
  limits.header_time = 150ms;
  Running running(limits);
  RawClient client(running.port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHo"));
  bool closed = false;
  EXPECT_EQ(client.read_all(closed, 3s), "");
  EXPECT_TRUE(closed);
}

TEST(Server, GivesThePlaceOfTheLongestIdleToANewcomer) {
  ServerLimits limits;
  limits.connections = 8;
  Running running(limits);
  std::vector<RawClient> crowd;
  for (int i = 0; i < 40; ++i) {
    crowd.emplace_back(running.port());
    crowd.back().send("GET / HTTP/1.1\r\nX-Dribble: ");
  }
  RawClient client(running.port());
  ASSERT_TRUE(client.send(get("/one")));
  EXPECT_TRUE(has_status(client.read_response(), 200));
  EXPECT_LE(running.server().counts().connections, 10u);
}

TEST(Server, SaysThatThePortIsInUse) {
  Running running;
  const auto second = Server::open(running.server().address(), answer, refuse);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::PortInUse);
  EXPECT_NE(second.error().message.find("--listen"), std::string::npos);
}

TEST(Server, RefusesAnAddressItCannotBind) {
  EXPECT_FALSE(Server::open({"not-an-address", 0}, answer, refuse));
  EXPECT_FALSE(Server::open({"192.0.2.1", 0}, answer, refuse));
}

TEST(Server, StopsWithinASecondWhateverTheClientsDo) {
  Running running;
  RawClient idle(running.port());
  RawClient dribbling(running.port());
  ASSERT_TRUE(dribbling.send("GET / HT"));
  RawClient uploading(running.port());
  ASSERT_TRUE(uploading.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc"));
  RawClient not_reading(running.port());
  ASSERT_TRUE(not_reading.send(get("/big")));
  RawClient kept(running.port());
  ASSERT_TRUE(kept.send(get("/one")));
  EXPECT_TRUE(has_status(kept.read_response(), 200));
  std::this_thread::sleep_for(50ms);
  EXPECT_LT(running.stop(), 1s);
}

TEST(Server, FinishesAnAnswerUnderWayWhenStopping) {
  Running running;
  RawClient client(running.port());
  ASSERT_TRUE(client.send(get("/slow")));
  while (running.server().counts().requests == 0) std::this_thread::sleep_for(1ms);
  std::jthread stopping([&] { EXPECT_LT(running.stop(), 1s); });
  const std::string response = client.read_response();
  EXPECT_TRUE(response.ends_with("path /slow")) << response;
}

TEST(Server, StopsAtOnceWhenNobodyIsThere) {
  Running running;
  EXPECT_LT(running.stop(), 400ms);
}

}  // namespace
}  // namespace depesche::web
