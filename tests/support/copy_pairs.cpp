#include "tests/support/copy_pairs.h"

#include <map>
#include <string>
#include <utility>

#include "text/term_hash.h"

namespace depesche::test {
namespace {

class PairMaker {
 public:
  PairMaker(const std::vector<FullText>& texts, std::uint32_t seed)
      : texts_(texts), random_(seed), copyist_(texts, random_) {
    out_.versions = texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      by_outlet_[texts[i].outlet].push_back(i);
      if (!texts[i].event.empty()) by_event_[texts[i].event].push_back(i);
    }
  }

  void add_copies(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t original = i / kEdits.size() % texts_.size();
      const Edit edit = kEdits[i % kEdits.size()];
      out_.pairs.push_back({original, version(original, edit), edit, false, hours_apart()});
    }
  }

  void add_one_event(std::size_t count) {
    const auto all = event_pairs();
    out_.event_pairs = all.size();
    // Twenty rounds and no more: where every pair is a copy there is nothing to be had.
    const std::size_t wanted = out_.pairs.size() + count;
    for (std::size_t i = 0; i < all.size() * 20 + count && out_.pairs.size() < wanted; ++i) {
      if (all.empty()) return;
      const auto& [a, b] = all[i % all.size()];
      add_negative(a, b, true, i >= all.size());
    }
  }

  void add_unrelated(std::size_t count) {
    const std::size_t wanted = out_.pairs.size() + count;
    while (out_.pairs.size() < wanted) {
      const std::size_t a = below(texts_.size());
      const auto& fellows = by_outlet_.at(texts_[a].outlet);
      const bool inside = below(3) == 0;
      const std::size_t b = inside ? fellows[below(fellows.size())] : below(texts_.size());
      if (a == b || texts_[a].language != texts_[b].language) continue;
      if (!texts_[a].event.empty() && texts_[a].event == texts_[b].event) continue;
      add_negative(a, b, false, below(2) == 0);
    }
  }

  CopyPairs take() { return std::move(out_); }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  std::chrono::seconds hours_apart() { return std::chrono::hours(below(20)); }

  std::size_t version(std::size_t original, Edit edit) {
    out_.versions.push_back(copyist_.copy(texts_[original], edit));
    return out_.versions.size() - 1;
  }

  /// As it stands or edited in any way but merged, which would make it mostly another text. Kept
  /// and used again: a few versions of each text serve all its pairs.
  std::size_t any_version(std::size_t original) {
    const std::size_t way = below(kEdits.size());
    if (way == 0) return original;
    auto& kept = kept_[{original, way}];
    if (kept.size() < kVersionsKept) {
      kept.push_back(version(original, kEdits[way - 1]));
      return kept.back();
    }
    return kept[below(kept.size())];
  }

  void add_negative(std::size_t a, std::size_t b, bool is_one_event, bool is_edited) {
    const std::size_t earlier = is_edited ? any_version(a) : a;
    const std::size_t later = is_edited ? any_version(b) : b;
    if (is_copy(a, b) || is_copy(earlier, later)) {
      ++out_.left_out;
      return;
    }
    out_.pairs.push_back({earlier, later, std::nullopt, is_one_event, hours_apart()});
  }

  bool is_copy(std::size_t a, std::size_t b) {
    return copied_share(runs_of(a), runs_of(b)) >= kCopiedAnyway;
  }

  const WordRuns& runs_of(std::size_t version) {
    const auto known = runs_.find(version);
    if (known != runs_.end()) return known->second;
    return runs_.emplace(version, word_runs(out_.versions[version].text)).first->second;
  }

  std::vector<std::pair<std::size_t, std::size_t>> event_pairs() const {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (const auto& [event, members] : by_event_) {
      for (std::size_t i = 0; i < members.size(); ++i) {
        for (std::size_t j = i + 1; j < members.size(); ++j) {
          out.emplace_back(members[i], members[j]);
        }
      }
    }
    return out;
  }

  static constexpr std::size_t kVersionsKept = 3;

  const std::vector<FullText>& texts_;
  std::mt19937 random_;
  Copyist copyist_;
  CopyPairs out_;
  std::map<std::string, std::vector<std::size_t>> by_outlet_;
  std::map<std::string, std::vector<std::size_t>> by_event_;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> kept_;  // versions
  std::map<std::size_t, WordRuns> runs_;                                          // of versions
};

}  // namespace

CopyPairs make_copy_pairs(const std::vector<FullText>& texts, const PairCounts& counts,
                          std::uint32_t seed) {
  PairMaker maker(texts, seed);
  maker.add_copies(counts.copies);
  maker.add_one_event(counts.one_event);
  maker.add_unrelated(counts.unrelated);
  return maker.take();
}

int half_of(const FullText& text) {
  const std::string& name = text.event.empty() ? text.id : text.event;
  return static_cast<int>(term_hash(name) & 1);
}

}  // namespace depesche::test
