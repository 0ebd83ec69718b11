#include "bench/story/peers/nine_cosines.h"

#include <algorithm>
#include <cmath>

namespace depesche::peers {
namespace {

constexpr double kDaysOfDeviation = 3;

/// A linear model over the cosines, in the order of Space, and two times.
struct Model {
  std::array<float, kSpaces> cosines;
  float newest;
  float oldest;
};

constexpr Model kEnglishRank{{3.8883567F, 1.0086491F, -1.9079906F, 0.74489218F, -1.7037395F,
                              0.32604426F, 2.4383616F, -0.73693264F, 1.4310931F},
                             2.1834517F,
                             5.0244422F};
constexpr Model kEnglishMerge{{5.3678017F, 4.1078979F, -0.5822909F, 2.7613806F, 3.5846270F,
                               -0.5835471F, 1.0214040F, 1.0716867F, -0.4946900F},
                              -3.4105176F,
                              2.4466698F};
constexpr Model kGermanRank{{5.0044088F, 1.6542898F, 0.092155419F, 5.0083957F, 1.6542898F,
                             0.092155419F, 2.6352043F, 3.0292611F, 0.37948003F},
                            1.1313787F,
                            3.0538087F};
constexpr float kGermanThreshold = 8.1175F;

float nearness(std::int64_t a_s, std::int64_t b_s) {
  const double days = static_cast<double>(a_s - b_s) / 86'400;
  return static_cast<float>(std::exp(-days * days / (2 * kDaysOfDeviation * kDaysOfDeviation)));
}

}  // namespace

void NineCosines::add(PeerArticle article) {
  Pool& pool = pools_[article.language];
  sum_dots(article, pool);
  std::uint32_t chosen = choose(article, pool);
  if (chosen == pool.stories.size()) {
    pool.stories.push_back(
        {.newest_s = article.at_s, .oldest_s = article.at_s, .number = next_story_++});
  }
  absorb(article, chosen, pool);
  for (const std::uint32_t story : pool.touched) {
    pool.stories[story].dots.fill(0);
    pool.stories[story].is_touched = false;
  }
  pool.touched.clear();
  story_of_.push_back(pool.stories[chosen].number);
}

void NineCosines::sum_dots(const PeerArticle& article, Pool& pool) {
  for (std::size_t space = 0; space < kSpaces; ++space) {
    for (const Weighted& term : article.spaces[space]) {
      const auto list = pool.postings[space].find(term.term);
      if (list == pool.postings[space].end()) continue;
      for (const Posting& posting : list->second) {
        Story& story = pool.stories[posting.story];
        if (!story.is_touched) pool.touched.push_back(posting.story);
        story.is_touched = true;
        story.dots[space] += term.weight * posting.weight;
      }
    }
  }
}

/// The story to join, or one past the last.
std::uint32_t NineCosines::choose(const PeerArticle& article, const Pool& pool) const {
  Cosines norms{};
  for (std::size_t space = 0; space < kSpaces; ++space)
    norms[space] = std::sqrt(squared_norm(article.spaces[space]));
  const auto score = [&](const Story& story, const Model& model) {
    float out = model.newest * nearness(article.at_s, story.newest_s) +
                model.oldest * nearness(article.at_s, story.oldest_s);
    for (std::size_t space = 0; space < kSpaces; ++space) {
      if (story.dots[space] == 0) continue;
      out += model.cosines[space] * story.dots[space] /
             (norms[space] * std::sqrt(story.squared_norms[space]));
    }
    return out;
  };
  const bool is_german = article.language == "de";
  auto best = static_cast<std::uint32_t>(pool.stories.size());
  float best_score = is_german ? kGermanThreshold + settings_.harder : 0;
  for (const std::uint32_t story : pool.touched) {
    const float rank = score(pool.stories[story], is_german ? kGermanRank : kEnglishRank);
    if (rank > best_score || (rank == best_score && story < best)) {
      best = story;
      best_score = rank;
    }
  }
  if (is_german || best == pool.stories.size()) return best;
  return score(pool.stories[best], kEnglishMerge) > settings_.harder
             ? best
             : static_cast<std::uint32_t>(pool.stories.size());
}

void NineCosines::absorb(const PeerArticle& article, std::uint32_t number, Pool& pool) {
  Story& story = pool.stories[number];
  story.newest_s = std::max(story.newest_s, article.at_s);
  for (std::size_t space = 0; space < kSpaces; ++space) {
    story.squared_norms[space] += 2 * story.dots[space] + squared_norm(article.spaces[space]);
    for (const Weighted& term : article.spaces[space]) {
      std::vector<Posting>& list = pool.postings[space][term.term];
      const auto at = std::lower_bound(
          list.begin(), list.end(), number,
          [](const Posting& posting, std::uint32_t n) { return posting.story < n; });
      if (at != list.end() && at->story == number) {
        at->weight += term.weight;
      } else {
        list.insert(at, {number, term.weight});
      }
    }
  }
}

}  // namespace depesche::peers
