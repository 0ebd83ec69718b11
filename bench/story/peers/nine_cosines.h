// Nine cosines and times, weighed by trained models: Priberam's news clustering (Miranda, Znotiņš,
// Cohen, Barzdins, "Multilingual Clustering of Streaming News", EMNLP 2018) with the weights of its
// release.
//
// A cluster is the sum of its articles' nine vectors with its newest and oldest time. An article is
// compared with every cluster there ever was; a linear model ranks them. German: it joins the best
// where the score exceeds 8.1175. English and all other languages: it joins the best by rank where
// a second linear model is above zero. Each language by itself. The third time feature of the
// release compares seconds with hours and is always zero; so here.
//
// Not theirs: lemmas are stems, and entities are words capitalised inside a sentence, which in
// German is every noun. A cluster that shares no word is not asked: with the times alone it could
// not be joined.
#pragma once

#include <map>

#include <boost/unordered/unordered_flat_map.hpp>

#include "bench/story/peers/story_peer.h"

namespace depesche::peers {

class NineCosines : public StoryPeer {
 public:
  struct Settings {
    float harder = 0;  // added to the threshold of the model that decides; published: 0
  };

  explicit NineCosines(const Settings& settings) : settings_(settings) {}

  void add(PeerArticle article) override;
  std::vector<std::uint32_t> stories() override { return story_of_; }

 private:
  using Cosines = std::array<float, kSpaces>;
  struct Story {
    std::int64_t newest_s = 0;
    std::int64_t oldest_s = 0;
    std::uint32_t number = 0;
    bool is_touched = false;
    Cosines squared_norms{};
    Cosines dots{};  // with the article at hand
  };
  struct Posting {
    std::uint32_t story;
    float weight;
  };
  struct Pool {  // of one language
    std::vector<Story> stories;
    std::array<boost::unordered_flat_map<std::uint32_t, std::vector<Posting>>, kSpaces> postings;
    std::vector<std::uint32_t> touched;
  };

  static void sum_dots(const PeerArticle& article, Pool& pool);
  std::uint32_t choose(const PeerArticle& article, const Pool& pool) const;
  void absorb(const PeerArticle& article, std::uint32_t story, Pool& pool);

  Settings settings_;
  std::map<std::string, Pool> pools_;
  std::vector<std::uint32_t> story_of_;
  std::uint32_t next_story_ = 0;
};

}  // namespace depesche::peers
