// Where an article stands: what the store has stored and shown of it, and what the story engine
// must not say otherwise.
#pragma once

#include <cstdint>

#include "news/ids.h"

namespace depesche {

struct Placement {
  ArticleId article;
  StoryId story;
  ArticleId reprint_of;  // 0 when the text is its own

  friend bool operator==(const Placement&, const Placement&) = default;
};

/// Two articles an editor put together or apart.
struct CorrectedPair {
  ArticleId a;
  ArticleId b;
  bool same = true;             // in one story, or never in one
  std::int64_t correction = 0;  // the number of the correction that said so
  friend bool operator==(const CorrectedPair&, const CorrectedPair&) = default;
};

}  // namespace depesche
