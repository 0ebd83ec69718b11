// Form tokens: a page elsewhere can make a browser send a form to us, but cannot read our pages.
//
// Every visitor carries a random cookie; every form of ours carries a seal over it, made with a
// secret that lives as long as the process (so a form left open over a restart is refused once,
// with a page that says to send it again). Besides, a browser that says the request comes from
// another site (Sec-Fetch-Site, Origin) is believed.
//
// Pure and thread-safe, but for `random_bytes`.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "web/http/message.h"

namespace depesche::web {

using Secret = std::array<std::uint64_t, 2>;

/// From the system's generator.
Secret new_secret();
/// 32 hexadecimal digits for a new visitor's cookie.
std::string new_visitor();

/// SipHash-2-4 with 128 bits of output (Aumasson, Bernstein 2012), as hexadecimal digits: a keyed
/// function made for short messages; without the secret no seal can be computed.
std::string seal(const Secret& secret, std::string_view message);

inline constexpr std::string_view kVisitorCookie = "depesche_visitor";
inline constexpr std::string_view kTokenField = "token";

/// The visitor as the cookie names it; empty when it is absent or not one of ours.
std::string visitor_of(const Request& request);
std::string form_token(const Secret& secret, std::string_view visitor);

/// Whether a browser says that the request comes from a page of another site. Programs say nothing.
bool is_from_another_site(const Request& request);

/// Whether the form came from one of our own pages.
bool is_own_form(const Request& request, const Secret& secret);

}  // namespace depesche::web
