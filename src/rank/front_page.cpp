#include "rank/front_page.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <utility>

#include "base/ascii.h"
#include "rank/page_variety.h"

namespace depesche {
namespace {

struct Candidate {
  const RankedStory* story = nullptr;
  ScoredStory scored;
};

std::vector<Candidate> score_all(const std::vector<RankedStory>& stories,
                                 const FrontPageOptions& options) {
  static const OutletWeights all_the_same;
  const OutletWeights& weights = options.weights == nullptr ? all_the_same : *options.weights;
  std::vector<Candidate> candidates;
  candidates.reserve(stories.size());
  for (const RankedStory& story : stories) {
    auto scored = score_story(story, weights, options.now);
    if (scored) candidates.push_back({&story, *scored});
  }
  return candidates;
}

/// The first places by `comes_before`, with their headlines.
template <class Before>
std::vector<FrontPlace> take_best(std::vector<Candidate> candidates,
                                  const FrontPageOptions& options, Before comes_before) {
  const auto kept = static_cast<std::ptrdiff_t>(std::min(options.limit, candidates.size()));
  std::partial_sort(candidates.begin(), candidates.begin() + kept, candidates.end(), comes_before);
  candidates.resize(static_cast<std::size_t>(kept));
  std::vector<FrontPlace> places;
  places.reserve(candidates.size());
  for (const Candidate& candidate : candidates) {
    FrontPlace& place = places.emplace_back();
    place.story = candidate.story->story;
    place.score = candidate.scored.score;
    place.facts = candidate.scored.facts;
    for (const std::string& language : options.languages) {
      const auto chosen = choose_headline(*candidate.story, language);
      assert(chosen);  // what has a score has a headline
      place.leads.push_back({language, chosen->article, chosen->score});
    }
  }
  return places;
}

/// The places as one page, where the outlet and the section that have just led give way.
std::vector<FrontPlace> varied(std::vector<FrontPlace> places,
                               const std::vector<RankedStory>& stories) {
  std::map<ArticleId, const RankedArticle*> articles;
  for (const RankedStory& story : stories) {
    for (const RankedArticle& article : story.articles) articles[article.article] = &article;
  }
  std::vector<PageCandidate> candidates;
  candidates.reserve(places.size());
  for (const FrontPlace& place : places) {
    const RankedArticle& lead = *articles.at(place.leads.front().article);
    candidates.push_back({place.score.total, lead.outlet, to_lower(trim(lead.section))});
  }
  std::vector<FrontPlace> out;
  out.reserve(places.size());
  for (const PagePlace& place : vary_page(candidates, places.size())) {
    out.push_back(std::move(places[place.candidate]));
    out.back().worth = place.worth;
  }
  return out;
}

bool scores_more(const Candidate& a, const Candidate& b) {
  if (a.scored.score.total != b.scored.score.total) {
    return a.scored.score.total > b.scored.score.total;
  }
  return a.story->story < b.story->story;
}

bool grows_more(const Candidate& a, const Candidate& b) {
  if (a.scored.score.growth != b.scored.score.growth) {
    return a.scored.score.growth > b.scored.score.growth;
  }
  return scores_more(a, b);
}

}  // namespace

std::vector<FrontPlace> rank_front_page(const std::vector<RankedStory>& stories,
                                        const FrontPageOptions& options) {
  return varied(take_best(score_all(stories, options), options, scores_more), stories);
}

std::vector<FrontPlace> rank_hot(const std::vector<RankedStory>& stories,
                                 const FrontPageOptions& options) {
  std::vector<Candidate> candidates = score_all(stories, options);
  std::erase_if(candidates, [](const Candidate& one) { return !is_hot(one.scored); });
  return take_best(std::move(candidates), options, grows_more);
}

}  // namespace depesche
