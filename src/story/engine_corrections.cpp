// What editors said: obeyed once when it is said, and kept to by everything the engine decides
// afterwards (are_kept_apart, is_held_from).
#include <algorithm>
#include <cassert>
#include <map>
#include <set>

#include "story/engine_state.h"

namespace depesche {
namespace {

using story::LiveWindow;
using story::Serial;
using story::Tie;
using story::TiedPair;
using story::TieKind;

using Group = std::set<Serial>;

constexpr int kSure = 1000;  // per mille: an editor's word is no guess

Error refused(std::string message) { return {ErrorCode::InvalidInput, std::move(message)}; }

std::string quoted(ArticleId id) { return "article " + std::to_string(id.value); }

}  // namespace

/// Carries out one correction. Everything that can be refused is refused before anything changes.
class Engine::State::Editing {
 public:
  Editing(State& state, const Correction& correction)
      : live_days_(state.parameters.live_days),
        live_(state.live),
        ties_(state.ties),
        said_(correction) {}

  Result<CorrectionOutcome> run() {
    const Result<void> done = said_.kind == CorrectionKind::Undo ? undo() : obey();
    if (!done) return done.error();
    return std::move(outcome_);
  }

 private:
  Result<void> obey() {
    for (const ArticleId article : said_.articles) {
      const auto serial = live_.find(article);
      if (!serial) {
        return Error{ErrorCode::Gone, quoted(article) + " has left the live window (the last " +
                                          std::to_string(live_days_) +
                                          " days): its place can no longer be corrected"};
      }
      named_.push_back(*serial);
    }
    if (said_.kind == CorrectionKind::Split) return split();
    if (named_.size() != 2 || named_[0] == named_[1]) {
      return refused("a correction of this kind names two different articles");
    }
    if (said_.kind == CorrectionKind::Merge) return merge(named_[0], named_[1]);
    if (said_.kind == CorrectionKind::Link) return link(named_[0], named_[1]);
    return unlink(named_[0], named_[1]);
  }

  Result<void> merge(Serial a, Serial b) {
    const StoryId into = live_.at(a).story;
    const StoryId from = live_.at(b).story;
    if (into == from) return refused("these are one story already");
    const Group movers = members(from);
    for (const Serial serial : movers) release_apart(serial, members(into));
    bind(a, b, TieKind::Must);
    move(movers, into, a);
    return {};
  }

  Result<void> link(Serial a, Serial b) {
    if (is_tied(a, b, TieKind::Must)) return refused("the two are linked already");
    for (const Serial serial : ties_.bound_to(b)) release_apart(serial, bound(a));
    if (live_.at(a).story != live_.at(b).story) {
      // The second comes to the first, unless only the other way breaks nothing said before.
      if (breaks(with_copies(b, {}), live_.at(a).story) &&
          !breaks(with_copies(a, {}), live_.at(b).story)) {
        std::swap(a, b);
      }
      const Group movers = with_copies(b, {});
      const StoryId into = live_.at(a).story;
      for (const Serial serial : movers) release_apart(serial, members(into));
      bind(a, b, TieKind::Must);
      move(movers, into, a);
    } else {
      bind(a, b, TieKind::Must);
    }
    return {};
  }

  Result<void> unlink(Serial a, Serial b) {
    if (is_tied(a, b, TieKind::Cannot)) return refused("the two are kept apart already");
    if (live_.at(a).story != live_.at(b).story) {
      bind(a, b, TieKind::Cannot);
      return {};
    }
    if (const Result<void> free = fresh_is_free(); !free) return free.error();
    // b stays with those it is bound to, but no longer with those through whom it is bound to a.
    const std::map<Serial, Tie> partners = ties_.of(b);
    for (const auto& [partner, tie] : partners) ties_.release(b, partner);
    const Group around_a = bound(a);
    for (const auto& [partner, tie] : partners) {
      ties_.set(b, partner, tie);
      if (tie.kind == TieKind::Must && around_a.contains(partner)) release(b, partner);
    }
    const Group movers = with_copies(b, around_a);
    bind(a, b, TieKind::Cannot);
    for (const Serial serial : movers) bind_if_loose(b, serial);
    move(movers, said_.fresh, a);
    return {};
  }

