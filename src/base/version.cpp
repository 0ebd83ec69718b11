#include "base/version.h"

namespace depesche {

std::string_view version() { return DEPESCHE_VERSION; }

}  // namespace depesche
