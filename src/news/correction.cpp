#include "news/correction.h"

#include <array>

namespace depesche {
namespace {

constexpr std::array<std::string_view, 5> kCorrectionNames{"merge", "split", "link", "unlink",
                                                           "undo"};

}  // namespace

std::string_view name(CorrectionKind kind) {
  return kCorrectionNames[static_cast<std::size_t>(kind)];
}

std::optional<CorrectionKind> correction_kind(std::string_view name) {
  for (std::size_t i = 0; i < kCorrectionNames.size(); ++i) {
    if (kCorrectionNames[i] == name) return static_cast<CorrectionKind>(i);
  }
  return std::nullopt;
}

}  // namespace depesche
