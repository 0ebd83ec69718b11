// Polls per new article and how long articles wait, against asking every feed once an hour.
//
//   schedule_simulation articles.jsonl [--feeds N] [--days N] [--seed N] [--worth X] [--weekday X]
//                       [--equal]
//
// Rates and hours come from the articles of frontpage-de-2022: one profile for each outlet and for
// each section of one (the first part of the address), for these are what outlets offer as feeds.
// An article is dated by the first snapshot that shows it, so it is spread over the time since the
// snapshot before; what stood there at an outlet's first snapshot is left out. The set is a share
// of three fifths of what was published (its README), and it holds one weekend: weekdays are taken
// as 1.5 times as busy as its Saturday, with the same hours; --weekday says how many times instead.
//
// --worth tries another ScheduleLimits::poll_worth; --equal looks for the one with hourly polling's
// median. Prints one JSON line a run and ends with 1 when a law is broken.
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include "json/parse.h"
#include "json/value.h"
#include "tests/fetch/simulated_feeds.h"

namespace depesche::test {
namespace {

using std::chrono::sys_seconds;

constexpr double kShareInSet = 0.6;
constexpr double kWeekdayOverSaturday = 1.5;  // unless asked otherwise

struct Seen {
  std::string outlet;
  std::string section;
  sys_seconds at;
};

/// "2022-01-28T23:36:36+00:00"
sys_seconds read_time(const std::string& text) {
  const auto part = [&](std::size_t from, std::size_t length) {
    return std::stoi(text.substr(from, length));
  };
  const std::chrono::sys_days day{std::chrono::year(part(0, 4)) /
                                  static_cast<unsigned>(part(5, 2)) /
                                  static_cast<unsigned>(part(8, 2))};
  const auto zone = std::chrono::hours(part(20, 2)) + std::chrono::minutes(part(23, 2));
  return day + std::chrono::hours(part(11, 2)) + std::chrono::minutes(part(14, 2)) +
         std::chrono::seconds(part(17, 2)) - (text[19] == '-' ? -zone : zone);
}

std::string section_of(const std::string& url) {
  const std::size_t host = url.find("//") + 2;
  const std::size_t from = url.find('/', host) + 1;
  return url.substr(from, url.find('/', from) - from);
}

std::vector<Seen> read_articles(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    std::cerr << "schedule_simulation: " << path << " cannot be opened\n";
    std::exit(77);
  }
  std::vector<Seen> seen;
  for (std::string line; std::getline(file, line);) {
    const auto article = json::parse(line);
    if (!article) continue;
    const auto text = [&](const char* key) { return std::string(article->string_at(key)); };
    seen.push_back({text("publisher"), section_of(text("url")), read_time(text("date"))});
  }
  return seen;
}

/// An outlet's hours of the day and its Saturday and Sunday, all of mean 1.
struct OutletHours {
  std::array<double, 24> hour{};
  double saturday = 1, sunday = 1;
};

class Profiler {
 public:
  Profiler(const std::vector<Seen>& seen, double weekday_over_saturday)
      : seen_(seen), weekday_(weekday_over_saturday) {
    for (const Seen& article : seen_) snapshots_[article.outlet].insert(article.at);
  }

  std::vector<FeedProfile> profiles() {
    std::map<std::string, OutletHours> hours;
    std::array<double, 24> pooled{};
    for (const auto& [outlet, times] : snapshots_) {
      hours[outlet] = hours_of(outlet);
      for (std::size_t i = 0; i < 24; ++i) pooled[i] += hours[outlet].hour[i];
    }
    std::map<std::pair<std::string, std::string>, int> counts;
    for (const Seen& article : seen_) {
      if (article.at == *snapshots_[article.outlet].begin()) continue;
      ++counts[{article.outlet, ""}];
      ++counts[{article.outlet, article.section}];
    }
    std::vector<FeedProfile> profiles;
    for (const auto& [feed, count] : counts) {
      const auto& times = snapshots_[feed.first];
      const double days = static_cast<double>((*times.rbegin() - *times.begin()).count()) / 86400;
      profiles.push_back(profile(hours[feed.first], pooled, count / kShareInSet / days));
    }
    return profiles;
  }

 private:
  /// Half its own hours, half all outlets': one weekend at two hours' resolution says little.
  FeedProfile profile(const OutletHours& own, const std::array<double, 24>& pooled,
                      double weekend_per_day) const {
    FeedProfile profile;
    double sum = 0;
    for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
      const std::size_t hour = cell % 24, day = cell / 24;
      const double by_hour = own.hour[hour] + pooled[hour] / static_cast<double>(snapshots_.size());
      const double by_day = day == 6   ? own.sunday
                            : day == 5 ? own.saturday
                                       : weekday_ * own.saturday;
      sum += profile.shape[cell] = by_hour * by_day;
    }
    for (double& cell : profile.shape) cell *= static_cast<double>(kHoursOfWeek) / sum;
    const double week = 5 * weekday_ * own.saturday + own.saturday + own.sunday;
    profile.per_day = weekend_per_day * week / 7 / ((own.saturday + own.sunday) / 2);
    return profile;
  }

