// What a story's place on the front page is made of.
//
//   total = (coverage + outlet weight + reprints + growth) × freshness × variety
//
// What counts is independent coverage: outlets that report in their own words, however many
// articles each writes. A reprint adds reach but no witness. Growth is how many of those outlets
// came in the last hours, measured against the story's past. Freshness follows the reports of the
// two outlets heard last, so that one outlet alone keeps no story young. Advertorials never count.
//
// Promised, and tested: one more independent report, coming now, never lowers a score; one more
// reprint never lowers it either, and never raises it more than an independent report would.
//
// Pure; `now` is a parameter. Scores are fixed-point (1000 = one), so the order is the same on
// every machine, and every term is returned with the facts behind it, so that a page can answer
// "why this order?". The numbers are in rank/measures.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "news/ids.h"
#include "rank/outlet_weight.h"

namespace depesche {

struct RankedArticle {
  ArticleId article;
  OutletId outlet;
  std::chrono::sys_seconds appeared_at{};
  std::string_view title;
  std::string_view language;  // BCP 47
  std::string_view section;   // as the outlet names it; empty when unknown
  ArticleKind kind = ArticleKind::News;
  bool is_reprint = false;
  bool has_body = true;  // more than a title and a teaser
  bool has_picture = false;
};

struct RankedStory {
  StoryId story;
  std::vector<RankedArticle> articles;  // in any order
};

/// The terms, in thousandths.
struct StoryScore {
  int coverage = 0;   // independent outlets, with diminishing returns
  int weight = 0;     // what their weights add to that, or take away
  int reprints = 0;   // what outlets that only reprint add
  int growth = 0;     // independent outlets of the last hours against those before
  int freshness = 0;  // factor, at most 1000
  int variety = 0;    // factor: below 1000 when few outlets write much, above in several languages
  std::int64_t total = 0;
  friend bool operator==(const StoryScore&, const StoryScore&) = default;
};

/// What the terms were made from, for words.
struct StoryFacts {
  int independent = 0;   // outlets with words of their own
  int copying = 0;       // outlets that only reprint
  int own_articles = 0;  // of the independent outlets
  int lately = 0;        // independent outlets whose first report came within the last three hours
  int this_hour = 0;     // of those, within the last hour
  int languages = 0;     // of the independent reports
  int mean_weight = 1000;
  std::chrono::sys_seconds last_report{};                 // own words, of the outlet heard last …
  std::optional<std::chrono::sys_seconds> second_report;  // … and of the one heard before it
  friend bool operator==(const StoryFacts&, const StoryFacts&) = default;
};

struct ScoredStory {
  StoryScore score;
  StoryFacts facts;
};

/// Nothing when the story holds advertorials only, or no headline.
std::optional<ScoredStory> score_story(const RankedStory& story, const OutletWeights& weights,
                                       std::chrono::sys_seconds now);

/// Whether it is told by several outlets that came lately; the list "hot now" is made of these.
bool is_hot(const ScoredStory& story);

/// A story from afar: what is known before its articles are read.
struct StoryOutline {
  StoryId story;
  std::chrono::sys_seconds last_at{};  // no article of it appeared later
  int outlets = 0;
  int independent = 0;
};

/// No story of that outline scores more, in total or in growth. So that a page of sixty can be
/// chosen without reading what cannot be on it.
std::int64_t most_in_total(const StoryOutline& outline, std::chrono::sys_seconds now);
int most_in_growth(const StoryOutline& outline, std::chrono::sys_seconds now);

}  // namespace depesche
