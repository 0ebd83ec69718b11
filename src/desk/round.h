// One polling round: every feed named is asked once, every new entry's page is read, older pages of
// feeds are read where something was missed, pages whose second look is due are looked at, then it
// ends.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "desk/gatherer.h"

namespace depesche {

struct RoundOptions {
  int workers = 8;
  /// Called after each feed, one call at a time.
  std::function<void(const FeedRow&, const PollReport&)> on_polled = [](const auto&, const auto&) {
  };
};

struct RoundReport {
  std::size_t asked = 0;
  std::size_t failed = 0;     // feeds
  std::size_t elsewhere = 0;  // not asked: another process was at them
  std::size_t new_entries = 0;
  std::size_t pages = 0;
  std::size_t feed_only = 0;
  std::size_t older_pages = 0;  // of feeds
  std::size_t lost = 0;         // entries with neither words nor a page that could be read
};

/// Blocks until all are done or stopped. Throws StoreError when the store fails.
RoundReport run_round(Gatherer& gatherer, const std::vector<FeedRow>& feeds,
                      const RoundOptions& options, const std::stop_token& stop);

}  // namespace depesche
