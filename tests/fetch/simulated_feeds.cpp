#include "tests/fetch/simulated_feeds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <queue>
#include <random>
#include <string>

#include "fetch/pace.h"
#include "fetch/politeness.h"
#include "fetch/robots_record.h"

namespace depesche::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds kBegin{std::chrono::sys_days{std::chrono::year{2030} / 1 / 7}};  // a Monday
constexpr seconds kNextPageIn{0};

using Random = std::mt19937_64;

double uniform(Random& random) { return std::uniform_real_distribution<double>(0, 1)(random); }
bool chance(Random& random, double share) { return uniform(random) < share; }
/// Of mean 1.
double log_normal(Random& random, double sigma) {
  return std::exp(std::normal_distribution<double>(-sigma * sigma / 2, sigma)(random));
}

/// What an outlet is like; the decisions know nothing of it but what a poll tells.
struct Feed {
  FeedProfile profile;
  int host = 0;
  int holds = 30;  // entries
  OutletWishes wishes;
  std::optional<seconds> max_age;
  double refuses = 0;                       // share of polls answered by 429
  std::optional<sys_seconds> gone_at;       // 410 from then on
  sys_seconds fails_from{}, fails_until{};  // 503
  std::optional<sys_seconds> moves_at;      // from then on 301 to …
  int moves_to = 0;                         // … this host, where its pages are, too
  Random random;

  // Published and not found yet, oldest first; made a day ahead.
  std::vector<sys_seconds> waiting;
  sys_seconds made_until{};

  // What the store keeps.
  FeedRhythm rhythm;
  seconds interval{};
  int failures = 0;
  bool was_asked = false;
  bool has_succeeded = false;
  int asked_at = 0;  // host of its address
  fetch::Move move;

  // The judge's: no poll before this.
  sys_seconds not_before{};
  bool has_ended = false;
  int led_on = 0;  // polls that were redirected
};

void publish_a_day(Feed& feed) {
  const double this_day = log_normal(feed.random, 0.3);
  for (int hour = 0; hour < 24; ++hour) {
    const sys_seconds at = feed.made_until + hours(hour);
    const double expected =
        feed.profile.per_day / 24 * this_day * feed.profile.shape[fetch::hour_of_week(at)];
    const int count = std::poisson_distribution<int>(expected)(feed.random);
    std::vector<sys_seconds> times;
    times.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      times.push_back(at + seconds(static_cast<int>(uniform(feed.random) * 3600)));
    }
    std::sort(times.begin(), times.end());
    feed.waiting.insert(feed.waiting.end(), times.begin(), times.end());
  }
  feed.made_until += days(1);
}

void publish_until(Feed& feed, sys_seconds now) {
  while (feed.made_until <= now) publish_a_day(feed);
}

/// Shared hosts are many feeds' and most hosts are few feeds'.
int feeds_of_next_host(Random& random) {
  return std::clamp(static_cast<int>(std::exp(std::normal_distribution<double>(1, 1)(random))), 1,
                    60);
}

Feed make_feed(const std::vector<FeedProfile>& profiles, Random& random) {
  Feed feed;
  feed.random.seed(random());
  feed.profile = profiles[random() % profiles.size()];
  feed.profile.per_day *= log_normal(random, 0.5);
  // One in five is written in another zone.
  constexpr std::array<std::size_t, 5> kZones{0, 5, 8, 16, 18};
  const std::size_t zone = chance(random, 0.8) ? 0 : kZones[random() % kZones.size()];
  std::rotate(feed.profile.shape.begin(),
              feed.profile.shape.begin() + static_cast<std::ptrdiff_t>(zone),
              feed.profile.shape.end());
  constexpr std::array<int, 5> kHolds{15, 20, 30, 50, 100};
  // Busy feeds are longer: none loses an article within six hours on an ordinary day.
  feed.holds = std::max(kHolds[random() % kHolds.size()],
                        static_cast<int>(std::ceil(feed.profile.per_day / 2)));
  feed.made_until = kBegin - days(28);
  return feed;
}

