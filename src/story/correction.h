// What came of an editor's correction in the story engine.
#pragma once

#include <vector>

#include "news/correction.h"
#include "news/placement.h"
#include "story/decision.h"

namespace depesche {

struct CorrectionOutcome {
  std::vector<StoryMove> moves;         // in order
  std::vector<CorrectedPair> tied;      // what is kept to from now on
  std::vector<CorrectedPair> released;  // earlier words that this one contradicts, or takes back
  friend bool operator==(const CorrectionOutcome&, const CorrectionOutcome&) = default;
};

}  // namespace depesche
