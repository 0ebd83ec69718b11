#include "story/linkage.h"

#include <algorithm>
#include <map>

#include "base/fixed_point.h"

namespace depesche::story {
namespace {

constexpr std::size_t kMostAsked = 32;  // members of a story asked for their view; bounds a merge
constexpr std::size_t kAhead = 2;       // members whose links are fetched while one's are read

/// Strengths come best first.
int score(const std::vector<int>& strengths, std::size_t members, const StoryParameters& p) {
  if (strengths.empty() || members == 0) return 0;
  const std::size_t few = std::min(members, static_cast<std::size_t>(p.nearest_few));
  int sum = 0;
  for (std::size_t i = 0; i < std::min(few, strengths.size()); ++i) sum += strengths[i];
  const int mean = sum / static_cast<int>(few);
  const int base = (strengths.front() * p.nearest_share + mean * (1000 - p.nearest_share)) / 1000;
  const std::size_t seen = std::min(members, kMostLinks);
  const int covered = static_cast<int>(std::min(strengths.size(), seen) * 1000 / seen);
  return base * (1000 - p.cover_share + p.cover_share * covered / 1000) / 1000;
}

struct Bundle {
  std::vector<int> strengths;
  Serial nearest = 0;
};

}  // namespace

std::vector<Candidate> candidates(const LinkList& links, const LiveWindow& live,
                                  const StoryParameters& parameters, Serial self) {
  std::map<StoryId, Bundle> bundles;
  for (const Link& link : links) {
    if (!live.holds(link.serial) || link.serial == self) continue;
    Bundle& bundle = bundles[live.story(link.serial)];
    if (bundle.strengths.empty()) bundle.nearest = link.serial;
    bundle.strengths.push_back(link.strength);
  }
  const bool is_placed = self != 0 && live.holds(self);
  std::vector<Candidate> out;
  for (const auto& [story, bundle] : bundles) {
    std::size_t members = live.members(story).size();
    if (is_placed && live.story(self) == story) --members;
    out.push_back({story, score(bundle.strengths, members, parameters), bundle.nearest});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  return out;
}

namespace {

/// `is_there` tells of an article whether it is one of `there`, so many.
template <class IsThere>
int linkage(const std::vector<Serial>& asked, const LiveWindow& live, std::size_t there,
            const StoryParameters& parameters, IsThere&& is_there) {
  const std::size_t count = std::min(asked.size(), kMostAsked);
  if (count == 0) return 0;
  int sum = 0;
  for (std::size_t i = asked.size() - count; i < asked.size(); ++i) {
    if (i + 2 * kAhead < asked.size()) live.prefetch_links_place(asked[i + 2 * kAhead]);
    if (i + kAhead < asked.size()) live.prefetch_links(asked[i + kAhead]);
    std::vector<int> strengths;
    for (const Link& link : live.links(asked[i])) {
      if (live.holds(link.serial) && is_there(link.serial)) strengths.push_back(link.strength);
    }
    sum += score(strengths, there, parameters);
  }
  return sum / static_cast<int>(count);
}

}  // namespace

int linkage(StoryId smaller, StoryId larger, const LiveWindow& live,
            const StoryParameters& parameters) {
  return linkage(live.members(smaller), live, live.members(larger).size(), parameters,
                 [&](Serial serial) { return live.story(serial) == larger; });
}

int linkage(const std::vector<Serial>& some, const std::vector<Serial>& others,
            const LiveWindow& live, const StoryParameters& parameters) {
  const bool are_same = some == others;
  return linkage(some, live, others.size() - (are_same ? 1 : 0), parameters, [&](Serial serial) {
    return std::binary_search(others.begin(), others.end(), serial);
  });
}

}  // namespace depesche::story
