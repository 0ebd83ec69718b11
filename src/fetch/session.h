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

/// What is to be asked, and through what; null for no proxy.
struct Errand {
  const Url& url;
  const Request& request;
  const Proxy* proxy;
};

class Session {
 public:
  /// Only requests of one lane are to be asked with it: they share its connections.
  Session(const ClientOptions& options, std::string lane);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// `patience` is for all of it, connecting included.
  Asked ask(const Errand& errand, std::chrono::milliseconds patience, const std::stop_token& stop);

  const std::string& lane() const { return lane_; }

  /// Whether a connection to this origin may still be open.
  bool knows(const std::string& origin) const;

 private:
  void prepare(struct Exchange& exchange);
  void prepare_proxy(const Proxy* proxy);

  const ClientOptions& options_;
  const std::string lane_;
  // The easy handle goes before the multi handle, which owns the connections.
  std::unique_ptr<CURLM, CURLMcode (*)(CURLM*)> multi_;
  std::unique_ptr<CURL, void (*)(CURL*)> easy_;
  std::deque<std::string> origins_;  // latest last
};

}  // namespace depesche::fetch
