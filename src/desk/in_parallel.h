// Work by several threads at once, which are gone again when it is done.
#pragma once

#include <cstddef>
#include <functional>
#include <stop_token>
#include <vector>

#include "base/parts.h"

namespace depesche {

/// `work(i)` for each i below `count`, by this thread and others, so that `workers` are at it, or
/// as many as can be had. The first failure ends it and is thrown.
void in_parallel(std::size_t count, int workers, const std::stop_token& stop,
                 const std::function<void(std::size_t)>& work);

/// As DoParts says, on every core of a small machine and on a few of a large one.
bool on_several_cores(const std::vector<Part>& parts);

}  // namespace depesche
