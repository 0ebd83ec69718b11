// What the story engine decided about an article, and why, in a form that pages can show.
//
// Scores and shares are per mille (1000 = as sure or as alike as can be).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "news/ids.h"
#include "story/analysis.h"

namespace depesche {

// Stored as numbers: only ever add at the end.
enum class ReasonKind : std::uint8_t {
  Founded,  // nothing live tells of the same event
  Joined,   // near enough to `nearest` and its story
  Reprint,  // the same text as `nearest`
  Update,   // a new version of an article the engine knew; it stays where it was
  Merged,   // two stories turned out to tell one event; `nearest` is the bridge
  Split,    // the story fell apart into two events
  Moved,    // turned out nearer to another story than to its own
  Edited,   // an editor put it here
};

/// "founded", "joined", … as JSON and pages spell it.
std::string_view name(ReasonKind kind);
std::optional<ReasonKind> reason_kind(std::string_view name);

struct Reason {
  ReasonKind kind = ReasonKind::Founded;
  int score = 0;                   // of the link that decided
  ArticleId nearest;               // the article that speaks for it; 0 when Founded
  std::vector<SharedTerm> shared;  // facts, then at most 8 terms, most telling first
  std::vector<TermKind> other;     // facts that the story it left has otherwise

  friend bool operator==(const Reason&, const Reason&) = default;
};

struct Reprint {
  ArticleId of;   // the earliest article that carries the text
  int share = 0;  // of the shorter text
  friend bool operator==(const Reprint&, const Reprint&) = default;
};

struct Similar {
  ArticleId article;
  StoryId story;  // never the own one, and no two alike
  int score = 0;
  std::vector<SharedTerm> shared;
  friend bool operator==(const Similar&, const Similar&) = default;
};

/// A merge or split moved an article that was already placed.
struct StoryMove {
  ArticleId article;
  StoryId from;
  StoryId to;
  Reason reason;
  friend bool operator==(const StoryMove&, const StoryMove&) = default;
};

struct Decision {
  StoryId story;
  Reason reason;
  std::optional<Reprint> reprint;
  /// In order. When every article of a story moves to one other story, the two were merged and the
  /// old id redirects to the new one for ever.
  std::vector<StoryMove> moves;

  friend bool operator==(const Decision&, const Decision&) = default;
};

}  // namespace depesche
