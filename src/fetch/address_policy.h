// Which addresses we connect to: public ones, unless the owner allows more.
//
// A feed is somebody else's text; without this check it could make us ask a router's setup page or
// a cloud's metadata service. The check is made on the address a socket is about to connect to, so
// neither a redirect nor a name that changes its address in between (DNS rebinding) gets around it.
// Ranges are those of the IANA special-purpose registries; IPv4 inside IPv6 counts as what it is.
//
// Ports at which other services listen are not asked either: a mail server reads our request as
// commands. They are the ones that browsers leave alone (the Fetch standard's "bad ports").
//
// Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depesche::fetch {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};  // IPv4 as ::ffff:a.b.c.d

  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

IpAddress ipv4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d);

bool is_ipv4(const IpAddress& address);

/// "192.0.2.1" or "[2001:db8::1]".
std::string to_string(const IpAddress& address);

/// "192.0.2.1", "2001:db8::1" or "[2001:db8::1]".
std::optional<IpAddress> parse_ip(std::string_view text);

enum class AddressKind {
  Public,
  Unspecified,    // 0.0.0.0, ::
  Loopback,       // 127.0.0.0/8, ::1
  Private,        // 10/8, 172.16/12, 192.168/16, fc00::/7, fec0::/10
  LinkLocal,      // 169.254/16 (cloud metadata too), fe80::/10
  CarrierNat,     // 100.64/10
  Multicast,      // 224/4, ff00::/8
  Documentation,  // 192.0.2/24 …, 2001:db8::/32
  Tunnel,         // 6to4, Teredo: an IPv4 address in disguise
  Reserved,       // everything else that is not handed out
};

AddressKind kind_of(const IpAddress& address);

/// For a person: "loopback", "link-local" …
std::string_view name(AddressKind kind);

struct AddressPolicy {
  // Any address that is not public may be reached by any host name.
  bool allow_private = false;
  // These may be reached at any address: "news.lan", "127.0.0.1", "*.localhost", each also with
  // a port ("*.localhost:8420"). "*." stands for any name below.
  std::vector<std::string> allowed_hosts;
  // Ports of other services that may be asked nevertheless.
  std::vector<std::uint16_t> allowed_ports;
};

/// May a server at this port of `host` be asked? A host allowed with its port may.
Result<void> check_port(const AddressPolicy& policy, std::string_view host, std::uint16_t port);

/// May `host` (as Url::host) at `port` be reached at `address`?
Result<void> check_address(const AddressPolicy& policy, std::string_view host, std::uint16_t port,
                           const IpAddress& address);

bool is_allowed_host(const AddressPolicy& policy, std::string_view host, std::uint16_t port);

}  // namespace depesche::fetch
