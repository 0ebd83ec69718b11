// The order of the front page, and which headline a story shows.
//
// What counts is independent coverage: outlets that report in their own words. A reprint adds reach
// but no witness. Then growth (how many of those came lately), freshness, and variety: a story told
// by outlets that rarely agree weighs more than one told by sisters. Advertorials never count and
// never show.
//
// Pure; `now` is a parameter. Scores are fixed-point (1000 = one), so the order is the same on
// every machine, and every term is returned so that a page can answer "why this order?".
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"
#include "news/ids.h"

namespace depesche {

struct RankedArticle {
  ArticleId article;
  OutletId outlet;
  std::chrono::sys_seconds first_seen_at{};
  std::string_view title;
  std::string_view language;
  ArticleKind kind = ArticleKind::News;
  bool is_reprint = false;
  bool has_body = true;  // more than a title and a teaser
  bool has_picture = false;
};

struct RankedStory {
  StoryId story;
  std::vector<RankedArticle> articles;  // in order of appearance
};

/// The terms of a story's score, in thousandths.
struct StoryScore {
  int coverage = 0;   // independent outlets, with diminishing returns
  int reprints = 0;   // outlets that only reprint
  int growth = 0;     // independent outlets of the last hours
  int freshness = 0;  // factor: 1000 at the newest report, halving
  int variety = 0;    // factor: below 1000 when few outlets write much
  std::int64_t total = 0;
  friend bool operator==(const StoryScore&, const StoryScore&) = default;
};

struct FrontPlace {
  StoryId story;
  ArticleId lead;               // whose headline is shown
  std::size_t outlets = 0;      // all
  std::size_t independent = 0;  // those that do not only reprint
  StoryScore score;
};

struct FrontPageOptions {
  std::chrono::sys_seconds now{};
  std::string_view reader_language = {};  // BCP 47; headlines in it are preferred
  std::size_t limit = 60;
};

StoryScore score_story(const RankedStory& story, std::chrono::sys_seconds now);

/// The article whose headline says best what happened: central among the story's headlines, neither
/// clipped nor teasing, from a report rather than a comment, in the reader's language where there
/// is one. Nothing when the story holds advertorials only.
std::optional<ArticleId> choose_headline(const RankedStory& story,
                                         std::string_view reader_language);

/// Best first; ties by story id. Stories of advertorials only are left out.
std::vector<FrontPlace> rank_front_page(const std::vector<RankedStory>& stories,
                                        const FrontPageOptions& options);

}  // namespace depesche
