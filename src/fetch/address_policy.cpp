#include "fetch/address_policy.h"

#include <algorithm>

#include <arpa/inet.h>

#include "base/ascii.h"

namespace depesche::fetch {
namespace {

struct Range {
  std::array<std::uint8_t, 16> prefix;
  unsigned bits;
  AddressKind kind;
};

bool contains(const Range& range, const IpAddress& address) {
  const std::size_t whole = range.bits / 8;
  if (!std::equal(range.prefix.begin(), range.prefix.begin() + static_cast<std::ptrdiff_t>(whole),
                  address.bytes.begin())) {
    return false;
  }
  const unsigned rest = range.bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xFF00u >> rest);
  return (address.bytes[whole] & mask) == (range.prefix[whole] & mask);
}

struct Range4 {
  std::array<std::uint8_t, 4> prefix;
  unsigned bits;
  AddressKind kind;
};

constexpr std::array<Range4, 17> kIpv4Ranges{{
    {{0, 0, 0, 0}, 32, AddressKind::Unspecified},
    {{0, 0, 0, 0}, 8, AddressKind::Reserved},
    {{10, 0, 0, 0}, 8, AddressKind::Private},
    {{100, 64, 0, 0}, 10, AddressKind::CarrierNat},
    {{127, 0, 0, 0}, 8, AddressKind::Loopback},
    {{169, 254, 0, 0}, 16, AddressKind::LinkLocal},
    {{172, 16, 0, 0}, 12, AddressKind::Private},
    {{192, 0, 0, 0}, 24, AddressKind::Reserved},
    {{192, 0, 2, 0}, 24, AddressKind::Documentation},
    {{192, 88, 99, 0}, 24, AddressKind::Tunnel},
    {{192, 168, 0, 0}, 16, AddressKind::Private},
    {{198, 18, 0, 0}, 15, AddressKind::Reserved},
    {{198, 51, 100, 0}, 24, AddressKind::Documentation},
    {{203, 0, 113, 0}, 24, AddressKind::Documentation},
    {{224, 0, 0, 0}, 4, AddressKind::Multicast},
    {{240, 0, 0, 0}, 4, AddressKind::Reserved},
    {{255, 255, 255, 255}, 32, AddressKind::Reserved},
}};

constexpr std::array<Range, 13> kIpv6Ranges{{
    {{}, 128, AddressKind::Unspecified},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, AddressKind::Loopback},
    {{0x01}, 8, AddressKind::Reserved},
    {{0x20, 0x01, 0x00, 0x00}, 32, AddressKind::Tunnel},
    {{0x20, 0x01, 0x00}, 23, AddressKind::Reserved},
    {{0x20, 0x01, 0x0D, 0xB8}, 32, AddressKind::Documentation},
    {{0x20, 0x02}, 16, AddressKind::Tunnel},
    {{0x3F, 0xFF, 0x00}, 20, AddressKind::Documentation},
    {{0xFC}, 7, AddressKind::Private},
    {{0xFE, 0x80}, 10, AddressKind::LinkLocal},
    {{0xFE, 0xC0}, 10, AddressKind::Private},
    {{0xFF}, 8, AddressKind::Multicast},
    {{0x5F}, 16, AddressKind::Reserved},
}};

// The Fetch standard's "bad ports", ascending: from echo (7) and ssh (22) over mail (25, 110, 143,
// 587 …), X11 (6000) and IRC (6665 to 6669) to Amanda (10080).
constexpr std::array<std::uint16_t, 83> kServicePorts{
    0,    1,    7,    9,    11,   13,   15,   17,   19,   20,   21,   22,   23,   25,
    37,   42,   43,   53,   69,   77,   79,   87,   95,   101,  102,  103,  104,  109,
    110,  111,  113,  115,  117,  119,  123,  135,  137,  139,  143,  161,  179,  389,
    427,  465,  512,  513,  514,  515,  526,  530,  531,  532,  540,  548,  554,  556,
    563,  587,  601,  636,  989,  990,  993,  995,  1719, 1720, 1723, 2049, 3659, 4045,
    4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080};

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr std::array<std::uint8_t, 12> kNat64{0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};

bool begins_with(const IpAddress& address, const std::array<std::uint8_t, 12>& prefix) {
  return std::equal(prefix.begin(), prefix.end(), address.bytes.begin());
}

AddressKind kind_of_ipv4(const IpAddress& address) {
  for (const Range4& range : kIpv4Ranges) {
    Range wide{{}, 96 + range.bits, range.kind};
    std::copy(kMapped.begin(), kMapped.end(), wide.prefix.begin());
    std::copy(range.prefix.begin(), range.prefix.end(), wide.prefix.begin() + 12);
    if (contains(wide, address)) return range.kind;
  }
  return AddressKind::Public;
}

