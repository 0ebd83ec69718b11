#include "fetch/byte_ledger.h"

#include <algorithm>
#include <limits>

#include "fetch/politeness.h"

namespace depesche::fetch {
namespace {

bool is_over(const Tally& tally, ByteLedger::Time now) {
  return now >= tally.began + kAllowanceDay;
}

std::string in_megabytes(std::uint64_t bytes) { return std::to_string(bytes / 1'000'000) + " MB"; }

}  // namespace

std::optional<ByteLedger::Time> spent_until(const Tally& tally, std::uint64_t allowance,
                                            ByteLedger::Time now) {
  if (allowance == 0 || tally.bytes < allowance || is_over(tally, now)) return std::nullopt;
  return tally.began + kAllowanceDay;
}

std::uint64_t ByteLedger::allowance_of(const std::string& host) const {
  return is_loopback_host(host) ? allowance_.per_loopback_host : allowance_.per_host;
}

Result<void> ByteLedger::check(const std::string& host, Time now) const {
  const auto found = tallies_.find(host);
  if (found == tallies_.end()) return {};
  const std::uint64_t allowance = allowance_of(host);
  const auto until = spent_until(found->second, allowance, now);
  if (!until) return {};
  const auto hours = std::chrono::ceil<std::chrono::hours>(*until - now).count();
  return Error{ErrorCode::AllowanceSpent, host + " has sent " + in_megabytes(found->second.bytes) +
                                              " within a day, where " + in_megabytes(allowance) +
                                              " are allowed; it is asked again in " +
                                              std::to_string(hours) + " h"};
}

void ByteLedger::note(const std::string& host, std::uint64_t bytes, Time now) {
  if (bytes == 0 || allowance_of(host) == 0) return;
  forget_past_days(now);
  Tally& tally = tallies_[host];
  if (tally.bytes == 0 || is_over(tally, now)) tally = {now, 0};
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  tally.bytes += std::min(bytes, kMost - tally.bytes);
}

void ByteLedger::forget_past_days(Time now) {
  if (tallies_.size() < forget_at_) return;
  std::erase_if(tallies_, [&](const auto& entry) { return is_over(entry.second, now); });
  forget_at_ = std::max<std::size_t>(1024, 2 * tallies_.size());
}

}  // namespace depesche::fetch