void trouble(Feed& feed, Random& random, seconds length) {
  const auto moment = [&] {
    return kBegin + seconds(static_cast<std::int64_t>(uniform(random) *
                                                      static_cast<double>(length.count())));
  };
  if (chance(random, 0.3)) feed.wishes.ttl = 1h;
  if (chance(random, 0.05)) feed.wishes.skip_hours = 0x1f;  // 00–05
  if (chance(random, 0.02)) feed.wishes.skip_days = 0x60;   // Saturday, Sunday
  if (chance(random, 0.1)) feed.max_age = 45min;
  if (chance(random, 0.02)) feed.refuses = 0.2;
  if (chance(random, 0.01)) feed.gone_at = moment();
  if (chance(random, 0.03)) feed.moves_at = moment();
  if (chance(random, 0.03)) {
    feed.fails_from = moment();
    feed.fails_until = feed.fails_from + hours(48);
  }
}

enum class Ask { Feed, MovedFeed, Page };

struct Job {
  sys_seconds due;
  std::int64_t order;
  int feed;
  Ask what;
  bool operator>(const Job& other) const {
    return std::tie(due, order) > std::tie(other.due, other.order);
  }
};

struct Answer {
  sys_seconds at;
  int host;
  bool is_robots;
  bool operator>(const Answer& other) const { return at > other.at; }
};

/// In steps of ten seconds up to a week.
class Delays {
 public:
  void add(seconds delay) {
    const auto step = static_cast<std::size_t>(delay / 10s);
    ++steps_[std::min(step, steps_.size() - 1)];
    sum_ += static_cast<double>(delay.count());
    ++count_;
  }
  double quantile_min(double share) const {
    double seen = 0;
    for (std::size_t step = 0; step < steps_.size(); ++step) {
      seen += static_cast<double>(steps_[step]);
      if (seen >= share * static_cast<double>(count_)) {
        return (static_cast<double>(step) + 0.5) / 6;
      }
    }
    return 0;
  }
  double mean_min() const { return sum_ / static_cast<double>(count_) / 60; }
  std::int64_t count() const { return count_; }

 private:
  std::vector<std::int64_t> steps_ = std::vector<std::int64_t>(60480);
  std::int64_t count_ = 0;
  double sum_ = 0;
};

class Simulation {
 public:
  Simulation(const std::vector<FeedProfile>& profiles, const SimulationOptions& options)
      : options_(options), random_(options.seed), book_(politeness()) {
    int left_on_host = 0;
    for (int i = 0; i < options_.feeds; ++i) {
      feeds_.push_back(make_feed(profiles, random_));
      if (left_on_host == 0) {
        left_on_host = feeds_of_next_host(random_);
        Host& host = hosts_.emplace_back();
        host.name = "host" + std::to_string(hosts_.size()) + ".example:443";
        if (options_.has_troubles) trouble_host(host);
      }
      --left_on_host;
      feeds_.back().host = static_cast<int>(hosts_.size()) - 1;
      feeds_.back().asked_at = feeds_.back().host;
      if (options_.has_troubles) trouble(feeds_.back(), random_, end_ - kBegin);
    }
    for (Feed& feed : feeds_) feed.moves_to = static_cast<int>(random_() % hosts_.size());
    // All are subscribed at once, as from a list; the fixed policy has minutes of its own.
    for (int i = 0; i < options_.feeds; ++i) {
      const bool is_hourly = options_.policy == Policy::Hourly;
      add_job(kBegin + (is_hourly ? seconds(static_cast<int>(uniform(random_) * 3600)) : 0s), i,
              Ask::Feed);
    }
  }

  SimulationReport run() {
    for (now_ = kBegin; now_ < end_; now_ += 1s) {
      while (!answers_.empty() && answers_.top().at <= now_) finish_answer();
      if ((now_ - kBegin) % 60s == 0s) begin_minute();
      if (!is_machine_down()) begin_jobs();
    }
    report_.articles = delays_.count();
    report_.median_min = delays_.quantile_min(0.5);
    report_.p95_min = delays_.quantile_min(0.95);
    report_.mean_min = delays_.mean_min();
    report_.mean_per_minute =
        static_cast<double>(herd_polls_) / static_cast<double>((end_ - kBegin) / 60s);
    return report_;
  }

 private:
  struct Host {
    std::string name;
    std::string robots_txt;     // none: 404
    bool has_bad_days = false;  // its robots.txt is answered by 503 every third day

    // What the fetcher keeps.
    fetch::RobotsRecord record;

    // The judge's.
    seconds gap{};
    sys_seconds free_at{};  // the end of the last answer and the gap
    sys_seconds read_at{};  // its robots.txt
    sys_seconds robots_not_before{};
    bool is_asked = false;
  };

