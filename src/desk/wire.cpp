#include "desk/wire.h"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include "store/sqlite/store_error.h"
#include "url/for_others.h"
#include "url/url.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kLookAgain = 1s;       // for due work, when nobody rings
constexpr auto kIntakeLook = 500ms;   // other processes append without ringing
constexpr auto kPaceHolds = 60s;      // then the feeds' intervals are added up again
constexpr auto kNoLooksFor = 10s;     // when none was due; nobody waits for one
constexpr auto kCorrectionWait = 5s;  // a person waits for the page
constexpr int kMostDue = 4096;        // of a kind, looked for at once
constexpr int kMostLooksDue = 64;     // each is read whole
constexpr std::size_t kMostOpenPolls = 1000;
constexpr int kWorkersNice = 5;  // a third of the processor that another thread gets

/// Whoever reads, and what has been fetched, goes before what could be fetched: where a hundred
/// workers want the processor, the one desk behind them would get a hundredth.
void let_others_go_first() {
  const auto thread = static_cast<id_t>(gettid());
  setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + kWorkersNice);
}

std::string job_name(const Feeds::Due& due) { return "feed " + std::to_string(due.id.value); }
std::string job_name(const OpenPoll& poll) {
  return "feed " + std::to_string(poll.feed().id.value);
}
// A push and a poll of one feed are not read at once: they bring the same entries.
std::string job_name(const Pushes::Waiting& push) {
  return "feed " + std::to_string(push.feed.value);
}
// Nor is an older page of it.
std::string job_name(const FeedGap& gap) { return "feed " + std::to_string(gap.feed.value); }
// One worker at a time waits for a hub's turn, whatever number of feeds it tells of.
std::string job_name(const Pushes::Known& known) { return "hub " + known.push.hub; }
std::string job_name(const FollowedList& list) { return "list " + list.url; }
std::string job_name(const Archive::PageRetry& retry) {
  return "page " + std::to_string(retry.article.value);
}
std::string job_name(const Pictures::Wanted& wanted) { return "picture " + wanted.url; }
std::string job_name(const WatchedPage& page) { return "look " + page.canonical_url; }

const std::string& job_address(const OpenPoll& poll) { return poll.next_address(); }
// A push has come already; only its pages wait for a host.
const std::string& job_address(const Pushes::Waiting&) {
  static const std::string none;
  return none;
}
const std::string& job_address(const Pushes::Known& known) { return known.push.hub; }
const std::string& job_address(const FollowedList& list) { return list.url; }
const std::string& job_address(const Feeds::Due& due) { return due.url; }
const std::string& job_address(const FeedGap& gap) { return gap.next_page; }
const std::string& job_address(const Archive::PageRetry& retry) { return retry.url; }
const std::string& job_address(const Pictures::Wanted& wanted) { return wanted.url; }
const std::string& job_address(const WatchedPage& page) { return page.mark.url; }

template <class Job>
std::string name_of(const Job& job) {
  return std::visit([](const auto& one) { return job_name(one); }, job);
}

template <class Job>
const std::string& address_of(const Job& job) {
  return std::visit([](const auto& one) -> const std::string& { return job_address(one); }, job);
}

std::string host_of_job(const std::string& address) {
  const Result<Url> url = parse_url(address);
  return url ? url->host_and_port() : std::string();  // without one it is refused at once
}

/// Whatever was fetched next could not be kept either. The others are one job's own trouble.
bool fails_for_all(ErrorCode code) {
  return code == ErrorCode::DiskFull || code == ErrorCode::Busy || code == ErrorCode::NotWritable ||
         code == ErrorCode::Damaged;
}

GatherOptions with_bell(GatherOptions options, std::function<void()> ring) {
  options.on_appended = std::move(ring);
  return options;
}

}  // namespace

Wire::Wire(Archive& archive, fetch::Fetcher& fetcher, WireOptions options)
    : archive_(archive),
      gatherer_(archive, fetcher,
                with_bell(options.gather,
                          [this] {
                            const std::scoped_lock lock(mutex_);
                            has_intake_ = true;
                            intake_bell_.notify_all();
                          })),
      in_hand_(gatherer_),
      feed_lists_(archive, fetcher, options.gather.now),
      story_desk_(archive, options.translations, options.story),
      options_(std::move(options)),
      press_(archive, options_.gather.now),
      store_pause_(options_.between_trials) {}

