// Where a story comes apart most easily.
//
// Its articles are gathered anew by nothing but their links to each other, the two groups with the
// highest mean link first (average linkage, by chains of nearest neighbours: F. Murtagh, A survey
// of recent advances in hierarchical clustering algorithms, The Computer Journal 26, 1983). Where
// the least sure of these steps joins two groups of several articles, there the story would part.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "story/live.h"
#include "story/ties.h"

namespace depesche::story {

/// Whether a story that has grown to so many articles is looked at: from four on at every growth by
/// a quarter or less, so that what it costs does not grow with the story.
bool is_size_to_look_at(std::size_t members);

/// Scores as linkage() gives them, of kOne.
struct Parting {
  std::vector<Serial> leaving;  // the fewer, ascending; never a single one
  int across = 0;               // how near they are to those that would stay
  int within = 0;               // how near each side's articles are to its own, of the looser side
};

/// Copies stay with their original, and articles with those an editor tied them to. Of more than
/// 128 articles the newest are gathered, and the older ones go with those they are linked to most.
/// Nothing where only single articles would leave.
std::optional<Parting> weakest_parting(StoryId story, const LiveWindow& live, const Ties& ties,
                                       const StoryParameters& parameters);

}  // namespace depesche::story
