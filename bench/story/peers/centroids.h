// Single-pass clustering with TF-IDF centroids, the usual baseline of topic detection (Allan,
// Papka, Lavrenko 1998, and most news aggregators since).
//
// An article joins the story with the most similar centroid where the cosine reaches the threshold,
// and founds one otherwise; nothing is ever revised. A centroid is the sum of its members' vectors.
// Cosines with all live centroids are exact; an inverted index only saves those that are zero. A
// story is live until a number of days after its last report. All languages in one pool.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include "bench/story/peers/story_peer.h"

namespace depesche::peers {

class Centroids : public StoryPeer {
 public:
  struct Settings {
    float least_cosine = 0.5F;
    int days = 14;  // as long as the engine keeps them
  };

  explicit Centroids(const Settings& settings) : settings_(settings) {}

  void add(PeerArticle article) override;
  std::vector<std::uint32_t> stories() override { return story_of_; }

 private:
  struct Story {
    std::int64_t newest_s = 0;
    float squared_norm = 0;
    float dot = 0;  // with the article at hand
  };
  struct Posting {
    std::uint32_t story;
    float weight;
  };

  bool is_live(std::uint32_t story) const {
    return now_s_ - stories_[story].newest_s <= settings_.days * std::int64_t{86'400};
  }
  void sum_dots(const SparseVector& vector);
  void absorb(std::uint32_t story, const PeerArticle& article);
  void sweep();

  Settings settings_;
  std::int64_t now_s_ = 0;
  std::vector<Story> stories_;
  std::vector<std::uint32_t> touched_;                                       // have a dot
  boost::unordered_flat_map<std::uint32_t, std::vector<Posting>> postings_;  // sorted by story
  std::vector<std::uint32_t> story_of_;
  std::size_t next_sweep_ = 10'000;
};

}  // namespace depesche::peers
