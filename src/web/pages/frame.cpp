#include "web/pages/frame.h"

#include <span>
#include <stdexcept>

#include "base/embedded.h"
#include "pack/hash.h"
#include "web/http/message.h"
#include "web/pages/template.h"

namespace depesche {
std::span<const EmbeddedFile> web_assets();
}

namespace depesche::web {
namespace {

Asset make_asset(std::string_view stem, std::string_view ending, std::string_view type) {
  for (const EmbeddedFile& file : web_assets()) {
    if (file.path != std::string(stem) + std::string(ending)) continue;
    return {
        std::string(stem) + "." + to_hex(hash64(file.bytes)).substr(0, 12) + std::string(ending),
        type, file.bytes};
  }
  throw std::logic_error("an asset is missing");
}

DataList section_links(const Viewer& viewer, std::string_view shown) {
  DataList links;
  for (const std::string& section : viewer.sections) {
    Data link;
    set(link, "href", section_path(viewer, section));
    set(link, "name", section);
    set(link, "here", section == shown);
    links.push_back(link);
  }
  return links;
}

}  // namespace

std::string_view name(Theme theme) {
  switch (theme) {
    case Theme::Auto:
      return "auto";
    case Theme::Light:
      return "light";
    case Theme::Dark:
      return "dark";
  }
  return "auto";
}

std::string in_frame(const Viewer& viewer, const Frame& frame, const std::string& content) {
  Data data;
  set(data, "lang", code(viewer.language()));
  set(data, "theme", viewer.theme == Theme::Auto ? std::string_view() : name(viewer.theme));
  set(data, "scheme", viewer.theme == Theme::Auto ? "light dark" : name(viewer.theme));
  set(data, "title", frame.title.empty() ? "depesche" : frame.title + " – depesche");
  set(data, "base", viewer.base);
  set(data, "stylesheet", stylesheet().name);
  set(data, "icon", icon().name);
  set(data, "canonical", frame.canonical);
  set(data, "today",
      date_in_words(
          viewer.clock,
          Moment{viewer.clock.now + viewer.clock.zone.offset_at(viewer.clock.now), {}, true}));
  set(data, "at_front", frame.place == Place::Front);
  set(data, "at_search", frame.place == Place::Search);
  set(data, "at_feeds", frame.place == Place::Feeds);
  set(data, "at_settings", frame.place == Place::Settings);
  set(data, "may_edit", viewer.may_edit);
  set(data, "failing_feeds",
      viewer.failing_feeds > 0 && viewer.may_edit
          ? say_count(viewer.language(), "feeds_failing", viewer.failing_feeds)
          : std::string());
  set(data, "at_corrections", frame.place == Place::Corrections);
  set(data, "has_sections", !viewer.sections.empty());
  data["sections"] = Data(section_links(viewer, frame.section));
  set(data, "sample", viewer.is_sample);
  set(data, "trouble", viewer.trouble);
  set(data, "as_of",
      say(viewer.language(), "edition_of", {date_in_words(viewer.clock, viewer.clock.now)}));
  set(data, "list", !frame.list.empty());
  set(data, "atom", viewer.base + frame.list + ".atom" + frame.list_query);
  set(data, "json", viewer.base + frame.list + ".json" + frame.list_query);
  set(data, "content", content);
  return render("layout", viewer.language(), data);
}

std::string article_path(const Viewer& viewer, std::int64_t article) {
  return viewer.base + "/a/" + std::to_string(article);
}
std::string story_path(const Viewer& viewer, std::int64_t story) {
  return viewer.base + "/s/" + std::to_string(story);
}
std::string outlet_path(const Viewer& viewer, std::string_view slug) {
  return viewer.base + "/o/" + percent_encode(slug);
}
std::string section_path(const Viewer& viewer, std::string_view section) {
  return viewer.base + "/t/" + percent_encode(section);
}
std::string picture_path(const Viewer& viewer, std::string_view hash) {
  return viewer.base + "/i/" + percent_encode(hash);
}

const Asset& stylesheet() {
  static const Asset asset = make_asset("depesche", ".css", "text/css; charset=utf-8");
  return asset;
}
const Asset& icon() {
  static const Asset asset = make_asset("icon", ".svg", "image/svg+xml");
  return asset;
}

}  // namespace depesche::web
