// The working day: workers that poll feeds and read pages, one thread behind the intake, editions.
//
//   workers ─ due feeds, what hubs brought, pages to try or look at again, pictures ─▶ intake ─▶
//   story desk ─▶ edition
//
// start() and stop() are called by one thread; everything else from any. stop() returns within
// about a second: waiting fetches end at once, the work under way is done again at the next start.
// A full disk or a busy store pauses the wire and is said in `trouble`; it resumes by itself.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "desk/edition.h"
#include "desk/edition_clock.h"
#include "desk/feed_lists.h"
#include "desk/gatherer.h"
#include "desk/standings.h"
#include "desk/story_desk.h"
#include "fetch/pace.h"

namespace depesche {

struct WireOptions {
  int workers = 8;
  GatherOptions gather;
};

class Wire {
 public:
  Wire(Archive& archive, fetch::Fetcher& fetcher, WireOptions options);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// Brings the engine up to date, publishes the first edition and starts the threads. Busy when
  /// another process runs the engine.
  Result<void> start();
  void stop();

  /// Subscriptions changed: look for due feeds now.
  void wake();

  /// Says it durably and waits a few seconds until it is obeyed or refused. The number by which to
  /// ask what has become of it; an Error when it makes no sense.
  Result<std::int64_t> correct(const CorrectionWish& wish);

  /// A hub asks back, or brings news, which a worker then reads.
  Hubs::Answer answer_hub(std::string_view token, const fetch::HubQuestion& question);
  int take_push(std::string_view token, const PushedBody& pushed);
  /// Whether hubs are asked to tell of news.
  bool asks_hubs() const { return gatherer_.hubs().can_ask(); }

  std::shared_ptr<const Edition> edition() const { return stand_.current(); }
  /// What stops the wire right now, for a person; empty on a good day.
  std::string trouble() const;

 private:
  using Job = std::variant<Pushes::Waiting, Pushes::Known, FollowedList, FeedRow,
                           Archive::PageRetry, Pictures::Wanted, WatchedPage>;

  void run_worker(const std::stop_token& stop);
  void run_story_desk(const std::stop_token& stop);
  /// Claimed for the caller, who performs them.
  std::vector<Job> take_jobs();
  void add_looks(std::vector<Job>& jobs, std::chrono::sys_seconds now);
  void claim_first(std::vector<Job>& jobs, std::chrono::sys_seconds now);
  bool is_still_due(const Job& job) const;
  void set_pace(std::chrono::sys_seconds now);
  void release(const Job& job);
  void perform(const Job& job, const std::stop_token& stop);
  void perform(const Pushes::Waiting& push, const std::stop_token& stop);
  void perform(const Pushes::Known& known, const std::stop_token& stop);
  void perform(const FollowedList& list, const std::stop_token& stop);
  void perform(const FeedRow& feed, const std::stop_token& stop);
  void perform(const Archive::PageRetry& retry, const std::stop_token& stop);
  void perform(const Pictures::Wanted& wanted, const std::stop_token& stop);
  void perform(const WatchedPage& page, const std::stop_token& stop);
  void set_trouble(std::string message, std::string_view for_log);
  void publish_edition();
  /// Sleeps until woken, stopped or `pause` is over.
  void rest(std::condition_variable_any& bell, const std::stop_token& stop,
            std::chrono::milliseconds pause);

  Archive& archive_;
  Gatherer gatherer_;
  FeedLists feed_lists_;
  StoryDesk story_desk_;
  const WireOptions options_;
  NewsStand stand_;
  // Of start(), then of the thread behind the intake.
  Reader edition_reader_;
  Standings standings_;
  EditionClock edition_clock_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any work_bell_;
  std::condition_variable_any intake_bell_;
  std::condition_variable_any corrected_bell_;
  bool has_intake_ = false;
  std::set<std::string> claimed_;  // jobs under way, by name
  fetch::PollPace pace_;
  std::chrono::sys_seconds pace_set_at_{};
  std::chrono::sys_seconds looks_wanted_at_{};  // not looked for before
  std::string trouble_;

  std::vector<std::jthread> threads_;
};

}  // namespace depesche
