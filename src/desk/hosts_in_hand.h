// Hosts that somebody has taken a job of and not finished it, so that no other takes one to wait.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>

#include "desk/gatherer.h"

namespace depesche {

/// Not thread-safe; the owner's lock guards it.
class HostsInHand {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit HostsInHand(const Gatherer& gatherer) : gatherer_(gatherer) {}

  /// When a job of this host may be taken; absent while as many are taken as it answers at once.
  std::optional<Time> ready_at(const std::string& host, Time now) const {
    const auto found = taken_.find(host);
    if (found != taken_.end() && found->second >= gatherer_.at_once(host)) return std::nullopt;
    return gatherer_.host_ready_at(host, now);
  }
  void take(const std::string& host) { ++taken_[host]; }
  void give_back(const std::string& host) {
    const auto found = taken_.find(host);
    if (--found->second == 0) taken_.erase(found);
  }

 private:
  const Gatherer& gatherer_;
  std::unordered_map<std::string, int> taken_;
};

}  // namespace depesche
