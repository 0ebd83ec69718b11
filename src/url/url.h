// Addresses, parsed and resolved as browsers do it.
//
// Follows the WHATWG URL standard for http and https: sloppy slashes, backslashes, upper case,
// tabs inside, dot segments, percent-encoding, every spelling of an IP address. Any other scheme is
// recognised and its remainder kept as it is (mailto:, data:, javascript:, file:), so that callers
// can refuse it by name. References resolve against http and https addresses only.
//
// Pure and thread-safe; time and memory are linear in the text. Longer than kMaxUrlBytes is
// refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace depesche {

// Servers give up at 8 KB; pages carry data: addresses that are longer.
inline constexpr std::size_t kMaxUrlBytes = 64 * 1024;

struct Url {
  std::string scheme;    // lower case, without the colon
  std::string username;  // percent-encoded
  std::string password;
  std::string host;                   // as parse_host writes it; empty unless is_web()
  std::optional<std::uint16_t> port;  // absent when it is the scheme's default
  std::string path;                   // begins with "/" if is_web(), else all up to ? or #
  std::optional<std::string> query;   // without "?"; "" and absent differ, as in the standard
  std::optional<std::string> fragment;

  /// http or https: the only schemes depesche fetches and links to.
  bool is_web() const { return scheme == "http" || scheme == "https"; }
  /// The port to connect to.
  std::uint16_t effective_port() const { return port.value_or(scheme == "https" ? 443 : 80); }
  /// "example.org" or "example.org:8080".
  std::string host_and_port() const;
  /// "https://example.org:8080".
  std::string origin() const;
  /// What a request line carries: "/path?query".
  std::string path_and_query() const;
  std::string to_string() const;

  friend bool operator==(const Url&, const Url&) = default;
};

/// An absolute address.
Result<Url> parse_url(std::string_view address);

/// The address as others may see it, without a name and password; what is no address stays as it
/// is.
std::string without_password(std::string_view address);

/// A reference as it stands in a page or feed at `base`.
Result<Url> resolve(std::string_view reference, const Url& base);

/// resolve() for texts: the absolute http or https address, or "" when there is none.
std::string resolve_address(std::string_view reference, std::string_view base);

}  // namespace depesche
