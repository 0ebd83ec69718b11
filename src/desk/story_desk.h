// The desk behind the intake: takes articles in order, lets the engine decide, writes all of it in
// one transaction. What can be done before is done beside it (preparation.h).
//
// One process at a time runs it (the engine lock). A start is the newest snapshot and a replay of
// what came after it; replay reads stored term vectors and never analyses again. Where it decides
// otherwise than was decided, as engines with other parameters do, what the store has stands. When
// a transaction fails (disk full, I/O), the engine has seen what the store has not, so it is
// rebuilt before the next one: the two never disagree.
//
// Not thread-safe: one thread owns it. Throws StoreError when the store does.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <map>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "desk/preparation.h"
#include "news/article.h"
#include "store/archive.h"
#include "story/engine.h"
#include "story/translations.h"

namespace depesche {

/// How many arrivals come between two snapshots, at most: what a start after a crash has to replay.
/// It grows with what a snapshot holds, so that writing costs an arrival the same at any size.
constexpr std::int64_t snapshot_interval(std::size_t live_articles) {
  constexpr std::int64_t kLeast = 5000;
  constexpr std::int64_t kSharePerArrival = 32;  // articles written again for each that arrives
  return std::max(kLeast, static_cast<std::int64_t>(live_articles) / kSharePerArrival);
}

class StoryDesk {
 public:
  /// Without translations, German articles that come in have no meanings (story/translations.h).
  explicit StoryDesk(Archive& archive, TranslationsSource translations = nullptr,
                     const StoryParameters& parameters = shipped_parameters())
      : archive_(archive),
        reader_(archive.reader()),
        preparation_(archive, translations),
        parameters_(parameters),
        engine_(parameters),
        analyser_(translations) {}

  /// Takes the engine lock and brings the engine to where the stream stands. Busy when another
  /// process has the lock.
  Result<void> open();
  /// The two by themselves: after an update of the program the second may gather all that is live
  /// again, which takes minutes where that is a million articles. It ends early when asked to, and
  /// is then to be done again before anything else.
  Result<void> take_lock();
  void catch_up(const std::stop_token& stop);

  struct Batch {
    int taken = 0;      // out of the intake, and corrections
    int accepted = 0;   // new or updated
    int corrected = 0;  // corrections obeyed
  };
  /// Obeys the corrections that wait and accepts up to one transaction's worth of articles; nothing
  /// taken means nothing waits.
  Batch accept_waiting(std::chrono::sys_seconds now);

  /// Obeys or refuses every correction that waits, each in a transaction of its own. An editor
  /// speaks of what is to be seen, so they come before the articles that wait.
  Batch take_corrections(std::chrono::sys_seconds now);

  /// Lets the engine forget what was taken down (store/upkeep/maintenance.h); how many articles.
  /// Also done by open() and accept_waiting(). Replay begins behind it.
  int forget_taken_down();

  /// Writes a snapshot if the stream has moved since the last one; it is on the disk when this
  /// returns.
  void save_snapshot();

  const Engine& engine() const { return engine_; }

 private:
  using ArticlesById = std::map<ArticleId, const Article*>;
  StoredDecision decide(const AcceptTransaction& accept, const Accepted& accepted,
                        const PreparedArticle& prepared, const ArticlesById& batch);
  std::string copied_passage(const Article& article, ArticleId of, const ArticlesById& batch) const;

  // Where the engine starts from (story_desk_start.cpp).
  void rebuild(const std::stop_token& stop = {});
  bool replay(const std::stop_token& stop);
  bool agrees_with_store() const;
  void settle();
  void save_snapshot_aside();
  void await_snapshot();

  // Corrections (story_desk_corrections.cpp).
  bool take_correction(const WaitingCorrection& waiting, std::chrono::sys_seconds now);
  Result<Correction> in_articles(const WaitingCorrection& waiting, std::int64_t number) const;
  Result<ArticleId> speaker_of(StoryId story) const;
  Result<ArticleId> partner_in(StoryId story, const CorrectionWish& wish) const;
  Result<void> name_what_goes_back(const CorrectionWish& wish, Correction& correction) const;
  StoryId fresh_story(const std::vector<ArticleId>& leaving, std::int64_t number) const;

  Archive& archive_;
  const Reader reader_;  // for the articles that others copy
  Preparation preparation_;
  const StoryParameters parameters_;
  Engine engine_;
  Analyser analyser_;
  std::int64_t stream_no_ = 0;    // the engine has seen everything up to here
  std::int64_t snapshot_no_ = 0;  // of the last snapshot saved
  bool engine_is_ahead_ = false;  // a transaction failed after the engine had decided
  std::future<void> saving_;      // a snapshot on its way to the disk; its destructor waits
};

}  // namespace depesche
