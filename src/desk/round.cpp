#include "desk/round.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include "desk/hosts_in_hand.h"
#include "desk/in_parallel.h"
#include "fetch/frontier.h"
#include "url/url.h"

namespace depesche {
namespace {

// More than this many second looks are left to the next round.
constexpr int kMostLooks = 2000;
constexpr int kMostGaps = 1000;  // of feeds, at once

/// The polls of a round: each worker takes one whose host may be asked, and puts it back for its
/// next page.
class Polls {
 public:
  Polls(Gatherer& gatherer, const std::vector<FeedRow>& feeds, const RoundOptions& options)
      : gatherer_(gatherer), options_(options), in_hand_(gatherer), left_(feeds.size()) {
    for (const FeedRow& feed : feeds) waiting_.push(host_of(feed.url), &feed, Clock::now());
  }

  void run(const std::stop_token& stop) {
    in_parallel(static_cast<std::size_t>(options_.workers), options_.workers, stop,
                [&](std::size_t) { work(stop); });
  }
  const RoundReport& report() const { return report_; }

 private:
  using Clock = std::chrono::steady_clock;
  using Step = std::variant<const FeedRow*, OpenPoll>;

  static std::string host_of(const std::string& address) {
    const Result<Url> url = parse_url(address);
    return url ? url->host_and_port() : std::string();
  }

  static std::string host_of(const Step& step) {
    const OpenPoll* poll = std::get_if<OpenPoll>(&step);
    return host_of(poll == nullptr ? std::get<const FeedRow*>(step)->url : poll->next_address());
  }

  /// When the store fails, the others are not to wait for ever.
  void work(const std::stop_token& stop) {
    try {
      take_steps(stop);
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      is_broken_ = true;
      ++changes_;
      changed_.notify_all();
      throw;
    }
  }

  void take_steps(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (left_ > 0 && !is_broken_ && !stop.stop_requested()) {
      const auto now = Clock::now();
      std::optional<Step> step =
          waiting_.pop(now, [&](const std::string& host) { return in_hand_.ready_at(host, now); });
      if (!step) {
        const auto next = waiting_.next_at().value_or(now + std::chrono::seconds(1));
        changed_.wait_until(lock, stop, next, [this, seen = changes_] { return changes_ != seen; });
        continue;
      }
      const std::string host = host_of(*step);
      in_hand_.take(host);
      ++changes_;  // there may be more
      changed_.notify_one();
      lock.unlock();
      OpenPoll poll = take(*step, stop);
      lock.lock();
      in_hand_.give_back(host);
      waiting_.hurry(host, Clock::now());
      put_back(std::move(poll));
    }
  }

  OpenPoll take(Step& step, const std::stop_token& stop) {
    OpenPoll* poll = std::get_if<OpenPoll>(&step);
    if (poll == nullptr) return gatherer_.open(*std::get<const FeedRow*>(step), stop);
    gatherer_.go_on(*poll, stop);
    return std::move(*poll);
  }

  /// The caller has the lock.
  void put_back(OpenPoll poll) {
    ++changes_;
    changed_.notify_all();
    if (!poll.is_over()) {
      const std::string host = host_of(poll.next_address());
      return waiting_.push(host, std::move(poll), Clock::now());
    }
    --left_;
    const PollReport& polled = poll.report();
    options_.on_polled(poll.feed(), polled);
    if (polled.is_elsewhere) {
      ++report_.elsewhere;
      return;
    }
    ++report_.asked;
    report_.failed += polled.error ? 1 : 0;
    report_.new_entries += polled.new_entries;
    report_.pages += polled.pages;
    report_.feed_only += polled.feed_only;
    report_.lost += polled.lost;
  }

  Gatherer& gatherer_;
  const RoundOptions& options_;
  std::mutex mutex_;  // guards what follows, and the caller's callback
  std::condition_variable_any changed_;
  std::uint64_t changes_ = 0;
  HostsInHand in_hand_;
  fetch::Frontier<Step> waiting_;
  std::size_t left_ = 0;
  bool is_broken_ = false;
  RoundReport report_;
};

/// Of each of the feeds one page after the other; pages that were put off are left to the next
/// round.
RoundReport with_older_pages(RoundReport report, Gatherer& gatherer,
                             const std::vector<FeedRow>& feeds, const RoundOptions& options,
                             const std::stop_token& stop) {
  std::set<FeedId> asked;
  for (const FeedRow& feed : feeds) asked.insert(feed.id);
  std::mutex mutex;  // guards the report
  while (!stop.stop_requested()) {
    std::vector<FeedGap> gaps = gatherer.due_gaps(kMostGaps);
    std::erase_if(gaps, [&](const FeedGap& gap) { return !asked.contains(gap.feed); });
    std::size_t read = 0;
    in_parallel(gaps.size(), options.workers, stop, [&](std::size_t i) {
      OpenPoll poll = gatherer.open(gaps[i], stop);
      while (!poll.is_over() && !stop.stop_requested()) gatherer.go_on(poll, stop);
      const std::scoped_lock lock(mutex);
      const PollReport& polled = poll.report();
      read += polled.is_modified ? 1 : 0;
      report.older_pages += polled.is_modified ? 1 : 0;
      report.new_entries += polled.new_entries;
      report.pages += polled.pages;
      report.feed_only += polled.feed_only;
      report.lost += polled.lost;
    });
    if (read == 0) break;
  }
  return report;
}

}  // namespace

RoundReport run_round(Gatherer& gatherer, const std::vector<FeedRow>& feeds,
                      const RoundOptions& options, const std::stop_token& stop) {
  Polls polls(gatherer, feeds, options);
  polls.run(stop);
  if (stop.stop_requested()) return polls.report();
  const RoundReport report = with_older_pages(polls.report(), gatherer, feeds, options, stop);
  if (stop.stop_requested()) return report;
  const std::vector<WatchedPage> pages = gatherer.due_looks(kMostLooks);
  in_parallel(pages.size(), options.workers, stop,
              [&](std::size_t i) { gatherer.look_again(pages[i], stop); });
  return report;
}

}  // namespace depesche
