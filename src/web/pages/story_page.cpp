#include <algorithm>
#include <set>

#include "desk/reason.h"
#include "web/pages/card.h"
#include "web/pages/changes.h"
#include "web/pages/copies.h"
#include "web/pages/correction_words.h"
#include "web/pages/pages.h"
#include "web/pages/reasons.h"

namespace depesche::web {
namespace {

Data reprint_list(const Viewer& viewer, const StoryMember& member) {
  DataList each;
  std::set<std::string> quoted;
  for (const StoryReprint& reprint : member.reprints) {
    Data data = card_data(viewer, reprint.card);
    const std::string passage = may_show_passage(viewer, reprint.card)
                                    ? parse_reason(reprint.reason).passage
                                    : std::string();
    set(data, "passage", quoted.insert(passage).second ? passage : std::string());
    each.push_back(data);
  }
  return reprints_data(viewer, member.card, each);
}

/// Whose agency's copy one of the reprints says this is, where it does not say so itself.
std::string marked_at(Language language, const StoryMember& member) {
  if (!member.card.agency.empty()) return {};
  std::vector<const ArticleCard*> reprints;
  for (const StoryReprint& reprint : member.reprints) reprints.push_back(&reprint.card);
  return agency_in_words(language, member.card, reprints);
}

/// The report that spoke for this one, and how far apart in time the two are.
Data nearest_data(const Viewer& viewer, const StoryView& view, const ArticleCard& card,
                  ArticleId nearest) {
  const auto found = std::find_if(view.nearest.begin(), view.nearest.end(),
                                  [&](const ArticleCard& one) { return one.id == nearest; });
  if (found == view.nearest.end()) return Data(false);
  Data data;
  set(data, "href", article_path(viewer, found->id.value));
  set(data, "title", found->title);
  set(data, "lang", found->language);
  set(data, "dir", direction(found->language));
  set(data, "outlet", found->outlet_name);
  set(data, "apart", apart_in_words(viewer.language(), card, *found));
  return data;
}

Data member_data(const Viewer& viewer, const StoryView& view, const StoryMember& member) {
  const StoryReason reason = parse_reason(member.reason);
  Data data = card_data(viewer, member.card);
  set(data, "reason", member_reason(viewer.language(), member.card, member.reason));
  set(data, "near", nearest_data(viewer, view, member.card, reason.nearest));
  set(data, "passage", may_show_passage(viewer, member.card) ? reason.passage : std::string());
  set(data, "marked_at", marked_at(viewer.language(), member));
  set(data, "reprints", reprint_list(viewer, member));
  return data;
}

DataList headline_list(const StoryPage& story) {
  if (story.headlines.size() < 2) return {};
  DataList each;
  for (const std::string& headline : story.headlines) {
    const auto member =
        std::find_if(story.members.begin(), story.members.end(),
                     [&](const StoryMember& m) { return m.card.title == headline; });
    const std::string language = member == story.members.end() ? "" : member->card.language;
    Data data;
    set(data, "title", headline);
    set(data, "lang", language);
    set(data, "dir", direction(language));
    each.push_back(data);
  }
  return each;
}

DataList move_list(const Viewer& viewer, const StoryPage& story) {
  DataList each;
  for (const StoryMoveView& move : story.moves) {
    Data data;
    set(data, "title", move.title);
    set(data, "href", article_path(viewer, move.article.value));
    set(data, "what", say(viewer.language(), move.to == story.id ? "story_merged" : "story_left"));
    set(data, "time", time_data(viewer.clock, move.at));
    set(data, "by_hand",
        move.correction != 0 ? correction_path(viewer, move.correction) : std::string());
    each.push_back(data);
  }
  return each;
}

const ArticleCard* first_picture(const StoryPage& story) {
  for (const StoryMember& member : story.members) {
    if (!member.card.picture_hash.empty()) return &member.card;
  }
  return nullptr;
}

/// One line to tick, for a member or a reprint folded under it.
Data tick_data(const StoryView& view, const ArticleCard& card, bool is_folded) {
  const auto& ticked = view.form.ticked;
  Data data;
  set(data, "id", std::to_string(card.id.value));
  set(data, "title", card.title);
  set(data, "lang", card.language);
  set(data, "dir", direction(card.language));
  set(data, "outlet", card.outlet_name);
  set(data, "folded", is_folded);
  set(data, "ticked", std::find(ticked.begin(), ticked.end(), card.id) != ticked.end());
  return data;
}

/// The owner's forms; false for everybody else.
Data correcting_data(const Viewer& viewer, const StoryView& view) {
  if (!viewer.may_edit) return Data(false);
  DataList ticks;
  for (const StoryMember& member : view.story.members) {
    ticks.push_back(tick_data(view, member.card, false));
    for (const StoryReprint& reprint : member.reprints) {
      ticks.push_back(tick_data(view, reprint.card, true));
    }
  }
  Data data;
  set(data, "token", viewer.token);
  set(data, "here", story_path(viewer, view.story.id.value));
  set(data, "after", view.after);
  data["ticks"] = Data(ticks);
  set(data, "several", ticks.size() > 1);
  set(data, "other", view.form.other);
  set(data, "who", view.form.who);
  set(data, "note", view.form.note);
  set(data, "open", !view.failure.empty());
  return data;
}

}  // namespace

std::string story_page(const Viewer& viewer, const StoryView& view) {
  const StoryPage& story = view.story;
  const Language language = viewer.language();
  const bool has_lead = !view.headline.empty() || story.members.empty();
  const std::string& title = has_lead ? view.headline : story.members.front().card.title;
  const std::string& title_language =
      has_lead ? view.headline_language : story.members.front().card.language;
  Data data;
  set(data, "base", viewer.base);
  set(data, "title", title);
  set(data, "lang", title_language);
  set(data, "dir", direction(title_language));
  set_coverage(data, viewer, story.id, story.counts);
  set(data, "coverage", coverage_in_words(language, story.counts));
  set(data, "articles", say_count(language, "articles", story.counts.articles));
  set(data, "since",
      say(language, "story_status",
          {date_in_words(viewer.clock, story.since),
           age_in_words(viewer.clock, story.last_report)}));
  const ArticleCard* pictured = viewer.reads_whole ? first_picture(story) : nullptr;
  set(data, "picture", pictured ? picture_path(viewer, pictured->picture_hash) : std::string());
  set(data, "picture_alt", pictured ? pictured->picture_alt : std::string());
  DataList members;
  for (const StoryMember& member : story.members)
    members.push_back(member_data(viewer, view, member));
  data["members"] = Data(members);
  set(data, "next",
      story.next ? story_path(viewer, story.id.value) + "?after=" + *story.next : std::string());
  set_list(data, "headlines", headline_list(story));
  set_list(data, "changes", change_log(viewer, story));
  set_list(data, "moves", move_list(viewer, story));
  set(data, "notice",
      notice_data(viewer, view.said ? &*view.said : nullptr, view.failure, story.id));
  set(data, "correcting", correcting_data(viewer, view));
  const Frame frame{title, Place::Elsewhere, {}, {}, "/s/" + std::to_string(story.id.value), {}};
  return in_frame(viewer, frame, render("story", language, data));
}

}  // namespace depesche::web
