#include "news/push.h"

#include <algorithm>
#include <array>

namespace depesche {
namespace {

constexpr std::array<std::string_view, 3> kStages{"asked", "verified", "failed"};

}  // namespace

std::string_view name(PushStage stage) { return kStages.at(static_cast<std::size_t>(stage)); }

PushStage push_stage(std::string_view name) {
  const auto* const found = std::find(kStages.begin(), kStages.end(), name);
  return found == kStages.end() ? PushStage::Failed
                                : static_cast<PushStage>(found - kStages.begin());
}

}  // namespace depesche
