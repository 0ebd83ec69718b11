// The engine's insides, shared by engine.cpp (decisions) and engine_snapshot.cpp (bytes).
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include "story/engine.h"
#include "story/linkage.h"
#include "story/live.h"
#include "story/sketch_index.h"
#include "story/ties.h"

namespace depesche {

struct Engine::State {
  explicit State(const StoryParameters& given)
      : parameters(given), frequencies(given.prior_articles) {}

  /// How near two articles are. Both of kOne.
  struct Nearness {
    int likeness = 0;  // by content, without regard to time: what similar news go by
    int strength = 0;  // of the link: how sure it is that they tell one event
  };
  /// A live article met by search, and judged.
  struct Neighbour {
    story::Serial serial = 0;
    Nearness near;
  };

  Decision add(const Arrival& arrival);
  Decision update(story::Serial serial, const Arrival& arrival);
  void forget(ArticleId article);
  std::vector<Similar> similar(const story::LiveArticle& article, std::size_t limit,
                               const std::vector<Neighbour>& neighbours) const;

  story::LiveArticle prepare(const Arrival& arrival) const;
  std::vector<Neighbour> neighbours(const story::LiveArticle& article, story::Serial self) const;
  /// Of the terms of one article's vectors, in their order.
  struct Rarities {
    std::vector<int> own;
    std::vector<int> foreign;
  };
  Nearness judge(const story::LiveArticle& a, const Rarities& telling,
                 const story::LiveArticle& b) const;
  Nearness judge_foreign(const story::LiveArticle& a, const std::vector<int>& rarities,
                         const story::LiveArticle& b, std::int64_t hours, bool is_apart) const;
  int likeness(std::int64_t cosine, std::int64_t evidence, bool is_apart) const;
  std::vector<SharedTerm> shared_terms(const story::LiveArticle& a,
                                       const story::LiveArticle& b) const;

  std::optional<Reprint> find_reprint(const story::LiveArticle& article, story::Serial self) const;
  /// What an article of that length must reach.
  static int threshold(const story::LiveArticle& article, int teaser, int full);
  void link_up(story::Serial serial, const std::vector<Neighbour>& neighbours);
  void revise(story::Serial serial, Decision& decision);
  bool merge_into(StoryId story, StoryId other, story::Serial bridge, Decision& decision);
  void move_neighbours(story::Serial serial, Decision& decision);
  story::Serial ally(story::Serial serial, StoryId story) const;
  Reason reason_for(ReasonKind kind, int score, story::Serial serial, story::Serial speaker) const;
  void move_article(story::Serial serial, StoryId to, Reason reason, Decision& decision);

  // What editors said (engine_corrections.cpp).
  class Editing;
  Result<CorrectionOutcome> correct(const Correction& correction);
  /// Whether an editor's word keeps the two stories from becoming one.
  bool are_kept_apart(StoryId a, StoryId b) const;
  /// Whether an editor's word keeps a single article from moving there.
  bool is_held_from(story::Serial serial, StoryId story) const;
  /// The oldest article is about to leave: what was said of it is passed on.
  void pass_on_ties(story::Serial serial);

  void index(story::Serial serial);
  void unindex(story::Serial serial);
  void expire();
  /// Languages with live articles, so that search across languages knows where to look.
  std::vector<story::LanguageCode> other_languages(story::LanguageCode own) const;

  StoryParameters parameters;
  std::chrono::sys_seconds now{};
  story::Frequencies frequencies;
  story::LiveWindow live;
  story::TermIndex terms;
  story::SketchIndex sketches;
  std::map<story::LanguageCode, std::size_t> languages;  // live articles of each
  story::Ties ties;
};

}  // namespace depesche
