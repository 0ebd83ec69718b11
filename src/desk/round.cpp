#include "desk/round.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace depesche {

RoundReport run_round(Gatherer& gatherer, const std::vector<FeedRow>& feeds,
                      const RoundOptions& options, const std::stop_token& stop) {
  RoundReport report;
  std::exception_ptr broken;
  std::mutex mutex;  // guards report, broken and the caller's callback
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < feeds.size() && !stop.stop_requested(); i = next++) {
      try {
        const PollReport polled = gatherer.poll(feeds[i], stop);
        const std::scoped_lock lock(mutex);
        ++report.asked;
        report.failed += polled.error ? 1 : 0;
        report.new_entries += polled.new_entries;
        report.pages += polled.pages;
        report.feed_only += polled.feed_only;
        options.on_polled(feeds[i], polled);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        broken = std::current_exception();
        next = feeds.size();
      }
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int i = 1; i < options.workers; ++i) workers.emplace_back(work);
    work();
  }
  if (broken) std::rethrow_exception(broken);
  return report;
}

}  // namespace depesche
