#include "news/feed_options.h"

#include "url/for_others.h"
#include "url/url.h"

namespace depesche {

FeedOptions changed(FeedOptions options, const FeedOptionsChange& change) {
  if (change.user_agent) options.user_agent = *change.user_agent;
  if (change.cookie) options.cookie = *change.cookie;
  if (change.login) {
    options.login = change.login->name;
    options.password = options.login.empty() ? std::string() : change.login->password;
  }
  if (change.proxy) options.proxy = *change.proxy;
  return options;
}

std::string proxy_without_password(std::string_view proxy) {
  const std::size_t scheme = proxy.find("://");
  const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t at = proxy.rfind('@');
  if (at == std::string_view::npos || at < begin) return std::string(proxy);
  return std::string(proxy.substr(0, begin)) + std::string(proxy.substr(at + 1));
}

bool may_take_secrets_along(std::string_view from, std::string_view to) {
  const Result<Url> before = parse_url(from);
  const Result<Url> after = parse_url(to);
  if (!before || !after || !before->is_web() || !after->is_web()) return false;
  if (before->origin() == after->origin()) return true;
  const bool is_secured = before->scheme == "http" && after->scheme == "https";
  return is_secured && before->host == after->host && !before->port && !after->port;
}

FeedOptions after_moving(FeedOptions options, std::string_view from, std::string_view to) {
  if (may_take_secrets_along(from, to)) return options;
  options.cookie.clear();
  options.login.clear();
  options.password.clear();
  return options;
}

bool may_tell_hubs(const FeedOptions& options, std::string_view feed_url) {
  return !options.has_secrets() && options.proxy.empty() &&
         address_for_others(feed_url) == feed_url;
}

}  // namespace depesche
