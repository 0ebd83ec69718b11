// Whose turn it is to ask a host, between processes: what politeness.h is within one.
//
// Several programs may work on one data folder: serve, and beside it a fetch or feeds add. Each
// takes a host's turn here, too, and gives it back with the time before which nobody is to ask that
// host. So one that begins asks no host sooner than the one before it would have.
//
//   hosts.turns   2,048 buckets of 16 records: hash of the host, not before, its Crawl-delay …
//   locks on it   of a bucket while it is read or written; of a host (far behind the end, where
//                 nothing is stored) while it is asked (base/lock_file.h).
//
// A record is written over when its bucket is full: first those whose time has passed, of them
// those without a Crawl-delay, the oldest first. What a robots.txt asked one process for holds for
// the others for a day, by then they have read it themselves.
//
// What stands in the file may be anybody's bytes: times and delays that cannot be are unknown,
// nobody waits longer than kLongestRest for them, and where the clock was set back a wait counts
// from now.
//
// Not thread-safe (Fetcher guards it). Advisory: where the file cannot be had nobody waits for it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/lock_file.h"

namespace depesche::fetch {

class SharedTurns {
 public:
  using Time = std::chrono::sys_time<std::chrono::milliseconds>;

  /// In a folder that is there; null where it is not, or is not ours to write in.
  static std::unique_ptr<SharedTurns> open(const std::filesystem::path& folder);

  /// Takes the host's turn until give_back(); when it cannot, how long to wait before trying again.
  /// A host is taken once at a time.
  struct Taken {
    bool is_ours = false;
    std::chrono::milliseconds wait{0};
  };
  Taken take(const std::string& host, Time now);

  struct Said {
    Time not_before;
    std::chrono::milliseconds crawl_delay{0};  // as this process has read it; 0 for none
  };
  /// The time before which it is not to be asked: later where others know of a longer Crawl-delay.
  Time give_back(const std::string& host, const Said& said, Time now);
  /// The same of a host that is not held: what its answer said was read after it.
  void put_off(const std::string& host, const Said& said, Time now);

 private:
  struct Record;
  struct Bucket;
  explicit SharedTurns(const std::filesystem::path& path);
  Time write(std::uint64_t hash, const Said& said, Time now) const;

  LockFile file_;
  std::int64_t me_;  // tells this process's Crawl-delays from others'
  std::unordered_map<std::string, std::uint64_t> held_;
};

}  // namespace depesche::fetch