Wire::~Wire() { stop(); }

Result<void> Wire::start() {
  if (const Result<void> locked = story_desk_.take_lock(); !locked) return locked.error();
  is_gathering_ = true;
  gatherer_.hubs().settle();
  press_.print();
  threads_.emplace_back([this](const std::stop_token& stop) { run_story_desk(stop); });
  threads_.emplace_back([this](const std::stop_token& stop) { run_press(stop); });
  for (int i = 0; i < options_.workers; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { run_worker(stop); });
  }
  return {};
}

void Wire::stop() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();  // joins
}

std::size_t Wire::urgency_of(const Job& job) {
  if (std::holds_alternative<OpenPoll>(job)) return kPages;
  if (std::holds_alternative<WatchedPage>(job)) return kLooks;
  const bool mends = std::holds_alternative<Archive::PageRetry>(job) ||
                     std::holds_alternative<FeedGap>(job) ||
                     std::holds_alternative<Pictures::Wanted>(job);
  if (mends) return kMending;
  // A feed nobody asked before is somebody's wish; all others keep to the pace.
  const auto* due = std::get_if<Feeds::Due>(&job);
  return due != nullptr && due->was_asked ? kPacedPolls : kStarts;
}

void Wire::wake() {
  const std::scoped_lock lock(mutex_);
  look_again_at_ = {};
  ring();
}

Hubs::Answer Wire::answer_hub(std::string_view token, const fetch::HubQuestion& question) {
  return gatherer_.hubs().answer(token, question);
}

int Wire::take_push(std::string_view token, const PushedBody& pushed) {
  const int status = gatherer_.hubs().receive(token, pushed);
  wake();
  return status;
}

Result<std::int64_t> Wire::correct(const CorrectionWish& wish) {
  const Result<std::int64_t> id = archive_.corrections().append(wish, options_.gather.now());
  if (!id) return id.error();
  const auto until = Clock::now() + kCorrectionWait;
  while (true) {
    std::unique_lock lock(mutex_);
    has_intake_ = true;
    intake_bell_.notify_all();
    corrected_bell_.wait_for(lock, kIntakeLook);
    lock.unlock();  // the store is asked without it
    const auto state = archive_.corrections().state(*id);
    if (!state || !state->is_waiting || Clock::now() >= until) return *id;
  }
}

std::size_t Wire::waiting_to_mend() const {
  const std::scoped_lock lock(mutex_);
  return waiting_[kMending].size();
}

std::optional<Trouble> Wire::trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

void Wire::note_trouble(const std::exception& broken) {
  const auto* store = dynamic_cast<const StoreError*>(&broken);
  if (store == nullptr) return set_trouble({"", broken.what()}, broken.what());
  if (fails_for_all(store->code())) {
    const std::scoped_lock lock(mutex_);
    store_pause_.begin(Clock::now());
  }
  set_trouble({std::string(name(store->code())), store->error().message}, broken.what());
}

void Wire::set_trouble(Trouble trouble, std::string_view for_log) {
  const std::scoped_lock lock(mutex_);
  const bool is_known = trouble_ && trouble_->message == trouble.message;
  if (!is_known) spdlog::error("the wire pauses: {}", for_log);
  trouble_ = std::move(trouble);
}

void Wire::end_trouble() {
  const std::scoped_lock lock(mutex_);
  if (store_pause_.is_on()) return;
  if (trouble_) spdlog::info("the wire goes on");
  trouble_.reset();
}

void Wire::await_store(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
  const auto goes_on = [this] { return !store_pause_.is_on(); };
  if (is_trying_store_ || Clock::now() < store_pause_.trial_at()) {
    const auto until =
        std::max(store_pause_.trial_at(), Clock::now() + options_.between_trials / 5);
    pause_.wait_until(lock, stop, until, goes_on);
    return;
  }
  is_trying_store_ = true;
  lock.unlock();
  bool is_kept = true;
  try {
    archive_.try_writing();
  } catch (const std::exception&) {
    is_kept = false;  // why is known already
  }
  lock.lock();
  is_trying_store_ = false;
  if (!is_kept) {
    store_pause_.note_failed_trial(Clock::now());
    return;
  }
  store_pause_.end(Clock::now());
  spdlog::info("the wire goes on");
  trouble_.reset();
  pause_.notify_all();
}

