// What readers change: subscriptions, outlets' limits and settings. Every action is a form POST
// that was checked before it came here (site.cpp), and ends in 303 to a page that says what
// happened.
#include <algorithm>

#include "base/ascii.h"
#include "desk/subscribe.h"
#include "rights/ledger.h"
#include "web/pages/feed_words.h"
#include "web/pages/pages.h"
#include "web/site/room.h"

namespace depesche::web {
namespace {

constexpr std::string_view kKeepForAYear = "; Max-Age=31536000; HttpOnly; SameSite=Lax";
constexpr std::size_t kMaxAddressBytes = 2000;
constexpr std::size_t kMaxFolderBytes = 200;

/// Only names that a list can have are said, so that nobody puts words into our mouth by a link.
std::string import_remarks(Language language, const Request& request) {
  std::string words;
  const auto add = [&](std::string_view part, std::string_view message) {
    const long long count = positive_number(value(request.query, part)).value_or(0);
    if (count > 0) words += " " + say_count(language, message, count);
  };
  add("muted", "import_muted");
  add("ruled", "import_ruled");
  add("cut", "import_cut");
  const std::string all = "," + std::string(value(request.query, "ignored")) + ",";
  std::string names;
  for (const std::string_view name : ignorable_attributes()) {
    if (all.find("," + std::string(name) + ",") == std::string::npos) continue;
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  return names.empty() ? words : words + " " + say(language, "import_ignored", {names});
}

/// "What just happened" is carried in the address as a code and a number, never as words.
std::string done_in_words(const Viewer& viewer, const Request& request) {
  const std::string_view done = value(request.query, "done");
  const long long count = positive_number(value(request.query, "n")).value_or(0);
  if (done == "added") return say_count(viewer.language(), "done_added", count);
  if (done == "imported") {
    const std::string known = say(viewer.language(), "done_known_all");
    return (count > 0 ? say_count(viewer.language(), "done_imported", count) : known) +
           import_remarks(viewer.language(), request);
  }
  if (done == "known") return say(viewer.language(), "done_known");
  if (done == "revived") return say(viewer.language(), "done_revived");
  if (done == "edited") return say(viewer.language(), "done_edited");
  if (done == "options") return say(viewer.language(), "done_options");
  if (done == "rule_changed") return say(viewer.language(), "done_rule_changed");
  if (done == "followed") return say_count(viewer.language(), "done_followed", count);
  if (done == "list_known") return say(viewer.language(), "done_list_known");
  if (done == "unfollowed") return say(viewer.language(), "done_unfollowed");
  if (done == "removed") return say(viewer.language(), "done_removed");
  return {};
}

std::string typed(const Request& request, std::string_view field) {
  return std::string(trim(value(request.form, field)));
}

PageRule typed_rule(const Request& request) {
  return {typed(request, "rule"), typed(request, "rule_link"), typed(request, "rule_title"),
          typed(request, "rule_date"), typed(request, "rule_summary")};
}

/// What the form for a feed's options was sent with, as far as it may be shown again.
std::optional<FeedOptionsShown> typed_options(const Request& request) {
  if (request.form.empty()) return std::nullopt;
  return FeedOptionsShown{typed(request, "user_agent"),
                          proxy_without_password(typed(request, "proxy")), false, false};
}

TypedEdit typed_edit(const Request& request) {
  return {typed(request, "title"), typed(request, "folder"), typed(request, "every"),
          !value(request.form, "muted").empty()};
}

std::optional<FeedId> feed_named(std::string_view text) {
  const auto number = positive_number(text);
  return number ? std::optional(FeedId{*number}) : std::nullopt;
}

/// Of the forms below one feed, that for the subscription has a field for its title.
bool is_edit(const Request& request) {
  return std::any_of(request.form.begin(), request.form.end(),
                     [](const auto& field) { return field.name == "title"; });
}

Response feeds_response(Room& room, const Request& request, const std::string& failure,
                        int status) {
  Viewer viewer = room.viewer(request);
  viewer.trouble = room.pause(viewer);  // here it concerns everybody
  FeedsView view;
  const auto reader = room.readers.lend();
  view.feeds = reader->feeds_health(viewer.clock.now);
  view.done = done_in_words(viewer, request);
  view.asks_hubs = room.desk.asks_hubs;
  view.lists = room.desk.lists();
  if (!failure.empty()) view.failure = say(viewer.language(), "failed", {failure});
  view.typed = value(request.form, "address");
  view.typed_rule = typed_rule(request);
  view.typed_list = value(request.form, "list");
  const bool is_form = !value(request.form, "feed").empty();
  if (is_edit(request)) {
    view.edit_of = feed_named(value(request.form, "feed"));
    view.typed_edit = typed_edit(request);
  } else {
    view.options_of =
        feed_named(is_form ? value(request.form, "feed") : value(request.query, "options"));
    if (is_form) view.typed_options = typed_options(request);
    if (!is_form) view.edit_of = feed_named(value(request.query, "edit"));
  }
  viewer.sections = room.sections();
  viewer.failing_feeds = static_cast<int>(std::count_if(
      view.feeds.begin(), view.feeds.end(), [](const auto& feed) { return feed.is_failing(); }));
  room.note_failing_feeds(viewer.failing_feeds);
  return html(feeds_page(viewer, view), status);
}

/// GET /feeds, done= n= options=ID (the form for how that feed is asked) edit=ID (the one for the
/// subscription)
Response show_feeds(Room& room, const Request& request) {
  return feeds_response(room, request, {}, 200);
}

std::string failure_in_words(const Viewer& viewer, Asked asked, const Error& error) {
  return reason_in_words(viewer.language(), asked, name(error.code), error.message);
}

Response subscribed(const Room& room, const Subscribed& result, std::string_view done) {
  const std::string feeds = room.options.base + "/feeds?done=";
  if (result.changed > 0) return see_other(feeds + "rule_changed");
  if (result.revived > 0) return see_other(feeds + "revived");
  if (result.added == 0) return see_other(feeds + "known");
  return see_other(feeds + std::string(done) + "&n=" + std::to_string(result.added));
}

/// POST /feeds/add, address= and, for a page without a feed, rule= rule_link= rule_title=
/// rule_date= rule_summary=
Response add_feed(Room& room, const Request& request) {
  const Viewer viewer = room.viewer(request);
  const std::string address(trim(value(request.form, "address")));
  if (address.empty() || address.size() > kMaxAddressBytes) {
    return feeds_response(room, request, say(viewer.language(), "failed_no_address"), 422);
  }
  std::optional<PageRule> rule = typed_rule(request);
  const bool is_ruled = std::any_of(request.form.begin(), request.form.end(),
                                    [](const auto& field) { return field.name == "rule"; });
  if (is_ruled && rule->entry.empty()) {
    return feeds_response(room, request, say(viewer.language(), "failed_no_rule"), 422);
  }
  if (!is_ruled) rule.reset();
  const auto added = room.desk.add_feed(address, rule);
  if (!added) {
    if (const auto untold = rule ? untold_path(*rule) : std::nullopt) {
      const std::string_view how =
          untold->from.size() < untold->path.size() ? "failed_xpath_from" : "failed_xpath";
      return feeds_response(room, request,
                            say(viewer.language(), how, {untold->path, untold->from}), 422);
    }
    const Asked asked = rule ? Asked::RuledPage : Asked::Feed;
    return feeds_response(room, request, failure_in_words(viewer, asked, added.error()), 422);
  }
  return subscribed(room, *added, "added");
}

FeedOptionsChange typed_change(const Request& request, const FeedOptionsShown& shown) {
  FeedOptionsChange change;
  change.user_agent = typed(request, "user_agent");
  // As it is shown it has no password; sent back like that it stays as it is.
  if (std::string proxy = typed(request, "proxy"); proxy != shown.proxy) change.proxy = proxy;
  // Secrets are never shown, so an empty field keeps them.
  const bool drops_cookie = !value(request.form, "drop_cookie").empty();
  const bool drops_login = !value(request.form, "drop_login").empty();
  std::string cookie = typed(request, "cookie");
  if (drops_cookie || !cookie.empty()) change.cookie = drops_cookie ? std::string() : cookie;
  FeedOptionsChange::Login login{typed(request, "login"),
                                 std::string(value(request.form, "password"))};
  if (drops_login) login = {};
  if (drops_login || !login.name.empty()) change.login = std::move(login);
  return change;
}

/// POST /feeds/options, feed=ID user_agent= proxy= cookie= login= password= and, to take away what
/// is not shown, drop_cookie=1 drop_login=1
Response change_feed_options(Room& room, const Request& request) {
  const Viewer viewer = room.viewer(request);
  const auto id = feed_named(value(request.form, "feed"));
  const auto feeds = room.readers.lend()->feeds_health(viewer.clock.now);
  const auto feed =
      std::find_if(feeds.begin(), feeds.end(), [&](const FeedHealth& one) { return one.id == id; });
  if (feed == feeds.end()) return see_other(room.options.base + "/feeds");
  const bool is_password_alone = typed(request, "login").empty() &&
                                 value(request.form, "drop_login").empty() &&
                                 !value(request.form, "password").empty();
  if (is_password_alone) {
    return feeds_response(room, request, say(viewer.language(), "failed_password_alone"), 422);
  }
  const Result<void> done =
      room.desk.change_options(feed->id, typed_change(request, feed->options));
  if (done) return see_other(room.options.base + "/feeds?done=options");
  const bool is_proxy = done.error().code == ErrorCode::AddressNotAllowed;
  const std::string why = is_proxy
                              ? say(viewer.language(), "failed_proxy")
                              : say(viewer.language(), "failed_options", {done.error().message});
  return feeds_response(room, request, why, 422);
}

/// POST /feeds/edit, feed=ID title= folder= every= muted=1; what is as it was shown stays as it is
Response edit_feed(Room& room, const Request& request) {
  const Viewer viewer = room.viewer(request);
  const auto id = feed_named(value(request.form, "feed"));
  const auto feeds = room.readers.lend()->feeds_health(viewer.clock.now);
  const auto feed =
      std::find_if(feeds.begin(), feeds.end(), [&](const FeedHealth& one) { return one.id == id; });
  if (feed == feeds.end()) return see_other(room.options.base + "/feeds");
  const TypedEdit sent = typed_edit(request);
  OwnersWishes wishes;
  if (sent.title != feed->owner_title) wishes.title = sent.title;
  if (sent.folder != feed->folder) wishes.folder = sent.folder;
  if (sent.is_muted != feed->is_muted) wishes.is_muted = sent.is_muted;
  if (sent.every != written_every(feed->asked_every)) {
    wishes.asked_every = read_every(sent.every.empty() ? "usual" : sent.every);
    if (!wishes.asked_every) {
      return feeds_response(room, request, say(viewer.language(), "failed_every", {sent.every}),
                            422);
    }
  }
  const Result<void> done = room.desk.change_subscription(feed->id, wishes);
  if (done || done.error().code == ErrorCode::NotFound) {
    return see_other(room.options.base + "/feeds?done=edited");
  }
  return feeds_response(room, request,
                        say(viewer.language(), "failed_too_long",
                            {std::to_string(kLongestTitle), std::to_string(kLongestFolder)}),
                        422);
}

/// POST /feeds/remove, feed=ID
Response remove_feed(Room& room, const Request& request) {
  const auto feed = positive_number(value(request.form, "feed"));
  if (feed) room.desk.remove_feed(FeedId{*feed});
  return see_other(room.options.base + "/feeds?done=removed");
}

/// POST /feeds/follow, list=ADDRESS folder=
Response follow_list(Room& room, const Request& request) {
  const Viewer viewer = room.viewer(request);
  const std::string address = typed(request, "list");
  const std::string folder = typed(request, "folder");
  if (address.empty() || address.size() > kMaxAddressBytes || folder.size() > kMaxFolderBytes) {
    return feeds_response(room, request, say(viewer.language(), "failed_no_address"), 422);
  }
  const auto followed = room.desk.follow_list(address, folder);
  if (!followed) {
    return feeds_response(room, request,
                          failure_in_words(viewer, Asked::OpmlList, followed.error()), 422);
  }
  const std::string feeds = room.options.base + "/feeds?done=";
  if (followed->known > 0) return see_other(feeds + "list_known");
  return see_other(feeds + "followed&n=" + std::to_string(followed->added));
}

/// POST /feeds/unfollow, list=ADDRESS
Response unfollow_list(Room& room, const Request& request) {
  room.desk.unfollow_list(typed(request, "list"));
  return see_other(room.options.base + "/feeds?done=unfollowed");
}

/// POST /feeds/import, file=OPML
Response import_feeds(Room& room, const Request& request) {
  const Viewer viewer = room.viewer(request);
  if (request.files.empty()) {
    return feeds_response(room, request, say(viewer.language(), "failed_no_file"), 422);
  }
  const auto imported = room.desk.import_opml(request.files.front().bytes);
  if (!imported) {
    return feeds_response(room, request,
                          failure_in_words(viewer, Asked::OpmlList, imported.error()), 422);
  }
  std::string query = "?done=imported&n=" + std::to_string(imported->added);
  const auto add = [&query](std::string_view part, int count) {
    if (count > 0) query += "&" + std::string(part) + "=" + std::to_string(count);
  };
  add("muted", imported->muted);
  add("ruled", imported->ruled);
  add("cut", imported->cut);
  std::string names;
  for (const std::string& name : imported->ignored) names += (names.empty() ? "" : ",") + name;
  if (!names.empty()) query += "&ignored=" + names;
  if (imported->added == 0 && query.find('&') == query.rfind('&')) query = "?done=known";
  return see_other(room.options.base + "/feeds" + query);
}

/// POST /o/OUTLET/limit, characters=N: what anonymous readers see of its excerpts
Response limit_outlet(Room& room, const Request& request, const Match& match) {
  Viewer viewer = room.viewer(request);
  if (!viewer.may_edit) return error_response(viewer, 403);
  const auto reader = room.readers.lend();
  auto page = reader->outlet_page(match.words[0], {});
  if (!page) return error_response(viewer, 404);
  LimitAnswer answer;
  answer.typed = typed(request, "characters");
  const std::optional<int> limit = rights::read_limit(answer.typed);
  if (limit || answer.typed.empty()) {
    room.desk.limit_excerpts(page->outlet.id, limit);
    return see_other(outlet_path(viewer, page->outlet.slug) + "?done=limit");
  }
  answer.failure = say(viewer.language(), "failed_limit", {std::to_string(rights::kLongestLimit)});
  page->rights = reader->outlet_rights(page->outlet.id, viewer.clock.now);
  viewer.sections = room.sections();
  return html(outlet_page(viewer, *page, answer), 422);
}

/// GET /feeds/export.opml
Response export_feeds(Room& room, const Request& request) {
  const OpmlFor whom = room.viewer(request).may_edit ? OpmlFor::Owner : OpmlFor::Others;
  Response response{200, "text/x-opml; charset=utf-8", room.desk.export_opml(whom), {}};
  response.headers.push_back({"Content-Disposition", "attachment; filename=\"depesche.opml\""});
  return response;
}

/// GET /settings, done=saved
Response show_settings(Room& room, const Request& request) {
  Viewer viewer = room.viewer(request);
  viewer.sections = room.sections();
  SettingsView view;
  if (const auto language = language_from(value(request.cookies, "language"))) {
    view.language = code(*language);
  }
  if (const auto zone = TimeZone::find(value(request.cookies, "zone"))) view.zone = zone->name();
  view.server_zone = room.options.zone.name();
  view.saved = value(request.query, "done") == "saved";
  return html(settings_page(viewer, view));
}

void keep(Response& response, const Room& room, std::string_view name, std::string_view text) {
  std::string cookie = std::string(name) + "=" + std::string(text);
  cookie += "; Path=" + (room.options.base.empty() ? "/" : room.options.base);
  cookie += text.empty() ? "; Max-Age=0" : kKeepForAYear;
  response.headers.push_back({"Set-Cookie", std::move(cookie)});
}

/// POST /settings, language= theme= zone=; anything unknown means "as the browser or server says"
Response save_settings(Room& room, const Request& request) {
  Response response = see_other(room.options.base + "/settings?done=saved");
  const auto language = language_from(value(request.form, "language"));
  keep(response, room, "language", language ? code(*language) : std::string_view());
  const std::string_view theme = value(request.form, "theme");
  keep(response, room, "theme", theme == "light" || theme == "dark" ? theme : std::string_view());
  const auto zone = TimeZone::find(value(request.form, "zone"));
  keep(response, room, "zone", zone ? std::string_view(zone->name()) : std::string_view());
  return response;
}

}  // namespace

void add_acting_routes(Router& router, Room& room) {
  const auto bind = [&room](auto act) {
    return [&room, act](const Request& request, const Match&) { return act(room, request); };
  };
  // Anonymous readers choose their settings and change nothing else.
  const auto owner_only = [&room](auto act) {
    return [&room, act](const Request& request, const Match&) {
      const Viewer viewer = room.viewer(request);
      return viewer.may_edit ? act(room, request) : error_response(viewer, 403);
    };
  };
  router.get("/feeds", Formats::Html, bind(show_feeds));
  router.get("/feeds/export.opml", Formats::Html, bind(export_feeds));
  router.post("/feeds/add", owner_only(add_feed));
  router.post("/feeds/remove", owner_only(remove_feed));
  router.post("/feeds/edit", owner_only(edit_feed));
  router.post("/feeds/options", owner_only(change_feed_options));
  router.post("/feeds/follow", owner_only(follow_list));
  router.post("/feeds/unfollow", owner_only(unfollow_list));
  router.post("/feeds/import", owner_only(import_feeds));
  router.post("/o/:outlet/limit", [&room](const Request& request, const Match& match) {
    return limit_outlet(room, request, match);
  });
  router.get("/settings", Formats::Html, bind(show_settings));
  router.post("/settings", bind(save_settings));
}

}  // namespace depesche::web
