// Looks for a good place by the cross-entropy method (R. Rubinstein, The cross-entropy method for
// combinatorial and continuous optimization, Methodology and Computing in Applied Probability 1,
// 1999): places are drawn around a centre, the centre moves towards the best of them, and the next
// are drawn as widely as these lay.
//
// It ends with the mean of the later centres, not with the best place it saw. Where a score is made
// of few cases, each right or wrong, the best of hundreds of places is mostly a lucky one.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <utility>
#include <vector>

namespace depesche {

using SearchPlace = std::vector<double>;

class CentreSearch {
 public:
  static constexpr std::size_t kDrawn = 20;  // places a round …
  static constexpr std::size_t kBest = 5;    // … of which so many lead

  /// Draws first about `spread` from the centre along each axis.
  CentreSearch(SearchPlace centre, double spread, unsigned seed)
      : random_(seed), centre_(std::move(centre)), spread_(centre_.size(), spread) {}

  /// Higher scores are better.
  SearchPlace run(int rounds, const std::function<double(const SearchPlace&)>& score) {
    std::vector<SearchPlace> later;
    for (int round = 0; round < rounds; ++round) {
      move_towards(best_drawn(score));
      if (2 * round >= rounds) later.push_back(centre_);
    }
    return later.empty() ? centre_ : mean(later);
  }

 private:
  static constexpr double kLeastSpread = 0.1;  // closer than that, chance alone tells two apart
  static constexpr double kKept = 0.3;  // of centre and spread, so that no round leads far astray

  static SearchPlace mean(const std::vector<SearchPlace>& places) {
    SearchPlace out(places.front().size());
    for (const SearchPlace& each : places) {
      for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] += each[i] / static_cast<double>(places.size());
      }
    }
    return out;
  }

  /// About normal, and the same with every standard library.
  double deviate() {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(random_()) / 4294967296.0;
    return sum - 6;
  }

  std::vector<SearchPlace> best_drawn(const std::function<double(const SearchPlace&)>& score) {
    std::vector<std::pair<double, SearchPlace>> drawn;
    for (std::size_t n = 0; n < kDrawn; ++n) {
      SearchPlace next = centre_;
      for (std::size_t i = 0; i < next.size(); ++i) next[i] += spread_[i] * deviate();
      const double found = score(next);
      drawn.emplace_back(found, std::move(next));
    }
    std::stable_sort(drawn.begin(), drawn.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<SearchPlace> best;
    for (std::size_t n = 0; n < kBest; ++n) best.push_back(std::move(drawn[n].second));
    return best;
  }

  void move_towards(const std::vector<SearchPlace>& best) {
    const SearchPlace middle = mean(best);
    for (std::size_t i = 0; i < middle.size(); ++i) {
      double squares = 0;
      for (const SearchPlace& each : best) squares += (each[i] - middle[i]) * (each[i] - middle[i]);
      const double spread = std::sqrt(squares / static_cast<double>(kBest - 1));
      centre_[i] = kKept * centre_[i] + (1 - kKept) * middle[i];
      spread_[i] = std::max(kKept * spread_[i] + (1 - kKept) * spread, kLeastSpread);
    }
  }

  std::mt19937 random_;
  SearchPlace centre_;
  std::vector<double> spread_;
};

}  // namespace depesche
