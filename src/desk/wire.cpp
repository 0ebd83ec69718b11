#include "desk/wire.h"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "store/sqlite/store_error.h"
#include "url/url.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kLookAgain = 1s;      // for due work, when nobody rings
constexpr auto kIntakeLook = 500ms;  // other processes append without ringing
constexpr auto kAfterTrouble = 5s;
constexpr auto kPaceHolds = 60s;      // then the feeds' intervals are added up again
constexpr auto kNoLooksFor = 10s;     // when none was due; nobody waits for one
constexpr auto kCorrectionWait = 5s;  // a person waits for the page

std::string job_name(const FeedRow& feed) { return "feed " + std::to_string(feed.id.value); }
// A push and a poll of one feed are not read at once: they bring the same entries.
std::string job_name(const Pushes::Waiting& push) {
  return "feed " + std::to_string(push.feed.value);
}
// One worker at a time waits for a hub's turn, whatever number of feeds it tells of.
std::string job_name(const Pushes::Known& known) { return "hub " + known.push.hub; }
std::string job_name(const FollowedList& list) { return "list " + list.url; }
std::string job_name(const Archive::PageRetry& retry) {
  return "page " + std::to_string(retry.article.value);
}
std::string job_name(const Pictures::Wanted& wanted) { return "picture " + wanted.url; }
std::string job_name(const WatchedPage& page) { return "look " + page.canonical_url; }

/// A feed nobody asked before is somebody's wish; all others keep to the pace.
template <class Job>
bool is_paced(const Job& job) {
  const auto* feed = std::get_if<FeedRow>(&job);
  return feed != nullptr && feed->last_attempt_at.has_value();
}

template <class Job>
std::string name_of(const Job& job) {
  return std::visit([](const auto& one) { return job_name(one); }, job);
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
      feed_lists_(archive, fetcher, options.gather.now),
      story_desk_(archive),
      options_(std::move(options)),
      edition_reader_(archive.reader()) {}

Wire::~Wire() { stop(); }

Result<void> Wire::start() {
  const Result<void> opened = story_desk_.open();
  if (!opened) return opened.error();
  gatherer_.hubs().settle();
  publish_edition();
  threads_.emplace_back([this](const std::stop_token& stop) { run_story_desk(stop); });
  for (int i = 0; i < options_.workers; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) { run_worker(stop); });
  }
  return {};
}

void Wire::stop() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();  // joins
}

void Wire::wake() {
  const std::scoped_lock lock(mutex_);
  work_bell_.notify_all();
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

std::string Wire::trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

void Wire::set_trouble(std::string message, std::string_view for_log) {
  const std::scoped_lock lock(mutex_);
  if (message != trouble_ && !message.empty()) spdlog::error("the wire pauses: {}", for_log);
  if (message.empty() && !trouble_.empty()) spdlog::info("the wire goes on");
  trouble_ = std::move(message);
}

void Wire::rest(std::condition_variable_any& bell, const std::stop_token& stop,
                std::chrono::milliseconds pause) {
  std::unique_lock lock(mutex_);
  bell.wait_for(lock, stop, pause, [] { return false; });
}

void Wire::run_worker(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      bool has_worked = false;
      for (const Job& job : take_jobs()) {
        has_worked = true;
        perform(job, stop);
        set_trouble("", "");
      }
      if (!has_worked) rest(work_bell_, stop, kLookAgain);
    } catch (const StoreError& broken) {  // the job boundary: say it, wait, go on
      set_trouble(broken.error().message, broken.what());
      rest(work_bell_, stop, kAfterTrouble);
    } catch (const std::exception& broken) {
      set_trouble(broken.what(), broken.what());
      rest(work_bell_, stop, kAfterTrouble);
    }
  }
}

void Wire::perform(const Job& job, const std::stop_token& stop) {
  struct Release {
    Wire& wire;
    const Job& job;
    ~Release() { wire.release(job); }
  } const release{*this, job};
  if (stop.stop_requested()) return;
  if (!is_still_due(job)) {
    const std::scoped_lock lock(mutex_);
    if (is_paced(job)) pace_.give_back();
    return;
  }
  std::visit([&](const auto& one) { perform(one, stop); }, job);
}

void Wire::perform(const FeedRow& feed, const std::stop_token& stop) {
  const std::string address = without_password(feed.url);
  const PollReport report = gatherer_.poll(feed, stop);
  if (report.error) {
    spdlog::info("{}: {}", address, report.error->message);
  } else {
    spdlog::debug("{}: {} new, {} pages, {} from the feed alone", address, report.new_entries,
                  report.pages, report.feed_only);
  }
}

void Wire::perform(const Pushes::Waiting& push, const std::stop_token& stop) {
  const PollReport report = gatherer_.take_push(push, stop);
  if (report.error) {
    spdlog::info("a hub's news of feed {}: {}", push.feed.value, report.error->message);
  } else {
    spdlog::debug("a hub's news of feed {}: {} new", push.feed.value, report.new_entries);
  }
}

