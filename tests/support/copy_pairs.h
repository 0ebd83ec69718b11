// Pairs of texts of which it is known whether one copies the other, made from real full texts.
//
//   positive   a text and an edited copy of it, the five edits in turn
//   negative   reports of one event by different writers: first as they stand, then each side
//              edited, for there are fewer such reports than pairs wanted
//   negative   two texts that have nothing to do with each other, a third of them of one outlet,
//              edited likewise
//
// A negative pair of which half is copied word for word (`copied_share`), as it stands or edited,
// is no negative and left out: papers do print one agency's text, and a cut can leave nothing but
// the statement both quote.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/support/edited_copies.h"

namespace depesche::test {

struct CopyPair {
  std::size_t earlier = 0;   // in `versions`
  std::size_t later = 0;     // in `versions`
  std::optional<Edit> edit;  // of the later one; nothing: no copy
  bool is_one_event = false;
  std::chrono::seconds apart{0};
};

struct PairCounts {
  std::size_t copies = 0;
  std::size_t one_event = 0;
  std::size_t unrelated = 0;
};

struct CopyPairs {
  std::vector<FullText> versions;  // the originals first, in their order
  std::vector<CopyPair> pairs;
  std::size_t event_pairs = 0;  // that there are before anything is edited
  std::size_t left_out = 0;     // negatives that were copies, edited or not
};

/// Repeats itself exactly for the same texts, counts and seed. Fewer pairs of one event come out
/// where no event is told twice.
CopyPairs make_copy_pairs(const std::vector<FullText>& texts, const PairCounts& counts,
                          std::uint32_t seed);

/// 0 or 1: which half of the material a text is in; an event is never torn.
int half_of(const FullText& text);

}  // namespace depesche::test
