// What is around every page: head, masthead, navigation, footer; and who is reading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "web/pages/words.h"

namespace depesche::web {

enum class Theme { Auto, Light, Dark };
/// "auto", "light", "dark"; also the value of the setting.
std::string_view name(Theme theme);

/// The reader of this one page: settings, rights, and what the frame shows everywhere.
struct Viewer {
  Clock clock;
  Theme theme = Theme::Auto;
  std::string base;         // path before every address of ours; "" or "/news"
  std::string origin;       // "http://127.0.0.1:8420", for addresses in feeds
  std::string token;        // for forms
  bool may_edit = true;     // subscriptions and stories; false for anonymous readers
  bool reads_whole = true;  // false: headline, excerpt and link only
  bool is_sample = false;
  bool is_gathering = false;          // the stories, again, as after an update: corrections wait
  std::string trouble;                // what stops the wire, for a person; usually empty
  std::vector<std::string> sections;  // for the navigation, most used first
  int failing_feeds = 0;              // likewise, for the owner

  Language language() const { return clock.language; }
};

enum class Place { Front, Search, Feeds, Corrections, Settings, Elsewhere };

struct Frame {
  std::string title;
  Place place = Place::Elsewhere;
  std::string section;     // the one shown, if any
  std::string canonical;   // the outlet's own address of what is shown
  std::string list;        // path of this view as a list, without ".atom"; empty when it is none
  std::string list_query;  // "?q=…" for the lists that have one
};

/// The whole page; `content` is HTML.
std::string in_frame(const Viewer& viewer, const Frame& frame, const std::string& content);

// Addresses of ours.
std::string article_path(const Viewer& viewer, std::int64_t article);
std::string story_path(const Viewer& viewer, std::int64_t story);
std::string outlet_path(const Viewer& viewer, std::string_view slug);
std::string section_path(const Viewer& viewer, std::string_view section);
std::string picture_path(const Viewer& viewer, std::string_view hash);

/// A file of src/web/assets, named by its content so that browsers may keep it for ever.
struct Asset {
  std::string name;  // "depesche.1f2e3d4c.css"
  std::string_view type;
  std::string_view bytes;
};
const Asset& stylesheet();
const Asset& icon();

}  // namespace depesche::web
