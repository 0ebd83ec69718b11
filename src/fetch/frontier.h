// What waits to be asked for, by host: a queue a host, and the hosts in the order in which they may
// be asked next (the back queues of Mercator: Heydon & Najork, "Mercator: A scalable, extensible
// web crawler", 1999).
//
// So nobody waits for a host: who has time takes an item whose host may be asked now, and ten
// items of one host are in nobody's way. The longest ready host goes first; a host's items go in
// the order they came. An item without a host ("") is always ready.
//
// Pure: the caller passes `now`, knows the hosts (politeness.h, and what it has taken and not
// finished), and says when one has become ready sooner than was known. Not thread-safe.
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
    Queue& queue = queues_[host];
    queue.items.push_back(std::move(item));
    if (queue.items.size() == 1) set_turn(host, queue, now);
    ++size_;
  }

  /// An answer of this host is complete: it may be ready sooner than pop() was told.
  void hurry(const std::string& host, Time now) {
    const auto found = queues_.find(host);
    if (found != queues_.end()) set_turn(host, found->second, now);
  }

  /// An item whose host may be asked now. `ready_at(host)` says when that is: now, later, or
  /// (absent) when an answer under way is complete.
  template <class ReadyAt>
  std::optional<Item> pop(Time now, const ReadyAt& ready_at) {
    while (!turns_.empty() && std::get<Time>(turns_.top()) <= now) {
      const std::string host = std::get<std::string>(turns_.top());
      const auto found = queues_.find(host);
      const bool is_old =
          found == queues_.end() || found->second.turn != std::get<std::uint64_t>(turns_.top());
      turns_.pop();
      if (is_old) continue;
      const std::optional<Time> ready = host.empty() ? std::optional(now) : ready_at(host);
      if (!ready || *ready > now) {
        set_turn(host, found->second, ready.value_or(now + kLookAgain));
        continue;
      }
      std::deque<Item>& items = found->second.items;
      std::optional<Item> item = std::move(items.front());
      items.pop_front();
      --size_;
      if (items.empty()) {
        queues_.erase(found);
      } else {
        set_turn(host, found->second, now);
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
  // For a host that is being asked by somebody whose end nobody tells us.
  static constexpr std::chrono::milliseconds kLookAgain{100};

  struct Queue {
    std::deque<Item> items;
    std::uint64_t turn = 0;  // the one that counts; older ones are passed over
  };
  void set_turn(const std::string& host, Queue& queue, Time at) {
    queue.turn = ++turns_set_;
    turns_.emplace(at, queue.turn, host);
  }

  // Soonest first; the number keeps the order of equal times.
  using Turn = std::tuple<Time, std::uint64_t, std::string>;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns_;
  std::unordered_map<std::string, Queue> queues_;
  std::uint64_t turns_set_ = 0;
  std::size_t size_ = 0;
};

}  // namespace depesche::fetch
