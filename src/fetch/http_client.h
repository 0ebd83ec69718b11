// Asks outlets for pages: HTTP and HTTPS, patiently, suspiciously, one answer at a time.
//
// Every limit is the caller's or a named one here: bytes unpacked and on the wire, header bytes,
// redirects, time to connect, time without a byte, time for all. Redirects are followed one by one,
// so that each is judged like a first request: http or https only, by AddressPolicy on the address
// the socket really connects to, and by the caller (`before_hop`). Cookies that servers set are not
// kept; a password in the first address goes to that origin only, and one in a redirect nowhere;
// proxies of the environment are ignored, for behind one the connected address cannot be checked
// (proxy.h says what is checked for those that a caller names).
//
// get() blocks and may be called from many threads. Connections are kept and used again: a thread
// gets the session that talked to that host last. What is asked through a proxy, or with a cookie
// or login, has sessions of its own, so that no server can tell by a connection that two feeds are
// one reader's. A stop request ends a get() at once.
//
// An answer is a Reply whatever its status, because also a refusal carries news (Retry-After);
// Reply::problem() is the sentence for it. An Error means there was no usable answer.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fetch/address_policy.h"
#include "fetch/proxy.h"
#include "fetch/reply_headers.h"
#include "news/feed_options.h"
#include "url/url.h"

namespace depesche::fetch {

struct Asked;  // session.h

/// "depesche/1.2.3 (+https://example.org/contact)"; without a contact the name alone,
/// for what is not there is not named.
std::string user_agent(std::string_view contact);

/// The world behind the sockets; empty functions stand for the system's. Tests have their own.
struct Network {
  // The addresses of a name; an empty answer leaves it to the system.
  std::function<std::vector<IpAddress>(std::string_view host)> resolve;
  // Where a connection to an address that was allowed really goes (IPv4 only).
  std::function<IpAddress(const IpAddress&)> route;
};

struct ClientOptions {
  std::string user_agent;  // empty: user_agent("")
  AddressPolicy addresses;
  std::vector<Proxy> proxies;  // that callers may name
  std::string ca_file;  // authorities (PEM) that are trusted besides the system's; empty: none
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds stall_timeout = std::chrono::seconds(20);  // without a single byte
  // All hops of a get() together, without what before_hop waits.
  std::chrono::milliseconds total_timeout = std::chrono::seconds(120);
  int max_redirects = 8;
  std::size_t max_header_bytes = 128 * 1024;
  Network network;
};

inline constexpr std::size_t kDefaultMaxBytes = 8 * 1024 * 1024;

enum class AtLimit {
  Refuse,  // TooLarge
  Cut,     // what came so far is the body
};

/// On whose behalf something is asked: its feed's options, and the origin ("https://example.org")
/// that cookie and login are for. Nobody else gets them, also not by a redirect to another port or
/// scheme of that host.
struct Behalf {
  FeedOptions options;
  std::string secrets_for;
};
Behalf on_behalf_of(const FeedOptions& options, std::string_view feed_url);

struct Request {
  std::string url;
  Behalf behalf;
  std::string etag;           // of an earlier answer, for If-None-Match
  std::string last_modified;  // likewise, for If-Modified-Since
  std::string accept;         // the Accept header; empty for */*
  // Fields in the form of application/x-www-form-urlencoded, to be sent by POST; empty: a GET.
  // Only redirects that ask for it (307, 308) get the form too; others are refused.
  std::string form;
  std::size_t max_bytes = 0;  // unpacked, and on the wire; 0 for kDefaultMaxBytes
  AtLimit at_limit = AtLimit::Refuse;
  // Called on the calling thread with each address before it is asked, the first one too; what it
  // refuses ends the get().
  std::function<Result<void>(const Url&)> before_hop;
  // Called after each hop with what came over the wire, also when it failed.
  std::function<void(const Url&, std::size_t wire_bytes)> after_hop;
};

struct Reply {
  int status = 0;
  std::string final_url;  // never with a password
  // The same, with the caller's password where that is still good: what to ask next time.
  std::string ask_again_url;
  std::string body;  // unpacked; empty unless the status is 2xx
  std::string content_type;
  std::string etag, last_modified;
  std::optional<std::chrono::seconds> max_age, retry_after;
  std::vector<std::string> hubs;  // WebSub, from Link headers, absolute
  std::string self;
  std::string
      older;  // the feed's page before this one, likewise: next, else prev-archive (RFC 5005)
  // Where 301 and 308 alone led; empty when the first address still is the right one.
  std::string permanent_url;
  Headers headers;             // of the last hop
  std::size_t wire_bytes = 0;  // of all hops, heads included
  std::chrono::milliseconds elapsed{};
  bool is_cut = false;  // AtLimit::Cut happened
  // The origin whose cookie or login was asked with first, where a redirect led away from it.
  std::string left_login_at;
  // Of an http address through an HTTP proxy, which answers in the server's place: both may have
  // said it. Through a tunnel only the server has.
  bool may_be_proxys = false;

  bool is_not_modified() const { return status == 304; }
  /// Why there is nothing to read: absent for 2xx and 304. The sentence ends in the status:
  /// "(404)".
  std::optional<Error> problem() const;
};

class HttpClient {
 public:
  explicit HttpClient(ClientOptions options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  Result<Reply> get(const Request& request, const std::stop_token& stop = {});

 private:
  struct Pool;
  /// One hop; takes what it lasted off `patience`.
  Asked ask(const Url& url, const Request& request, const Proxy* proxy,
            std::chrono::milliseconds& patience, const std::stop_token& stop);
  ClientOptions options_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace depesche::fetch
