// Where bytes go that are too many to be held at once.
#pragma once

#include <cstdint>
#include <string_view>

namespace depesche {

class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void append(std::string_view bytes) = 0;
  /// Over what was appended, `at` bytes after the first.
  virtual void patch(std::uint64_t at, std::string_view bytes) = 0;
};

}  // namespace depesche
