#include "fetch/rhythm.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace depesche::fetch {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::size_t kHours = 24;
constexpr std::size_t kDays = 7;
constexpr seconds kWeek = std::chrono::days(7);

// In hours. Six weeks tell a Sunday from a Monday six times; three days follow a holiday or a war.
constexpr double kShapeMemory = 42 * 24;
constexpr double kRateMemory = 3 * 24;
// Feeds carry articles of years; those of four weeks tell today's rhythm.
constexpr seconds kFirstLook = std::chrono::days(28);
// Dates that all lie within this are the time of writing, not of publishing.
constexpr seconds kLeastSpan = hours(1);

// How much is believed beforehand, in articles: an article in six hours; the weeks' rate against
// the days'; and each step of the shape against the one before it. Days of the week need more,
// for six weeks hold only six of each.
constexpr double kFirstRate = 1.0 / 6;
constexpr double kFirstRateWeight = 0.5;
constexpr double kLongRateWeight = 3;
constexpr double kDailyWeight = 1;
constexpr double kWeekdayWeight = 6;
constexpr double kHourWeight = 2;

double in_hours(seconds span) { return static_cast<double>(span.count()) / 3600; }

double faded(seconds age, double memory) { return std::exp(-in_hours(age) / memory); }

/// Hours watched in each hour of the week, faded like the arrivals: a geometric sum over weeks.
WeekShape watched_hours(const FeedRhythm& rhythm) {
  WeekShape watched{};
  const double week = std::exp(-in_hours(kWeek) / kShapeMemory);
  // The hours the watch began and ended in are watched in part; they get what they had.
  const sys_seconds until = std::chrono::floor<hours>(rhythm.watched_until);
  const sys_seconds from = std::chrono::ceil<hours>(rhythm.watched_from);
  if (until < from) {
    watched[hour_of_week(rhythm.watched_from)] =
        in_hours(rhythm.watched_until - rhythm.watched_from);
    return watched;
  }
  watched[hour_of_week(until)] += in_hours(rhythm.watched_until - until);
  const auto whole = (until - from) / hours(1);
  double weight = 1;
  const double hour = std::exp(-1 / kShapeMemory);
  for (std::int64_t back = 1; back <= std::min<std::int64_t>(whole, kHoursOfWeek); ++back) {
    weight *= hour;
    const std::int64_t weeks = (whole - back) / static_cast<std::int64_t>(kHoursOfWeek) + 1;
    watched[hour_of_week(until - back * hours(1))] +=
        weight * (1 - std::pow(week, static_cast<double>(weeks))) / (1 - week);
  }
  watched[hour_of_week(rhythm.watched_from)] +=
      in_hours(from - rhythm.watched_from) * faded(until - from, kShapeMemory);
  return watched;
}

/// Neighbours of an hour speak for it too: a quarter each.
template <std::size_t N>
std::array<double, N> smoothed(const std::array<double, N>& ring) {
  std::array<double, N> smooth{};
  for (std::size_t i = 0; i < N; ++i) {
    smooth[i] = 0.25 * ring[(i + N - 1) % N] + 0.5 * ring[i] + 0.25 * ring[(i + 1) % N];
  }
  return smooth;
}

/// One step of the shape: cells of the week fall into groups (hours of the day, days of the week),
/// and each group moves toward what it saw against what the shape so far let expect.
template <std::size_t N, class GroupOf>
void bend(WeekShape& expected, const FeedRhythm& rhythm, const GroupOf& group_of, double weight,
          bool is_ring_of_hours) {
  std::array<double, N> seen{}, awaited{};
  for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
    seen[group_of(cell)] += static_cast<double>(rhythm.arrivals[cell]);
    awaited[group_of(cell)] += expected[cell];
  }
  if (is_ring_of_hours) {
    seen = smoothed(seen);
    awaited = smoothed(awaited);
  }
  for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
    const std::size_t group = group_of(cell);
    expected[cell] *= (seen[group] + weight) / (awaited[group] + weight);
  }
}

void scale_to_mean_one(WeekShape& shape) {
  const double sum = std::accumulate(shape.begin(), shape.end(), 0.0);
  if (sum <= 0) {
    shape = flat_week();
    return;
  }
  for (double& hour : shape) hour *= static_cast<double>(kHoursOfWeek) / sum;
}

