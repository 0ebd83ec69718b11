// Keeps what hosts have sent today in the store, and until when they want to be left alone, so that
// a restart neither begins their day anew nor forgets what they asked for.
//
// A thread of its own writes every ten seconds what came since, in one transaction, and once more
// at the end: a crash loses ten seconds' worth at most. What the disk does not take is tried again.
// Of the hosts it writes it hears what they have sent to other processes on this folder, so a day's
// allowance is one for all of them; a host can exceed it by what comes in ten seconds.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "fetch/fetcher.h"
#include "news/host_tally.h"
#include "store/archive.h"

namespace depesche {

class AllowanceKeeper {
 public:
  using Now = std::function<std::chrono::sys_seconds()>;

  /// Tells the fetcher what earlier processes noted. Both outlive this object.
  AllowanceKeeper(Archive& archive, fetch::Fetcher& fetcher, Now now,
                  std::chrono::milliseconds pause = std::chrono::seconds(10));
  ~AllowanceKeeper();
  AllowanceKeeper(const AllowanceKeeper&) = delete;
  AllowanceKeeper& operator=(const AllowanceKeeper&) = delete;

 private:
  void keep();
  void keep_until(const std::stop_token& stop);
  void note_trouble(const StoreError& error);

  Archive& archive_;
  fetch::Fetcher& fetcher_;
  Now now_;
  std::chrono::milliseconds pause_;
  std::vector<HostTally> unwritten_;
  std::vector<HostRest> unwritten_rests_;
  bool is_in_trouble_ = false;  // said once, not every ten seconds
  std::mutex mutex_;            // guards nothing: the thread rests on it
  std::condition_variable_any never_;
  std::jthread thread_;
};

}  // namespace depesche
