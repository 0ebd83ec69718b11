// How near an article is to a story, and a story to a story, by the links its articles keep.
#pragma once

#include <vector>

#include "story/live.h"

namespace depesche::story {

/// A story an article is linked to.
struct Candidate {
  StoryId story;
  int score = 0;  // of kOne
  Serial nearest = 0;
};

/// All stories the links lead to, nearest first (ties: the lower id). `self` does not count as a
/// member, so that a placed article can be asked whether it still belongs.
std::vector<Candidate> candidates(const LinkList& links, const LiveWindow& live,
                                  const StoryParameters& parameters, Serial self = 0);

/// How near the articles of `smaller` are to `larger` on the whole: the mean of their scores, over
/// at most the 32 latest.
int linkage(StoryId smaller, StoryId larger, const LiveWindow& live,
            const StoryParameters& parameters);
/// The same of any articles to others (both ascending), or to the rest of themselves.
int linkage(const std::vector<Serial>& some, const std::vector<Serial>& others,
            const LiveWindow& live, const StoryParameters& parameters);

}  // namespace depesche::story
