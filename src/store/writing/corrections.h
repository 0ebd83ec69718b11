// What editors say about stories, and the corrections that wait to be obeyed.
//
// Saying is durable and open to every process; obeying is for the one that runs the engine, in the
// order of saying (AcceptTransaction::put_correction, or refuse_correction).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "news/correction.h"
#include "news/ids.h"

namespace depesche {

/// As an editor says it: Merge names two stories, Split one and the articles that leave it, Link
/// and Unlink two articles (or a story and the one that does or does not belong to it), Undo an
/// earlier correction.
struct CorrectionWish {
  CorrectionKind kind = CorrectionKind::Merge;
  StoryId story;
  StoryId other;
  std::vector<ArticleId> articles;
  std::int64_t undoes = 0;
  std::string who;
  std::string note;
};

struct WaitingCorrection {
  std::int64_t id = 0;
  CorrectionWish wish;
};

/// What has become of a correction.
struct CorrectionState {
  bool is_waiting = false;
  std::string refusal;                               // empty when it was obeyed
  ErrorCode refusal_code = ErrorCode::InvalidInput;  // of the refusal
  int moved = 0;                                     // articles
  StoryId story;                        // where the articles are that it put somewhere, or 0
  std::vector<std::int64_t> overrides;  // earlier corrections that hold no more, or only in part
};

/// An article a correction moved; `to` is where it was put.
struct CorrectedMove {
  ArticleId article;
  StoryId from;
  StoryId to;
};

class Writer;

inline constexpr std::size_t kMostCorrected = 1000;  // articles in one correction
inline constexpr std::size_t kMaxNote = 500;         // bytes of an editor's own reason

class Corrections {
 public:
  explicit Corrections(Writer& writer) : writer_(writer) {}

  /// Durable when it returns; gives the number people call it by. What makes no sense is an Error.
  Result<std::int64_t> append(const CorrectionWish& wish, std::chrono::sys_seconds now);
  /// The oldest that nobody has taken up.
  std::optional<WaitingCorrection> next_waiting() const;
  /// Nothing when there is no such correction.
  std::optional<CorrectionState> state(std::int64_t id) const;

  // For the one that obeys.
  /// Moves made by a correction whose articles are still where it put them.
  std::vector<CorrectedMove> standing_moves(std::int64_t id) const;
  /// The place of an obeyed correction in the stream; nothing for others.
  std::optional<std::int64_t> stream_no(std::int64_t id) const;
  bool is_undo(std::int64_t id) const;
  /// The correction by which this one was undone, or 0.
  std::int64_t undone_by(std::int64_t id) const;
  /// The story itself or what it was merged into; nothing when it never was.
  std::optional<StoryId> living_story(StoryId story) const;
  bool has_article(ArticleId article) const;
  /// Why it is in its story, as the store keeps it; empty when it is in none.
  std::string reason_of(ArticleId article) const;
  bool is_reprint_of(ArticleId copy, ArticleId original) const;

 private:
  Writer& writer_;
};

}  // namespace depesche
