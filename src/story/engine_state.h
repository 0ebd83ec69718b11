// The engine's insides, shared by engine.cpp (decisions), engine_corrections.cpp (what editors
// say), settling.cpp (what was decided before) and engine_snapshot.cpp (bytes).
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include "story/bytes.h"
#include "story/engine.h"
#include "story/facts.h"
#include "story/foreign_pair.h"
#include "story/linkage.h"
#include "story/live.h"
#include "story/pair.h"
#include "story/sides.h"
#include "story/sketch_index.h"
#include "story/telling_terms.h"
#include "story/term_index.h"
#include "story/terms_abroad.h"
#include "story/ties.h"

namespace depesche {

struct Engine::State {
  explicit State(const StoryParameters& given)
      : parameters(given),
        terms(static_cast<std::uint32_t>(given.sealed_span)),
        sketches(static_cast<std::uint32_t>(given.sealed_span)) {}

  /// An article unpacked, to be compared with many.
  struct Reading {
    story::LanguageCode language = 0;
    std::chrono::sys_seconds seen{};
    OutletId outlet;
    StoryId story;  // none while it has no place
    story::TermVector own;
    std::vector<int> rarities;  // of the terms of own, in their order
    std::uint16_t telling_from = 0;
    story::Facts facts;
    Fingerprint print;  // shortened; of a live article without its sketch
  };

  /// A live article met by search, and judged.
  struct Neighbour {
    story::Serial serial = 0;
    int strength = 0;  // of the link: how sure it is that both tell one event; of kOne
  };

  Decision add(const Arrival& arrival);
  void advance(std::chrono::sys_seconds to);
  Decision update(story::Serial serial, const Arrival& arrival);
  void forget(ArticleId article);

  Reading read(const Arrival& arrival) const;
  Reading read(story::Serial serial) const;
  void complete(Reading& reading) const;  // what follows from its own terms
  std::vector<std::uint8_t> pack(const Reading& reading) const;

  std::vector<story::QueryTerm> telling_terms(const Reading& reading) const;
  /// What an article may be linked to: a bounded number, whatever is live.
  struct Candidates {
    std::vector<story::Serial> own;
    std::vector<story::Serial> foreign;  // of other languages
  };
  Candidates meet(const Reading& reading, story::Serial self) const;
  template <class Use>
  void each_fetched(const std::vector<story::Serial>& serials, Use&& use) const;
  std::vector<Neighbour> neighbours(const Reading& reading) const;
  int link_strength(const Reading& a, const story::Comparison& comparison,
                    story::Serial other) const;
  story::ForeignTraits foreign_traits_of(const Reading& a, const story::LiveArticle& b) const;

  /// How alike two articles of one language are by content, without regard to time: what similar
  /// news go by.
  int likeness(const Reading& a, const story::TellingTerms& telling,
               const story::LiveArticle& b) const;
  /// And two of different ones.
  int likeness(const Reading& a, const story::TermsAbroad& abroad,
               const story::LiveArticle& b) const;
  int likeness(std::int64_t cosine, std::int64_t evidence, bool is_apart) const;
  std::vector<Similar> similar(story::Serial serial, std::size_t limit,
                               bool is_by_brute_force) const;

  std::vector<SharedTerm> shared_terms(const Reading& a, const story::LiveArticle& b) const;

  std::optional<Reprint> find_reprint(const Reading& reading, ArticleId id) const;
  /// What an article with so many words and numbers must reach.
  static int threshold(std::ptrdiff_t words, int teaser, int full);
  int threshold(story::Serial serial, int teaser, int full) const;
  void link_up(story::Serial serial, const std::vector<Neighbour>& neighbours);
  void revise(story::Serial serial, Decision& decision);
  bool merge_into(StoryId story, StoryId other, story::Serial bridge, Decision& decision);
  void move_neighbours(story::Serial serial, Decision& decision);
  void part(story::Serial arrival, Decision& decision);
  story::Serial ally(story::Serial serial, StoryId story) const;
  Reason reason_for(ReasonKind kind, int score, story::Serial serial, story::Serial speaker) const;
  std::vector<TermKind> facts_otherwise(story::Serial serial, StoryId story) const;
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

  // What was decided before (settling.cpp).
  void settle(const std::vector<Placement>& placements, const std::vector<CorrectedPair>& said);

  void write(story::ByteWriter& out) const;                            // a snapshot
  bool read_sections(story::ByteReader& in, const DoParts& do_parts);  // of it

  void index(story::Serial serial, const Reading& reading);
  void expire();

  StoryParameters parameters;
  std::chrono::sys_seconds now{};
  story::Frequencies frequencies;
  story::LiveWindow live;
  story::TermIndex terms;
  story::SketchIndex sketches;
  std::map<story::LanguageCode, std::size_t> languages;  // live articles of each
  story::Ties ties;
  mutable story::Sides sides;
};

}  // namespace depesche
