#include "cli/outside.h"

#include <atomic>
#include <cassert>
#include <csignal>
#include <iostream>
#include <thread>

#include <poll.h>
#include <unistd.h>

#include "desk/hubs.h"

namespace depesche::cli {
namespace {

// A handler may do next to nothing: it writes one byte into a pipe, a thread reads it.
std::atomic<int> wake_descriptor = -1;
std::atomic<int> signals_seen = 0;

void on_signal(int) {
  if (signals_seen.fetch_add(1) > 0) _exit(130);  // asked twice: at once
  const char byte = 1;
  const int descriptor = wake_descriptor;
  if (descriptor >= 0) [[maybe_unused]]
    const auto written = write(descriptor, &byte, 1);
}

}  // namespace

struct SignalWatch {
  int pipe_ends[2] = {-1, -1};
  struct sigaction old_interrupt = {};
  struct sigaction old_terminate = {};
  std::jthread thread;
};

StopOnSignal::StopOnSignal() : watch_(std::make_unique<SignalWatch>()) {
  assert(wake_descriptor == -1);
  [[maybe_unused]] const int piped = pipe(watch_->pipe_ends);
  assert(piped == 0);
  signals_seen = 0;
  wake_descriptor = watch_->pipe_ends[1];
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, &watch_->old_interrupt);
  sigaction(SIGTERM, &action, &watch_->old_terminate);
  watch_->thread = std::jthread([this] {
    char byte = 0;
    while (read(watch_->pipe_ends[0], &byte, 1) < 0) {
    }
    if (byte == 1) source_.request_stop();
  });
}

StopOnSignal::~StopOnSignal() {
  sigaction(SIGINT, &watch_->old_interrupt, nullptr);
  sigaction(SIGTERM, &watch_->old_terminate, nullptr);
  wake_descriptor = -1;
  close(watch_->pipe_ends[1]);  // the thread reads the end
  watch_->thread.join();
  close(watch_->pipe_ends[0]);
}

void say_without_contact(const Settings& settings, Archive& archive, SayIt how_often) {
  constexpr const char* kSaid = "said_without_contact";
  if (!settings.text("contact").empty()) return;
  if (how_often == SayIt::Once && archive.setting(kSaid)) return;
  std::cerr << "depesche: no contact is set: outlets see \"" << fetch::user_agent("")
            << "\" and cannot reach whoever runs it. Set a page or mail address of yours: contact ="
               " \"you@example.org\" in the file that --config names, or DEPESCHE_CONTACT\n";
  if (how_often == SayIt::Once) archive.set_setting(kSaid, "1");
}

Result<std::string> public_address(const Settings& settings) {
  const std::string& typed = settings.text("public_address");
  if (typed.empty()) return typed;
  Result<std::string> address = check_public_address(typed);
  if (!address) return Error{address.error().code, "public_address: " + address.error().message};
  return address;
}

std::unique_ptr<fetch::Fetcher> make_fetcher(const Settings& settings,
                                             std::vector<std::string> allowed_hosts) {
  fetch::FetcherOptions options;
  options.client.user_agent = fetch::user_agent(settings.text("contact"));
  options.client.stall_timeout = std::chrono::seconds(settings.number("timeout_s"));
  options.client.addresses.allow_private = settings.on("allow_private");
  options.client.addresses.allowed_hosts = std::move(allowed_hosts);
  for (const long long port : settings.numbers("allowed_ports")) {
    options.client.addresses.allowed_ports.push_back(static_cast<std::uint16_t>(port));
  }
  auto proxies = fetch::parse_proxies(settings.text("proxies"));
  assert(proxies);  // Settings::load has looked
  options.client.proxies = *std::move(proxies);
  options.client.ca_file = settings.text("ca_file");
  options.allowance.per_host =
      static_cast<std::uint64_t>(settings.number("host_mb_per_day")) * 1'000'000;
  options.politeness.gap = std::chrono::milliseconds(settings.number("host_gap_ms"));
  options.shared_with = settings.data_folder();
  options.politeness.loopback_gap = std::chrono::milliseconds(settings.number("loopback_gap_ms"));
  return std::make_unique<fetch::Fetcher>(std::move(options));
}

}  // namespace depesche::cli
