#include "web/http/message.h"
#include "web/pages/card.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

constexpr std::size_t kSnippetBytes = 280;

struct Choice {
  std::string value;
  std::string words;
};

Data filter(std::string_view label, std::string_view name, std::string_view chosen,
            const std::vector<Choice>& choices) {
  DataList options;
  for (const Choice& choice : choices) {
    Data option;
    set(option, "value", choice.value);
    set(option, "words", choice.words);
    set(option, "chosen", choice.value == chosen);
    options.push_back(option);
  }
  Data data;
  set(data, "label", label);
  set(data, "name", name);
  data["options"] = Data(options);
  return data;
}

DataList filters(const Viewer& viewer, const SearchView& view) {
  const Language language = viewer.language();
  std::vector<Choice> languages{{"", say(language, "any_language")}};
  for (const char* tag : {"de", "en", "fr", "es", "it", "nl"}) {
    languages.push_back({tag, language_in_words(language, tag)});
  }
  std::vector<Choice> outlets{{"", say(language, "any_outlet")}};
  for (const OutletView& outlet : view.outlets) outlets.push_back({outlet.slug, outlet.name});
  DataList all;
  all.push_back(filter(say(language, "filter_language"), "language", view.language, languages));
  all.push_back(filter(say(language, "filter_outlet"), "outlet", view.outlet, outlets));
  all.push_back(filter(say(language, "filter_since"), "since", view.since,
                       {{"", say(language, "any_time")},
                        {"day", say(language, "last_day")},
                        {"week", say(language, "last_week")},
                        {"month", say(language, "last_month")}}));
  all.push_back(
      filter(say(language, "filter_order"), "order", view.order,
             {{"", say(language, "order_best")}, {"newest", say(language, "order_newest")}}));
  return all;
}

Data hit_row(const Viewer& viewer, const SearchView& view, const ArticleCard& card) {
  RowWords words;
  words.title_marks = highlight(card.title, card.language, view.query, view.part_words.get());
  const std::string& text = card.excerpt.empty() ? card.standfirst : card.excerpt;
  const Snippet found =
      snippet(text, card.language, view.query, kSnippetBytes, view.part_words.get());
  const std::string before = found.cut_before ? "… " : "";
  if (!may_show_passage(viewer, card)) return row_data(viewer, card, words);
  words.excerpt =
      before + text.substr(found.range.begin, found.range.length) + (found.cut_after ? " …" : "");
  for (Range mark : found.marks) {
    mark.begin = mark.begin - found.range.begin + static_cast<std::uint32_t>(before.size());
    words.excerpt_marks.push_back(mark);
  }
  return row_data(viewer, card, words);
}

std::string found_in_words(Language language, const SearchView& view) {
  if (!view.result || view.typed.empty()) return {};
  if (view.result->hits.empty()) return say(language, "search_none", {view.typed});
  if (view.result->is_more) {
    return say(language, "search_found_more", {number(language, view.result->found)});
  }
  return say_count(language, "search_found", view.result->found);
}

}  // namespace

std::string search_query(const SearchView& view, std::string_view after) {
  std::string query = "?q=" + percent_encode(view.typed);
  const auto add = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) query.append("&").append(name).append("=").append(percent_encode(text));
  };
  add("language", view.language);
  add("outlet", view.outlet);
  add("since", view.since);
  add("order", view.order);
  add("after", after);
  return query;
}

std::string search_page(const Viewer& viewer, const SearchView& view) {
  const Language language = viewer.language();
  Data data;
  set(data, "base", viewer.base);
  set(data, "typed", view.typed);
  set(data, "filtered", !(view.language + view.outlet + view.since + view.order).empty());
  data["filters"] = Data(filters(viewer, view));
  std::string failure;
  if (view.failure) {
    failure = say(language, *view.failure == ErrorCode::TimedOut ? "search_slow" : "search_bad");
  }
  set(data, "failure", failure);
  set(data, "found", found_in_words(language, view));
  DataList rows;
  if (view.result) {
    for (const SearchHit& hit : view.result->hits) rows.push_back(hit_row(viewer, view, hit.card));
  }
  set(data, "level", "2");
  set_list(data, "rows", rows);
  set(data, "next",
      view.result && view.result->next
          ? viewer.base + "/search" + search_query(view, *view.result->next)
          : std::string());
  Frame frame{say(language, "search_title"), Place::Search, {}, {}, {}, {}};
  if (!view.typed.empty()) {
    frame.title = view.typed + " – " + frame.title;
    frame.list = "/search";
    frame.list_query = search_query(view);
  }
  return in_frame(viewer, frame, render("search", language, data));
}

}  // namespace depesche::web
