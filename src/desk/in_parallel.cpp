#include "desk/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include <system_error>

namespace depesche {

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
    try {
      for (int i = 1; i < workers; ++i) threads.emplace_back(run);
    } catch (const std::system_error&) {
      // No more threads are to be had: those that are there do it all.
    }
    run();
  }
  if (broken) std::rethrow_exception(broken);
}

bool on_several_cores(const std::vector<Part>& parts) {
  constexpr unsigned kMostCores = 4;  // memory is what parts wait for then
  const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, kMostCores);
  std::stop_source has_failed;
  in_parallel(parts.size(), static_cast<int>(cores), has_failed.get_token(), [&](std::size_t i) {
    if (!parts[i]()) has_failed.request_stop();
  });
  return !has_failed.stop_requested();
}

}  // namespace depesche
