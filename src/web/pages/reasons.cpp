#include "web/pages/reasons.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

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

/// "Namen Talve, Meren; Zahl 400"; stores of older programs keep all of it as words.
std::string shared_in_words(Language language, const StoryReason& reason) {
  const bool has_kinds =
      !(reason.names.empty() && reason.numbers.empty() && reason.places.empty() &&
        reason.days.empty() && reason.scores.empty() && reason.address.empty());
  if (!has_kinds) return similar_reason(language, reason.words);
  std::string out;
  const auto add = [&](const std::vector<std::string>& words, std::string_view one,
                       std::string_view many) {
    if (words.empty()) return;
    out += (out.empty() ? "" : "; ") + say(language, words.size() == 1 ? one : many, {join(words)});
  };
  add(reason.places, "shared_place", "shared_places");
  add(reason.days, "shared_day", "shared_days");
  add(reason.scores, "shared_score", "shared_scores");
  add(reason.names, "shared_name", "shared_names");
  add(reason.numbers, "shared_number", "shared_numbers");
  add(reason.words, "shared_word", "shared_words");
  add(reason.address, "shared_address_word", "shared_address_words");
  return say(language, "similar_reason", {out});
}

/// " Die andere nennt einen anderen Ort."; empty where nothing is.
std::string other_in_words(Language language, const StoryReason& reason) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSaid{
      {{"place", "other_place"}, {"day", "other_day"}, {"score", "other_score"}}};
  std::string out;
  for (const auto& [fact, said] : kSaid) {
    if (std::find(reason.other.begin(), reason.other.end(), fact) == reason.other.end()) continue;
    out += (out.empty() ? "" : ", ") + say(language, said);
  }
  return out.empty() ? out : " " + say(language, "reason_other", {out});
}

std::chrono::sys_seconds appeared_at(const ArticleCard& card) {
  const bool is_told = card.published && !card.published->day_only;
  return is_told ? std::min(card.published->at, card.first_seen_at) : card.first_seen_at;
}

}  // namespace

std::string member_reason(Language language, const ArticleCard& card,
                          std::string_view stored_reason) {
  const StoryReason reason = parse_reason(stored_reason);
  const std::string shared = shared_in_words(language, reason);
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
      return with_words("reason_split") + other_in_words(language, reason);
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

std::string apart_in_words(Language language, const ArticleCard& one, const ArticleCard& other) {
  using namespace std::chrono;
  const auto apart = appeared_at(other) - appeared_at(one);
  const auto span = apart < seconds(0) ? -apart : apart;
  if (span < minutes(1)) return say(language, "apart_none");
  const std::string words =
      span < hours(1)    ? say_count(language, "span_minutes", floor<minutes>(span).count())
      : span < hours(48) ? say_count(language, "span_hours", floor<hours>(span).count())
                         : say_count(language, "span_days", floor<days>(span).count());
  return say(language, apart < seconds(0) ? "apart_earlier" : "apart_later", {words});
}

}  // namespace depesche::web
