// The HTTP/1.1 server: sockets in coroutines on one thread, answers from plain functions on a small
// pool (docs/decisions/0003).
//
// What arrives is bounded: header and body bytes, the time each may take, the number of
// connections. When all places are taken, the guest who has waited longest without asking anything
// gives his up, so a crowd of idle or dribbling clients cannot lock others out. Connections are
// kept alive.
//
// `run` returns within a second of the stop request: idle connections close at once, answers under
// way get a short grace. Only an answer that computes longer than that is waited for, because its
// thread cannot be taken away; answers must not block for long.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

#include "base/result.h"
#include "web/http/host_check.h"
#include "web/http/message.h"

namespace depesche::web {

struct ServerLimits {
  std::size_t header_bytes = 16u << 10;           // Apache's and nginx's order of magnitude
  std::size_t body_bytes = 8u << 20;              // the largest OPML files seen have 2 MB
  std::size_t connections = 1000;                 // below the usual 1024 descriptors
  std::chrono::milliseconds idle{60'000};         // between two requests
  std::chrono::milliseconds header_time{10'000};  // from the first byte to the blank line
  std::chrono::milliseconds body_time{60'000};
  std::chrono::milliseconds write_time{60'000};  // for a whole response
  std::chrono::milliseconds grace{500};          // for answers under way when stopping
  unsigned threads = 4;                          // for answers
};

class Server {
 public:
  /// Called from the pool, several at a time. An exception becomes `refuse(500, …)`.
  using Answer = std::function<Response(const Request&)>;
  /// The page for a request that never became one (400, 413, 431, 503) or that failed (500).
  using Refuse = std::function<Response(int status, const Request&)>;

  /// Binds and listens: from here on connections are queued. PortInUse says what to do.
  static Result<std::unique_ptr<Server>> open(const ListenAddress& address, Answer answer,
                                              Refuse refuse, const ServerLimits& limits = {});
  ~Server();

  /// With the real port when 0 was asked for.
  const ListenAddress& address() const;

  /// Serves until the stop request. Once only.
  void run(const std::stop_token& stop);

  struct Counts {
    std::uint64_t connections = 0;  // open now
    std::uint64_t accepted = 0;
    std::uint64_t turned_away = 0;
    std::uint64_t requests = 0;
  };
  Counts counts() const;  // from any thread

 private:
  struct Inside;
  explicit Server(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace depesche::web