  Result<void> split() {
    if (named_.empty()) return refused("a split names at least one article that leaves");
    const StoryId from = live_.at(named_[0]).story;
    for (const Serial serial : named_) {
      if (live_.at(serial).story != from) {
        return refused(quoted(live_.at(serial).id) + " is not in story " +
                       std::to_string(from.value));
      }
    }
    if (const Result<void> free = fresh_is_free(); !free) return free.error();
    const Group leaving = leaving_with(named_);
    Group staying = members(from);
    for (const Serial serial : leaving) staying.erase(serial);
    if (staying.empty()) {
      return refused("no article would stay behind in story " + std::to_string(from.value));
    }
    for (const Serial serial : leaving) {
      const std::map<Serial, Tie> partners = ties_.of(serial);
      for (const auto& [partner, tie] : partners) {
        if (tie.kind == TieKind::Must && staying.contains(partner)) release(serial, partner);
      }
    }
    const Serial first = *leaving.begin();
    for (const Serial serial : staying) bind(first, serial, TieKind::Cannot);
    for (const Serial serial : leaving) bind_if_loose(first, serial);
    move(leaving, said_.fresh, *staying.begin());
    return {};
  }

  Result<void> undo() {
    for (const TiedPair& pair : ties_.all()) {
      if (pair.tie.correction == said_.undoes) release(pair.a, pair.b);
    }
    assert(said_.articles.size() == said_.back.size());
    std::map<Serial, StoryId> back;
    for (std::size_t i = 0; i < said_.articles.size(); ++i) {
      if (const auto serial = live_.find(said_.articles[i])) back[*serial] = said_.back[i];
    }
    for (const auto& [serial, story] : back) {
      // What other words still hold stays where they hold it.
      const Group movers = bound(serial);
      const bool all_go = std::all_of(movers.begin(), movers.end(), [&, to = story](Serial each) {
        const auto at = back.find(each);
        return live_.at(each).story == to || (at != back.end() && at->second == to);
      });
      if (all_go && !breaks(movers, story)) move(movers, story, 0);
    }
    return {};
  }

  Result<void> fresh_is_free() const {
    if (said_.fresh && live_.members(said_.fresh).empty()) return {};
    return refused("the story of those that leave needs an id that no living story has");
  }

  Group members(StoryId story) const {
    const std::vector<Serial>& all = live_.members(story);
    return {all.begin(), all.end()};
  }

  Group bound(Serial serial) const {
    const std::vector<Serial> all = ties_.bound_to(serial);
    return {all.begin(), all.end()};
  }

  bool is_tied(Serial a, Serial b, TieKind kind) const {
    const auto tie = ties_.find(a, b);
    return tie && tie->kind == kind;
  }

  /// Reprints in the same story whose original is in the group.
  std::vector<Serial> copies_of(const Group& group, StoryId story) const {
    std::vector<Serial> out;
    for (const Serial serial : live_.members(story)) {
      const auto origin = live_.find(live_.at(serial).reprint_of);
      if (origin && group.contains(*origin) && !group.contains(serial)) out.push_back(serial);
    }
    return out;
  }

  /// The article, all it is bound to and the reprints of all those, but none of `except`.
  Group with_copies(Serial serial, const Group& except) const {
    const StoryId story = live_.at(serial).story;
    Group group = bound(serial);
    for (bool grows = true; grows;) {
      grows = false;
      for (const Serial copy : copies_of(group, story)) {
        const Group with = bound(copy);
        const bool is_kept = std::any_of(with.begin(), with.end(), [&](Serial each) {
          return except.contains(each) || is_apart_from(each, group);
        });
        if (is_kept) continue;
        group.insert(with.begin(), with.end());
        grows = true;
      }
    }
    return group;
  }

