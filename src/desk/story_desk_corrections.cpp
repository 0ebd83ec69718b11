// The desk obeys editors: turns what they said of stories into words about articles, lets the
// engine obey, and writes what came of it in one transaction.
#include <algorithm>
#include <string>
#include <utility>

#include "desk/reason.h"
#include "desk/story_desk.h"

namespace depesche {
namespace {

std::string story_name(StoryId id) { return "story " + std::to_string(id.value); }

StoredCorrection::Pair store_pair(const CorrectedPair& pair) {
  const auto [a, b] = std::minmax(pair.a, pair.b);
  return {a, b, pair.same, pair.correction};
}

StoredCorrection store(std::int64_t id, Correction correction, const CorrectionOutcome& outcome) {
  StoredCorrection stored;
  stored.id = id;
  stored.correction = std::move(correction);
  for (const StoryMove& move : outcome.moves) {
    StoryReason reason;
    reason.kind = move.reason.kind;
    reason.nearest = move.reason.nearest;
    stored.moves.push_back({move.article, move.from, move.to, to_text(reason)});
  }
  for (const CorrectedPair& pair : outcome.tied) stored.tied.push_back(store_pair(pair));
  for (const CorrectedPair& pair : outcome.released) stored.released.push_back(store_pair(pair));
  return stored;
}

}  // namespace

StoryDesk::Batch StoryDesk::take_corrections(std::chrono::sys_seconds now) {
  Batch batch;
  while (const auto waiting = archive_.corrections().next_waiting()) {
    if (engine_is_ahead_) rebuild();
    ++batch.taken;
    if (take_correction(*waiting, now)) ++batch.corrected;
  }
  return batch;
}

bool StoryDesk::take_correction(const WaitingCorrection& waiting, std::chrono::sys_seconds now) {
  AcceptTransaction accept = archive_.begin_accept();
  const std::int64_t number = accept.next_stream_no();
  Result<Correction> correction = in_articles(waiting, number);
  if (!correction) {
    accept.refuse_correction(waiting.id, correction.error());
    accept.commit();
    return false;
  }
  const std::vector<CorrectedMove> standing =
      archive_.corrections().standing_moves(waiting.wish.undoes);
  engine_is_ahead_ = true;  // until the commit has come back
  const Result<CorrectionOutcome> outcome = engine_.correct(*correction);
  if (!outcome) {
    engine_is_ahead_ = false;
    accept.refuse_correction(waiting.id, outcome.error());
    accept.commit();
    return false;
  }
  StoredCorrection stored = store(waiting.id, *correction, *outcome);
  StoryReason edited;
  edited.kind = ReasonKind::Edited;
  const std::string by_hand = to_text(edited);
  if (waiting.wish.kind == CorrectionKind::Merge && !outcome->moves.empty()) {
    // Older members that the engine no longer remembers come along.
    const StoryMove& first = outcome->moves.front();
    stored.merges.push_back({first.from, first.to, by_hand});
  }
  for (std::size_t i = 0; i < correction->back.size(); ++i) {  // and go back with the others
    if (engine_.story_of(correction->articles[i])) continue;
    const auto move = std::find_if(
        standing.begin(), standing.end(),
        [&](const CorrectedMove& each) { return each.article == correction->articles[i]; });
    if (move == standing.end()) continue;
    stored.moves.push_back({move->article, move->to, correction->back[i], by_hand});
  }
  accept.put_correction(stored, now);
  accept.commit();
  stream_no_ = number;
  engine_is_ahead_ = false;
  return true;
}

Result<ArticleId> StoryDesk::speaker_of(StoryId story) const {
  const auto living = archive_.corrections().living_story(story);
  if (!living) return Error{ErrorCode::NotFound, "there is no " + story_name(story)};
  const std::vector<ArticleId> members = engine_.members(*living);
  if (!members.empty()) return members.front();
  return Error{ErrorCode::Gone, story_name(*living) + " has left the live window (the last " +
                                    std::to_string(parameters_.live_days) +
                                    " days): it can no longer be corrected"};
}

/// The article of the story that a link or unlink means. What does not belong is parted from the
/// one that brought it: that was the engine's error, and is what a trainer should learn from.
Result<ArticleId> StoryDesk::partner_in(StoryId story, const CorrectionWish& wish) const {
  const Result<ArticleId> speaker = speaker_of(story);
  if (!speaker) return speaker.error();
  const StoryId living = *engine_.story_of(*speaker);
  const ArticleId article = wish.articles.front();
  if (wish.kind == CorrectionKind::Unlink) {
    const ArticleId nearest = parse_reason(archive_.corrections().reason_of(article)).nearest;
    if (nearest != article && engine_.story_of(nearest) == living) return nearest;
  }
  for (const ArticleId member : engine_.members(living)) {
    // A copy goes with the text it copies.
    if (member != article && !archive_.corrections().is_reprint_of(member, article)) return member;
  }
  return Error{ErrorCode::InvalidInput,
               "article " + std::to_string(article.value) + " is alone in " + story_name(living)};
}

/// The id of the article that leaves first, where no living story has it: one that was merged away
/// is restored so. Else the correction's own number, which no article has.
StoryId StoryDesk::fresh_story(const std::vector<ArticleId>& leaving, std::int64_t number) const {
  for (const ArticleId article : leaving) {
    const StoryId own{article.value};
    const auto living = archive_.corrections().living_story(own);
    if ((!living || *living != own) && engine_.members(own).empty()) return own;
  }
  return StoryId{number};
}

Result<void> StoryDesk::name_what_goes_back(const CorrectionWish& wish,
                                            Correction& correction) const {
  Corrections& corrections = archive_.corrections();
  const auto number = corrections.stream_no(wish.undoes);
  if (!number) {
    return Error{ErrorCode::NotFound, "there is no correction " + std::to_string(wish.undoes)};
  }
  if (const std::int64_t undo = corrections.undone_by(wish.undoes); undo != 0) {
    return Error{ErrorCode::InvalidInput, "correction " + std::to_string(wish.undoes) +
                                              " was undone already, by correction " +
                                              std::to_string(undo)};
  }
  if (corrections.is_undo(wish.undoes)) {
    return Error{ErrorCode::InvalidInput,
                 "an undo is not undone; make the earlier correction again"};
  }
  correction.undoes = *number;
  for (const CorrectedMove& move : corrections.standing_moves(wish.undoes)) {
    const StoryId living = corrections.living_story(move.from).value_or(move.from);
    correction.articles.push_back(move.article);
    // Where its old story ended in the present one, its old story is called back.
    correction.back.push_back(living == move.to ? move.from : living);
  }
  return {};
}

Result<Correction> StoryDesk::in_articles(const WaitingCorrection& waiting,
                                          std::int64_t number) const {
  const CorrectionWish& wish = waiting.wish;
  Correction correction;
  correction.kind = wish.kind;
  correction.number = number;
  if (wish.kind == CorrectionKind::Undo) {
    if (const Result<void> named = name_what_goes_back(wish, correction); !named) {
      return named.error();
    }
    return correction;
  }
  if (wish.kind == CorrectionKind::Merge) {
    for (const StoryId story : {wish.story, wish.other}) {
      const Result<ArticleId> speaker = speaker_of(story);
      if (!speaker) return speaker.error();
      correction.articles.push_back(*speaker);
    }
    if (correction.articles[0] == correction.articles[1]) {
      return Error{ErrorCode::InvalidInput, "these are one story already"};
    }
    return correction;
  }
  for (const ArticleId article : wish.articles) {
    if (!archive_.corrections().has_article(article)) {
      return Error{ErrorCode::NotFound, "there is no article " + std::to_string(article.value)};
    }
  }
  correction.articles = wish.articles;
  if (wish.kind != CorrectionKind::Split && wish.articles.size() == 1) {
    const Result<ArticleId> partner = partner_in(wish.story, wish);
    if (!partner) return partner.error();
    correction.articles.insert(correction.articles.begin(), *partner);
  }
  if (wish.kind == CorrectionKind::Split) {
    const auto living = archive_.corrections().living_story(wish.story);
    if (!living) return Error{ErrorCode::NotFound, "there is no " + story_name(wish.story)};
    for (const ArticleId article : wish.articles) {
      const auto story = engine_.story_of(article);
      if (!story || *story == *living) continue;  // not live: the engine says so
      return Error{ErrorCode::InvalidInput, "article " + std::to_string(article.value) +
                                                " is not in " + story_name(*living) + " but in " +
                                                story_name(*story)};
    }
    correction.fresh = fresh_story(wish.articles, number);
  } else if (wish.kind == CorrectionKind::Unlink) {
    correction.fresh = fresh_story({correction.articles[1]}, number);
  }
  return correction;
}

}  // namespace depesche
