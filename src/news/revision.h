// What an outlet changed in a report it had published.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depesche {

enum class RevisionKind {
  Headline,        // its words
  Number,          // one stands where another stood
  Name,            // likewise
  PassageRemoved,  // a sentence or more, not merely moved
  PassageAdded,
  Wording,  // words, but none of the above
  Gone,     // the page itself (404, 410)
};
inline constexpr int kRevisionKinds = 7;

/// "headline", "number", "name", "passage-removed", "passage-added", "wording", "gone"; and back.
std::string_view name(RevisionKind kind);
std::optional<RevisionKind> revision_kind(std::string_view name);

/// In the order of the enumerators, each once, parted by spaces; and back, leaving out what is
/// unknown.
std::string names(const std::vector<RevisionKind>& kinds);
std::vector<RevisionKind> revision_kinds(std::string_view names);

}  // namespace depesche
