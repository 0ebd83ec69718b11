#include "desk/learned_rhythm.h"

#include <algorithm>

#include "fetch/politeness.h"

namespace depesche {
namespace {

LearnedRhythm learned(const FeedHealth& feed, const fetch::WeekShape& usual,
                      const fetch::ScheduleLimits& limits) {
  LearnedRhythm learned;
  const FeedRhythm& rhythm = feed.rhythm;
  const auto watched = rhythm.watched_until - rhythm.watched_from;
  if (!rhythm.is_known() || watched < std::chrono::days(1)) return learned;
  const fetch::Expectation expected = fetch::expect_articles(rhythm, usual);
  const fetch::RhythmInWords words = fetch::in_words(rhythm, expected);
  learned.is_known = true;
  learned.every = std::chrono::round<std::chrono::minutes>(fetch::mean_wait(expected, limits));
  // The sample's feeds are asked every minute, whatever their rhythm.
  if (feed.interval > std::chrono::seconds(0) && feed.interval < limits.shortest) {
    learned.every = std::chrono::ceil<std::chrono::minutes>(feed.interval);
  }
  learned.per_day = words.per_day;
  learned.has_hours = words.has_hours;
  learned.from_hour = words.from_hour;
  learned.to_hour = words.to_hour;
  learned.rests_at_weekends = words.rests_at_weekends;
  const bool is_read = !feed.gone && !feed.is_muted && feed.error_code.empty();
  if (is_read && feed.newest_article_at) {
    learned.silence = fetch::silence(rhythm, *feed.newest_article_at);
  }
  return learned;
}

}  // namespace

std::vector<LearnedRhythm> learned_rhythms(std::span<const FeedHealth> feeds,
                                           const fetch::ScheduleLimits& limits) {
  std::vector<FeedRhythm> rhythms;
  for (const FeedHealth& feed : feeds) {
    if (!feed.gone && feed.rhythm.is_known()) rhythms.push_back(feed.rhythm);
  }
  const fetch::WeekShape usual = fetch::usual_week(rhythms);
  std::vector<LearnedRhythm> all;
  all.reserve(feeds.size());
  for (const FeedHealth& feed : feeds) all.push_back(learned(feed, usual, limits));
  return all;
}

int local_hour(int utc_hour, std::chrono::seconds offset) {
  const auto hours = std::chrono::round<std::chrono::hours>(offset).count();
  return static_cast<int>(((utc_hour + hours) % 24 + 24) % 24);
}

std::chrono::seconds kept_crawl_delay(std::chrono::seconds asked) {
  const fetch::PolitenessSettings settings;
  return std::chrono::ceil<std::chrono::seconds>(std::max<std::chrono::milliseconds>(
      settings.gap, std::min<std::chrono::milliseconds>(asked, settings.max_crawl_delay)));
}

}  // namespace depesche
