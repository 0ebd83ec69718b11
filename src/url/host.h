// Host names as they go to the resolver: lower case, punycode, one spelling for each IP address.
//
// Follows the WHATWG URL standard, section 3.5: "MÜNCHEN.example" is xn--mnchen-3ya.example,
// "0x7f.1" is 127.0.0.1 (which is how private addresses like to hide), and "[::FFFF:1.2.3.4]" is
// [::ffff:102:304]. Names come out as UTS #46 maps them, non-transitional (libidn2).
//
// Stricter than the standard where no resolver follows it: empty labels (a..b), and ASCII symbols
// in a label that is not ASCII. Looser in one thing: a punycode label is not decoded to be judged.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace depesche {

/// `written` as it stands between // and the port; may be percent-encoded. Refused: nothing,
/// forbidden characters, numbers that are no address, names longer than DNS allows.
Result<std::string> parse_host(std::string_view written);

/// True for what parse_host returns for an IPv4 or (bracketed) IPv6 address.
bool is_ip_address(std::string_view host);

}  // namespace depesche
