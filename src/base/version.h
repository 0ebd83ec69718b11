#pragma once

#include <string_view>

namespace depesche {

/// The project's version as CMakeLists.txt names it.
std::string_view version();

}  // namespace depesche
