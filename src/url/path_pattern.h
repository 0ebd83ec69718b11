// Patterns of paths as robots.txt has them (RFC 9309, 2.2.3): a beginning, in which * stands for
// anything, also nothing, and a $ at the end for the end.
//
// Pure. Costs at most the path's length for each star.
#pragma once

#include <string_view>

namespace depesche {

bool matches_path(std::string_view pattern, std::string_view path);

}  // namespace depesche
