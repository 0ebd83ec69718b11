#include "story/parting.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>

#include "base/fixed_point.h"
#include "story/linkage.h"

namespace depesche::story {
namespace {

constexpr std::size_t kMostGathered = 128;
constexpr std::size_t kLeastOfStory = 4;
constexpr std::size_t kLeastOfSide = 2;

using Members = std::vector<Serial>;

/// Groups of articles and what the links between each two sum up to.
class Groups {
 public:
  explicit Groups(std::size_t count) : groups_(count), sums_(count * count) {}

  Members& operator[](std::size_t at) { return groups_[at]; }
  const Members& operator[](std::size_t at) const { return groups_[at]; }
  std::size_t count() const { return groups_.size(); }
  void link(std::size_t a, std::size_t b, int strength) {
    sums_[a * count() + b] += strength;
    sums_[b * count() + a] += strength;
  }
  /// The mean of the links from each of one to each of the other, of kOne.
  int mean(std::size_t a, std::size_t b) const {
    return static_cast<int>(sum(a, b) /
                            static_cast<std::int64_t>(groups_[a].size() * groups_[b].size()));
  }
  /// The group with the highest mean link; among equals `rather`, then the first.
  std::size_t nearest(std::size_t from, std::size_t rather) const {
    std::size_t best = rather;
    for (std::size_t at = 0; at < count(); ++at) {
      if (at == from || groups_[at].empty()) continue;
      if (best == count() || is_nearer(from, at, best)) best = at;
    }
    return best;
  }
  /// All of `gone` comes to `stays`.
  void unite(std::size_t stays, std::size_t gone) {
    groups_[stays].insert(groups_[stays].end(), groups_[gone].begin(), groups_[gone].end());
    groups_[gone].clear();
    for (std::size_t at = 0; at < count(); ++at) {
      sums_[stays * count() + at] += sum(gone, at);
      if (at != stays) sums_[at * count() + stays] = sum(stays, at);
    }
  }

 private:
  std::int64_t sum(std::size_t a, std::size_t b) const { return sums_[a * count() + b]; }
  bool is_nearer(std::size_t from, std::size_t one, std::size_t other) const {
    return sum(from, one) * static_cast<std::int64_t>(groups_[other].size()) >
           sum(from, other) * static_cast<std::int64_t>(groups_[one].size());
  }

  std::vector<Members> groups_;     // empty: gone
  std::vector<std::int64_t> sums_;  // twice those of kOne, for both ends keep a link
};

/// Where each article is, of those that are gathered (ascending).
class Places {
 public:
  explicit Places(Members gathered) : gathered_(std::move(gathered)), group_of_(gathered_.size()) {
    for (std::size_t i = 0; i < group_of_.size(); ++i) group_of_[i] = i;
  }

  const Members& gathered() const { return gathered_; }
  std::optional<std::size_t> find(Serial serial) const {
    const auto at = std::lower_bound(gathered_.begin(), gathered_.end(), serial);
    if (at == gathered_.end() || *at != serial) return std::nullopt;
    return static_cast<std::size_t>(at - gathered_.begin());
  }
  std::size_t group(std::size_t at) const {
    while (group_of_[at] != at) at = group_of_[at];
    return at;
  }
  void bind(Serial a, Serial b) {
    const auto one = find(a);
    const auto other = find(b);
    if (!one || !other) return;
    const auto [first, second] = std::minmax({group(*one), group(*other)});
    group_of_[second] = first;
  }

 private:
  Members gathered_;
  std::vector<std::size_t> group_of_;  // or one that is nearer to it
};

Places place(const Members& gathered, const LiveWindow& live, const Ties& ties) {
  Places places(gathered);
  for (const Serial serial : gathered) {
    if (const auto origin = live.find(live.at(serial).reprint_of)) places.bind(*origin, serial);
    for (const auto& [partner, tie] : ties.of(serial)) {
      if (tie.kind == TieKind::Must) places.bind(serial, partner);
    }
  }
  return places;
}

Groups group(const Places& places, const LiveWindow& live) {
  const Members& gathered = places.gathered();
  Groups groups(gathered.size());
  for (std::size_t i = 0; i < gathered.size(); ++i) {
    const std::size_t own = places.group(i);
    groups[own].push_back(gathered[i]);
    for (const Link& link : live.links(gathered[i])) {
      const auto other = places.find(link.serial);
      if (other && places.group(*other) != own)
        groups.link(own, places.group(*other), link.strength);
    }
  }
  return groups;
}

/// The smaller side of the least sure step that joins several articles to several.
Members weakest_side(Groups groups) {
  Members out;
  int least = INT32_MAX;
  std::vector<std::size_t> chain;
  std::size_t first = 0;
  const std::size_t none = groups.count();
  for (;;) {
    if (chain.empty()) {
      while (first < groups.count() && groups[first].empty()) ++first;
      chain.push_back(first);
    }
    const std::size_t top = chain.back();
    const std::size_t before = chain.size() > 1 ? chain[chain.size() - 2] : none;
    const std::size_t next = groups.nearest(top, before);
    if (next == none) return out;  // all are one
    if (next != before) {
      chain.push_back(next);
      continue;
    }
    chain.resize(chain.size() - 2);
    const auto [stays, gone] = std::minmax(top, before);
    const bool are_several =
        groups[stays].size() >= kLeastOfSide && groups[gone].size() >= kLeastOfSide;
    if (const int mean = groups.mean(stays, gone); are_several && mean < least) {
      least = mean;
      out = groups[groups[gone].size() <= groups[stays].size() ? gone : stays];
    }
    groups.unite(stays, gone);
  }
}

/// Those that are linked more to who leaves than to who stays.
void bring_older(const Members& older, const LiveWindow& live, const Places& places,
                 Members& leaving) {
  Members more;
  for (const Serial serial : older) {
    int there = 0;
    for (const Link& link : live.links(serial)) {
      if (!places.find(link.serial)) continue;
      const bool leaves = std::binary_search(leaving.begin(), leaving.end(), link.serial);
      there += leaves ? link.strength : -link.strength;
    }
    if (there > 0) more.push_back(serial);
  }
  leaving.insert(leaving.begin(), more.begin(), more.end());
}

}  // namespace

bool is_size_to_look_at(std::size_t members) {
  if (members < kLeastOfStory) return false;
  const auto bits = static_cast<unsigned>(std::bit_width(members));
  return bits <= 3 || (members & ((std::size_t{1} << (bits - 3)) - 1)) == 0;
}

std::optional<Parting> weakest_parting(StoryId story, const LiveWindow& live, const Ties& ties,
                                       const StoryParameters& parameters) {
  const Members& all = live.members(story);
  const auto newest = static_cast<std::ptrdiff_t>(std::min(all.size(), kMostGathered));
  const Places places = place(Members(all.end() - newest, all.end()), live, ties);
  Parting out;
  out.leaving = weakest_side(group(places, live));
  if (out.leaving.empty()) return std::nullopt;
  std::sort(out.leaving.begin(), out.leaving.end());
  bring_older(Members(all.begin(), all.end() - newest), live, places, out.leaving);
  Members staying;
  std::set_difference(all.begin(), all.end(), out.leaving.begin(), out.leaving.end(),
                      std::back_inserter(staying));
  if (out.leaving.size() > staying.size()) std::swap(out.leaving, staying);
  out.across = linkage(out.leaving, staying, live, parameters);
  out.within = std::min(linkage(out.leaving, out.leaving, live, parameters),
                        linkage(staying, staying, live, parameters));
  return out;
}

}  // namespace depesche::story
