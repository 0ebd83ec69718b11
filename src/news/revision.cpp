#include "news/revision.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace depesche {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, kRevisionKinds> kRevisionNames{
    "headline", "number", "name", "passage-removed", "passage-added", "wording", "gone"};

}  // namespace

std::string_view name(RevisionKind kind) { return kRevisionNames[static_cast<std::size_t>(kind)]; }

std::optional<RevisionKind> revision_kind(std::string_view name) {
  const auto* const found = std::find(kRevisionNames.begin(), kRevisionNames.end(), name);
  if (found == kRevisionNames.end()) return std::nullopt;
  return static_cast<RevisionKind>(found - kRevisionNames.begin());
}

std::string names(const std::vector<RevisionKind>& kinds) {
  std::string out;
  for (std::size_t i = 0; i < kRevisionNames.size(); ++i) {
    if (std::find(kinds.begin(), kinds.end(), static_cast<RevisionKind>(i)) == kinds.end())
      continue;
    if (!out.empty()) out += ' ';
    out += kRevisionNames[i];
  }
  return out;
}

std::vector<RevisionKind> revision_kinds(std::string_view names) {
  std::vector<RevisionKind> kinds;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    if (const auto kind = revision_kind(names.substr(0, end))) kinds.push_back(*kind);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return kinds;
}

}  // namespace depesche
