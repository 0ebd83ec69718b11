#include "desk/story_desk.h"

#include <map>
#include <utility>
#include <vector>

#include <spdlog/spdlog.h>

#include "dedupe/passage.h"
#include "desk/reason.h"
#include "language/detect.h"

namespace depesche {
namespace {

std::vector<StoredDecision::Similar> store_similar(const std::vector<Similar>& similar,
                                                   Analyser::Reading& article) {
  std::vector<std::vector<SharedTerm>> shared;
  shared.reserve(similar.size());
  for (const Similar& one : similar) shared.push_back(one.shared);
  auto words = article.spell_lists(shared);
  std::vector<StoredDecision::Similar> stored;
  stored.reserve(similar.size());
  for (std::size_t i = 0; i < similar.size(); ++i) {
    stored.push_back({similar[i].article, similar[i].score, std::move(words[i])});
  }
  return stored;
}

}  // namespace

Result<void> StoryDesk::open() {
  if (const Result<void> locked = take_lock(); !locked) return locked.error();
  catch_up({});
  return {};
}

Result<void> StoryDesk::take_lock() {
  engine_is_ahead_ = true;  // or behind: of no use before it has caught up
  return archive_.take_engine_lock();
}

void StoryDesk::catch_up(const std::stop_token& stop) {
  rebuild(stop);
  if (stop.stop_requested()) return;
  forget_taken_down();
  preparation_.catch_up(reader_);
}

/// What a reader is shown as copied. The original may be of the same transaction, where no reader
/// sees it yet.
std::string StoryDesk::copied_passage(const Article& article, ArticleId of,
                                      const ArticlesById& batch) const {
  const auto known = batch.find(of);
  const auto stored = known == batch.end() ? reader_.article(of) : std::nullopt;
  if (known == batch.end() && !stored) return {};
  return quoted_passage(article.text, stored ? stored->text : known->second->text);
}

StoredDecision StoryDesk::decide(const AcceptTransaction& accept, const Accepted& accepted,
                                 const PreparedArticle& prepared, const ArticlesById& batch) {
  const Article& article = prepared.entry.submission.article;
  Arrival arrival{accepted.id, accepted.first_seen_at, accepted.outlet, prepared.analysis, {}};
  if (accepted.outcome == Outcome::Updated) {
    arrival.updates = accepted.id;
    engine_.advance(accepted.first_seen_at);
    if (!engine_.story_of(accepted.id)) arrival.stood_in = accept.story_of(accepted.id);
  }
  const Decision decision = engine_.add(arrival);
  StoredDecision stored;
  stored.article = accepted.id;
  stored.story = decision.story;
  Analyser::Reading reading = analyser_.read(article, article.language);
  StoryReason reason = spell_reason(decision.reason, reading);
  stored.is_update = decision.reason.kind == ReasonKind::Update;
  if (decision.reprint) {
    stored.reprint = StoredDecision::Reprint{decision.reprint->of, decision.reprint->share};
    reason.passage = copied_passage(article, decision.reprint->of, batch);
  }
  stored.reason = to_text(reason);
  stored.agency = name(prepared.analysis.print.agency);
  stored.similar = store_similar(engine_.similar_to(accepted.id), reading);
  std::map<StoryId, const StoryMove*> left;  // ordered: the store writes in this order
  for (const StoryMove& move : decision.moves) {
    stored.moves.push_back(
        {move.article, move.from, move.to, to_text(spell_reason(move.reason, reading))});
    left[move.from] = &move;
  }
  for (const auto& [from, last] : left) {
    if (!engine_.members(from).empty()) continue;
    StoryReason merged;
    merged.kind = last->reason.kind;
    merged.score = last->reason.score;
    merged.nearest = last->reason.nearest;
    stored.merges.push_back({from, last->to, to_text(merged)});
  }
  return stored;
}

StoryDesk::Batch StoryDesk::accept_waiting(std::chrono::sys_seconds now) {
  Batch batch = take_corrections(now);
  if (engine_is_ahead_) rebuild();
  forget_taken_down();
  const std::vector<PreparedArticle> prepared = preparation_.next();
  batch.taken += static_cast<int>(prepared.size());
  if (prepared.empty()) return batch;

  engine_is_ahead_ = true;  // until the commit has come back
  ArticlesById batch_articles;
  {
    AcceptTransaction accept = archive_.begin_accept();
    for (const Accepted& words : accept.put_words_given_way(now)) {
      engine_.forget(words.id);
      stream_no_ = words.stream_no;
    }
    for (const PreparedArticle& one : prepared) {
      const PutOptions options{one.entry.id, one.entry.submission.article.stream_no != 0};
      const Accepted accepted = accept.put_article(one.entry.submission, one.terms, now, options);
      if (accepted.outcome != Outcome::New && accepted.outcome != Outcome::Updated) continue;
      if (one.entry.submission.is_pending()) continue;  // shown meanwhile; its words may be too few
      accept.put_term_vector(accepted.stream_no, one.term_vector);
      accept.put_decision(decide(accept, accepted, one, batch_articles));
      batch_articles[accepted.id] = &one.entry.submission.article;
      stream_no_ = accepted.stream_no;
      ++batch.accepted;
    }
    if (auto words = preparation_.new_part_words()) {
      accept.put_part_words(std::move(words));
      accept.put_learned_words(preparation_.learned_with_batch(), stream_no_);
    }
    accept.commit();
  }  // others may write
  preparation_.done();
  engine_is_ahead_ = false;
  if (stream_no_ - snapshot_no_ < snapshot_interval(engine_.live_articles())) return batch;
  try {
    save_snapshot_aside();
  } catch (const StoreError& broken) {
    spdlog::warn("the engine's state could not be saved, a start takes longer: {}", broken.what());
    snapshot_no_ = stream_no_;
  }
  return batch;
}

int StoryDesk::forget_taken_down() {
  const std::vector<ArticleId> gone = archive_.to_forget();
  if (gone.empty()) return 0;
  await_snapshot();  // which still knows them
  engine_is_ahead_ = true;
  for (const ArticleId article : gone) engine_.forget(article);
  archive_.note_forgotten(gone, stream_no_, engine_.snapshot());
  engine_is_ahead_ = false;
  snapshot_no_ = stream_no_;
  return static_cast<int>(gone.size());
}

void StoryDesk::save_snapshot() {
  await_snapshot();
  save_snapshot_aside();
  await_snapshot();
}

/// Hands the engine's state to the system, which takes moments; until it is on the disk, which may
/// take seconds, the stream goes on.
void StoryDesk::save_snapshot_aside() {
  if (stream_no_ == snapshot_no_ || engine_is_ahead_) return;
  if (saving_.valid() && saving_.wait_for(std::chrono::seconds{0}) != std::future_status::ready) {
    return;  // the disk is slower than the news
  }
  await_snapshot();
  std::unique_ptr<StateFile> file = archive_.begin_snapshot(stream_no_);
  engine_.snapshot(*file);
  archive_.save_learned_words(preparation_.learned(), stream_no_);
  snapshot_no_ = stream_no_;
  saving_ = std::async(std::launch::async,
                       [this, file = std::move(file)] { archive_.keep_snapshot(*file); });
}

/// Throws what has befallen it.
void StoryDesk::await_snapshot() {
  if (!saving_.valid()) return;
  try {
    saving_.get();
  } catch (const StoreError&) {
    snapshot_no_ = 0;  // so that the next comes soon
    throw;
  }
}

}  // namespace depesche
