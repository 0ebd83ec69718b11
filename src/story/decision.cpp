#include "story/decision.h"

#include <array>

namespace depesche {

std::string_view name(ReasonKind kind) {
  constexpr std::array<std::string_view, 7> kNames{"founded", "joined", "reprint", "update",
                                                   "merged",  "split",  "moved"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace depesche
