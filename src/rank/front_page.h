// The order of the front page and of "hot now", and the headline each story shows.
//
// A story's place follows from its score (rank/story_score.h), the list "hot now" from its growth,
// the headline from rank/headline.h; how the page then avoids a row of one outlet's stories is
// rank/page_variety.h. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rank/headline.h"
#include "rank/story_score.h"

namespace depesche {

/// The article whose headline is shown to readers of a language, and why.
struct Lead {
  std::string language;  // as asked for
  ArticleId article;
  HeadlineScore score;
  friend bool operator==(const Lead&, const Lead&) = default;
};

struct FrontPlace {
  StoryId story;
  StoryScore score;
  StoryFacts facts;
  int worth = 1000;         // per mille of the total, after what leads just above (page_variety.h)
  std::vector<Lead> leads;  // one for each language asked for, in that order
  friend bool operator==(const FrontPlace&, const FrontPlace&) = default;
};

struct FrontPageOptions {
  std::chrono::sys_seconds now{};
  const OutletWeights* weights = nullptr;  // none: all outlets weigh the same
  std::vector<std::string> languages = {""};
  std::size_t limit = 60;
};

/// Best first, but for one outlet's stories in a row; ties by story id. Stories of advertorials
/// only are left out.
std::vector<FrontPlace> rank_front_page(const std::vector<RankedStory>& stories,
                                        const FrontPageOptions& options);

/// Those that grow most first, then by score.
std::vector<FrontPlace> rank_hot(const std::vector<RankedStory>& stories,
                                 const FrontPageOptions& options);

}  // namespace depesche