bool host_matches(std::string_view pattern, std::string_view host, std::uint16_t port) {
  // A colon after the last bracket begins a port; others belong to an IPv6 address.
  const std::size_t bracket = pattern.rfind(']');
  const std::size_t colon = pattern.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    if (pattern.substr(colon + 1) != std::to_string(port)) return false;
    pattern = pattern.substr(0, colon);
  }
  if (pattern.starts_with("*.")) {
    const std::string_view below = pattern.substr(1);
    return host.size() > below.size() &&
           equals_ignoring_case(host.substr(host.size() - below.size()), below);
  }
  return equals_ignoring_case(pattern, host);
}

}  // namespace

IpAddress ipv4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  IpAddress address;
  std::copy(kMapped.begin(), kMapped.end(), address.bytes.begin());
  address.bytes[12] = a;
  address.bytes[13] = b;
  address.bytes[14] = c;
  address.bytes[15] = d;
  return address;
}

bool is_ipv4(const IpAddress& address) { return begins_with(address, kMapped); }

std::string to_string(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_ipv4(address)) {
    inet_ntop(AF_INET, address.bytes.data() + kMapped.size(), text.data(), text.size());
    return text.data();
  }
  inet_ntop(AF_INET6, address.bytes.data(), text.data(), text.size());
  return "[" + std::string(text.data()) + "]";
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    text = text.substr(1, text.size() - 2);
  }
  const std::string terminated(text);
  std::array<std::uint8_t, 4> four{};
  if (inet_pton(AF_INET, terminated.c_str(), four.data()) == 1) {
    return ipv4(four[0], four[1], four[2], four[3]);
  }
  IpAddress address;
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

AddressKind kind_of(const IpAddress& address) {
  if (begins_with(address, kMapped)) return kind_of_ipv4(address);
  if (begins_with(address, kNat64)) {  // RFC 6052: the network translates to what is inside
    return kind_of_ipv4(
        ipv4(address.bytes[12], address.bytes[13], address.bytes[14], address.bytes[15]));
  }
  for (const Range& range : kIpv6Ranges) {
    if (contains(range, address)) return range.kind;
  }
  // Only 2000::/3 is handed out so far.
  return (address.bytes[0] & 0xE0) == 0x20 ? AddressKind::Public : AddressKind::Reserved;
}

std::string_view name(AddressKind kind) {
  switch (kind) {
    case AddressKind::Public:
      return "public";
    case AddressKind::Unspecified:
      return "unspecified";
    case AddressKind::Loopback:
      return "loopback";
    case AddressKind::Private:
      return "private";
    case AddressKind::LinkLocal:
      return "link-local";
    case AddressKind::CarrierNat:
      return "carrier-internal";
    case AddressKind::Multicast:
      return "multicast";
    case AddressKind::Documentation:
      return "documentation";
    case AddressKind::Tunnel:
      return "tunnel";
    case AddressKind::Reserved:
      return "reserved";
  }
  return "reserved";
}

bool is_allowed_host(const AddressPolicy& policy, std::string_view host, std::uint16_t port) {
  return std::any_of(policy.allowed_hosts.begin(), policy.allowed_hosts.end(),
                     [&](const std::string& pattern) { return host_matches(pattern, host, port); });
}

Result<void> check_port(const AddressPolicy& policy, std::string_view host, std::uint16_t port) {
  if (!std::binary_search(kServicePorts.begin(), kServicePorts.end(), port)) return {};
  const auto& ports = policy.allowed_ports;
  if (std::find(ports.begin(), ports.end(), port) != ports.end()) return {};
  const std::string with_port = ":" + std::to_string(port);
  const bool is_named = std::any_of(
      policy.allowed_hosts.begin(), policy.allowed_hosts.end(), [&](const std::string& pattern) {
        return pattern.ends_with(with_port) && host_matches(pattern, host, port);
      });
  if (is_named) return {};
  return Error{ErrorCode::AddressNotAllowed,
               "port " + std::to_string(port) + " of " + std::string(host) +
                   " is another service's, not the web's; it is not asked"};
}

Result<void> check_address(const AddressPolicy& policy, std::string_view host, std::uint16_t port,
                           const IpAddress& address) {
  const AddressKind kind = kind_of(address);
  if (kind == AddressKind::Public || policy.allow_private) return {};
  if (is_allowed_host(policy, host, port)) return {};
  const std::string_view article = kind == AddressKind::Unspecified ? "an " : "a ";
  return Error{ErrorCode::AddressNotAllowed, std::string(host) + " is at " + std::string(article) +
                                                 std::string(name(kind)) +
                                                 " address; only public addresses are fetched"};
}

}  // namespace depesche::fetch
