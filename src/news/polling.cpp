#include "news/polling.h"

namespace depesche {
namespace {

constexpr std::array<std::string_view, 16> kReasons{
    "unknown", "learning",  "rhythm",     "shortest", "longest",     "few_entries",
    "ttl",     "max_age",   "skip_hours", "back_off", "retry_after", "gone",
    "pushed",  "allowance", "host_rests", "owner"};

}  // namespace

std::string_view name(WaitReason reason) { return kReasons.at(static_cast<std::size_t>(reason)); }

WaitReason wait_reason(std::string_view name) {
  for (std::size_t i = 0; i < kReasons.size(); ++i) {
    if (kReasons[i] == name) return static_cast<WaitReason>(i);
  }
  return WaitReason::Unknown;
}

}  // namespace depesche
