// Articles as ranking sees them: invented outlets, invented events.
#pragma once

#include <chrono>
#include <random>
#include <string_view>

#include "rank/story_score.h"

namespace depesche::test {

inline constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'700'000'000)};

inline RankedArticle report(std::int64_t id, std::int64_t outlet, std::chrono::seconds age,
                            std::string_view title = "Lagerhalle im Hafen von Nordburg ausgebrannt",
                            std::string_view language = "de") {
  RankedArticle out;
  out.article = ArticleId{id};
  out.outlet = OutletId{outlet};
  out.appeared_at = kNow - age;
  out.title = title;
  out.language = language;
  return out;
}

inline RankedArticle reprint(std::int64_t id, std::int64_t outlet, std::chrono::seconds age) {
  RankedArticle out = report(id, outlet, age);
  out.is_reprint = true;
  return out;
}

/// Up to two dozen articles of up to a dozen outlets, over three days.
inline RankedStory random_story(std::mt19937& random, std::int64_t id) {
  const auto up_to = [&random](unsigned n) { return static_cast<std::int64_t>(random() % n); };
  RankedStory story{StoryId{id}, {}};
  const auto articles = 1 + up_to(24);
  const auto outlets = static_cast<unsigned>(1 + up_to(12));
  const auto newest = up_to(70 * 3600);
  for (std::int64_t i = 0; i < articles; ++i) {
    const std::chrono::seconds age(newest + up_to(random() % 3 == 0 ? 40 * 3600 : 7200));
    RankedArticle one = report(id * 100 + i, 1 + up_to(outlets), age);
    one.is_reprint = random() % 3 == 0;
    one.language = random() % 4 == 0 ? "en" : "de";
    if (random() % 15 == 0) one.kind = ArticleKind::Advertorial;
    story.articles.push_back(one);
  }
  return story;
}

/// Standings under which outlets 1 to 12 weigh differently, from light to heavy.
inline DayStandings uneven_standings() {
  DayStandings day;
  for (std::int64_t outlet = 1; outlet <= 12; ++outlet) {
    day[OutletId{outlet}] = {outlet * outlet * 3000, 40'000, 100, 10, 0};
  }
  return day;
}

}  // namespace depesche::test
