// A file that was put into the program when it was built (cmake/Embed.cmake).
#pragma once

#include <string_view>

namespace depesche {

struct EmbeddedFile {
  std::string_view path;   // relative to the embedded folder, with forward slashes
  std::string_view bytes;  // lives as long as the program
};

}  // namespace depesche
