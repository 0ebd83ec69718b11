// What editors said of stories, newest first: as a page, and as the lists that programs read.
#include <string>

#include "dates/dates.h"
#include "json/writer.h"
#include "web/pages/card.h"
#include "web/pages/correction_words.h"
#include "web/pages/listing.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

std::string story_words(const Viewer& viewer, StoryId story) {
  return say(viewer.language(), "story_named", {std::to_string(story.value)});
}

DataList story_links(const Viewer& viewer, const CorrectionView& one) {
  DataList each;
  for (const StoryId story : {one.story, one.other}) {
    if (!story) continue;
    Data data;
    set(data, "href", story_path(viewer, story.value));
    set(data, "words", story_words(viewer, story));
    each.push_back(data);
  }
  return each;
}

Data article_links(const Viewer& viewer, const CorrectionView& one) {
  if (one.named.empty()) return Data(false);
  DataList each;
  for (const TitledArticle& article : one.named) {
    Data data;
    set(data, "href", article_path(viewer, article.id.value));
    set(data, "title", article.title);
    set(data, "lang", article.language);
    set(data, "dir", direction(article.language));
    set(data, "outlet", article.outlet_name);
    each.push_back(data);
  }
  Data data;
  data["each"] = Data(each);
  const auto left =
      static_cast<long long>(one.articles.size()) - static_cast<long long>(one.named.size());
  set(data, "more",
      left > 0 ? say_count(viewer.language(), "correction_more", left) : std::string());
  return data;
}

Data link_to(const Viewer& viewer, std::int64_t correction) {
  Data data;
  set(data, "href", correction_path(viewer, correction));
  set(data, "words", say(viewer.language(), "correction_see", {std::to_string(correction)}));
  return data;
}

/// Names and reasons are the editors' own; the public reads what was done.
bool shows_editors(const Viewer& viewer) { return viewer.may_edit; }

Data correction_data(const Viewer& viewer, const CorrectionView& one) {
  const Language language = viewer.language();
  const std::string id = std::to_string(one.id);
  const bool is_undo = one.kind == CorrectionKind::Undo;
  Data data;
  set(data, "id", id);
  set(data, "name", say(language, "correction_name", {id}));
  set(data, "what", what_was_said(language, one));
  set(data, "is_over", one.undone_by != 0);
  set(data, "time", time_data(viewer.clock, one.said_at));
  set(data, "who", shows_editors(viewer) ? one.who : std::string());
  set(data, "note", shows_editors(viewer) ? one.note : std::string());
  data["stories"] = Data(story_links(viewer, one));
  set(data, "articles", article_links(viewer, one));
  set(data, "outcome", outcome_in_words(viewer, one));
  const std::int64_t other = is_undo              ? one.undoes
                             : one.undone_by != 0 ? one.undone_by
                                                  : one.ended_by;
  set(data, "see", other == 0 ? Data(false) : link_to(viewer, other));
  const bool can_undo = viewer.may_edit && !is_undo && !one.is_waiting && one.undone_by == 0;
  set(data, "undo", can_undo ? say(language, "correction_undo_name", {id}) : std::string());
  return data;
}

/// "Zwei Geschichten zusammengeführt: Geschichte 11, Geschichte 21 (2 Artikel versetzt)".
std::string title_of(const Viewer& viewer, const CorrectionView& one) {
  std::string title = what_was_said(viewer.language(), one);
  std::string which;
  for (const StoryId story : {one.story, one.other}) {
    if (story) which += (which.empty() ? "" : ", ") + story_words(viewer, story);
  }
  if (!which.empty()) title += ": " + which;
  return title + " (" + outcome_in_words(viewer, one) + ")";
}

std::string text_of(const Viewer& viewer, const CorrectionView& one) {
  std::string text;
  for (const TitledArticle& article : one.named) {
    text += article.outlet_name + ": " + article.title + "\n";
  }
  return shows_editors(viewer) ? text + one.note : text;
}

void write_facts(json::Writer& out, const CorrectionView& one) {
  out.key("correction").value(one.id).key("kind").value(name(one.kind));
  if (one.story) out.key("story").value(one.story.value);
  if (one.other) out.key("other").value(one.other.value);
  if (!one.articles.empty()) {
    out.key("articles").begin_array();
    for (const ArticleId article : one.articles) out.value(article.value);
    out.end_array();
  }
  if (one.undoes != 0) out.key("undoes").value(one.undoes);
  out.key("waiting").value(one.is_waiting).key("moved").value(one.moved);
  if (one.put_in) out.key("put_in").value(one.put_in.value);
  if (one.undone_by != 0) out.key("undone_by").value(one.undone_by);
  if (one.ended_by != 0) out.key("overridden_by").value(one.ended_by);
}

Listing listing(const Viewer& viewer) {
  const std::string title = say(viewer.language(), "corrections_title") + " – depesche";
  return {title, "/corrections", {}, "/corrections", {}};
}

std::string address_of(const Viewer& viewer, const CorrectionView& one) {
  return viewer.origin + correction_path(viewer, one.id);
}

}  // namespace

std::string corrections_page(const Viewer& viewer, const CorrectionsView& view) {
  const Language language = viewer.language();
  Data data;
  set(data, "base", viewer.base);
  set(data, "token", viewer.token);
  set(data, "may_edit", viewer.may_edit);
  set(data, "notice",
      notice_data(viewer, view.said ? &*view.said : nullptr, view.failure, StoryId{}));
  DataList each;
  for (const CorrectionView& one : view.corrections) each.push_back(correction_data(viewer, one));
  set_list(data, "corrections", each);
  set(data, "next", view.next ? viewer.base + "/corrections?after=" + *view.next : std::string());
  const Frame frame{
      say(language, "corrections_title"), Place::Corrections, {}, {}, "/corrections", {}};
  return in_frame(viewer, frame, render("corrections", language, data));
}

std::string corrections_atom(const Viewer& viewer, const std::vector<CorrectionView>& all) {
  std::vector<PlainEntry> entries;
  entries.reserve(all.size());
  for (const CorrectionView& one : all) {
    entries.push_back({address_of(viewer, one),
                       title_of(viewer, one),
                       text_of(viewer, one),
                       shows_editors(viewer) ? one.who : std::string(),
                       one.said_at,
                       {}});
  }
  return to_atom(viewer, listing(viewer), entries);
}

std::string corrections_json(const Viewer& viewer, const std::vector<CorrectionView>& all) {
  std::vector<PlainEntry> entries;
  entries.reserve(all.size());
  for (const CorrectionView& one : all) {
    entries.push_back({address_of(viewer, one), title_of(viewer, one), text_of(viewer, one),
                       shows_editors(viewer) ? one.who : std::string(), one.said_at,
                       [&one](json::Writer& out) { write_facts(out, one); }});
  }
  return to_json_feed(viewer, listing(viewer), entries);
}

}  // namespace depesche::web
