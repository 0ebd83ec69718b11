// Single-link clustering in batches, as IlyaGusev/tgcontest gathers news.
//
// Each language by itself; batches of 15,000 articles with 5,000 of the batch before. In a batch
// the closest two clusters are merged again and again, as long as their distance (1 − cosine) / 2
// is at most a threshold that falls with the size of what they become, that size has a cap, and no
// outlet is in both. Articles of the overlap carry their story over. The penalty for time apart is
// off there, and so here.
//
// One thing is not theirs: vectors are TF-IDF, for their word vectors and trained projection are
// not re-implemented. So the published thresholds, made for those vectors, are hard on TF-IDF; the
// scale beside them is what a grid varies.
//
// Merging over all pairs within the largest threshold, nearest first, gives what their loop over a
// full matrix of distances gives, without the matrix.
#pragma once

#include <map>

#include "bench/story/peers/story_peer.h"

namespace depesche::peers {

class SingleLink : public StoryPeer {
 public:
  struct Step {
    std::size_t most_articles;
    float most_distance;
  };
  /// Of their English model, and of their Russian one, which is wider.
  static std::vector<Step> english() { return {{10, .045F}, {20, .04F}, {30, .035F}}; }
  static std::vector<Step> russian() { return {{10, .12F}, {30, .1F}, {50, .08F}}; }

  struct Settings {
    std::vector<Step> steps = russian();
    float scale = 1;  // of all distances
    std::size_t batch = 15'000;
    std::size_t overlap = 5'000;
  };

  explicit SingleLink(Settings settings);

  void add(PeerArticle article) override;
  std::vector<std::uint32_t> stories() override;

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  struct Batch {
    std::vector<PeerArticle> articles;
    std::vector<std::uint32_t> numbers;  // of the articles in the stream
  };
  struct Edge {
    float distance;
    std::uint32_t a, b;
  };

  void gather(Batch& batch);
  std::vector<Edge> edges(const Batch& batch) const;
  std::vector<std::uint32_t> clusters(const Batch& batch) const;

  Settings settings_;
  std::map<std::string, Batch> batches_;
  std::vector<std::uint32_t> story_of_;
  std::uint32_t next_story_ = 0;
};

}  // namespace depesche::peers
