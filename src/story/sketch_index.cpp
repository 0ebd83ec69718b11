#include "story/sketch_index.h"

#include <algorithm>
#include <cassert>

namespace depesche::story {
namespace {

constexpr std::size_t kMostCandidates = 48;
// A sentence that more live articles carry is boilerplate ("Read more on …"); only its latest
// count.
constexpr std::size_t kMostPerHash = 64;

}  // namespace

void SketchIndex::add(Serial serial, const Fingerprint& print) {
  for (std::uint32_t hash : print.sketch) {
    std::vector<Serial>& list = lists_[hash];
    list.insert(std::lower_bound(list.begin(), list.end(), serial), serial);
  }
}

void SketchIndex::remove(Serial serial, const Fingerprint& print) {
  for (std::uint32_t hash : print.sketch) {
    const auto found = lists_.find(hash);
    assert(found != lists_.end());
    std::vector<Serial>& list = found->second;
    list.erase(std::lower_bound(list.begin(), list.end(), serial));
    if (list.empty()) lists_.erase(found);
  }
}

std::vector<Serial> SketchIndex::candidates(const Fingerprint& print) const {
  std::vector<Serial> hits;
  for (std::uint32_t hash : print.sketch) {
    const auto found = lists_.find(hash);
    if (found == lists_.end()) continue;
    const std::vector<Serial>& list = found->second;
    const std::size_t from = list.size() > kMostPerHash ? list.size() - kMostPerHash : 0;
    hits.insert(hits.end(), list.begin() + static_cast<std::ptrdiff_t>(from), list.end());
  }
  std::sort(hits.begin(), hits.end());
  struct Count {
    Serial serial;
    std::size_t shared;
  };
  std::vector<Count> counts;
  for (Serial serial : hits) {
    if (counts.empty() || counts.back().serial != serial) counts.push_back({serial, 0});
    ++counts.back().shared;
  }
  std::stable_sort(counts.begin(), counts.end(),
                   [](const Count& a, const Count& b) { return a.shared > b.shared; });
  if (counts.size() > kMostCandidates) counts.resize(kMostCandidates);
  std::vector<Serial> out;
  out.reserve(counts.size());
  for (const Count& count : counts) out.push_back(count.serial);
  return out;
}

}  // namespace depesche::story