  void trouble_host(Host& host) {
    if (chance(random_, 0.5)) host.robots_txt = "User-agent: *\nDisallow: /intern\n";
    if (chance(random_, 0.1)) host.robots_txt += "User-agent: depesche\nCrawl-delay: 20\n";
    host.has_bad_days = chance(random_, 0.05);
  }

  fetch::PolitenessSettings politeness() const {
    fetch::PolitenessSettings settings;
    settings.gap = seconds(options_.host_gap_s);
    return settings;
  }

  fetch::PolitenessBook::Time steady(sys_seconds at) const {
    return fetch::PolitenessBook::Time{milliseconds(at - kBegin) + 1h};
  }

  // The line fails on a Wednesday noon for three hours, the machine two days later for eight.
  sys_seconds line_outage() const { return kBegin + days(options_.days / 14 * 7 + 2) + 11h; }
  sys_seconds machine_outage() const { return line_outage() + days(2); }
  bool is_line_down() const {
    return options_.has_troubles && now_ >= line_outage() && now_ < line_outage() + 3h;
  }
  bool is_machine_down() const {
    return options_.has_troubles && now_ >= machine_outage() && now_ < machine_outage() + 8h;
  }

  void add_job(sys_seconds due, int feed, Ask what) {
    jobs_.push({due, next_order_++, feed, what});
  }

  void finish_answer() {
    const Answer answer = answers_.top();
    answers_.pop();
    Host& host = hosts_[static_cast<std::size_t>(answer.host)];
    if (answer.is_robots) read_robots(host, answer.at);
    book_.end(host.name, steady(answer.at));
    host.free_at = answer.at + std::max(seconds(options_.host_gap_s), host.gap);
    host.is_asked = false;
  }

  void read_robots(Host& host, sys_seconds at) {
    fetch::Reply reply;
    reply.status = host.robots_txt.empty() ? 404 : 200;
    reply.body = host.robots_txt;
    Result<fetch::Reply> answer = std::move(reply);
    if (is_line_down()) answer = Error{ErrorCode::Unreachable, "no line"};
    if (host.has_bad_days && (at - kBegin) / days(1) % 3 == 1) {
      answer = Error{ErrorCode::ServerFailed, "503"};
    }
    host.record = fetch::judge_robots(answer, host.record, "depesche", steady(at));
    if (!host.record.rules) return;
    const milliseconds delay = host.record.rules->crawl_delay.value_or(0ms);
    book_.set_crawl_delay(host.name, {"https", delay});
    host.gap = std::chrono::ceil<seconds>(delay);
    if (answer) host.read_at = at;
  }

  int host_of(const Job& job, const Feed& feed) const {
    const bool has_moved = feed.moves_at && now_ >= *feed.moves_at;
    if (job.what == Ask::MovedFeed) return feed.moves_to;
    return job.what == Ask::Feed ? feed.asked_at : has_moved ? feed.moves_to : feed.host;
  }

  void begin_minute() {
    const auto note = [&](sys_seconds outage_end, std::int64_t& most) {
      if (now_ > outage_end && now_ <= outage_end + 6h) most = std::max(most, this_minute_);
    };
    report_.most_per_minute = std::max(report_.most_per_minute, this_minute_);
    if (options_.has_troubles) {
      note(line_outage() + 3h, report_.most_after_line_outage);
      note(machine_outage() + 8h, report_.most_after_machine_outage);
    }
    this_minute_ = 0;
    if ((now_ - kBegin) % 3600s == 0s) look_at_all();
  }

  /// What the wire does now and then: the usual week, and how many polls an hour are usual.
  void look_at_all() {
    std::vector<FeedRhythm> rhythms;
    double polls = 0;
    for (const Feed& feed : feeds_) {
      rhythms.push_back(feed.rhythm);
      if (!feed.has_ended && feed.interval > 0s) {
        polls += 3600.0 / static_cast<double>(feed.interval.count());
      }
    }
    if ((now_ - kBegin) % 86400s == 0s || now_ < kBegin + 1h) usual_ = fetch::usual_week(rhythms);
    pace_.set_usual(polls);
  }

