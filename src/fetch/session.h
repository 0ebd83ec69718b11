// One libcurl session: a connection cache and the machinery for one hop at a time. Internal to
// HttpClient, which owns a pool of them; a session is used by one thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <stop_token>
#include <string>

#include <curl/curl.h>

#include "base/result.h"
#include "fetch/http_client.h"

namespace depesche::fetch {

/// One answer, redirects not followed.
struct Hop {
  int status = 0;
  Headers headers;
  std::string body;
  bool is_cut = false;
};

/// What asking cost, whatever came of it.
struct Asked {
  Result<Hop> hop;
  std::size_t wire_bytes = 0;  // head and body, as they came
};

class Session {
 public:
  explicit Session(const ClientOptions& options);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// `patience` is for all of it, connecting included.
  Asked ask(const Url& url, const Request& request, std::chrono::milliseconds patience,
            const std::stop_token& stop);

  /// Whether a connection to this origin may still be open.
  bool knows(const std::string& origin) const;

 private:
  void prepare(const Url& url, struct Exchange& exchange);

  const ClientOptions& options_;
  // The easy handle goes before the multi handle, which owns the connections.
  std::unique_ptr<CURLM, CURLMcode (*)(CURLM*)> multi_;
  std::unique_ptr<CURL, void (*)(CURL*)> easy_;
  std::deque<std::string> origins_;  // latest last
};

}  // namespace depesche::fetch
