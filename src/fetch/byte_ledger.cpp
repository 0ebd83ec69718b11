#include "fetch/byte_ledger.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "fetch/politeness.h"

namespace depesche::fetch {
namespace {

bool is_over(const Tally& tally, ByteLedger::Time now) { return now >= tally.began + kHostDay; }

std::uint64_t bounded_sum(std::uint64_t a, std::uint64_t b) {
  return a + std::min(b, std::numeric_limits<std::uint64_t>::max() - a);
}

std::string said_in_megabytes(std::uint64_t bytes) {
  return std::to_string(bytes / 1'000'000) + " MB";
}

}  // namespace

std::optional<ByteLedger::Time> spent_until(const Tally& tally, std::uint64_t allowance,
                                            ByteLedger::Time now) {
  if (allowance == 0 || tally.bytes < allowance || is_over(tally, now)) return std::nullopt;
  return tally.began + kHostDay;
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
  return Error{ErrorCode::AllowanceSpent,
               host + " has sent " + said_in_megabytes(found->second.bytes) +
                   " within a day, where " + said_in_megabytes(allowance) +
                   " are allowed; it is asked again in " + std::to_string(hours) + " h"};
}

void ByteLedger::note(const std::string& host, std::uint64_t bytes, Time now) {
  if (bytes == 0 || allowance_of(host) == 0) return;
  forget_past_days(now);
  Tally& tally = tallies_[host];
  if (tally.bytes == 0 || is_over(tally, now)) tally = {now, 0, 0};
  tally.bytes = bounded_sum(tally.bytes, bytes);
}

std::vector<ByteLedger::Day> ByteLedger::take_unkept() {
  std::vector<Day> days;
  for (auto& [host, tally] : tallies_) {
    if (tally.kept == tally.bytes) continue;
    days.push_back({host, tally.began, tally.bytes - tally.kept});
    tally.kept = tally.bytes;
  }
  return days;
}

void ByteLedger::recall(const Day& day, Time now) {
  if (day.bytes == 0 || allowance_of(day.host) == 0) return;
  if (tallies_.size() >= kMostTallies || tallies_.contains(day.host)) return;
  const Tally tally{std::min(day.began, now), day.bytes, day.bytes};
  if (!is_over(tally, now)) tallies_.emplace(day.host, tally);
}

void ByteLedger::learn(const Day& day, Time now) {
  const auto known = tallies_.find(day.host);
  if (known == tallies_.end()) return;  // forgotten meanwhile
  const Tally& mine = known->second;
  const Tally all{std::min(day.began, now), bounded_sum(day.bytes, mine.bytes - mine.kept),
                  day.bytes};
  if (!is_over(all, now)) known->second = all;
}

void ByteLedger::forget_past_days(Time now) {
  if (tallies_.size() < forget_at_) return;
  std::erase_if(tallies_, [&](const auto& entry) { return is_over(entry.second, now); });
  if (tallies_.size() >= kMostTallies) forget_the_least();
  forget_at_ = std::clamp<std::size_t>(2 * tallies_.size(), 1024, kMostTallies);
}

// Nobody has a hundred thousand hosts that send much; but a page may link to as many names as it
// likes.
void ByteLedger::forget_the_least() {
  std::vector<std::uint64_t> sizes;
  sizes.reserve(tallies_.size());
  for (const auto& [host, tally] : tallies_) sizes.push_back(tally.bytes);
  const auto quarter = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 4);
  std::nth_element(sizes.begin(), quarter, sizes.end());
  std::size_t left = sizes.size() / 4 + 1;
  std::erase_if(tallies_, [&, most = *quarter](const auto& entry) {
    if (left == 0 || entry.second.bytes > most) return false;
    --left;
    return true;
  });
}

}  // namespace depesche::fetch
