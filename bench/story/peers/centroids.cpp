#include "bench/story/peers/centroids.h"

#include <algorithm>
#include <cmath>

namespace depesche::peers {

void Centroids::add(PeerArticle article) {
  now_s_ = article.at_s;
  sum_dots(article.stems);
  const float norm = std::sqrt(squared_norm(article.stems));
  auto best = static_cast<std::uint32_t>(stories_.size());
  float best_cosine = settings_.least_cosine;
  for (const std::uint32_t story : touched_) {
    const float cosine = stories_[story].dot / (norm * std::sqrt(stories_[story].squared_norm));
    if (cosine > best_cosine || (cosine == best_cosine && story < best)) {
      best = story;
      best_cosine = cosine;
    }
  }
  if (best == stories_.size()) stories_.emplace_back();
  absorb(best, article);
  for (const std::uint32_t story : touched_) stories_[story].dot = 0;
  touched_.clear();
  story_of_.push_back(best);
  if (story_of_.size() >= next_sweep_) sweep();
}

void Centroids::sum_dots(const SparseVector& vector) {
  for (const Weighted& term : vector) {
    const auto list = postings_.find(term.term);
    if (list == postings_.end()) continue;
    for (const Posting& posting : list->second) {
      if (!is_live(posting.story)) continue;
      Story& story = stories_[posting.story];
      if (story.dot == 0) touched_.push_back(posting.story);
      story.dot += term.weight * posting.weight;
    }
  }
}

void Centroids::absorb(std::uint32_t number, const PeerArticle& article) {
  Story& story = stories_[number];
  story.newest_s = article.at_s;
  story.squared_norm += 2 * story.dot + squared_norm(article.stems);
  for (const Weighted& term : article.stems) {
    std::vector<Posting>& list = postings_[term.term];
    const auto at =
        std::lower_bound(list.begin(), list.end(), number,
                         [](const Posting& posting, std::uint32_t n) { return posting.story < n; });
    if (at != list.end() && at->story == number) {
      at->weight += term.weight;
    } else {
      list.insert(at, {number, term.weight});
    }
  }
}

/// What is not live any more goes, so that memory follows what is.
void Centroids::sweep() {
  boost::unordered::erase_if(postings_, [this](auto& entry) {
    std::erase_if(entry.second, [this](const Posting& posting) { return !is_live(posting.story); });
    return entry.second.empty();
  });
  next_sweep_ = story_of_.size() + 10'000;
}

}  // namespace depesche::peers
