// Who a host belongs to, by the Public Suffix List: news.bbc.co.uk is bbc.co.uk's.
//
// Uses the list built into libpsl, so the answer changes only with the package.
#pragma once

#include <string>
#include <string_view>

namespace depesche {

/// `host` as parse_host writes it. IP addresses and public suffixes themselves come back unchanged.
std::string registrable_domain(std::string_view host);

}  // namespace depesche
