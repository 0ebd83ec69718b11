// What came of an editor's correction in the story engine.
#pragma once

#include <cstdint>
#include <vector>

#include "news/correction.h"
#include "story/decision.h"

namespace depesche {

/// Two articles an editor put together or apart.
struct CorrectedPair {
  ArticleId a;
  ArticleId b;
  bool same = true;             // in one story, or never in one
  std::int64_t correction = 0;  // the number of the correction that said so
  friend bool operator==(const CorrectedPair&, const CorrectedPair&) = default;
};

struct CorrectionOutcome {
  std::vector<StoryMove> moves;         // in order
  std::vector<CorrectedPair> tied;      // what is kept to from now on
  std::vector<CorrectedPair> released;  // earlier words that this one contradicts, or takes back
  friend bool operator==(const CorrectionOutcome&, const CorrectionOutcome&) = default;
};

}  // namespace depesche
