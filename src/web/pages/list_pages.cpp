// Outlet and section: a heading and articles, newest first.
#include "web/pages/card.h"
#include "web/pages/inline_markup.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

std::string list_page(const Viewer& viewer, const Frame& frame, Data data,
                      const ArticleList& list) {
  set(data, "level", "2");
  set_list(data, "rows", row_list(viewer, list.articles));
  set(data, "next", list.next ? viewer.base + frame.list + "?after=" + *list.next : std::string());
  return in_frame(viewer, frame, render("list", viewer.language(), data));
}

}  // namespace

std::string outlet_page(const Viewer& viewer, const OutletPage& page) {
  Data data;
  set(data, "kind", say(viewer.language(), "outlet"));
  set(data, "heading", page.outlet.name);
  set(data, "count", say_count(viewer.language(), "outlet_count", page.outlet.articles));
  set(data, "home", safe_link(page.outlet.home));
  const std::string path = outlet_path(viewer, page.outlet.slug).substr(viewer.base.size());
  return list_page(viewer, {page.outlet.name, Place::Elsewhere, {}, {}, path, {}}, std::move(data),
                   page.list);
}

std::string section_page(const Viewer& viewer, std::string_view section, const ArticleList& list) {
  Data data;
  set(data, "kind", say(viewer.language(), "section"));
  set(data, "heading", section);
  set(data, "count", false);
  const std::string path = section_path(viewer, section).substr(viewer.base.size());
  return list_page(viewer,
                   {std::string(section), Place::Elsewhere, std::string(section), {}, path, {}},
                   std::move(data), list);
}

}  // namespace depesche::web
