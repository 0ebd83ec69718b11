// What kind of picture bytes are, by how they begin.
//
// The type a server names is its own claim, and we would repeat it to readers; so a picture is kept
// under the type its bytes show. What shows none of these, or could carry a script (SVG), is no
// picture to us.
//
// Pure.
#pragma once

#include <string_view>

namespace depesche {

/// "image/png", "image/jpeg", "image/gif", "image/webp" or "image/avif"; "" for anything else.
std::string_view picture_type(std::string_view bytes);

}  // namespace depesche
