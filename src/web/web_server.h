// The web face of depesche in one piece: server, site and the sample edition's outlets, wired.
//
//   auto web = WebServer::open(archive, port, options);
//   if (!web) …                       // PortInUse, Forbidden: with the sentence what to do
//   (*web)->run(stop);                // until the stop request; returns within a second
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/archive.h"
#include "web/http/host_check.h"
#include "web/http/server.h"
#include "web/site/desk_port.h"
#include "web/site/site.h"

namespace depesche::web {

struct WebOptions {
  ListenAddress listen;
  SiteOptions site;
  ServerLimits limits;
  /// When the sample edition was first loaded; set where it is served as NAME.localhost.
  std::optional<std::chrono::sys_seconds> sample_since;
};

class WebServer {
 public:
  /// Refuses an address others can reach unless readers are Public; binds and listens.
  static Result<std::unique_ptr<WebServer>> open(const Archive& archive, DeskPort desk,
                                                 WebOptions options);

  /// With the real port when 0 was asked for.
  const ListenAddress& address() const { return server_->address(); }
  void run(const std::stop_token& stop) { server_->run(stop); }

 private:
  WebServer() = default;
  std::unique_ptr<Site> site_;
  std::unique_ptr<Server> server_;
};

}  // namespace depesche::web
