// What commands need from outside the house: the fetcher as the settings want it, and the wish of
// the person at the terminal to stop.
#pragma once

#include <memory>
#include <stop_token>

#include "base/result.h"
#include "cli/settings.h"
#include "fetch/fetcher.h"
#include "store/archive.h"

namespace depesche::cli {

/// `allowed_hosts` may be reached at any address, also without allow_private.
std::unique_ptr<fetch::Fetcher> make_fetcher(const Settings& settings,
                                             std::vector<std::string> allowed_hosts = {});

/// Says on stderr that outlets have nobody to write to, and how to change that; nothing once a
/// contact is set. `Once` says it once a store.
enum class SayIt { Once, Always };
void say_without_contact(const Settings& settings, Archive& archive, SayIt how_often);

/// Where hubs reach this server; empty where nothing is set. An Error names the setting.
Result<std::string> public_address(const Settings& settings);

/// While it lives, SIGINT and SIGTERM ask to stop instead of ending the process; a second one ends
/// it. One at a time.
class StopOnSignal {
 public:
  StopOnSignal();
  ~StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

  std::stop_token token() const { return source_.get_token(); }
  bool is_stopped() const { return source_.stop_requested(); }

 private:
  std::stop_source source_;
  std::unique_ptr<struct SignalWatch> watch_;
};

}  // namespace depesche::cli