void Wire::rest(const std::stop_token& stop, std::chrono::milliseconds pause) {
  std::unique_lock lock(mutex_);
  pause_.wait_for(lock, stop, pause, [] { return false; });
}

void Wire::run_worker(const std::stop_token& stop) {
  let_others_go_first();
  while (!stop.stop_requested()) {
    try {
      while (auto job = next_job(stop)) {
        perform(*std::move(job), stop);
        end_trouble();
      }
    } catch (const std::exception& broken) {  // the job boundary: say it, wait, go on
      note_trouble(broken);
      rest(stop, options_.between_trials);
    }
  }
}

std::optional<Wire::Job> Wire::next_job(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (store_pause_.is_on()) {
      await_store(lock, stop);
      continue;
    }
    if (Clock::now() >= look_again_at_ && !is_looking_) {
      is_looking_ = true;
      look_again_at_ = Clock::now() + kLookAgain;
      lock.unlock();
      look_for_work();
      lock.lock();
    }
    if (auto job = take_ready(Clock::now())) {
      if (!has_lookout_) ring();
      return job;
    }
    const auto is_rung = [this, seen = rings_] { return rings_ != seen; };
    if (has_lookout_) {
      work_bell_.wait(lock, stop, is_rung);
    } else {
      has_lookout_ = true;
      lookout_bell_.wait_until(lock, stop, next_look_at(), is_rung);
      has_lookout_ = false;
    }
  }
  return std::nullopt;
}

/// There may be something to do sooner than was known. The caller has the lock.
void Wire::ring() {
  ++rings_;
  (has_lookout_ ? lookout_bell_ : work_bell_).notify_one();
}

bool Wire::may_take(std::size_t urgency) {
  if (urgency != kStarts && urgency != kPacedPolls) return true;
  if (open_polls_ >= kMostOpenPolls) return false;  // what they hold is in memory
  return urgency == kStarts || pace_.is_open(options_.gather.now());
}

std::optional<Wire::Job> Wire::take_ready(fetch::Frontier<Job>::Time now) {
  const auto ready_at = [&](const std::string& host) { return in_hand_.ready_at(host, now); };
  for (std::size_t urgency = 0; urgency < kUrgencies; ++urgency) {
    if (!may_take(urgency)) continue;
    std::optional<Job> job = waiting_[urgency].pop(now, ready_at);
    if (!job) continue;
    if (urgency == kPacedPolls) pace_.note_begun();
    in_hand_.take(host_of_job(address_of(*job)));
    return job;
  }
  return std::nullopt;
}

fetch::Frontier<Wire::Job>::Time Wire::next_look_at() const {
  auto at = look_again_at_;
  for (const auto& waiting : waiting_) {
    // What is ready but may not be taken (the pace, too many polls) waits for the next look.
    const auto next = waiting.next_at();
    if (next && *next > Clock::now()) at = std::min(at, *next);
  }
  return at;
}

void Wire::perform(Job job, const std::stop_token& stop) {
  struct Release {
    Wire& wire;
    const std::string name;
    const std::string host;
    const bool was_open;
    bool is_kept = false;
    ~Release() {
      const std::scoped_lock lock(wire.mutex_);
      wire.in_hand_.give_back(host);
      for (auto& waiting : wire.waiting_) waiting.hurry(host, Clock::now());
      if (!is_kept) wire.claimed_.erase(name);
      if (was_open && !is_kept) --wire.open_polls_;
      if (!was_open && is_kept) ++wire.open_polls_;
      wire.ring();
    }
  } release{*this, name_of(job), host_of_job(address_of(job)),
            std::holds_alternative<OpenPoll>(job)};
  if (stop.stop_requested() || !is_still_due(job)) return;
  auto poll = std::visit([&](auto& one) { return perform(one, stop); }, job);
  if (!poll || stop.stop_requested()) return;
  if (poll->is_over()) return tell(*poll);
  const std::string host = host_of_job(poll->next_address());
  const std::scoped_lock lock(mutex_);
  waiting_[kPages].push(host, *std::move(poll), Clock::now());
  release.is_kept = true;
}

