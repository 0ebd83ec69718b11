#include "story/decision.h"

#include <array>

namespace depesche {

namespace {

constexpr std::array<std::string_view, 8> kNames{"founded", "joined", "reprint", "update",
                                                 "merged",  "split",  "moved",   "edited"};

}  // namespace

std::string_view name(ReasonKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<ReasonKind> reason_kind(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<ReasonKind>(i);
  }
  return std::nullopt;
}

}  // namespace depesche
