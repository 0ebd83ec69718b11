// How the owner wants one feed asked where it is not as all others are (docs/decisions/0048).
//
// Name and proxy hold for the feed and for what it leads to: pages, pictures, sitemaps. Cookie and
// login are sent to the feed's own origin alone. They and the proxy's password are secrets: nothing
// that is shown, logged or exported without being asked for has them.
//
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace depesche {

struct FeedOptions {
  std::string user_agent;  // all empty where it is as for all
  std::string cookie;      // as browsers send it: "session=1; consent=yes"
  std::string login;       // a name for HTTP's Basic scheme …
  std::string password;    // … and its password
  std::string proxy;       // "socks5h://127.0.0.1:9050"; fetch/proxy.h

  bool has_secrets() const { return !cookie.empty() || !login.empty(); }
  friend bool operator==(const FeedOptions&, const FeedOptions&) = default;
};

/// What of it may be seen.
struct FeedOptionsShown {
  std::string user_agent;
  std::string proxy;  // without its password
  bool has_cookie = false;
  bool has_login = false;

  friend bool operator==(const FeedOptionsShown&, const FeedOptionsShown&) = default;
};

/// What is to be changed; an empty text takes the option away.
struct FeedOptionsChange {
  struct Login {
    std::string name;
    std::string password;
  };
  std::optional<std::string> user_agent = {};
  std::optional<std::string> cookie = {};
  std::optional<Login> login = {};
  std::optional<std::string> proxy = {};

  bool is_empty() const { return !user_agent && !cookie && !login && !proxy; }
};

FeedOptions changed(FeedOptions options, const FeedOptionsChange& change);

/// "socks5h://proxy.example:1080" of "socks5h://name:password@proxy.example:1080".
std::string proxy_without_password(std::string_view proxy);

/// Whether what was given for a feed at one address may be sent to it at another: the same origin,
/// or the same host by https where it was http.
bool may_take_secrets_along(std::string_view from, std::string_view to);
/// The options of a feed that moves.
FeedOptions after_moving(FeedOptions options, std::string_view from, std::string_view to);

/// Whether the hubs of a feed at this address may hear of it. They learn the address and where we
/// are, and bring others' view of it: none of that where the owner asks in his own way, or the
/// address itself is a key.
bool may_tell_hubs(const FeedOptions& options, std::string_view feed_url);

}  // namespace depesche