WeekShape shape_of(const FeedRhythm& rhythm, const WeekShape& usual, const WeekShape& watched) {
  double seen = 0, usual_hours = 0;
  for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
    seen += static_cast<double>(rhythm.arrivals[cell]);
    usual_hours += usual[cell] * watched[cell];
  }
  if (seen <= 0 || usual_hours <= 0) return usual;
  WeekShape expected;
  for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
    expected[cell] = usual[cell] * watched[cell] * seen / usual_hours;
  }
  const WeekShape before = expected;
  bend<kHours>(
      expected, rhythm, [](std::size_t cell) { return cell % kHours; }, kDailyWeight, true);
  bend<kDays>(
      expected, rhythm, [](std::size_t cell) { return cell / kHours; }, kWeekdayWeight, false);
  bend<kHoursOfWeek>(
      expected, rhythm, [](std::size_t cell) { return cell; }, kHourWeight, true);
  WeekShape shape = usual;
  for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
    if (before[cell] > 0) shape[cell] *= expected[cell] / before[cell];
  }
  scale_to_mean_one(shape);
  return shape;
}

void add_arrival(FeedRhythm& rhythm, sys_seconds at, double weight) {
  rhythm.arrivals[hour_of_week(at)] += static_cast<float>(weight);
}

/// Of those without a date it is only known that they came in this time.
void spread_arrivals(FeedRhythm& rhythm, int count, sys_seconds from, sys_seconds until) {
  if (count <= 0) return;
  constexpr int kPieces = 24;
  for (int piece = 0; piece < kPieces; ++piece) {
    const sys_seconds at = from + (until - from) * (2 * piece + 1) / (2 * kPieces);
    add_arrival(rhythm, at, static_cast<double>(count) / kPieces);
  }
}

}  // namespace

std::size_t hour_of_week(sys_seconds at) {
  // 1970-01-01 was a Thursday.
  const auto since_monday = (at.time_since_epoch() + std::chrono::days(3)) % kWeek;
  return static_cast<std::size_t>((since_monday + kWeek) % kWeek / hours(1));
}

WeekShape flat_week() {
  WeekShape flat;
  flat.fill(1);
  return flat;
}

WeekShape usual_week(std::span<const FeedRhythm> feeds) {
  // As much as one feed of this many articles a week in the flat week is believed beforehand.
  constexpr double kFlat = 0.5;
  constexpr double kLittle = 20;  // articles below which a feed's voice counts less
  WeekShape sum{};
  sum.fill(kFlat / static_cast<double>(kHoursOfWeek));
  for (const FeedRhythm& feed : feeds) {
    const WeekShape watched = watched_hours(feed);
    const double most = *std::max_element(watched.begin(), watched.end());
    const double total = std::accumulate(feed.arrivals.begin(), feed.arrivals.end(), 0.0);
    if (most <= 0 || total <= 0) continue;
    for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
      // An hour that was not watched yet is thought to be like the mean.
      const double missing = 1 - watched[cell] / most;
      const double share = static_cast<double>(feed.arrivals[cell]) / total +
                           missing / static_cast<double>(kHoursOfWeek);
      sum[cell] += share * total / (total + kLittle);
    }
  }
  sum = smoothed(sum);
  scale_to_mean_one(sum);
  return sum;
}

FeedRhythm begin_rhythm(std::span<const sys_seconds> published, int entries, sys_seconds now) {
  FeedRhythm rhythm;
  rhythm.entries = entries;
  rhythm.watched_from = rhythm.watched_until = now;
  const sys_seconds earliest = now - kFirstLook;
  sys_seconds oldest = now;
  int believed = 0;
  for (const sys_seconds at : published) {
    if (at > now) continue;
    ++believed;
    oldest = std::min(oldest, at);
  }
  const bool is_dated = 2 * believed > entries && now - oldest >= kLeastSpan;
  if (!is_dated) return rhythm;
  // The oldest entry marks where the feed's memory ends; as an arrival it would count double.
  rhythm.watched_from = std::max(oldest, earliest);
  for (const sys_seconds at : published) {
    if (at > now || at <= rhythm.watched_from) continue;
    add_arrival(rhythm, at, faded(now - at, kShapeMemory));
    rhythm.recent_articles += faded(now - at, kRateMemory);
  }
  rhythm.recent_hours = kRateMemory * (1 - faded(now - rhythm.watched_from, kRateMemory));
  return rhythm;
}

