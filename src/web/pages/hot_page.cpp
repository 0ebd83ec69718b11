// "Hot now": the stories that grow, each with the count of outlets that makes it hot.
#include <string>

#include "web/pages/card.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

/// New outlets against those before: within the last hour, or the last three where none came in it.
std::string growth_in_words(Language language, const StoryFacts& facts) {
  const bool is_of_this_hour = facts.this_hour > 0;
  const int fresh = is_of_this_hour ? facts.this_hour : facts.lately;
  const int before = facts.independent - fresh;
  const std::string count = number(language, fresh);
  if (before == 0)
    return say(language, is_of_this_hour ? "hot_hour_new" : "hot_lately_new", {count});
  if (!is_of_this_hour) return say(language, "hot_lately", {count, number(language, before)});
  return say(language, fresh == 1 ? "hot_hour_one" : "hot_hour", {count, number(language, before)});
}

}  // namespace

std::string hot_page(const Viewer& viewer, const std::vector<HotRow>& rows) {
  const Language language = viewer.language();
  DataList stories;
  for (const HotRow& row : rows) {
    Data data = card_data(viewer, row.card.story.members[row.card.lead]);
    set(data, "growth", growth_in_words(language, row.facts));
    set_coverage(data, viewer, row.card.story.id, row.card.story.counts);
    stories.push_back(data);
  }
  Data data;
  set_list(data, "stories", stories);
  Frame frame;
  frame.title = say(language, "hot_heading");
  frame.list = "/hot";
  return in_frame(viewer, frame, render("hot", language, data));
}

}  // namespace depesche::web