  /// Those named, and their reprints where nobody said that these belong to others.
  Group leaving_with(const std::vector<Serial>& named) const {
    Group group(named.begin(), named.end());
    const StoryId story = live_.at(named[0]).story;
    for (bool grows = true; grows;) {
      grows = false;
      for (const Serial copy : copies_of(group, story)) {
        const Group with = bound(copy);
        const bool is_free = std::all_of(with.begin(), with.end(), [&](Serial each) {
          return each == copy || group.contains(each);
        });
        if (is_free) grows |= group.insert(copy).second;
      }
    }
    return group;
  }

  bool is_apart_from(Serial serial, const Group& others) const {
    const auto& partners = ties_.of(serial);
    return std::any_of(partners.begin(), partners.end(), [&](const auto& each) {
      return each.second.kind == TieKind::Cannot && others.contains(each.first);
    });
  }

  bool breaks(const Group& movers, StoryId into) const {
    const Group there = members(into);
    return std::any_of(movers.begin(), movers.end(),
                       [&](Serial serial) { return is_apart_from(serial, there); });
  }

  CorrectedPair pair_of(Serial a, Serial b, const Tie& tie) const {
    return {live_.at(std::min(a, b)).id, live_.at(std::max(a, b)).id, tie.kind == TieKind::Must,
            tie.correction};
  }

  void release(Serial a, Serial b) {
    outcome_.released.push_back(pair_of(a, b, *ties_.find(a, b)));
    ties_.release(a, b);
  }

  /// Ends what keeps this article away from those.
  void release_apart(Serial serial, const Group& others) {
    for (const Serial other : others) {
      if (is_tied(serial, other, TieKind::Cannot)) release(serial, other);
    }
  }

  void bind(Serial a, Serial b, TieKind kind) {
    const Tie tie{kind, said_.number};
    ties_.set(a, b, tie);
    outcome_.tied.push_back(pair_of(a, b, tie));
  }

  void bind_if_loose(Serial a, Serial b) {
    if (!bound(a).contains(b)) bind(a, b, TieKind::Must);
  }

  /// `speaks_for_it` may be nobody (0).
  void move(const Group& movers, StoryId to, Serial speaks_for_it) {
    const ArticleId nearest = speaks_for_it == 0 ? ArticleId{} : live_.at(speaks_for_it).id;
    for (const Serial serial : movers) {
      const story::LiveArticle article = live_.at(serial);
      if (article.story == to) continue;
      outcome_.moves.push_back(
          {article.id, article.story, to, {ReasonKind::Edited, kSure, nearest, {}, {}}});
      live_.move(serial, to);
    }
  }

  int live_days_;
  LiveWindow& live_;
  story::Ties& ties_;
  const Correction& said_;
  std::vector<Serial> named_;
  CorrectionOutcome outcome_;
};

Result<CorrectionOutcome> Engine::State::correct(const Correction& correction) {
  return Editing(*this, correction).run();
}

bool Engine::State::are_kept_apart(StoryId a, StoryId b) const {
  if (ties.empty()) return false;
  const std::vector<Serial>& members = live.members(a);
  return std::any_of(members.begin(), members.end(), [&](Serial serial) {
    const auto& partners = ties.of(serial);
    return std::any_of(partners.begin(), partners.end(), [&](const auto& each) {
      return each.second.kind == TieKind::Cannot && live.story(each.first) == b;
    });
  });
}

bool Engine::State::is_held_from(Serial serial, StoryId story) const {
  const auto& partners = ties.of(serial);
  return std::any_of(partners.begin(), partners.end(), [&](const auto& each) {
    return each.second.kind == TieKind::Must || live.story(each.first) == story;
  });
}

void Engine::State::pass_on_ties(Serial serial) {
  const auto& partners = ties.of(serial);
  if (partners.empty()) return;
  // To one it must be with, else to the story it was in: that is what it was kept apart for.
  const std::vector<Serial>& members = live.members(live.story(serial));
  Serial heir = members.size() > 1 ? members[1] : 0;  // the first is the one that leaves
  for (const auto& [partner, tie] : partners) {
    if (tie.kind != TieKind::Must) continue;
    heir = partner;
    break;
  }
  ties.bequeath(serial, heir);
}

Result<CorrectionOutcome> Engine::correct(const Correction& correction) {
  return state_->correct(correction);
}

}  // namespace depesche
