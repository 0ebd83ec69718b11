// An editor's word on which articles tell one event.
//
// A correction speaks of articles, never of stories alone: stories are what the engine makes of the
// stream, and a stream gathered again with other parameters may make others.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "news/ids.h"

namespace depesche {

enum class CorrectionKind : std::uint8_t {
  Merge,   // two stories are one
  Split,   // some articles leave their story for one of their own
  Link,    // two articles belong together
  Unlink,  // two articles do not
  Undo,    // an earlier correction no longer holds
};

/// "merge", "split", "link", "unlink", "undo".
std::string_view name(CorrectionKind kind);
std::optional<CorrectionKind> correction_kind(std::string_view name);

struct Correction {
  CorrectionKind kind = CorrectionKind::Merge;
  std::int64_t number = 0;  // its place in the stream
  /// Merge: one article of each story; the first one's story stays. Split: those that leave.
  /// Link, Unlink: the two. Undo: those that go back.
  std::vector<ArticleId> articles;
  /// Undo: the story each of the articles goes back to.
  std::vector<StoryId> back;
  /// Split, Unlink: the id of the story of those that leave. No living story's.
  StoryId fresh;
  /// Undo: the number of the correction that no longer holds.
  std::int64_t undoes = 0;

  friend bool operator==(const Correction&, const Correction&) = default;
};

}  // namespace depesche