void Wire::tell(const OpenPoll& poll) {
  const PollReport& report = poll.report();
  const std::string address =
      address_for_others(poll.feed().url) + (poll.is_of_older_page() ? " (an older page)" : "");
  if (report.error) {
    spdlog::info("{}: {}", address, report.error->message);
  } else if (report.pages == 0 && report.feed_only > 0) {
    spdlog::info("{}: none of {} pages could be read, the feed's words stand in", address,
                 report.feed_only);
  } else {
    spdlog::debug("{}: {} new, {} pages, {} from the feed alone", address, report.new_entries,
                  report.pages, report.feed_only);
  }
  if (report.lost > 0 && report.lost_to) {
    spdlog::info("{}: {} entries have no words, and their pages could not be read: {}", address,
                 report.lost, report.lost_to->message);
  }
}

std::optional<OpenPoll> Wire::perform(OpenPoll& poll, const std::stop_token& stop) {
  gatherer_.go_on(poll, stop);
  return std::move(poll);
}

std::optional<OpenPoll> Wire::perform(const Pushes::Waiting& push, const std::stop_token& stop) {
  return gatherer_.open(push, stop);
}

/// The feed may have been asked, muted or removed since it was found due; also by another process.
std::optional<OpenPoll> Wire::perform(const Feeds::Due& due, const std::stop_token& stop) {
  const std::optional<FeedRow> feed = archive_.feeds().find(due.id);
  const bool is_asked = feed && !feed->gone && !feed->is_muted;
  if (is_asked && feed->next_poll_at <= options_.gather.now()) {
    OpenPoll poll = gatherer_.open(*feed, stop);
    if (!poll.report().is_elsewhere) return poll;
  }
  const std::scoped_lock lock(mutex_);
  if (due.was_asked) pace_.give_back();
  return std::nullopt;
}

std::optional<OpenPoll> Wire::perform(const Pushes::Known& known, const std::stop_token& stop) {
  gatherer_.hubs().ask(known, stop);
  return std::nullopt;
}

std::optional<OpenPoll> Wire::perform(const FollowedList& list, const std::stop_token& stop) {
  feed_lists_.read(list, stop);
  return std::nullopt;
}

std::optional<OpenPoll> Wire::perform(const FeedGap& gap, const std::stop_token& stop) {
  return gatherer_.open(gap, stop);
}

std::optional<OpenPoll> Wire::perform(const Archive::PageRetry& retry,
                                      const std::stop_token& stop) {
  gatherer_.retry_page(retry, stop);
  return std::nullopt;
}

std::optional<OpenPoll> Wire::perform(const Pictures::Wanted& wanted, const std::stop_token& stop) {
  gatherer_.fetch_picture(wanted, stop);
  return std::nullopt;
}

std::optional<OpenPoll> Wire::perform(const WatchedPage& page, const std::stop_token& stop) {
  gatherer_.look_again(page, stop);
  return std::nullopt;
}

/// Only one worker at a time comes here.
void Wire::look_for_work() {
  struct Done {
    Wire& wire;
    ~Done() {
      const std::scoped_lock lock(wire.mutex_);
      wire.is_looking_ = false;
    }
  } const done{*this};
  const auto now = options_.gather.now();
  set_pace(now);
  std::vector<Job> jobs = due_jobs(now);
  const std::scoped_lock lock(mutex_);
  for (Job& job : jobs) {
    if (!claimed_.insert(name_of(job)).second) continue;
    const std::string host = host_of_job(address_of(job));
    fetch::Frontier<Job>& waiting = waiting_[urgency_of(job)];
    waiting.push(host, std::move(job), Clock::now());
  }
  if (!jobs.empty()) ring();
}

std::vector<Wire::Job> Wire::due_jobs(std::chrono::sys_seconds now) {
  std::vector<Job> jobs;
  for (const auto& push : archive_.pushes().waiting(kMostDue)) jobs.emplace_back(push);
  if (asks_hubs()) {
    for (auto& known : archive_.pushes().due(now, kMostDue)) jobs.emplace_back(std::move(known));
  }
  for (auto& list : feed_lists_.due(kMostDue)) jobs.emplace_back(std::move(list));
  for (auto& due : archive_.feeds().due(now, kMostDue)) jobs.emplace_back(std::move(due));
  for (auto& gap : gatherer_.due_gaps(kMostDue)) jobs.emplace_back(std::move(gap));
  for (auto& retry : archive_.page_retries(now, kMostDue)) jobs.emplace_back(std::move(retry));
  add_pictures(jobs, now);
  add_looks(jobs, now);
  return jobs;
}

