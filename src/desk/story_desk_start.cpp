// How the engine comes to where the stream stands: from the newest snapshot it can read, else from
// the beginning of the stream.
#include <algorithm>
#include <chrono>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include <spdlog/spdlog.h>

#include "desk/engine_check.h"
#include "desk/in_parallel.h"
#include "desk/story_desk.h"
#include "store/sqlite/store_error.h"

namespace depesche {
namespace {

constexpr std::int64_t kManyToReplay = 20'000;  // some seconds' worth

/// Whether the engine was tied now as it was then.
bool is_as_said(std::vector<CorrectedPair> tied, const std::vector<Reader::SaidPair>& said,
                std::int64_t number) {
  const auto [from, until] = std::equal_range(
      said.begin(), said.end(), Reader::SaidPair{{{}, {}, true, number}, true},
      [](const auto& a, const auto& b) { return a.pair.correction < b.pair.correction; });
  for (CorrectedPair& pair : tied) std::tie(pair.a, pair.b) = std::minmax({pair.a, pair.b});
  std::sort(tied.begin(), tied.end(), [](const CorrectedPair& x, const CorrectedPair& y) {
    return std::pair(x.a, x.b) < std::pair(y.a, y.b);
  });
  return std::equal(tied.begin(), tied.end(), from, until,
                    [](const CorrectedPair& now, const auto& then) { return now == then.pair; });
}

}  // namespace

void StoryDesk::rebuild(const std::stop_token& stop) {
  try {
    await_snapshot();
  } catch (const StoreError&) {
    // Without it, the replay is longer.
  }
  engine_ = Engine(parameters_);
  stream_no_ = 0;
  if (const auto snapshot = archive_.load_snapshot()) {
    // A snapshot of an older engine is no loss: the stream is all there.
    if (auto restored = Engine::restore(snapshot->bytes, parameters_, on_several_cores)) {
      engine_ = std::move(*restored);
      stream_no_ = snapshot->stream_no;
    }
  }
  snapshot_no_ = stream_no_;
  const bool is_obeyed_alike = replay(stop);
  if (stop.stop_requested()) return;
  engine_is_ahead_ = false;
  // A snapshot of a program that did not compare may tell of other stories.
  const bool was_compared = !archive_.setting(kMembershipsCompared).value_or("").empty();
  if (was_compared && stream_no_ == snapshot_no_) return;
  if (!is_obeyed_alike || !agrees_with_store()) settle();
  if (!was_compared) archive_.set_setting(kMembershipsCompared, "yes");
}

/// Decides again what came behind the snapshot: in the same way, unless the parameters were others
/// then. Whether editors were obeyed as they had been.
bool StoryDesk::replay(const std::stop_token& stop) {
  const std::int64_t behind = reader_.last_stream_no() - stream_no_;
  const auto begun = std::chrono::steady_clock::now();
  if (behind >= kManyToReplay) {
    spdlog::info(
        "gathering {} articles again, as a start does once where the program is another;"
        " what comes in and what editors say waits for it",
        behind);
  }
  const std::vector<Correction> corrections = reader_.replay_corrections(stream_no_);
  std::vector<Reader::SaidPair> said;
  if (!corrections.empty()) said = reader_.said_pairs();
  bool is_alike = true;
  auto next = corrections.begin();
  const auto correct_before = [&](std::int64_t stream_no) {
    for (; next != corrections.end() && next->number < stream_no; ++next) {
      stream_no_ = next->number;
      const Result<CorrectionOutcome> outcome = engine_.correct(*next);
      is_alike = is_alike && outcome && is_as_said(outcome->tied, said, next->number);
    }
  };
  reader_.replay(stream_no_, [&](const ReplayedArrival& arrival) {
    if (stop.stop_requested()) return;
    correct_before(arrival.stream_no);
    stream_no_ = arrival.stream_no;
    if (arrival.has_given_way) return engine_.forget(arrival.article);
    auto analysis = decode_analysis(arrival.term_vector);
    if (!analysis) return;  // was pending, or left the live window long ago and was let go
    Arrival again{arrival.article, arrival.first_seen_at, arrival.outlet, std::move(*analysis), {}};
    if (arrival.is_update) {
      again.updates = arrival.article;
      engine_.advance(arrival.first_seen_at);
      if (!engine_.story_of(arrival.article)) again.stood_in = reader_.stood_in(arrival);
    }
    engine_.add(again);
  });
  if (stop.stop_requested()) return false;
  correct_before(std::numeric_limits<std::int64_t>::max());
  if (behind >= kManyToReplay) {
    spdlog::info(
        "gathered {} articles again in {} s", behind,
        std::chrono::round<std::chrono::seconds>(std::chrono::steady_clock::now() - begun).count());
  }
  return is_alike;
}

/// Whether every live article is in the story that is shown of it.
bool StoryDesk::agrees_with_store() const {
  bool agrees = true;
  reader_.placements(engine_.live(), [&](const Placement& stored) {
    agrees = agrees && engine_.story_of(stored.article) == stored.story;
  });
  return agrees;
}

/// What was decided and shown stands, whoever decided it, and so does what editors said.
void StoryDesk::settle() {
  const std::vector<ArticleId> live = engine_.live();
  std::vector<Placement> stood;
  std::vector<ArticleId> stored_of;
  reader_.placements(live, [&](const Placement& stored) {
    stood.push_back(stored);
    stored_of.push_back(stored.article);
  });
  std::vector<CorrectedPair> said;
  std::vector<ArticleId> gone;
  for (const Reader::SaidPair& each : reader_.said_pairs()) {
    if (!each.holds) continue;
    said.push_back(each.pair);
    for (const ArticleId article : {each.pair.a, each.pair.b}) {
      if (!engine_.story_of(article)) gone.push_back(article);
    }
  }
  reader_.placements(gone, [&](const Placement& stored) { stood.push_back(stored); });
  for (const ArticleId article : live) {
    if (std::binary_search(stored_of.begin(), stored_of.end(), article)) continue;
    // What the store has let go of stays where the engine has it, but in no story that has ended.
    const StoryId story = *engine_.story_of(article);
    const auto living = reader_.living_story(story);
    if (living && *living != story) stood.push_back({article, *living, {}});
  }
  engine_.settle(stood, said);
  if (stream_no_ == 0) return;
  archive_.save_snapshot(stream_no_, engine_.snapshot());
  snapshot_no_ = stream_no_;
}

}  // namespace depesche
