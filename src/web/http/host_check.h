// Which names this server answers to.
//
// A page elsewhere can point a name of its own at 127.0.0.1 and then read us through the visitor's
// browser (DNS rebinding). The defence is the Host header, which such a page cannot forge: only
// loopback names, the address we listen on, and names the owner configured are answered.
//
// Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depesche::web {

struct ListenAddress {
  std::string host = "127.0.0.1";  // an IP address without brackets, or "localhost"
  std::uint16_t port = 8420;       // 0: the system chooses
  friend bool operator==(const ListenAddress&, const ListenAddress&) = default;
};

/// "127.0.0.1:8420", "[::1]:8420", "localhost:8420", ":8420" (loopback) or "8420".
Result<ListenAddress> parse_listen_address(std::string_view text);
std::string to_string(const ListenAddress& address);

/// 127.0.0.0/8, ::1, localhost.
bool is_loopback(std::string_view host);

/// Whether `serve` may start at all: on an address others can reach it may not, until there are
/// users or the owner says that everybody may read.
enum class Readers { Owner, Public };
Result<void> may_listen(const ListenAddress& address, Readers readers);

/// Host of "name:port" in lower case, without the port and without brackets.
std::string host_name(std::string_view host_header);

/// `names` are those the owner configured; the address we listen on counts too, when it is one.
bool is_our_host(std::string_view host_header, const ListenAddress& listening,
                 const std::vector<std::string>& names);

}  // namespace depesche::web
