// What was decided before, by whatever parameters: memberships and editors' words as the store has
// them, in place of those that gathering the stream again has led to.
#include <algorithm>
#include <map>

#include "story/engine_state.h"

namespace depesche {
namespace {

using story::LiveWindow;
using story::Serial;
using story::TieKind;

/// Whom a word about an article is about now: the article itself while it is live.
class Heirs {
 public:
  Heirs(const LiveWindow& live, const std::vector<Placement>& placements,
        const std::vector<CorrectedPair>& said)
      : live_(live) {
    for (const CorrectedPair& pair : said) {
      for (const ArticleId article : {pair.a, pair.b}) {
        if (!live.find(article)) stood_in_[article] = {};
      }
      if (pair.same) join(pair.a, pair.b);
    }
    for (const Placement& stood : placements) {
      const auto gone = stood_in_.find(stood.article);
      if (gone != stood_in_.end()) gone->second = stood.story;
    }
    for (const CorrectedPair& pair : said) {
      if (!pair.same) continue;
      for (const ArticleId article : {pair.a, pair.b}) {
        const auto serial = live.find(article);
        if (!serial) continue;
        Serial& oldest = oldest_.try_emplace(root(article), *serial).first->second;
        oldest = std::min(oldest, *serial);
      }
    }
  }

  /// Of one that has left, the oldest of those that must be with it; else, where the word keeps it
  /// apart, the oldest of its story. Nobody: 0.
  Serial of(ArticleId article, bool same) {
    if (const auto serial = live_.find(article)) return *serial;
    const auto bound = oldest_.find(root(article));
    if (bound != oldest_.end()) return bound->second;
    if (same) return 0;
    const std::vector<Serial>& members = live_.members(stood_in_[article]);
    return members.empty() ? 0 : members.front();
  }

 private:
  ArticleId root(ArticleId article) {
    ArticleId at = article;
    for (auto up = above_.find(at); up != above_.end(); up = above_.find(at)) at = up->second;
    return at;
  }

  void join(ArticleId a, ArticleId b) {
    const ArticleId one = root(a);
    const ArticleId other = root(b);
    if (one != other) above_[std::max(one, other)] = std::min(one, other);
  }

  const LiveWindow& live_;
  std::map<ArticleId, StoryId> stood_in_;  // of those that have left
  std::map<ArticleId, ArticleId> above_;   // leads to one of those that must be together
  std::map<ArticleId, Serial> oldest_;     // of those
};

}  // namespace

void Engine::State::settle(const std::vector<Placement>& placements,
                           const std::vector<CorrectedPair>& said) {
  for (const Placement& stood : placements) {
    const auto serial = live.find(stood.article);
    if (!serial) continue;
    if (live.story(*serial) != stood.story) live.move(*serial, stood.story);
    // One that is not live says nothing, so whom of those it names does not matter.
    const ArticleId origin = live.at(*serial).reprint_of;
    if (live.find(origin) != live.find(stood.reprint_of)) {
      live.set_reprint_of(*serial, stood.reprint_of);
    }
  }
  ties = {};
  Heirs heirs(live, placements, said);
  const auto say = [&](const CorrectedPair& pair) {
    const Serial a = heirs.of(pair.a, pair.same);
    const Serial b = heirs.of(pair.b, pair.same);
    if (a == 0 || b == 0 || a == b || ties.find(a, b)) return;
    // What an heir was told afterwards may be otherwise.
    if ((live.story(a) == live.story(b)) != pair.same) return;
    ties.set(a, b, {pair.same ? TieKind::Must : TieKind::Cannot, pair.correction});
  };
  const auto is_of_live = [&](const CorrectedPair& pair) {
    return live.find(pair.a) && live.find(pair.b);
  };
  // What was said of these two themselves comes before what they inherit, the newer first.
  std::for_each(said.rbegin(), said.rend(), [&](const CorrectedPair& pair) {
    if (is_of_live(pair)) say(pair);
  });
  std::for_each(said.rbegin(), said.rend(), [&](const CorrectedPair& pair) {
    if (!is_of_live(pair)) say(pair);
  });
}

}  // namespace depesche
