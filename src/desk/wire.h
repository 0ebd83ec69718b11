// The working day: workers that poll feeds and read pages, one thread behind the intake, one that
// makes editions.
//
//   workers ─ due feeds, what hubs brought, pages to try or look at again, pictures ─▶ intake ─▶
//   story desk ─▶ edition
//
// What is to be done waits by host (fetch/frontier.h), so no worker sleeps through a host's gap: a
// poll whose next page has to wait is put back, and its worker does something else. Pages of polls
// under way go first, then new polls, then older pages of feeds, pictures and pages that failed,
// then second looks. One
// idle worker keeps a look-out for what comes next, the others sleep until they are told.
//
// start() and stop() are called by one thread; everything else from any. stop() returns within
// about a second: waiting fetches end at once, the work under way is done again at the next start.
// A full disk or a busy store pauses the wire and is said in `trouble`: no outlet is asked until a
// trial write was kept (store_pause.h); it resumes by itself.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "desk/edition.h"
#include "desk/feed_lists.h"
#include "desk/gatherer.h"
#include "desk/hosts_in_hand.h"
#include "desk/press.h"
#include "desk/store_pause.h"
#include "desk/story_desk.h"
#include "desk/trouble.h"
#include "fetch/frontier.h"
#include "fetch/pace.h"

namespace depesche {

struct WireOptions {
  int workers = 8;  // addresses fetched at once; who waits for a host's gap needs none
  // In memory, with what else is mended; the others wait in the store.
  std::size_t most_pictures = 2048;
  std::chrono::milliseconds between_trials{5'000};  // to write, while the store fails
  GatherOptions gather;
  TranslationsSource translations = nullptr;  // of German articles' words, where there are any
  StoryParameters story = shipped_parameters();
};

class Wire {
 public:
  Wire(Archive& archive, fetch::Fetcher& fetcher, WireOptions options);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// Publishes the first edition of what is there and starts the threads; that of the desk brings
  /// the engine up to date first. Busy when another process runs the engine.
  Result<void> start();
  void stop();

  /// Subscriptions changed: look for due feeds now.
  void wake();

  /// Says it durably and waits a few seconds until it is obeyed or refused. The number by which to
  /// ask what has become of it; an Error when it makes no sense.
  Result<std::int64_t> correct(const CorrectionWish& wish);
  /// Whether the engine is still brought up to date, as after an update: what was said waits for
  /// it.
  bool is_gathering() const { return is_gathering_; }

  /// A hub asks back, or brings news, which a worker then reads.
  Hubs::Answer answer_hub(std::string_view token, const fetch::HubQuestion& question);
  int take_push(std::string_view token, const PushedBody& pushed);
  /// Whether hubs are asked to tell of news.
  bool asks_hubs() const { return gatherer_.hubs().can_ask(); }

  std::shared_ptr<const Edition> edition() const { return press_.edition(); }
  /// Pictures and failed pages that wait in memory for their hosts.
  std::size_t waiting_to_mend() const;
  /// What stops the wire right now; nothing on a good day.
  std::optional<Trouble> trouble() const;

 private:
  using Job = std::variant<OpenPoll, Pushes::Waiting, Pushes::Known, FollowedList, Feeds::Due,
                           FeedGap, Archive::PageRetry, Pictures::Wanted, WatchedPage>;
  enum Urgency : std::size_t { kPages, kStarts, kPacedPolls, kMending, kLooks, kUrgencies };

  void run_worker(const std::stop_token& stop);
  void run_story_desk(const std::stop_token& stop);
  void run_press(const std::stop_token& stop);
  /// The next job whose host may be asked, claimed for the caller; nothing when it is time to stop.
  std::optional<Job> next_job(const std::stop_token& stop);
  std::optional<Job> take_ready(fetch::Frontier<Job>::Time now);
  static std::size_t urgency_of(const Job& job);
  bool may_take(std::size_t urgency);
  fetch::Frontier<Job>::Time next_look_at() const;
  void ring();
  /// Asks the store what is due.
  void look_for_work();
  std::vector<Job> due_jobs(std::chrono::sys_seconds now);
  void add_pictures(std::vector<Job>& jobs, std::chrono::sys_seconds now);
  void add_looks(std::vector<Job>& jobs, std::chrono::sys_seconds now);
  bool is_still_due(const Job& job) const;
  void set_pace(std::chrono::sys_seconds now);
  void perform(Job job, const std::stop_token& stop);
  /// Each does its job, or begins it: what comes back is to be gone on with.
  std::optional<OpenPoll> perform(OpenPoll& poll, const std::stop_token& stop);
  std::optional<OpenPoll> perform(const Pushes::Waiting& push, const std::stop_token& stop);
  std::optional<OpenPoll> perform(const Pushes::Known& known, const std::stop_token& stop);
  std::optional<OpenPoll> perform(const FollowedList& list, const std::stop_token& stop);
  std::optional<OpenPoll> perform(const Feeds::Due& due, const std::stop_token& stop);
  std::optional<OpenPoll> perform(const FeedGap& gap, const std::stop_token& stop);
  std::optional<OpenPoll> perform(const Archive::PageRetry& retry, const std::stop_token& stop);
  std::optional<OpenPoll> perform(const Pictures::Wanted& wanted, const std::stop_token& stop);
  std::optional<OpenPoll> perform(const WatchedPage& page, const std::stop_token& stop);
  static void tell(const OpenPoll& poll);
  void note_trouble(const std::exception& broken);
  void set_trouble(Trouble trouble, std::string_view for_log);
  /// Something went well; of the store only a trial says so.
  void end_trouble();
  /// Waits for the next trial or makes it. The caller has the lock, which is let go meanwhile.
  void await_store(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  /// Sleeps until stopped or `pause` is over.
  void rest(const std::stop_token& stop, std::chrono::milliseconds pause);

  Archive& archive_;
  Gatherer gatherer_;
  HostsInHand in_hand_;  // guarded by mutex_
  FeedLists feed_lists_;
  StoryDesk story_desk_;
  std::atomic<bool> is_gathering_ = false;
  const WireOptions options_;
  Press press_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any work_bell_, lookout_bell_;
  std::condition_variable_any pause_;  // rung when the store can be written again
  std::uint64_t rings_ = 0;
  std::condition_variable_any intake_bell_;
  std::condition_variable_any corrected_bell_;
  bool has_intake_ = false;
  std::set<std::string> claimed_;  // jobs that wait or are under way, by name
  std::array<fetch::Frontier<Job>, kUrgencies> waiting_;
  std::size_t open_polls_ = 0;
  bool has_lookout_ = false;
  bool is_looking_ = false;  // for work, in the store
  fetch::Frontier<Job>::Time look_again_at_{};
  fetch::PollPace pace_;
  std::chrono::sys_seconds pace_set_at_{};
  std::chrono::sys_seconds looks_wanted_at_{};  // not looked for before
  std::optional<Trouble> trouble_;
  StorePause store_pause_;
  bool is_trying_store_ = false;

  std::vector<std::jthread> threads_;
};

}  // namespace depesche