/// Where hosts have no turns left over for pictures, these wait in the store, not in memory.
void Wire::add_pictures(std::vector<Job>& jobs, std::chrono::sys_seconds now) {
  const auto has_room = [this](std::size_t added) {
    return waiting_[kMending].size() + added < options_.most_pictures;
  };
  {
    const std::scoped_lock lock(mutex_);
    if (!has_room(0)) return;
  }
  // What waits already or is under way is among them.
  const std::size_t most = options_.most_pictures + static_cast<std::size_t>(options_.workers);
  std::vector<Pictures::Wanted> wanted = archive_.pictures().wanted(now, static_cast<int>(most));
  const std::scoped_lock lock(mutex_);
  std::size_t added = 0;
  for (Pictures::Wanted& one : wanted) {
    if (!has_room(added)) return;
    if (claimed_.contains(job_name(one))) continue;
    jobs.emplace_back(std::move(one));
    ++added;
  }
}

void Wire::add_looks(std::vector<Job>& jobs, std::chrono::sys_seconds now) {
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_[kLooks].size() > 0) return;
    if (now < looks_wanted_at_ && looks_wanted_at_ <= now + kNoLooksFor) return;
  }
  std::vector<WatchedPage> pages = gatherer_.due_looks(kMostLooksDue);
  if (pages.empty()) {
    const std::scoped_lock lock(mutex_);
    looks_wanted_at_ = now + kNoLooksFor;
  }
  for (WatchedPage& page : pages) jobs.emplace_back(std::move(page));
}

/// Another worker may have done it between the look at the store and this one's turn.
bool Wire::is_still_due(const Job& job) const {
  if (const auto* known = std::get_if<Pushes::Known>(&job)) {
    const auto push = archive_.pushes().of(known->feed);
    return push && push->next_step_at <= options_.gather.now();
  }
  if (const auto* page = std::get_if<WatchedPage>(&job)) {
    return archive_.watched_pages().is_due(page->canonical_url, options_.gather.now());
  }
  if (const auto* chosen = std::get_if<FollowedList>(&job)) {
    const auto list = Lists(archive_.writer()).find(chosen->url);
    return list && list->next_read_at <= options_.gather.now();
  }
  return true;
}

void Wire::set_pace(std::chrono::sys_seconds now) {
  {
    const std::scoped_lock lock(mutex_);
    if (now - pace_set_at_ < kPaceHolds && now >= pace_set_at_) return;
    pace_set_at_ = now;
  }
  const double polls = archive_.feeds().polls_per_hour();  // the store is asked without the lock
  const std::scoped_lock lock(mutex_);
  pace_.set_usual(polls);
}

void Wire::run_press(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      press_.run(stop);
    } catch (const std::exception& broken) {
      note_trouble(broken);
      rest(stop, options_.between_trials);
    }
  }
}

void Wire::run_story_desk(const std::stop_token& stop) {
  bool has_caught_up = false;
  while (!stop.stop_requested()) {
    try {
      if (!has_caught_up) {
        story_desk_.catch_up(stop);
        has_caught_up = true;
        is_gathering_ = stop.stop_requested();
        continue;
      }
      const StoryDesk::Batch batch = story_desk_.accept_waiting(options_.gather.now());
      if (batch.taken > 0) corrected_bell_.notify_all();
      if (batch.accepted > 0 || batch.corrected > 0) press_.note_news();
      if (batch.taken > 0) {
        end_trouble();
        continue;
      }
      std::unique_lock lock(mutex_);
      intake_bell_.wait_for(lock, stop, kIntakeLook, [this] { return has_intake_; });
      has_intake_ = false;
    } catch (const std::exception& broken) {
      note_trouble(broken);
      rest(stop, options_.between_trials);
    }
  }
  try {
    story_desk_.save_snapshot();
  } catch (const StoreError& broken) {
    // The next start replays a little more.
    spdlog::warn("the snapshot could not be saved: {}", broken.what());
  }
}

}  // namespace depesche
