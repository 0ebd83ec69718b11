// Canonical addresses: one spelling for every page.
//
// Parses as a browser does (url.h), then removes what cannot change the page: fragments, default
// ports, credentials, a dot after the host, and parameters that only track where a reader came from
// (listed in canonical.cpp). Escapes of characters that need none are undone (%7E is ~).
//
// What is left alone because outlets use it as meaning: the order of the query, "www.", http or
// https, trailing slashes, AMP addresses.
//
// Pure and thread-safe. Idempotent.
#pragma once

#include <string>
#include <string_view>

namespace depesche {

/// "" when `address` is not http or https.
std::string canonical_url(std::string_view address);

/// Whether a query parameter of this name and value only tells where the reader came from.
bool is_tracking_parameter(std::string_view name, std::string_view value);

}  // namespace depesche