  void begin_jobs() {
    while (!jobs_.empty() && jobs_.top().due <= now_) {
      const Job job = jobs_.top();
      Feed& feed = feeds_[static_cast<std::size_t>(job.feed)];
      const int where = host_of(job, feed);
      Host& host = hosts_[static_cast<std::size_t>(where)];
      const bool is_paced =
          options_.policy == Policy::Depesche && job.what == Ask::Feed && feed.was_asked;
      if (is_paced && !pace_.is_open(now_)) return;  // what is due later is not sooner
      jobs_.pop();
      // Robots.txt is about pages; who publishes a feed wants it read.
      const bool is_governed = options_.has_troubles && job.what == Ask::Page;
      const bool is_outdated = is_governed && host.record.expires <= steady(now_);
      if (is_governed && !is_outdated && !host.record.rules) {  // nothing is allowed
        jobs_.push({now_ + 10min, job.order, job.feed, job.what});
        continue;
      }
      if (!book_.begin(host.name, steady(now_))) {
        wait_for_host(job, host);
        continue;
      }
      report_.host_too_soon += host.is_asked || now_ < host.free_at ? 1 : 0;
      host.is_asked = true;
      const seconds takes(1 + static_cast<int>(log_normal(random_, 0.5)));
      answers_.push({now_ + takes, where, is_outdated});
      if (is_outdated) {
        jobs_.push({now_ + takes, job.order, job.feed, job.what});
        report_.robots_too_soon += now_ < host.robots_not_before ? 1 : 0;
        host.robots_not_before = now_ + 5min;
        ++report_.robots_read;
        continue;
      }
      if (job.what == Ask::Page) {
        const bool is_unread = is_governed && now_ > host.read_at + 24h && !host.record.unreadable;
        report_.unread_robots += is_unread ? 1 : 0;
        continue;
      }
      if (is_paced) pace_.note_begun();
      poll(job, feed, takes);
    }
  }

  void wait_for_host(const Job& job, const Host& host) {
    const auto ready = book_.ready_at(host.name, steady(now_));
    const seconds wait = ready ? std::chrono::ceil<seconds>(*ready - steady(now_)) : seconds(1);
    jobs_.push({now_ + std::max(wait, seconds(1)), job.order, job.feed, job.what});
  }

  void judge(const Feed& feed) {
    bool is_wrong = now_ < feed.not_before || feed.has_ended;
    if (feed.was_asked && feed.has_succeeded) {
      const std::size_t hour = fetch::hour_of_week(feed_plan_at(feed));
      is_wrong = is_wrong || (feed.wishes.skip_hours >> (hour % 24) & 1U) != 0 ||
                 (feed.wishes.skip_days >> (hour / 24) & 1U) != 0;
    }
    report_.feed_too_soon += is_wrong ? 1 : 0;
  }

  // A minute's wait for the host may carry a poll into a skipped hour; the plan is judged.
  sys_seconds feed_plan_at(const Feed& feed) const { return std::min(now_, feed_due_.at(&feed)); }

  void poll(const Job& job, Feed& feed, seconds takes) {
    const int index = job.feed;
    if (job.what == Ask::Feed) {
      ++report_.polls;
      if (feed.was_asked) {
        ++this_minute_;
        ++herd_polls_;
      }
      if (options_.policy == Policy::Depesche) judge(feed);
      feed.was_asked = true;
      const bool is_led_on =
          feed.moves_at && now_ >= *feed.moves_at && feed.asked_at != feed.moves_to;
      if (is_led_on && !is_line_down()) return add_job(now_ + takes, index, Ask::MovedFeed);
    }
    const bool is_gone = feed.gone_at && now_ >= *feed.gone_at;
    const bool fails = now_ >= feed.fails_from && now_ < feed.fails_until;
    if (is_line_down()) return note_failure(index, feed, ErrorCode::Unreachable, {});
    if (is_gone) return note_failure(index, feed, ErrorCode::Gone, {});
    if (fails) return note_failure(index, feed, ErrorCode::ServerFailed, {});
    if (chance(random_, feed.refuses)) {
      return note_failure(index, feed, ErrorCode::RateLimited, seconds(2h));
    }
    note_move(feed, job.what == Ask::MovedFeed);
    note_success(index, feed);
  }

  void note_move(Feed& feed, bool is_led_on) {
    if (is_led_on) report_.most_led_on = std::max(report_.most_led_on, ++feed.led_on);
    feed.move = fetch::note_move(
        feed.move, is_led_on ? hosts_[static_cast<std::size_t>(feed.moves_to)].name : "");
    if (fetch::is_believed(feed.move)) feed.asked_at = feed.moves_to;
  }

