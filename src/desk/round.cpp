#include "desk/round.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace depesche {
namespace {

// More than this many second looks are left to the next round.
constexpr int kMostLooks = 2000;

/// `work(i)` for each i below `count`, by several threads; the first failure ends it and is thrown.
void in_parallel(std::size_t count, int workers, const std::stop_token& stop,
                 const std::function<void(std::size_t)>& work) {
  std::exception_ptr broken;
  std::mutex mutex;  // guards broken
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count && !stop.stop_requested(); i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        if (!broken) broken = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 1; i < workers; ++i) threads.emplace_back(run);
    run();
  }
  if (broken) std::rethrow_exception(broken);
}

}  // namespace

RoundReport run_round(Gatherer& gatherer, const std::vector<FeedRow>& feeds,
                      const RoundOptions& options, const std::stop_token& stop) {
  RoundReport report;
  std::mutex mutex;  // guards report and the caller's callback
  in_parallel(feeds.size(), options.workers, stop, [&](std::size_t i) {
    const PollReport polled = gatherer.poll(feeds[i], stop);
    const std::scoped_lock lock(mutex);
    ++report.asked;
    report.failed += polled.error ? 1 : 0;
    report.new_entries += polled.new_entries;
    report.pages += polled.pages;
    report.feed_only += polled.feed_only;
    options.on_polled(feeds[i], polled);
  });
  if (stop.stop_requested()) return report;
  const std::vector<WatchedPage> pages = gatherer.due_looks(kMostLooks);
  in_parallel(pages.size(), options.workers, stop,
              [&](std::size_t i) { gatherer.look_again(pages[i], stop); });
  return report;
}

}  // namespace depesche
