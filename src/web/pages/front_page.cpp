#include <algorithm>
#include <set>

#include "text/fold.h"
#include "web/pages/card.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

constexpr std::size_t kOtherHeadlines = 3;

/// Headlines that add words: reports of their own, no two alike.
DataList other_headlines(const Viewer& viewer, const FrontCard& card) {
  const ArticleCard& lead = card.story.members[card.lead];
  std::set<std::string> told{fold(lead.title)};
  std::set<OutletId> outlets{lead.outlet};
  DataList others;
  for (const ArticleCard& member : card.story.members) {
    if (others.size() == kOtherHeadlines) break;
    if (member.reprint_of || member.kind == ArticleKind::Advertorial) continue;
    if (member.id == lead.reprint_of) continue;  // the same words under another headline
    if (outlets.contains(member.outlet) || !told.insert(fold(member.title)).second) continue;
    outlets.insert(member.outlet);
    Data other;
    set(other, "href", article_path(viewer, member.id.value));
    set(other, "title", member.title);
    set(other, "lang", member.language);
    set(other, "dir", direction(member.language));
    set(other, "outlet", member.outlet_name);
    others.push_back(other);
  }
  return others;
}

/// The lead's picture, or that of another report in the story.
std::string story_picture(const Viewer& viewer, const FrontCard& card) {
  if (!viewer.reads_whole) return {};
  const auto& members = card.story.members;
  if (!members[card.lead].picture_hash.empty()) {
    return picture_path(viewer, members[card.lead].picture_hash);
  }
  const auto pictured = std::find_if(members.begin(), members.end(),
                                     [](const ArticleCard& m) { return !m.picture_hash.empty(); });
  return pictured == members.end() ? std::string() : picture_path(viewer, pictured->picture_hash);
}

Data story_card(const Viewer& viewer, const FrontCard& card, bool is_first) {
  Data data = card_data(viewer, card.story.members[card.lead]);
  set(data, "first", is_first);
  set(data, "picture", story_picture(viewer, card));
  set_coverage(data, viewer, card.story.id, card.story.counts);
  set_list(data, "others", other_headlines(viewer, card));
  return data;
}

Data progress_data(const Viewer& viewer, const Progress& progress) {
  const Language language = viewer.language();
  Data data;
  set(data, "feeds",
      say(language, "progress_feeds",
          {number(language, progress.feeds_asked), number(language, progress.feeds)}));
  set(data, "feeds_all", std::to_string(std::max(progress.feeds, 1)));
  set(data, "feeds_asked", std::to_string(progress.feeds_asked));
  set(data, "articles",
      say(language, "progress_articles",
          {number(language, progress.articles), number(language, progress.waiting)}));
  set(data, "failed",
      progress.feeds_failed > 0 ? say_count(language, "progress_failed", progress.feeds_failed)
                                : std::string());
  return data;
}

bool is_starting(const FrontView& view) {
  return view.progress.feeds_asked < view.progress.feeds || view.progress.waiting > 0 ||
         view.stories.empty();
}

std::string welcome(const Viewer& viewer) {
  Data data;
  set(data, "base", viewer.base);
  set(data, "token", viewer.token);
  set(data, "may_edit", viewer.may_edit);
  set(data, "typed", false);
  return render("welcome", viewer.language(), data);
}

}  // namespace

std::string front_page(const Viewer& viewer, const FrontView& view) {
  const Frame frame{say(viewer.language(), "front_title"), Place::Front, {}, {}, "/front", {}};
  if (view.progress.feeds == 0 && view.stories.empty() && view.newest.empty()) {
    return in_frame(viewer, frame, welcome(viewer));
  }
  Data data;
  set(data, "base", viewer.base);
  if (is_starting(view)) {
    set(data, "progress", progress_data(viewer, view.progress));
  } else {
    set(data, "progress", false);
  }
  DataList stories;
  for (const FrontCard& card : view.stories) {
    stories.push_back(story_card(viewer, card, stories.empty()));
  }
  set_list(data, "stories", stories);
  DataList hot;
  for (const FrontCard& card : view.hot) {
    const ArticleCard& lead = card.story.members[card.lead];
    Data link;
    set(link, "href", story_path(viewer, card.story.id.value));
    set(link, "title", lead.title);
    set(link, "lang", lead.language);
    set(link, "dir", direction(lead.language));
    hot.push_back(link);
  }
  set_list(data, "hot", hot);
  set(data, "has_hot", view.has_hot);
  set(data, "level", "3");
  set_list(data, "newest", row_list(viewer, view.newest));
  return in_frame(viewer, frame, render("front", viewer.language(), data));
}

}  // namespace depesche::web
