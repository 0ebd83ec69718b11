// `depesche check`, the engine's part: whether its kept state tells of the stories the store has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/archive.h"

namespace depesche {

/// A setting of the store: the engine's state was compared with it. Empty or absent, the next start
/// compares, and what the store has stands.
inline constexpr std::string_view kMembershipsCompared = "memberships_compared";

/// A sentence for each of the first few articles that stand elsewhere; the next start mends that.
/// None where no state can be read: then the stream is gathered again. May run beside a server.
std::vector<std::string> check_engine(Archive& archive);

}  // namespace depesche
