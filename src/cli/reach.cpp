#include "cli/reach.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

namespace depesche::cli {

bool any_reachable(fetch::Fetcher& fetcher, const std::vector<std::string>& addresses,
                   std::chrono::milliseconds patience, const std::stop_token& stop) {
  constexpr std::size_t kAtOnce = 8;
  std::stop_source enough;
  const std::stop_callback passed_on(stop, [&] { enough.request_stop(); });
  std::mutex mutex;  // guards the two below
  std::condition_variable changed;
  bool is_reached = false;
  std::size_t working = std::min(kAtOnce, addresses.size());
  std::atomic<std::size_t> next = 0;
  const auto ask = [&] {
    for (std::size_t i = next++; i < addresses.size(); i = next++) {
      fetch::Request request;
      request.url = addresses[i];
      request.max_bytes = 0;
      const auto reply = fetcher.get(std::move(request), fetch::Kind::Feed, enough.get_token());
      if (enough.stop_requested()) break;
      if (reply && !reply->problem()) {
        const std::scoped_lock lock(mutex);
        is_reached = true;
        break;
      }
    }
    const std::scoped_lock lock(mutex);
    --working;
    changed.notify_all();
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = working; i > 0; --i) threads.emplace_back(ask);
  std::unique_lock lock(mutex);
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!is_reached && working > 0 && !enough.stop_requested()) {
    if (changed.wait_until(lock, until) == std::cv_status::timeout) break;
  }
  enough.request_stop();
  lock.unlock();
  threads.clear();  // joins
  return is_reached;
}

std::uint16_t free_port(const std::string& host) {
  const bool is_v6 = host.find(':') != std::string::npos;
  const int descriptor = socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
  if (descriptor < 0) return 0;
  sockaddr_storage address{};
  address.ss_family = is_v6 ? AF_INET6 : AF_INET;
  socklen_t size = is_v6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  std::uint16_t port = 0;
  if (bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
      getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    port = ntohs(is_v6 ? reinterpret_cast<sockaddr_in6*>(&address)->sin6_port
                       : reinterpret_cast<sockaddr_in*>(&address)->sin_port);
  }
  close(descriptor);
  return port;
}

void set_log_level(std::string_view level) {
  if (!spdlog::get("depesche")) spdlog::set_default_logger(spdlog::stderr_color_mt("depesche"));
  spdlog::set_pattern("%Y-%m-%d %H:%M:%S %^%l%$ %v");
  spdlog::set_level(spdlog::level::from_str(level == "warn" ? "warning" : std::string(level)));
}

}  // namespace depesche::cli
