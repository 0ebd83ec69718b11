// Proxies that a feed may be asked through, and what can and cannot be checked then.
//
//   http://HOST:PORT      HTTP, CONNECT for https addresses
//   https://HOST:PORT     the same, spoken inside TLS
//   socks5h://HOST:PORT   SOCKS 5; each also with NAME:PASSWORD@
//
// In all three the proxy looks names up, not we. So the address that is connected to in the end
// cannot be seen (address_policy.h), and a name may lead inside the proxy's own network. Hence only
// proxies are used that the configuration names, and addresses written as numbers, and localhost,
// are judged as ever. socks5:// and socks4:// would have us look names up, which nobody wants who
// hides behind a proxy: they are refused with a sentence.
//
// Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fetch/address_policy.h"
#include "news/feed_options.h"
#include "url/url.h"

namespace depesche::fetch {

struct Proxy {
  std::string scheme;  // "http", "https" or "socks5h"
  std::string host;    // as Url::host
  std::uint16_t port = 0;
  std::string username;  // decoded, both
  std::string password;

  /// "socks5h://127.0.0.1:9050": what it is known by, never with a password.
  std::string place() const;
};

Result<Proxy> parse_proxy(std::string_view written);
/// Several, with commas between them.
Result<std::vector<Proxy>> parse_proxies(std::string_view written);

/// Is this one among those that the configuration names?
Result<void> check_proxy(const Proxy& proxy, std::span<const Proxy> allowed);

/// May the proxy be reached at `address`? At one that is not public only if it was named by just
/// that address.
Result<void> check_proxy_address(const AddressPolicy& policy, const Proxy& proxy,
                                 const IpAddress& address);

/// May a proxy be asked for `url`? What can be told without looking the name up.
Result<void> check_behind_proxy(const AddressPolicy& policy, const Url& url);

/// Can each part be sent as it is? An Error says which cannot, and shows none of it.
Result<void> check_options(const FeedOptions& options);

}  // namespace depesche::fetch
