// When to try a page or picture again that could not be read. Pure.
#pragma once

#include <chrono>
#include <optional>

#include "base/result.h"

namespace depesche {

/// Another try may go better.
bool is_passing(ErrorCode code);

/// After the nth failure: soon while the server has a bad day, slowly where it does not let us in
/// (a paywall may open), never where there is no article. Not before the host may be asked:
/// `host_rests` is how long it still wants to be left alone.
std::optional<std::chrono::sys_seconds> page_retry_at(ErrorCode code, int failures,
                                                      std::chrono::sys_seconds now,
                                                      std::chrono::seconds host_rests = {});

}  // namespace depesche
