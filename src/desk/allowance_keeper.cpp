#include "desk/allowance_keeper.h"

#include <utility>

#include <spdlog/spdlog.h>

#include "store/writing/host_bytes.h"

namespace depesche {

AllowanceKeeper::AllowanceKeeper(Archive& archive, fetch::Fetcher& fetcher, Now now,
                                 std::chrono::milliseconds pause)
    : archive_(archive), fetcher_(fetcher), now_(std::move(now)), pause_(pause) {
  try {
    HostBytes hosts(archive_.writer());
    fetcher_.recall_bytes(hosts.today(now_()), now_());
    fetcher_.recall_rests(hosts.resting(now_()), now_());
  } catch (const StoreError& error) {
    note_trouble(error);
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { keep_until(stop); });
}

AllowanceKeeper::~AllowanceKeeper() {
  thread_.request_stop();
  thread_.join();
  keep();
}

void AllowanceKeeper::keep_until(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!never_.wait_for(lock, stop, pause_, [&] { return stop.stop_requested(); })) keep();
}

void AllowanceKeeper::keep() {
  try {
    if (unwritten_.empty()) unwritten_ = fetcher_.unkept_bytes(now_());
    if (!unwritten_.empty()) {
      const std::chrono::sys_seconds now = now_();
      fetcher_.learn_bytes(HostBytes(archive_.writer()).add(unwritten_, now), now);
    }
    unwritten_.clear();
    if (unwritten_rests_.empty()) unwritten_rests_ = fetcher_.unkept_rests(now_());
    if (!unwritten_rests_.empty()) HostBytes(archive_.writer()).rest(unwritten_rests_, now_());
    unwritten_rests_.clear();
    is_in_trouble_ = false;
  } catch (const StoreError& error) {
    note_trouble(error);
  }
}

void AllowanceKeeper::note_trouble(const StoreError& error) {
  if (!is_in_trouble_) {
    spdlog::warn("what hosts have sent and asked for today cannot be kept for the next start: {}",
                 error.error().message);
  }
  is_in_trouble_ = true;
}

}  // namespace depesche
