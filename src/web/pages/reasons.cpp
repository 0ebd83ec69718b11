#include "web/pages/reasons.h"

#include "desk/reason.h"

namespace depesche::web {
namespace {

constexpr std::size_t kMostWords = 5;

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size() && i < kMostWords; ++i) {
    if (i > 0) out += ", ";
    out += words[i];
  }
  return out;
}

}  // namespace

std::string member_reason(Language language, const ArticleCard& card,
                          std::string_view stored_reason) {
  const StoryReason reason = parse_reason(stored_reason);
  const std::string shared = similar_reason(language, reason.words);
  const auto with_words = [&](std::string_view key) {
    return say(language, key) + (shared.empty() ? "" : " " + shared + ".");
  };
  switch (reason.kind) {
    case ReasonKind::Founded:
      return say(language, "reason_founded");
    case ReasonKind::Reprint:  // a newer version may have become a text of its own
      if (card.reprint_of) return say(language, "reason_reprint");
      return shared.empty() ? say(language, "reason_joined") : shared;
    case ReasonKind::Update:  // stores of the first edition: says that the text is new, not why
                              // here
      if (card.id.value == card.story.value) return say(language, "reason_founded");
      [[fallthrough]];
    case ReasonKind::Joined:
      return shared.empty() ? say(language, "reason_joined") : shared;
    case ReasonKind::Merged:
      return with_words("reason_merged");
    case ReasonKind::Split:
      return with_words("reason_split");
    case ReasonKind::Moved:
      return with_words("reason_moved");
    case ReasonKind::Edited:
      return say(language, "reason_edited");
  }
  return {};
}

std::string similar_reason(Language language, const std::vector<std::string>& words) {
  return words.empty() ? std::string() : say(language, "similar_reason", {join(words)});
}

}  // namespace depesche::web
