// Settings and errors.
#include "web/pages/card.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

Data option(std::string_view value, std::string_view words, std::string_view chosen,
            std::string_view lang = {}) {
  Data data;
  set(data, "value", value);
  set(data, "words", words);
  set(data, "chosen", value == chosen);
  set(data, "lang", lang);
  return data;
}

Data choice(std::string_view name, std::string_view label, const DataList& options) {
  Data data;
  set(data, "name", name);
  set(data, "label", label);
  data["options"] = Data(options);
  return data;
}

std::string error(const Viewer& viewer, int status, std::string_view key) {
  Data data;
  set(data, "base", viewer.base);
  set(data, "status", std::to_string(status));
  set(data, "heading", say(viewer.language(), key));
  set(data, "text", say(viewer.language(), std::string(key) + "_text"));
  Frame frame;
  frame.title = say(viewer.language(), key);
  return in_frame(viewer, frame, render("error", viewer.language(), data));
}

}  // namespace

std::string settings_page(const Viewer& viewer, const SettingsView& view) {
  const Language language = viewer.language();
  DataList zones;
  zones.push_back(option("", say(language, "settings_zone_auto", {view.server_zone}), view.zone));
  for (const std::string& zone : TimeZone::names()) zones.push_back(option(zone, zone, view.zone));
  DataList choices;
  choices.push_back(choice("language", say(language, "settings_language"),
                           {option("", say(language, "settings_language_auto"), view.language),
                            option("de", "Deutsch", view.language, "de"),
                            option("en", "English", view.language, "en")}));
  choices.push_back(choice("theme", say(language, "settings_theme"),
                           {option("", say(language, "theme_auto"),
                                   viewer.theme == Theme::Auto ? "" : name(viewer.theme)),
                            option("light", say(language, "theme_light"), name(viewer.theme)),
                            option("dark", say(language, "theme_dark"), name(viewer.theme))}));
  choices.push_back(choice("zone", say(language, "settings_zone"), zones));
  Data data;
  set(data, "base", viewer.base);
  set(data, "token", viewer.token);
  set(data, "done", view.saved ? say(language, "done_saved") : std::string());
  data["choices"] = Data(choices);
  const Frame frame{say(language, "settings_title"), Place::Settings, {}, {}, {}, {}};
  return in_frame(viewer, frame, render("settings", language, data));
}

std::string error_page(const Viewer& viewer, int status) {
  const std::string key = "error_" + std::to_string(status);
  if (!find_message(viewer.language(), key).empty()) return error(viewer, status, key);
  return error(viewer, status, status < 500 ? "error_400" : "error_500");
}

std::string stale_form_page(const Viewer& viewer) { return error(viewer, 403, "error_form"); }

}  // namespace depesche::web
