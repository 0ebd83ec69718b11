// Work in parts that do not touch each other.
//
// The core starts no threads: whoever asks for such work says how its parts are done, one after the
// other or several at once (desk/in_parallel.h). What comes out is the same.
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

namespace depesche {

/// Says whether all was well with it.
using Part = std::function<bool()>;

/// Does parts, in any order; those that are left need not be done once one has failed. Whether all
/// were done and well; none of them runs any more when it returns or throws what one has thrown.
using DoParts = std::function<bool(const std::vector<Part>&)>;

inline bool one_after_another(const std::vector<Part>& parts) {
  return std::all_of(parts.begin(), parts.end(), [](const Part& part) { return part(); });
}

}  // namespace depesche
