#include "bench/story/peers/single_link.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include <boost/unordered/unordered_flat_map.hpp>

namespace depesche::peers {
namespace {

/// Clusters that merge, with their outlets.
class Forest {
 public:
  explicit Forest(const std::vector<PeerArticle>& articles)
      : parent_(articles.size()), size_(articles.size(), 1), outlets_(articles.size()) {
    std::iota(parent_.begin(), parent_.end(), 0);
    for (std::size_t i = 0; i < articles.size(); ++i) outlets_[i] = {articles[i].outlet};
  }

  std::uint32_t root(std::uint32_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }

  std::size_t size(std::uint32_t root) const { return size_[root]; }

  bool share_an_outlet(std::uint32_t a, std::uint32_t b) const {
    const auto& less = outlets_[size_[a] < size_[b] ? a : b];
    const auto& more = outlets_[size_[a] < size_[b] ? b : a];
    return std::any_of(less.begin(), less.end(), [&more](std::uint32_t outlet) {
      return std::binary_search(more.begin(), more.end(), outlet);
    });
  }

  void merge(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t into = std::min(a, b);
    const std::uint32_t gone = std::max(a, b);
    parent_[gone] = into;
    size_[into] += size_[gone];
    std::vector<std::uint32_t> both;
    std::merge(outlets_[into].begin(), outlets_[into].end(), outlets_[gone].begin(),
               outlets_[gone].end(), std::back_inserter(both));
    outlets_[into] = std::move(both);
    outlets_[gone].clear();
  }

 private:
  std::vector<std::uint32_t> parent_;
  std::vector<std::size_t> size_;
  std::vector<std::vector<std::uint32_t>> outlets_;  // sorted
};

}  // namespace

SingleLink::SingleLink(Settings settings) : settings_(std::move(settings)) {
  for (Step& step : settings_.steps) step.most_distance *= settings_.scale;
}

void SingleLink::add(PeerArticle article) {
  Batch& batch = batches_[article.language];
  batch.numbers.push_back(static_cast<std::uint32_t>(story_of_.size()));
  batch.articles.push_back(std::move(article));
  story_of_.push_back(kNone);
  if (batch.articles.size() < settings_.batch) return;
  gather(batch);
  const auto keep = static_cast<std::ptrdiff_t>(settings_.overlap);
  batch.articles.erase(batch.articles.begin(), batch.articles.end() - keep);
  batch.numbers.erase(batch.numbers.begin(), batch.numbers.end() - keep);
}

std::vector<std::uint32_t> SingleLink::stories() {
  for (auto& [language, batch] : batches_) gather(batch);
  batches_.clear();
  return story_of_;
}

void SingleLink::gather(Batch& batch) {
  const std::vector<std::uint32_t> cluster_of = clusters(batch);
  // Roots are the first of their cluster, so the story of the first article that has one is found
  // before it is asked for.
  std::vector<std::uint32_t> story(cluster_of.size(), kNone);
  for (std::size_t i = 0; i < cluster_of.size(); ++i) {
    std::uint32_t& known = story[cluster_of[i]];
    if (known == kNone) known = story_of_[batch.numbers[i]];
  }
  for (std::size_t i = 0; i < cluster_of.size(); ++i) {
    std::uint32_t& known = story[cluster_of[i]];
    if (known == kNone) known = next_story_++;
    std::uint32_t& own = story_of_[batch.numbers[i]];
    if (own == kNone) own = known;
  }
}

std::vector<std::uint32_t> SingleLink::clusters(const Batch& batch) const {
  Forest forest(batch.articles);
  for (const Edge& edge : edges(batch)) {
    const std::uint32_t a = forest.root(edge.a);
    const std::uint32_t b = forest.root(edge.b);
    if (a == b) continue;
    const std::size_t size = forest.size(a) + forest.size(b);
    const auto step =
        std::find_if(settings_.steps.begin(), settings_.steps.end(),
                     [size](const Step& candidate) { return size <= candidate.most_articles; });
    if (step == settings_.steps.end() || edge.distance > step->most_distance) continue;
    if (!forest.share_an_outlet(a, b)) forest.merge(a, b);
  }
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < batch.articles.size(); ++i) out.push_back(forest.root(i));
  return out;
}

/// All pairs near enough for any step, nearest first.
std::vector<SingleLink::Edge> SingleLink::edges(const Batch& batch) const {
  struct Posting {
    std::uint32_t article;
    float weight;
  };
  boost::unordered_flat_map<std::uint32_t, std::vector<Posting>> postings;
  std::vector<float> cosine(batch.articles.size(), 0);
  std::vector<std::uint32_t> touched;
  std::vector<Edge> out;
  const float most = settings_.steps.front().most_distance;
  for (std::uint32_t i = 0; i < batch.articles.size(); ++i) {
    const SparseVector& vector = batch.articles[i].stems;
    const float norm = std::sqrt(squared_norm(vector));
    for (const Weighted& term : vector) {
      std::vector<Posting>& list = postings[term.term];
      const float weight = term.weight / norm;
      for (const Posting& posting : list) {
        if (cosine[posting.article] == 0) touched.push_back(posting.article);
        cosine[posting.article] += weight * posting.weight;
      }
      list.push_back({i, weight});
    }
    for (const std::uint32_t other : touched) {
      const float distance = (1 - cosine[other]) / 2;
      if (distance <= most) out.push_back({distance, other, i});
      cosine[other] = 0;
    }
    touched.clear();
  }
  std::sort(out.begin(), out.end(), [](const Edge& x, const Edge& y) {
    return std::tie(x.distance, x.a, x.b) < std::tie(y.distance, y.a, y.b);
  });
  return out;
}

}  // namespace depesche::peers
