#include "story/ties.h"

#include <algorithm>
#include <cassert>
#include <set>

namespace depesche::story {

void Ties::set(Serial a, Serial b, Tie tie) {
  assert(a != b);
  ties_[a][b] = tie;
  ties_[b][a] = tie;
}

std::optional<Tie> Ties::find(Serial a, Serial b) const {
  const auto& partners = of(a);
  const auto at = partners.find(b);
  if (at == partners.end()) return std::nullopt;
  return at->second;
}

void Ties::release(Serial a, Serial b) {
  for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)}) {
    const auto at = ties_.find(one);
    if (at == ties_.end()) continue;
    at->second.erase(other);
    if (at->second.empty()) ties_.erase(at);
  }
}

const std::map<Serial, Tie>& Ties::of(Serial serial) const {
  static const std::map<Serial, Tie> none;
  const auto at = ties_.find(serial);
  return at == ties_.end() ? none : at->second;
}

std::vector<Serial> Ties::bound_to(Serial serial) const {
  std::set<Serial> reached{serial};
  std::vector<Serial> waiting{serial};
  while (!waiting.empty()) {
    const Serial next = waiting.back();
    waiting.pop_back();
    for (const auto& [other, tie] : of(next)) {
      if (tie.kind == TieKind::Must && reached.insert(other).second) waiting.push_back(other);
    }
  }
  return {reached.begin(), reached.end()};
}

std::vector<TiedPair> Ties::all() const {
  std::vector<TiedPair> out;
  for (const auto& [a, partners] : ties_) {
    for (auto at = partners.upper_bound(a); at != partners.end(); ++at) {
      out.push_back({a, at->first, at->second});
    }
  }
  return out;
}

void Ties::bequeath(Serial gone, Serial heir) {
  const std::map<Serial, Tie> partners = of(gone);
  for (const auto& [other, tie] : partners) {
    release(gone, other);
    if (heir != 0 && other != heir && !find(heir, other)) set(heir, other, tie);
  }
}

}  // namespace depesche::story
