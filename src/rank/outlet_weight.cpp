#include "rank/outlet_weight.h"

#include <algorithm>
#include <set>

#include "rank/decay.h"
#include "rank/measures.h"

namespace depesche {
namespace {

constexpr std::int64_t kPoint = 1000;

struct Witnesses {
  std::map<OutletId, std::chrono::sys_seconds> own;  // earliest own report
  std::map<OutletId, std::set<OutletId>> copiers;    // by origin
  std::set<OutletId> all;
};

Witnesses witnesses_of(const std::vector<Testimony>& testimonies) {
  Witnesses out;
  for (const Testimony& one : testimonies) {
    if (one.kind == ArticleKind::Advertorial) continue;
    if (one.copied_from == one.outlet) continue;  // its own text again says nothing
    out.all.insert(one.outlet);
    if (one.copied_from) {
      out.copiers[one.copied_from].insert(one.outlet);
      out.all.insert(one.copied_from);
      continue;
    }
    const auto [known, is_new] = out.own.try_emplace(one.outlet, one.appeared_at);
    if (!is_new) known->second = std::min(known->second, one.appeared_at);
  }
  return out;
}

void expect(DayStandings& day, const std::set<OutletId>& all) {
  for (const OutletId outlet : all) {
    day[outlet].expected += kPoint / static_cast<std::int64_t>(all.size());
  }
}

void add_firsts(DayStandings& day, const Witnesses& story) {
  if (story.own.size() < 2) return;  // nobody to be earlier than
  const auto earliest =
      std::min_element(story.own.begin(), story.own.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto is_first = [&](const auto& own) { return own.second == earliest->second; };
  const auto sharing = std::count_if(story.own.begin(), story.own.end(), is_first);
  for (const auto& own : story.own) {
    if (!is_first(own)) continue;
    day[own.first].points += kPoint / sharing;
    ++day[own.first].firsts;
  }
  expect(day, story.all);
}

void add_copied(DayStandings& day, const Witnesses& story) {
  std::int64_t copies = 0;
  for (const auto& [origin, copiers] : story.copiers) {
    copies += static_cast<std::int64_t>(copiers.size());
  }
  if (copies == 0) return;
  for (const auto& [origin, copiers] : story.copiers) {
    day[origin].points += kPoint * static_cast<std::int64_t>(copiers.size()) / copies;
    day[origin].copied += static_cast<int>(copiers.size());
  }
  expect(day, story.all);
}

int weight_of(const Standing& seen) {
  const auto points = static_cast<std::uint64_t>(seen.points + rank::kStandingPrior);
  const auto expected = static_cast<std::uint64_t>(seen.expected + rank::kStandingPrior);
  const auto root = static_cast<int>(integer_root(points * 1'000'000 / expected));
  return std::clamp(root, rank::kLightest, rank::kHeaviest);
}

}  // namespace

void add_story(DayStandings& day, const std::vector<Testimony>& testimonies) {
  const Witnesses story = witnesses_of(testimonies);
  if (story.all.size() < 2) return;
  for (const OutletId outlet : story.all) ++day[outlet].stories;
  add_firsts(day, story);
  add_copied(day, story);
}

OutletWeights::OutletWeights(const std::map<int, const DayStandings*>& days) {
  for (const auto& [age, day] : days) {
    if (age < 0 || age > kStandingDays || day == nullptr) continue;
    const int share = rank::decayed(std::chrono::days(age), rank::kStandingHalfLife);
    for (const auto& [outlet, standing] : *day) {
      Standing& seen = known_[outlet].seen;
      seen.points += standing.points * share / 1000;
      seen.expected += standing.expected * share / 1000;
      seen.stories += standing.stories;
      seen.firsts += standing.firsts;
      seen.copied += standing.copied;
    }
  }
  for (auto& [outlet, entry] : known_) entry.weight = weight_of(entry.seen);
}

int OutletWeights::of(OutletId outlet) const {
  const auto found = known_.find(outlet);
  return found == known_.end() ? 1000 : found->second.weight;
}

}  // namespace depesche