void Wire::perform(const Pushes::Known& known, const std::stop_token& stop) {
  gatherer_.hubs().ask(known, stop);
}

void Wire::perform(const FollowedList& list, const std::stop_token& stop) {
  feed_lists_.read(list, stop);
}

void Wire::perform(const Archive::PageRetry& retry, const std::stop_token& stop) {
  gatherer_.retry_page(retry, stop);
}

void Wire::perform(const Pictures::Wanted& wanted, const std::stop_token& stop) {
  gatherer_.fetch_picture(wanted, stop);
}

void Wire::perform(const WatchedPage& page, const std::stop_token& stop) {
  gatherer_.look_again(page, stop);
}

std::vector<Wire::Job> Wire::take_jobs() {
  const auto now = options_.gather.now();
  set_pace(now);
  std::vector<Job> jobs;
  const int limit = 2 * options_.workers;  // as many may be under way already
  for (const auto& push : archive_.pushes().waiting(limit)) jobs.emplace_back(push);
  if (asks_hubs()) {
    for (auto& known : archive_.pushes().due(now, limit)) {
      if (gatherer_.hubs().has_turn(known.push)) jobs.emplace_back(std::move(known));
    }
  }
  for (auto& list : feed_lists_.due(limit)) jobs.emplace_back(std::move(list));
  for (FeedRow& feed : archive_.feeds().due(now, limit)) jobs.emplace_back(std::move(feed));
  for (auto& wanted : archive_.pictures().wanted(now, limit)) jobs.emplace_back(std::move(wanted));
  for (auto& retry : archive_.page_retries(now, limit)) jobs.emplace_back(std::move(retry));
  add_looks(jobs, now);
  claim_first(jobs, now);
  return jobs;
}

/// Behind all that is new.
void Wire::add_looks(std::vector<Job>& jobs, std::chrono::sys_seconds now) {
  {
    const std::scoped_lock lock(mutex_);
    if (now < looks_wanted_at_ && looks_wanted_at_ <= now + kNoLooksFor) return;
  }
  const int limit = 2 * options_.workers;
  std::vector<WatchedPage> pages = gatherer_.due_looks(limit);  // the store is asked without lock
  if (pages.empty()) {
    const std::scoped_lock lock(mutex_);
    looks_wanted_at_ = now + kNoLooksFor;
  }
  for (WatchedPage& page : pages) jobs.emplace_back(std::move(page));
}

/// One job at a time, so that the next worker finds the rest.
void Wire::claim_first(std::vector<Job>& jobs, std::chrono::sys_seconds now) {
  const std::scoped_lock lock(mutex_);
  const bool is_open = pace_.is_open(now);
  std::erase_if(jobs, [&](const Job& job) {
    return claimed_.contains(name_of(job)) || (is_paced(job) && !is_open);
  });
  if (jobs.size() > 1) jobs.resize(1);
  if (!jobs.empty() && is_paced(jobs.front())) pace_.note_begun();
  for (const Job& job : jobs) claimed_.insert(name_of(job));
}

/// Another worker may have asked the feed or the page between this one's look at the store and its
/// claim.
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
  const auto* chosen = std::get_if<FeedRow>(&job);
  if (chosen == nullptr) return true;
  const std::optional<FeedRow> feed = archive_.feeds().find(chosen->id);
  return feed && !feed->gone && feed->next_poll_at <= options_.gather.now();
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

void Wire::release(const Job& job) {
  const std::scoped_lock lock(mutex_);
  claimed_.erase(name_of(job));
}

void Wire::publish_edition() {
  const Clock::time_point begun = Clock::now();
  const auto now = options_.gather.now();
  standings_.learn(edition_reader_, now);
  stand_.publish(make_edition(edition_reader_, standings_.weights(), now));
  edition_clock_.note_made(begun, Clock::now());
}

void Wire::run_story_desk(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      const StoryDesk::Batch batch = story_desk_.accept_waiting(options_.gather.now());
      if (batch.taken > 0) corrected_bell_.notify_all();
      if (batch.accepted > 0 || batch.corrected > 0) edition_clock_.note_news();
      if (edition_clock_.is_due(Clock::now())) publish_edition();
      if (batch.taken > 0) {
        set_trouble("", "");
        continue;
      }
      standings_.learn(edition_reader_, options_.gather.now());  // a quiet moment
      std::unique_lock lock(mutex_);
      intake_bell_.wait_for(lock, stop, kIntakeLook, [this] { return has_intake_; });
      has_intake_ = false;
    } catch (const StoreError& broken) {
      set_trouble(broken.error().message, broken.what());
      rest(intake_bell_, stop, kAfterTrouble);
    } catch (const std::exception& broken) {
      set_trouble(broken.what(), broken.what());
      rest(intake_bell_, stop, kAfterTrouble);
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
