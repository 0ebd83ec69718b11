// How much an outlet's voice weighs: learned from who is first and who is copied.
//
// In every story that several outlets tell there are up to two points to be had: one for the outlet
// that was first with words of its own, one shared by those whose text the others reprint. Every
// outlet in the story, those that only copy included, might have had them, so each is expected to
// get an equal part. An outlet that gets what was to be expected weighs 1; the weight is the root
// of points over expectation, between a half and two. Ten points of average standing are put before
// what was seen, so two lucky firsts make no agency; what was seen is forgotten by half in ten
// days.
//
//   stories founded on one day ──▶ DayStandings ─┐
//   … forty of them …                            ├──▶ OutletWeights
//                                                ┘
//
// A day's standings are a function of that day's stories and can be kept; so the weights are a
// function of the archive and the date. Advertorials never count. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

#include "news/article.h"
#include "news/ids.h"

namespace depesche {

/// An article as a witness of who was first.
struct Testimony {
  OutletId outlet;
  std::chrono::sys_seconds appeared_at{};
  ArticleKind kind = ArticleKind::News;
  OutletId copied_from;  // 0 when the words are its own
};

/// What an outlet's stories say of it; points and expectation in thousandths of a point.
struct Standing {
  std::int64_t points = 0;
  std::int64_t expected = 0;
  int stories = 0;  // told by several outlets
  int firsts = 0;   // of them, where it was first, alone or with others
  int copied = 0;   // outlets that reprinted it, story by story
  friend bool operator==(const Standing&, const Standing&) = default;
};

using DayStandings = std::map<OutletId, Standing>;

/// Adds what one story says. `testimonies` are its articles in any order.
void add_story(DayStandings& day, const std::vector<Testimony>& testimonies);

/// How far back an outlet's standing is learned from.
inline constexpr int kStandingDays = 40;

class OutletWeights {
 public:
  struct Entry {
    int weight = 1000;  // per mille, 500 to 2000
    Standing seen;      // faded; counts are not
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  /// Nobody is known yet: all weigh the same.
  OutletWeights() = default;
  /// `days` by their age in days; ages beyond kStandingDays are left out.
  explicit OutletWeights(const std::map<int, const DayStandings*>& days);

  /// 1000 for an outlet nothing is known of.
  int of(OutletId outlet) const;
  const std::map<OutletId, Entry>& known() const { return known_; }

  friend bool operator==(const OutletWeights&, const OutletWeights&) = default;

 private:
  std::map<OutletId, Entry> known_;
};

}  // namespace depesche
