#include "news/correction.h"

#include <array>

namespace depesche {
namespace {

constexpr std::array<std::string_view, 5> kNames{"merge", "split", "link", "unlink", "undo"};

}  // namespace

std::string_view name(CorrectionKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<CorrectionKind> correction_kind(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<CorrectionKind>(i);
  }
  return std::nullopt;
}

}  // namespace depesche
