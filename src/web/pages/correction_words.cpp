#include "web/pages/correction_words.h"

#include "web/pages/words.h"

namespace depesche::web {
namespace {

std::string_view senseless(CorrectionKind kind) {
  switch (kind) {
    case CorrectionKind::Merge:
      return "refused_merge";
    case CorrectionKind::Split:
      return "refused_split";
    case CorrectionKind::Link:
      return "refused_link";
    case CorrectionKind::Unlink:
      return "refused_unlink";
    case CorrectionKind::Undo:
      return "refused_undo";
  }
  return "refused_merge";
}

std::string done_in_words(const Viewer& viewer, const CorrectionView& said) {
  const Language language = viewer.language();
  if (said.is_waiting) {
    return say(language, viewer.is_gathering ? "corrected_gathering" : "corrected_waiting");
  }
  if (said.undone_by != 0 || said.ended_by != 0) {
    return say(language, "corrected_before",
               {std::to_string(said.id), outcome_in_words(viewer, said)});
  }
  if (said.moved == 0) return say(language, "corrected_nothing");
  return say_count(language, "corrected", said.moved);
}

DataList overridden(const Viewer& viewer, const CorrectionView& said) {
  DataList each;
  for (const std::int64_t one : said.overrides) {
    Data data;
    set(data, "href", correction_path(viewer, one));
    set(data, "words", say(viewer.language(), "correction_named", {std::to_string(one)}));
    set(data, "more", one != said.overrides.back());
    each.push_back(data);
  }
  return each;
}

}  // namespace

std::string what_was_said(Language language, const CorrectionView& one) {
  switch (one.kind) {
    case CorrectionKind::Merge:
      return say(language, "said_merge");
    case CorrectionKind::Split:
      return say(language, "said_split");
    case CorrectionKind::Link:
      return say(language, "said_link");
    case CorrectionKind::Unlink:
      return say(language, "said_unlink");
    case CorrectionKind::Undo:
      return say(language, "said_undo", {std::to_string(one.undoes)});
  }
  return {};
}

std::string outcome_in_words(const Viewer& viewer, const CorrectionView& one) {
  const Language language = viewer.language();
  if (one.is_waiting) {
    return say(language, viewer.is_gathering ? "outcome_gathering" : "outcome_waiting");
  }
  if (one.undone_by != 0) return say(language, "outcome_undone", {std::to_string(one.undone_by)});
  std::string words =
      one.moved == 0 ? say(language, "outcome_kept") : say_count(language, "outcome", one.moved);
  if (one.ended_by == 0) return words;
  const bool is_whole = one.pairs_ended == one.pairs;
  return words + "; " +
         say(language, is_whole ? "outcome_overridden" : "outcome_overridden_partly",
             {std::to_string(one.ended_by)});
}

std::string refusal_in_words(Language language, CorrectionKind kind, const Error& refusal) {
  switch (refusal.code) {
    case ErrorCode::InvalidInput:
      return say(language, senseless(kind));
    case ErrorCode::NotFound:
      return say(language, "refused_not_found");
    case ErrorCode::Gone:
      return say(language, "refused_gone");
    case ErrorCode::TooLarge:
      return say(language, "refused_too_large");
    default:
      return reason_in_words(language, Asked::Page, name(refusal.code), refusal.message);
  }
}

std::string correction_path(const Viewer& viewer, std::int64_t correction) {
  return viewer.base + "/corrections?after=" + std::to_string(correction + 1) + "#c" +
         std::to_string(correction);
}

Data notice_data(const Viewer& viewer, const CorrectionView* said, std::string_view failure,
                 StoryId page) {
  const Language language = viewer.language();
  Data data;
  set(data, "base", viewer.base);
  set(data, "token", viewer.token);
  if (said == nullptr || !said->refusal.empty()) {
    const std::string why = said == nullptr ? std::string(failure)
                                            : refusal_in_words(language, said->kind,
                                                               {said->refusal_code, said->refusal});
    if (why.empty()) return Data(false);
    set(data, "failure", say(language, "failed", {why}));
    set(data, "again", page && said == nullptr);
    set(data, "done", false);
    return data;
  }
  set(data, "failure", false);
  set(data, "done", done_in_words(viewer, *said));
  const bool is_elsewhere = said->put_in && said->put_in != page;
  set(data, "story", is_elsewhere ? story_path(viewer, said->put_in.value) : std::string());
  set_list(data, "overrides", overridden(viewer, *said));
  set(data, "list", page ? correction_path(viewer, said->id) : std::string());
  const bool can_undo = viewer.may_edit && !said->is_waiting && said->undone_by == 0 &&
                        said->kind != CorrectionKind::Undo;
  set(data, "undo", can_undo ? std::to_string(said->id) : std::string());
  return data;
}

}  // namespace depesche::web
