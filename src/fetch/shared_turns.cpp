#include "fetch/shared_turns.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <random>
#include <tuple>
#include <utility>

#include <unistd.h>

#include "fetch/politeness.h"
#include "news/host_tally.h"
#include "pack/hash.h"

namespace depesche::fetch {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kBuckets = 2048;
constexpr std::size_t kRecords = 16;
constexpr milliseconds kLookAgain{100};  // while another process waits for an answer
constexpr milliseconds kDelayHolds = std::chrono::hours(24);
// Who writes has looked at the clock before he waited for the lock.
constexpr milliseconds kSameTime{1000};
constexpr std::int64_t kLastTime =
    253'402'300'799'999;  // of the year 9999; sums of two are numbers
// Behind the end of any file that could be: locks there are of hosts.
constexpr std::int64_t kHosts = std::int64_t{1} << 62U;

std::uint64_t hash_of(const std::string& host) { return std::max<std::uint64_t>(1, hash64(host)); }

LockFile::Part host_lock(std::uint64_t hash) {
  return {kHosts | static_cast<std::int64_t>(hash >> 2U)};
}

}  // namespace

struct SharedTurns::Record {
  std::uint64_t hash = 0;  // of the host; 0: free
  std::int64_t not_before = 0;
  std::int64_t written_at = 0;  // these and what follows in milliseconds
  std::int64_t crawl_delay = 0;
  std::int64_t delay_until = 0;
  std::int64_t delay_of = 0;  // who read it

  bool has_delay(std::int64_t now) const { return crawl_delay > 0 && now < delay_until; }

  /// The bytes may be anybody's, and of another time where the clock was set back: what cannot be
  /// is unknown, and what was said for later than it could be counts from now. True when that
  /// changed something; kept, or it would count from now each time.
  bool make_plausible(std::int64_t now);
};

bool SharedTurns::Record::make_plausible(std::int64_t now) {
  const auto is_time = [](std::int64_t time) { return time >= 0 && time <= kLastTime; };
  const auto as_tuple = [this] {
    return std::tuple(not_before, written_at, crawl_delay, delay_until);
  };
  constexpr std::int64_t kRest = milliseconds(kLongestRest).count();
  const auto before = as_tuple();
  if (!is_time(not_before) || !is_time(written_at)) not_before = written_at = 0;
  if (written_at > now + kSameTime.count()) {
    not_before = now + std::min(not_before - written_at, kRest);
    written_at = now;
  }
  not_before = std::min(not_before, written_at + kRest);
  const bool is_delay = crawl_delay >= 0 && crawl_delay <= milliseconds(kLongestCrawlDelay).count();
  if (!is_delay || !is_time(delay_until)) crawl_delay = delay_until = 0;
  if (delay_until > now + (kDelayHolds + kSameTime).count()) {
    delay_until = now + kDelayHolds.count();
  }
  return as_tuple() != before;
}

/// The records among which a host's is, locked as long as this lives.
struct SharedTurns::Bucket {
  Bucket(const SharedTurns& turns, std::uint64_t hash, std::int64_t now)
      : turns_(turns), at_(static_cast<std::int64_t>(hash % kBuckets) * kBytes) {
    turns_.file_.lock({at_, kBytes});
    const ssize_t size = pread(turns_.file_.descriptor(), records.data(), kBytes, at_);
    if (size != kBytes) records = {};  // a new file
    bool is_changed = false;
    for (Record& one : records) is_changed |= one.make_plausible(now);
    if (is_changed) write();
  }
  ~Bucket() { turns_.file_.unlock({at_, kBytes}); }
  Bucket(const Bucket&) = delete;
  Bucket& operator=(const Bucket&) = delete;

  /// The host's, or one that may be written over.
  Record& of(std::uint64_t hash, std::int64_t now) {
    const auto same = std::find_if(records.begin(), records.end(),
                                   [&](const Record& one) { return one.hash == hash; });
    if (same != records.end()) return *same;
    const auto rank = [now](const Record& one) {
      const bool is_waiting = one.not_before > now;
      return std::tuple(one.hash != 0, is_waiting, one.has_delay(now), one.not_before);
    };
    Record& least =
        *std::min_element(records.begin(), records.end(),
                          [&](const Record& a, const Record& b) { return rank(a) < rank(b); });
    least = {};
    least.hash = hash;
    return least;
  }

  void write() const {
    // A disk that takes nothing lets the others ask sooner, and is told of elsewhere.
    [[maybe_unused]] const ssize_t written =
        pwrite(turns_.file_.descriptor(), records.data(), kBytes, at_);
  }

  std::array<Record, kRecords> records;

 private:
  static constexpr std::int64_t kBytes = static_cast<std::int64_t>(sizeof(Record) * kRecords);
  const SharedTurns& turns_;
  const std::int64_t at_;
};

std::unique_ptr<SharedTurns> SharedTurns::open(const std::filesystem::path& folder) {
  std::unique_ptr<SharedTurns> turns(new SharedTurns(folder / "hosts.turns"));
  return turns->file_.is_open() ? std::move(turns) : nullptr;
}

SharedTurns::SharedTurns(const std::filesystem::path& path) : file_(path) {
  std::random_device random;
  me_ = (static_cast<std::int64_t>(random()) << 31U) ^ static_cast<std::int64_t>(random());
}

SharedTurns::Taken SharedTurns::take(const std::string& host, Time now) {
  assert(!held_.contains(host));
  const std::uint64_t hash = hash_of(host);
  if (!file_.try_lock(host_lock(hash))) return {false, kLookAgain};
  const std::int64_t here = now.time_since_epoch().count();
  Bucket bucket(*this, hash, here);
  const milliseconds wait(bucket.of(hash, here).not_before - here);
  if (wait.count() > 0) {
    file_.unlock(host_lock(hash));
    return {false, wait};
  }
  held_[host] = hash;
  return {true, milliseconds(0)};
}

SharedTurns::Time SharedTurns::give_back(const std::string& host, const Said& said, Time now) {
  const auto held = held_.find(host);
  assert(held != held_.end());
  const std::uint64_t hash = held->second;
  held_.erase(held);
  const Time not_before = write(hash, said, now);
  file_.unlock(host_lock(hash));
  return not_before;
}

void SharedTurns::put_off(const std::string& host, const Said& said, Time now) {
  write(hash_of(host), said, now);
}

SharedTurns::Time SharedTurns::write(std::uint64_t hash, const Said& said, Time now) const {
  const std::int64_t here = now.time_since_epoch().count();
  Bucket bucket(*this, hash, here);
  Record& record = bucket.of(hash, here);
  Time not_before = said.not_before;
  const bool is_others = record.has_delay(here) && record.delay_of != me_;
  if (is_others) not_before = std::max(not_before, now + milliseconds(record.crawl_delay));
  if (!is_others || said.crawl_delay.count() >= record.crawl_delay) {
    record.crawl_delay = said.crawl_delay.count();
    record.delay_until = here + kDelayHolds.count();
    record.delay_of = me_;
  }
  record.not_before = not_before.time_since_epoch().count();
  record.written_at = here;
  bucket.write();
  return not_before;
}

}  // namespace depesche::fetch
