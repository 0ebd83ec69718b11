// Outlet and section: a heading and articles, newest first.
#include "rights/ledger.h"
#include "web/pages/card.h"
#include "web/pages/inline_markup.h"
#include "web/pages/pages.h"
#include "web/pages/rights_words.h"

namespace depesche::web {
namespace {

std::string list_page(const Viewer& viewer, const Frame& frame, Data data,
                      const ArticleList& list) {
  set(data, "level", "2");
  set_list(data, "rows", row_list(viewer, list.articles));
  set(data, "next", list.next ? viewer.base + frame.list + "?after=" + *list.next : std::string());
  return in_frame(viewer, frame, render("list", viewer.language(), data));
}

/// What the owner says of its excerpts.
Data limit_form(const Viewer& viewer, const OutletView& outlet, const LimitAnswer& answer) {
  if (!viewer.may_edit) return Data(false);
  Data form;
  set(form, "action", outlet_path(viewer, outlet.slug) + "/limit");
  set(form, "token", viewer.token);
  set(form, "most", std::to_string(rights::kLongestLimit));
  const std::string limit = outlet.most_quoted ? std::to_string(*outlet.most_quoted) : "";
  set(form, "characters", answer.failure.empty() ? limit : answer.typed);
  set(form, "is_open", !answer.failure.empty());
  return form;
}

}  // namespace

std::string outlet_page(const Viewer& viewer, const OutletPage& page, const LimitAnswer& answer) {
  Data data;
  set(data, "kind", say(viewer.language(), "outlet"));
  set(data, "heading", page.outlet.name);
  set(data, "count", say_count(viewer.language(), "outlet_count", page.outlet.articles));
  set(data, "home", safe_link(page.outlet.home));
  set(data, "rights", outlet_rights_in_words(viewer, page));
  set(data, "limit", limit_in_words(viewer.language(), page.outlet.most_quoted));
  set(data, "limit_form", limit_form(viewer, page.outlet, answer));
  set(data, "done", answer.done);
  set(data, "failure", answer.failure);
  const std::string path = outlet_path(viewer, page.outlet.slug).substr(viewer.base.size());
  return list_page(viewer, {page.outlet.name, Place::Elsewhere, {}, {}, path, {}}, std::move(data),
                   page.list);
}

std::string section_page(const Viewer& viewer, std::string_view section, const ArticleList& list) {
  Data data;
  set(data, "kind", say(viewer.language(), "section"));
  set(data, "heading", section);
  for (const char* of_outlets : {"count", "rights", "limit", "limit_form", "done", "failure"}) {
    set(data, of_outlets, false);
  }
  const std::string path = section_path(viewer, section).substr(viewer.base.size());
  return list_page(viewer,
                   {std::string(section), Place::Elsewhere, std::string(section), {}, path, {}},
                   std::move(data), list);
}

}  // namespace depesche::web