  OutletHours hours_of(const std::string& outlet) {
    const auto& times = snapshots_[outlet];
    std::array<double, 24> arrived{}, watched{};
    std::array<double, 2> arrived_on{}, watched_on{};  // Saturday, Sunday
    const auto spread = [&](sys_seconds from, sys_seconds until, double weight,
                            std::array<double, 24>& by_hour, std::array<double, 2>& by_day) {
      for (int i = 0; i < 100; ++i) {
        const sys_seconds at = from + (until - from) * i / 100;
        const std::size_t cell = fetch::hour_of_week(at);
        by_hour[cell % 24] += weight / 100;
        if (cell / 24 >= 5) by_day[cell / 24 - 5] += weight / 100;
      }
    };
    for (auto time = std::next(times.begin()); time != times.end(); ++time) {
      const sys_seconds before = *std::prev(time);
      spread(before, *time, static_cast<double>((*time - before).count()) / 3600, watched,
             watched_on);
      for (const Seen& article : seen_) {
        if (article.outlet == outlet && article.at == *time) {
          spread(before, *time, 1, arrived, arrived_on);
        }
      }
    }
    OutletHours hours;
    double sum = 0;
    for (std::size_t i = 0; i < 24; ++i) {
      sum += hours.hour[i] = (arrived[i] + 0.2) / (watched[i] + 0.2);
    }
    for (double& hour : hours.hour) hour *= 24 / sum;
    const double saturday = (arrived_on[0] + 10) / (watched_on[0] + 10);
    const double sunday = (arrived_on[1] + 10) / (watched_on[1] + 10);
    hours.saturday = 2 * saturday / (saturday + sunday);
    hours.sunday = 2 - hours.saturday;
    return hours;
  }

  const std::vector<Seen>& seen_;
  const double weekday_;
  std::map<std::string, std::set<sys_seconds>> snapshots_;
};

void print(const char* world, const char* policy, double worth, const SimulationReport& report) {
  std::printf(
      "{\"world\":\"%s\",\"policy\":\"%s\",\"poll_worth\":%.3f,\"articles\":%lld,\"polls\":%lld,"
      "\"polls_per_article\":%.3f,\"median_min\":%.1f,\"mean_min\":%.1f,\"p95_min\":%.1f,"
      "\"lost\":%lld,\"host_too_soon\":%lld,\"feed_too_soon\":%lld,\"robots_too_soon\":%lld,"
      "\"unread_robots\":%lld,\"robots_read\":%lld,\"most_led_on\":%d,\"mean_per_minute\":%.1f,"
      "\"most_per_minute\":%lld,\"most_after_line_outage\":%lld,"
      "\"most_after_machine_outage\":%lld}\n",
      world, policy, worth, static_cast<long long>(report.articles),
      static_cast<long long>(report.polls), report.polls_per_article(), report.median_min,
      report.mean_min, report.p95_min, static_cast<long long>(report.lost),
      static_cast<long long>(report.host_too_soon), static_cast<long long>(report.feed_too_soon),
      static_cast<long long>(report.robots_too_soon), static_cast<long long>(report.unread_robots),
      static_cast<long long>(report.robots_read), report.most_led_on, report.mean_per_minute,
      static_cast<long long>(report.most_per_minute),
      static_cast<long long>(report.most_after_line_outage),
      static_cast<long long>(report.most_after_machine_outage));
  std::fflush(stdout);
}

bool keeps_laws(const SimulationReport& report) {
  constexpr double kHerd = 4;  // times the mean
  constexpr double kFew = 40;  // a minute; what the least pace lets through
  return report.host_too_soon == 0 && report.feed_too_soon == 0 && report.robots_too_soon == 0 &&
         report.unread_robots == 0 && report.most_led_on <= fetch::kMovesToBelieve &&
         static_cast<double>(report.most_per_minute) <=
             std::max(kFew, kHerd * report.mean_per_minute);
}

int run(int count, char** words) {
  if (count < 2) {
    std::cerr << "usage: schedule_simulation articles.jsonl [--feeds N] [--days N] [--seed N]"
                 " [--worth X] [--weekday X] [--equal]\n";
    return 2;
  }
  SimulationOptions options;
  double weekday = kWeekdayOverSaturday;
  bool wants_equal = false;
  for (int i = 2; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--equal") {
      wants_equal = true;
      continue;
    }
    if (i + 1 == count) return 2;
    const std::string value = words[++i];
    if (word == "--feeds") options.feeds = std::stoi(value);
    if (word == "--days") options.days = std::stoi(value);
    if (word == "--seed") options.seed = std::stoull(value);
    if (word == "--weekday") weekday = std::stod(value);
    if (word == "--worth") options.limits.poll_worth = std::stod(value);
  }
  const std::vector<Seen> seen = read_articles(words[1]);
  const std::vector<FeedProfile> profiles = Profiler(seen, weekday).profiles();
  const auto with = [&](Policy policy, bool has_troubles) {
    options.policy = policy;
    options.has_troubles = has_troubles;
    return simulate(profiles, options);
  };
  const SimulationReport hourly = with(Policy::Hourly, false);
  print("fair", "hourly", 0, hourly);
  if (wants_equal) {
    double low = 0.05, high = 4;
    for (int step = 0; step < 7; ++step) {
      options.limits.poll_worth = std::sqrt(low * high);
      const bool is_late = with(Policy::Depesche, false).median_min > hourly.median_min;
      (is_late ? high : low) = options.limits.poll_worth;
    }
  }
  const SimulationReport ours = with(Policy::Depesche, false);
  print("fair", "depesche", options.limits.poll_worth, ours);
  std::printf("{\"fewer_polls\":%.2f,\"median_less_min\":%.1f}\n",
              static_cast<double>(hourly.polls) / static_cast<double>(ours.polls),
              hourly.median_min - ours.median_min);
  const SimulationReport troubled = with(Policy::Depesche, true);
  print("troubled", "depesche", options.limits.poll_worth, troubled);
  return keeps_laws(ours) && keeps_laws(troubled) ? 0 : 1;
}

}  // namespace
}  // namespace depesche::test

int main(int count, char** words) { return depesche::test::run(count, words); }
