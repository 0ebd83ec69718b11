// How well stories came out: of all articles, of those whose story lies in one fold, or of the
// others.
//
// Kept as sums, so that the folds of a stream can be added up to a figure of the whole stream in
// which each article was placed by what was trained without its story.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace depesche {

/// Sums over articles (BCubed), their pairs, each seen from both sides, and stories, of which each
/// article has its share.
struct Score {
  double articles = 0, precision = 0, recall = 0;
  double right = 0, claimed = 0, wanted = 0;
  double found = 0, gold = 0;

  double bcubed() const { return 2 * precision * recall / (precision + recall) / articles; }
  double pairwise() const { return 2 * right / std::max(claimed + wanted, 1.0); }
};

/// Which stories count: all, those of one fold, or those outside it.
struct Scored {
  enum class Which { All, Inside, Outside } which = Which::All;
  unsigned fold = 0;
  unsigned folds = 1;

  bool counts(std::string_view story) const {
    if (which == Which::All) return true;
    std::uint32_t hash = 2166136261;  // FNV-1a, as tools/train-stories
    for (const char c : story) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
    return (hash % folds == fold) == (which == Which::Inside);
  }
};

/// Where a labelled article belongs, and where it is.
struct Placed {
  std::string gold;
  std::int64_t found;
};

/// Inside the fold an article is also in the wrong story beside labelled ones of other folds.
/// Outside nothing is known of those inside, not even that they are of other stories.
inline Score score(const std::vector<Placed>& articles, const Scored& scored) {
  std::map<std::string, double> gold;
  std::map<std::int64_t, double> found;
  std::map<std::pair<std::string, std::int64_t>, double> both;
  for (const Placed& one : articles) {
    if (scored.which == Scored::Which::Outside && !scored.counts(one.gold)) continue;
    ++gold[one.gold];
    ++found[one.found];
    ++both[{one.gold, one.found}];
  }
  Score out;
  for (const auto& [key, count] : both) {
    if (!scored.counts(key.first)) continue;
    out.articles += count;
    out.precision += count * count / found[key.second];
    out.recall += count * count / gold[key.first];
    out.right += count * (count - 1);
    out.claimed += count * (found[key.second] - 1);
    out.wanted += count * (gold[key.first] - 1);
    out.found += count / found[key.second];
    out.gold += count / gold[key.first];
  }
  return out;
}

}  // namespace depesche