FeedRhythm learn(FeedRhythm rhythm, const PollFinding& found, const WeekShape& usual,
                 sys_seconds now) {
  if (found.entries > 0) rhythm.entries = found.entries;
  const sys_seconds since = rhythm.watched_until;
  if (now <= since) return rhythm;
  const WeekShape shape = shape_of(rhythm, usual, watched_hours(rhythm));
  const double keep = faded(now - since, kShapeMemory);
  for (float& hour : rhythm.arrivals) hour = static_cast<float>(static_cast<double>(hour) * keep);
  int undated = found.undated;
  for (const sys_seconds at : found.published) {
    if (at < since || at > now) {
      ++undated;
    } else {
      add_arrival(rhythm, at, 1);
    }
  }
  spread_arrivals(rhythm, undated, since, now);
  const double keep_rate = faded(now - since, kRateMemory);
  rhythm.recent_articles = rhythm.recent_articles * keep_rate +
                           static_cast<double>(found.published.size()) + found.undated;
  // What fell due within a long absence is not weighed hour by hour: it had its share of the week.
  double hours_due = 0;
  const sys_seconds from = std::max(since, now - kWeek);
  for (sys_seconds at = from; at < now;) {
    const sys_seconds next = std::min<sys_seconds>(std::chrono::floor<hours>(at) + hours(1), now);
    hours_due += in_hours(next - at) * shape[hour_of_week(at)];
    at = next;
  }
  hours_due *= in_hours(now - since) / in_hours(now - from);
  rhythm.recent_hours = rhythm.recent_hours * keep_rate + hours_due;
  rhythm.watched_until = now;
  return rhythm;
}

Expectation expect_articles(const FeedRhythm& rhythm, const WeekShape& usual) {
  const WeekShape watched = watched_hours(rhythm);
  Expectation expected{0, shape_of(rhythm, usual, watched)};
  double seen = 0, due = 0;
  for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
    seen += static_cast<double>(rhythm.arrivals[cell]);
    due += expected.shape[cell] * watched[cell];
  }
  const double in_weeks = (seen + kFirstRateWeight) / (due + kFirstRateWeight / kFirstRate);
  expected.per_hour = (rhythm.recent_articles + kLongRateWeight) /
                      (rhythm.recent_hours + kLongRateWeight / in_weeks);
  return expected;
}

std::optional<Silence> silence(const FeedRhythm& rhythm, sys_seconds newest) {
  constexpr seconds kFloor = std::chrono::days(5);
  constexpr seconds kLeastWatched = std::chrono::days(3);
  constexpr double kMissed = 10;      // by chance alone so many are missed never
  constexpr double kRare = 1.0 / 48;  // articles an hour
  constexpr double kLeastSeen = 6;    // articles
  constexpr double kComing = 0.25;    // of the weeks' rate; five days leave a fifth of it
  const seconds span = rhythm.watched_until - newest;
  if (span < kFloor || newest - rhythm.watched_from < kLeastWatched) return std::nullopt;
  // As it was when the newest came: what is kept has faded since, by how much is known.
  FeedRhythm before = rhythm;
  before.watched_until = newest;
  const auto hours_of = [](const FeedRhythm& known) {
    const WeekShape watched = watched_hours(known);
    return std::accumulate(watched.begin(), watched.end(), 0.0);
  };
  const double kept = std::accumulate(rhythm.arrivals.begin(), rhythm.arrivals.end(), 0.0);
  const double seen = kept / faded(span, kShapeMemory);
  const double per_hour = seen / hours_of(before);
  if (seen < kLeastSeen || per_hour < kRare) return std::nullopt;
  const double lately = rhythm.recent_articles / kRateMemory;
  if (lately > kComing * kept / hours_of(rhythm)) return std::nullopt;
  const double missed = per_hour * in_hours(span);
  return missed < kMissed ? std::nullopt : std::optional(Silence{newest, missed});
}

RhythmInWords in_words(const FeedRhythm& rhythm, const Expectation& expected) {
  constexpr double kMost = 0.875;
  constexpr std::size_t kLongestRun = 18;
  constexpr double kEnough = 10;  // articles
  RhythmInWords words;
  words.per_day = expected.per_hour * kHours;
  const double seen = std::accumulate(rhythm.arrivals.begin(), rhythm.arrivals.end(), 0.0);
  if (seen < kEnough) return words;
  std::array<double, kHours> by_hour{};
  std::array<double, kDays> by_day{};
  for (std::size_t cell = 0; cell < kHoursOfWeek; ++cell) {
    by_hour[cell % kHours] += expected.shape[cell] / static_cast<double>(kHoursOfWeek);
    by_day[cell / kHours] += expected.shape[cell] / kHours;
  }
  for (std::size_t length = 1; length <= kLongestRun && !words.has_hours; ++length) {
    double best = 0;
    for (std::size_t from = 0; from < kHours; ++from) {
      double share = 0;
      for (std::size_t i = 0; i < length; ++i) share += by_hour[(from + i) % kHours];
      if (share <= best) continue;
      best = share;
      words.from_hour = static_cast<int>(from);
      words.to_hour = static_cast<int>((from + length) % kHours);
    }
    words.has_hours = best >= kMost;
  }
  words.rests_at_weekends = std::max(by_day[5], by_day[6]) < 0.4;
  return words;
}

}  // namespace depesche::fetch
