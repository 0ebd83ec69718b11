// The story engine: gathers articles on one event, online.
//
// A deterministic function of the stream of arrivals and its parameters: the same stream gives the
// same stories under the same ids on any machine. All scores are integers, logarithms come from a
// table, nothing iterates over an unordered container, and there is no clock but the stream's
// first_seen_at (docs/decisions/0001-stream-order-and-determinism.md).
//
//   arrival ─ reprint? ─ candidates ── judge each ─ join the best or found ─ revise
//             sketch     rarest terms  what both                             merge,
//             index      first, as far share, time                           move,
//                        as a budget goes                                    part
//
// A story's id is the id of the article that founded it, or at whose arrival it parted from
// another. Articles leave the live window some days after they were first seen
// (StoryParameters::live_days); a story stays, under its id, as long as it still moves: as one of
// its articles is live. What left is forgotten here and lives on in the store. So an article that
// comes back founds nothing under its own id, which may be another story's by now: it is told in
// which story it stood.
//
// Not thread-safe: one thread owns an engine.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_sink.h"
#include "base/parts.h"
#include "base/result.h"
#include "news/ids.h"
#include "story/analysis.h"
#include "story/correction.h"
#include "story/decision.h"
#include "story/parameters.h"
#include "story/scan_effort.h"

namespace depesche {

struct Arrival {
  ArticleId article;
  std::chrono::sys_seconds first_seen_at{};  // earlier than the last arrival's: taken as equal
  OutletId outlet;
  Analysis analysis;
  std::optional<ArticleId> updates;  // the known article of which this is a new version
  /// Of a new version whose article has left: the story in which it stays unless it joins another.
  std::optional<StoryId> stood_in{};
};

/// What an engine holds, in bytes, without what an allocator adds. Ties are left out.
struct EngineMemory {
  std::size_t places = 0;  // ids, times, stories and how they are found
  std::size_t texts = 0;   // terms, facts, shingles
  std::size_t links = 0;
  std::size_t terms = 0;     // the index over telling terms
  std::size_t sketches = 0;  // the index over sketches
  // Grows with the vocabulary, not with what is live; and what comparisons remember, which does not
  // grow.
  std::size_t frequencies = 0;

  std::size_t of_live() const { return places + texts + links + terms + sketches; }
};

class Engine {
 public:
  explicit Engine(const StoryParameters& parameters = shipped_parameters());
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  /// Places an article. An article id that is live already and not named by `updates` is treated as
  /// an update of itself, so replaying an arrival changes nothing.
  Decision add(const Arrival& arrival);

  /// Lets go of what has left the live window by then, as add() does first of all.
  void advance(std::chrono::sys_seconds to);

  /// Obeys an editor, now and for as long as the articles are live: no join, reprint, merge or move
  /// brings together what cannot be, or takes apart what must be together. What contradicts earlier
  /// words ends those. Refused with a sentence, nothing changed: articles that are not live (any
  /// more), what is so already, a split that leaves nothing behind.
  Result<CorrectionOutcome> correct(const Correction& correction);

  /// Forgets what an article says: its words, its fingerprint, what links it to others and others
  /// to it. An empty place stays in its story until it would have left the live window, so that the
  /// story keeps its id. Nothing happens for one that is not live.
  ///
  /// Who calls it keeps a snapshot made after it, from which replay begins, or has noted it as an
  /// item of the stream, so that replay forgets it there.
  void forget(ArticleId article);

  /// Puts live articles where they stood by what was decided before, maybe by other parameters, and
  /// lets hold of editors' words those given here and no other. An article that has left is there
  /// to say who inherits what was said of it. Neither stories nor words go into links, indexes and
  /// frequencies, so this is the engine that decided so, but for what its parameters weigh and
  /// link.
  void settle(const std::vector<Placement>& placements, const std::vector<CorrectedPair>& said);

  /// In order of arrival.
  std::vector<ArticleId> live() const;
  /// The story of a live article.
  std::optional<StoryId> story_of(ArticleId article) const;
  /// Live members in order of arrival; empty when the story is unknown.
  std::vector<ArticleId> members(StoryId story) const;
  /// The live article that it counts as a reprint of.
  std::optional<ArticleId> reprint_of(ArticleId article) const;
  /// The live articles of other stories that are nearest by content, one a story, best first:
  /// exactly those, whatever their language.
  std::vector<Similar> similar_to(ArticleId article, std::size_t limit = 6) const;
  /// The same by comparing with every live article; slow, for tests.
  std::vector<Similar> similar_by_brute_force(ArticleId article, std::size_t limit = 6) const;

  std::size_t live_articles() const;
  std::size_t live_stories() const;
  EngineMemory memory() const;
  /// Of all calls of similar_to() so far.
  ScanEffort search_effort() const;

  /// The whole state as bytes: restoring it and adding the rest of the stream gives exactly what an
  /// undisturbed run gives.
  std::string snapshot() const;
  /// The same, some megabytes of it at a time.
  void snapshot(ByteSink& sink) const;
  /// The parts are to be read as `do_parts` does them; every one of them is checked. A live window
  /// that is shorter than it was holds from here on.
  static Result<Engine> restore(std::string_view snapshot,
                                const StoryParameters& parameters = shipped_parameters(),
                                const DoParts& do_parts = one_after_another);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace depesche
