// What `fetch` and `import` do with the articles they put into the intake: gather them here, or
// leave that to the server that is running on the same folder.
#pragma once

#include "store/archive.h"
#include "story/parameters.h"

namespace depesche::cli {

enum class HandOver { Wait, LeaveToServer };

/// Gathers all that waits when no other process runs the engine. Else says that the running server
/// takes over, and waits until it has (`Wait`); where nothing waits, that there is such a server.
/// Returns an exit code.
int hand_over(Archive& archive, const StoryParameters& parameters, HandOver how, bool quiet);

}  // namespace depesche::cli
