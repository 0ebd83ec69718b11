// What waits to be asked for, by host: a queue a host, and the hosts in the order in which they may
// be asked next (the back queues of Mercator: Heydon & Najork, "Mercator: A scalable, extensible
// web crawler", 1999).
//
// So nobody waits for a host: who has time takes an item whose host may be asked now, and ten
// items of one host are in nobody's way. The longest ready host goes first; a host's items go in
// the order they came. An item without a host ("") is always ready.
//
// Pure: the caller passes `now` and knows the hosts (politeness.h). Not thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace depesche::fetch {

template <class Item>
class Frontier {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void push(const std::string& host, Item item, Time now) {
    std::deque<Item>& queue = queues_[host];
    if (queue.empty()) turns_.emplace(now, ++pushed_, host);
    queue.push_back(std::move(item));
    ++size_;
  }

  /// An item whose host may be asked now. `ready_at(host)` says when that is: now, later, or
  /// (absent) when an answer under way is complete.
  template <class ReadyAt>
  std::optional<Item> pop(Time now, const ReadyAt& ready_at) {
    while (!turns_.empty() && std::get<Time>(turns_.top()) <= now) {
      const std::string host = std::get<std::string>(turns_.top());
      turns_.pop();
      const std::optional<Time> ready = host.empty() ? std::optional(now) : ready_at(host);
      if (!ready || *ready > now) {
        turns_.emplace(ready.value_or(now + kLookAgain), ++pushed_, host);
        continue;
      }
      const auto found = queues_.find(host);
      std::optional<Item> item = std::move(found->second.front());
      found->second.pop_front();
      --size_;
      if (found->second.empty()) {
        queues_.erase(found);
      } else {  // it is about to be asked
        turns_.emplace(host.empty() ? now : now + kLookAgain, ++pushed_, host);
      }
      return item;
    }
    return std::nullopt;
  }

  /// When pop() should be tried next; absent when empty.
  std::optional<Time> next_at() const {
    if (turns_.empty()) return std::nullopt;
    return std::get<Time>(turns_.top());
  }

  std::size_t size() const { return size_; }

 private:
  // For a host that is being asked; short against any gap.
  static constexpr std::chrono::milliseconds kLookAgain{50};

  // One of each host that has items, soonest first; the number keeps the order of equal times.
  using Turn = std::tuple<Time, std::uint64_t, std::string>;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns_;
  std::unordered_map<std::string, std::deque<Item>> queues_;
  std::uint64_t pushed_ = 0;
  std::size_t size_ = 0;
};

}  // namespace depesche::fetch
