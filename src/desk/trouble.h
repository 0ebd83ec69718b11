// What stops the wire: a full disk, a store somebody else holds. It goes on by itself.
#pragma once

#include <string>

namespace depesche {

struct Trouble {
  std::string code;     // name(ErrorCode); empty for what has none
  std::string message;  // for a person: lower case, no full stop
};

}  // namespace depesche