  void plan(int index, Feed& feed, sys_seconds at) {
    feed_due_[&feed] = at;
    add_job(at, index, Ask::Feed);
  }

  void note_failure(int index, Feed& feed, ErrorCode code, std::optional<seconds> retry_after) {
    if (options_.policy == Policy::Hourly) return plan(index, feed, now_ + 1h);
    ++feed.failures;
    const auto next =
        fetch::plan_after_failure({feed.interval, feed.failures, code, retry_after, feed.wishes},
                                  now_, uniform(random_), options_.limits);
    feed.has_ended = !next;
    if (retry_after) feed.not_before = now_ + *retry_after;
    if (next) plan(index, feed, next->next_poll_at);
  }

  void note_success(int index, Feed& feed) {
    publish_until(feed, now_);
    const auto end = std::upper_bound(feed.waiting.begin(), feed.waiting.end(), now_);
    std::vector<sys_seconds> found(feed.waiting.begin(), end);
    feed.waiting.erase(feed.waiting.begin(), end);
    const auto holds = static_cast<std::size_t>(feed.holds);
    if (found.size() > holds) {
      if (feed.has_succeeded) report_.lost += static_cast<std::int64_t>(found.size() - holds);
      found.erase(found.begin(), found.end() - feed.holds);
    }
    if (feed.has_succeeded) {
      for (const sys_seconds at : found) {
        delays_.add(now_ - at);
        add_job(now_ + kNextPageIn, index, Ask::Page);
      }
    }
    if (options_.policy == Policy::Hourly) {
      feed.has_succeeded = true;
      return plan(index, feed, now_ + 1h);
    }
    learn(feed, found);
    feed.failures = 0;
    feed.not_before = now_ + feed.wishes.ttl.value_or(0s);
    if (feed.max_age) feed.not_before = std::max(feed.not_before, now_ + *feed.max_age);
    const fetch::PollPlan next = fetch::plan_after_poll(
        {feed.rhythm, usual_, feed.wishes, feed.max_age}, now_, uniform(random_), options_.limits);
    feed.interval = next.interval;
    plan(index, feed, next.next_poll_at);
  }

  void learn(Feed& feed, const std::vector<sys_seconds>& found) {
    if (!feed.has_succeeded) {
      feed.rhythm = fetch::begin_rhythm(found, static_cast<int>(found.size()), now_);
      feed.has_succeeded = true;
      return;
    }
    const int entries = found.empty() ? 0 : feed.holds;  // else it is a 304
    feed.rhythm = fetch::learn(feed.rhythm, {found, 0, entries}, usual_, now_);
  }

  const SimulationOptions options_;
  const sys_seconds end_ = kBegin + days(options_.days);
  Random random_;
  fetch::PolitenessBook book_;
  fetch::PollPace pace_;
  fetch::WeekShape usual_ = fetch::flat_week();
  std::vector<Feed> feeds_;
  std::vector<Host> hosts_;
  std::map<const Feed*, sys_seconds> feed_due_;
  std::priority_queue<Job, std::vector<Job>, std::greater<>> jobs_;
  std::priority_queue<Answer, std::vector<Answer>, std::greater<>> answers_;
  std::int64_t next_order_ = 0;
  sys_seconds now_{};
  std::int64_t this_minute_ = 0;
  std::int64_t herd_polls_ = 0;
  Delays delays_;
  SimulationReport report_;
};

}  // namespace

std::vector<FeedProfile> made_up_profiles() {
  std::vector<FeedProfile> profiles;
  for (const double per_day : {0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 40.0, 80.0, 200.0}) {
    FeedProfile profile;
    profile.per_day = per_day;
    double sum = 0;
    for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
      const std::size_t hour = cell % 24, day = cell / 24;
      const double by_hour = hour < 5 ? 0.1 : hour < 20 ? 1.5 : 0.5;
      sum += profile.shape[cell] = by_hour * (day < 5 ? 1.2 : 0.6);
    }
    for (double& cell : profile.shape) cell *= static_cast<double>(kHoursOfWeek) / sum;
    profiles.push_back(profile);
  }
  return profiles;
}

SimulationReport simulate(const std::vector<FeedProfile>& profiles,
                          const SimulationOptions& options) {
  return Simulation(profiles, options).run();
}

}  // namespace depesche::test
