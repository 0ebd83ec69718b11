// A small web server for tests: 127.0.0.1, any free port, a thread per connection, scripted faults.
//
//   LoopbackServer server;
//   server.on("/feed", reply(200, "…", {{"ETag", "\"1\""}}));
//   server.on("/broken", cut_after("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
//   get(server.url("/feed"));
//   EXPECT_EQ(server.count("/feed"), 1);
//
// Connections are kept alive unless a responder closes them. The destructor interrupts whatever
// still sends or waits and joins all threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depesche::test {

using HeaderLines = std::vector<std::pair<std::string, std::string>>;

struct LoopbackRequest {
  std::string method, target;  // as in the request line
  std::string path;            // target without the query
  HeaderLines headers;         // names in lower case
  std::string body;
  int connection = 0;  // 1 for the first connection the server accepted
  std::chrono::steady_clock::time_point at;

  /// "" without.
  std::string header(std::string_view name) const;
};

/// The server's end of a connection, as responders see it.
class LoopbackConnection {
 public:
  virtual ~LoopbackConnection() = default;
  /// False when the client is gone or the server stops.
  virtual bool send(std::string_view bytes) = 0;
  /// False when the server stops meanwhile.
  virtual bool wait(std::chrono::milliseconds span) = 0;
  /// No further request is read from it.
  virtual void close() = 0;
};

using Responder = std::function<void(const LoopbackRequest&, LoopbackConnection&)>;

class LoopbackServer {
 public:
  LoopbackServer();
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  /// Answers `path` (without query) from now on; "*" answers everything else (404 by default).
  void on(std::string_view path, Responder responder);

  int port() const;
  /// "http://127.0.0.1:PORT/path"; `host` may be any name that resolves to it.
  std::string url(std::string_view path, std::string_view host = "127.0.0.1") const;

  std::vector<LoopbackRequest> requests() const;
  int count(std::string_view path) const;
  int connections() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A complete answer with Content-Length.
Responder reply(int status, std::string body = {}, HeaderLines headers = {});
/// 304 when If-None-Match is `etag`, else 200 with it.
Responder reply_with_etag(std::string etag, std::string body, HeaderLines headers = {});
Responder redirect(int status, std::string location);
/// Each call answers with the next responder; the last one stays.
Responder in_turn(std::vector<Responder> responders);

// Faults.
/// Answers after a while.
Responder late(std::chrono::milliseconds delay, Responder responder);
/// Sends the beginning and then nothing until the client leaves.
Responder stall_after(std::string beginning);
/// Sends `beginning` at once and then `bytes` one by one with a pause after each.
Responder trickle(std::string bytes, std::chrono::milliseconds pause, std::string beginning = {});
/// Sends the bytes as they are and closes.
Responder cut_after(std::string bytes);
/// 200 with a body of `bytes` bytes, announced or not.
enum class Announced { Yes, No };
Responder endless(std::uint64_t bytes, Announced announced = Announced::No);
/// 200 with Content-Encoding: gzip, small on the wire, `bytes` bytes when unpacked.
Responder gzip_bomb(std::size_t bytes);
/// 200 with so many header lines.
Responder header_flood(int lines);

}  // namespace depesche::test
