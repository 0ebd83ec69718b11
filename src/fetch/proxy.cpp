#include "fetch/proxy.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "url/percent.h"

namespace depesche::fetch {
namespace {

// Servers take heads of 8 KB; a cookie that fills one leaves no room for the rest.
constexpr std::size_t kLongestCookie = 6 * 1024;
constexpr std::size_t kLongestOption = 1024;

Error no_proxy(std::string_view why) {
  return {ErrorCode::InvalidInput,
          "this is no proxy's address: " + std::string(why) +
              "; it should look like http://proxy.example:3128 or socks5h://127.0.0.1:9050"};
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

enum class Letters {
  Ascii,
  Any,  // it is sent in another coding
};

Result<void> check_option(std::string_view what, std::string_view text, std::size_t longest,
                          Letters letters) {
  if (text.size() > longest) {
    return Error{ErrorCode::TooLarge, "the " + std::string(what) + " is longer than " +
                                          std::to_string(longest) + " bytes"};
  }
  const bool is_good = std::all_of(text.begin(), text.end(), [letters](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && (byte < 0x7F || (byte > 0x7F && letters == Letters::Any));
  });
  if (is_good) return {};
  return Error{ErrorCode::InvalidInput,
               "the " + std::string(what) + " has characters that no header may hold"};
}

}  // namespace

std::string Proxy::place() const { return scheme + "://" + host + ":" + std::to_string(port); }

Result<Proxy> parse_proxy(std::string_view written) {
  written = trim(written);
  const std::size_t colon = written.find("://");
  if (colon == std::string_view::npos)
    return no_proxy("it does not say how the proxy is spoken to");
  Proxy proxy;
  proxy.scheme = to_lower(written.substr(0, colon));
  if (proxy.scheme == "socks5" || proxy.scheme == "socks4" || proxy.scheme == "socks4a") {
    return no_proxy("of SOCKS only socks5h, by which the proxy looks names up, is spoken");
  }
  if (proxy.scheme != "http" && proxy.scheme != "https" && proxy.scheme != "socks5h") {
    return no_proxy("its scheme is none of http, https, socks5h");
  }
  // Read as a web address, which leaves out the port that is usual there: read as both kinds.
  const std::string rest(written.substr(colon));
  const Result<Url> url = parse_url("http" + rest);
  const Result<Url> secure = parse_url("https" + rest);
  if (!url || !secure || url->host.empty()) return no_proxy("it has no host");
  if (!url->port && !secure->port) return no_proxy("it has no port");
  if (url->path != "/" || url->query || url->fragment) return no_proxy("it has a path");
  proxy.host = url->host;
  proxy.port = url->port.value_or(secure->port.value_or(0));
  proxy.username = percent_decode(url->username);
  proxy.password = percent_decode(url->password);
  if (!is_printable(proxy.username + proxy.password)) return no_proxy("its password is odd");
  return proxy;
}

Result<std::vector<Proxy>> parse_proxies(std::string_view written) {
  std::vector<Proxy> proxies;
  while (!trim(written).empty()) {
    const std::size_t comma = std::min(written.find(','), written.size());
    Result<Proxy> proxy = parse_proxy(written.substr(0, comma));
    if (!proxy) return proxy.error();
    proxies.push_back(*std::move(proxy));
    written.remove_prefix(std::min(comma + 1, written.size()));
  }
  return proxies;
}

Result<void> check_proxy(const Proxy& proxy, std::span<const Proxy> allowed) {
  const std::string place = proxy.place();
  const bool is_named = std::any_of(allowed.begin(), allowed.end(),
                                    [&](const Proxy& one) { return one.place() == place; });
  if (is_named) return {};
  return Error{ErrorCode::AddressNotAllowed,
               "the proxy " + place + " is not named by the setting proxies"};
}

Result<void> check_proxy_address(const AddressPolicy& policy, const Proxy& proxy,
                                 const IpAddress& address) {
  if (policy.allow_private || kind_of(address) == AddressKind::Public) return {};
  if (parse_ip(proxy.host) == address) return {};
  return Error{ErrorCode::AddressNotAllowed,
               "the proxy " + proxy.host + " is at a " + std::string(name(kind_of(address))) +
                   " address; name it by that address in the setting proxies"};
}

Result<void> check_behind_proxy(const AddressPolicy& policy, const Url& url) {
  if (const auto literal = parse_ip(url.host)) {
    return check_address(policy, url.host, url.effective_port(), *literal);
  }
  std::string_view host = url.host;
  if (host.ends_with('.')) host.remove_suffix(1);
  // Names of one machine, home or cloud: "ip6-localhost", "router.lan". No outlet has one.
  constexpr std::array<std::string_view, 6> kInside{".localhost", ".localdomain", ".local",
                                                    ".internal",  ".lan",         ".home.arpa"};
  const bool is_inside = host.find('.') == std::string_view::npos ||
                         std::any_of(kInside.begin(), kInside.end(),
                                     [host](std::string_view end) { return host.ends_with(end); });
  if (!is_inside) return {};
  return check_address(policy, url.host, url.effective_port(), ipv4(127, 0, 0, 1));
}

Result<void> check_options(const FeedOptions& options) {
  for (const auto& good :
       {check_option("user agent", options.user_agent, kLongestOption, Letters::Ascii),
        check_option("cookie", options.cookie, kLongestCookie, Letters::Ascii),
        check_option("name of the login", options.login, kLongestOption, Letters::Any),
        check_option("password", options.password, kLongestOption, Letters::Any)}) {
    if (!good) return good;
  }
  if (options.login.find(':') != std::string::npos) {
    return Error{ErrorCode::InvalidInput, "the name of a login cannot have a colon (RFC 7617)"};
  }
  if (options.login.empty() && !options.password.empty()) {
    return Error{ErrorCode::InvalidInput, "there is a password without the name of a login"};
  }
  if (options.proxy.empty()) return {};
  const Result<Proxy> proxy = parse_proxy(options.proxy);
  return proxy ? Result<void>() : proxy.error();
}

}  // namespace depesche::fetch
