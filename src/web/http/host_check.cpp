#include "web/http/host_check.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ascii.h"

namespace depesche::web {
namespace {

std::optional<std::uint16_t> port_number(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

/// Four numbers with dots: a name that only looks like 127.… is no loopback address.
bool is_ipv4(std::string_view host) {
  int parts = 0;
  while (parts < 4) {
    const auto dot = host.find('.');
    const auto number = port_number(host.substr(0, dot));
    if (!number || *number > 255) return false;
    ++parts;
    if (dot == std::string_view::npos) return parts == 4;
    host.remove_prefix(dot + 1);
  }
  return false;
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
  const Error refusal{ErrorCode::InvalidInput, "'" + std::string(text) +
                                                   "' is no address to listen on; " +
                                                   "write it as 127.0.0.1:8420 or [::1]:8420"};
  ListenAddress address;
  if (const auto port = port_number(text)) {
    address.port = *port;
    return address;
  }
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return refusal;
  const auto port = port_number(text.substr(colon + 1));
  std::string_view host = text.substr(0, colon);
  if (!port) return refusal;
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return refusal;
  }
  if (!host.empty()) address.host = to_lower(host);
  address.port = *port;
  return address;
}

std::string to_string(const ListenAddress& address) {
  const bool six = address.host.find(':') != std::string::npos;
  return (six ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_ipv4(host));
}

Result<void> may_listen(const ListenAddress& address, Readers readers) {
  if (is_loopback(address.host) || readers == Readers::Public) return {};
  return Error{ErrorCode::Forbidden,
               to_string(address) +
                   " can be reached by others; with --public everybody there may read headlines, "
                   "excerpts and links, else listen on 127.0.0.1"};
}

std::string host_name(std::string_view host_header) {
  if (host_header.starts_with('[')) {
    const auto end = host_header.find(']');
    return to_lower(host_header.substr(1, end == std::string_view::npos ? end : end - 1));
  }
  std::string_view host = host_header.substr(0, host_header.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);  // the root's dot is part of no name we know
  return to_lower(host);
}

bool is_our_host(std::string_view host_header, const ListenAddress& listening,
                 const std::vector<std::string>& names) {
  const std::string host = host_name(host_header);
  if (host.empty()) return false;
  if (is_loopback(host) || host == listening.host) return true;
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return equals_ignoring_case(name, host); });
}

}  // namespace depesche::web
