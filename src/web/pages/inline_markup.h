// The body's inline markup as we send it: only a, em, strong, sub, sup, code and br, whatever is in
// the archive.
//
// Extraction sanitises already; imports and old stores need not have. A page must be safe without
// trusting them. Pure; one parse of the fragment.
#pragma once

#include <string>
#include <string_view>

namespace depesche::web {

std::string safe_inline(std::string_view html);

/// The address if it is http or https, else empty: for every link to the outside.
std::string_view safe_link(std::string_view address);

}  // namespace depesche::web
