#include <algorithm>

#include "desk/learned_rhythm.h"
#include "url/for_others.h"
#include "url/url.h"
#include "web/pages/card.h"
#include "web/pages/feed_words.h"
#include "web/pages/pages.h"

namespace depesche::web {
namespace {

/// "A page without a feed, read by the rule: entries “li a”."; empty for a feed.
std::string rule_in_words(Language language, const FeedHealth& feed) {
  if (!feed.rule) return {};
  const PageRule& rule = *feed.rule;
  std::string words = say(language, "rule_short_entry", {rule.entry});
  const auto add = [&](std::string_view key, const std::string& selector) {
    if (!selector.empty()) words += say(language, key, {selector});
  };
  add("rule_short_link", rule.link);
  add("rule_short_title", rule.title);
  add("rule_short_date", rule.date);
  add("rule_short_summary", rule.summary);
  return say(language, "rule_words", {words});
}

void set_typed_rule(Data& data, const PageRule& rule) {
  set(data, "typed_entry", rule.entry);
  set(data, "typed_link", rule.link);
  set(data, "typed_title", rule.title);
  set(data, "typed_date", rule.date);
  set(data, "typed_summary", rule.summary);
  set(data, "rule_is_typed", rule != PageRule());
}

void set_state(Data& data, const Viewer& viewer, const FeedHealth& feed,
               const LearnedRhythm& rhythm) {
  const Language language = viewer.language();
  std::string detail;
  if (!feed.gone && !feed.is_muted && feed.failures > 0) {
    detail = say_count(language, "feed_failures", feed.failures);
  }
  set(data, "failing", feed.is_failing());
  set(data, "detail", detail.empty() ? detail : "(" + detail + ")");
  if (feed.gone) {
    const std::string_view how = !feed.merged_into.empty() ? "feed_merged"
                                 : has_ended_itself(feed)  ? "feed_expired"
                                                           : "feed_gone";
    set(data, "state", say(language, how));
  } else if (feed.is_muted) {
    set(data, "state", say(language, "feed_muted"));
  } else if (!feed.error_code.empty()) {
    const Asked asked = feed.rule ? Asked::RuledPage : Asked::Feed;
    set(data, "state", reason_in_words(language, asked, feed.error_code, feed.error_message));
  } else if (!feed.last_attempt_at) {
    const bool is_put_off = feed.wait_reason != WaitReason::Unknown;
    set(data, "state", say(language, is_put_off ? "feed_put_off" : "feed_new"));
  } else if (feed.words_alone.is_all()) {
    set(data, "state", say(language, "feed_no_pages"));
  } else if (rhythm.silence) {
    set(data, "state", say(language, "feed_silent"));
  } else {
    set(data, "state", say(language, "feed_ok"));
  }
}

/// As this reader may see it. Keys in addresses are the owner's.
std::string shown_address(const Viewer& viewer, const std::string& address) {
  return viewer.may_edit ? without_password(address) : address_for_others(address);
}

/// Some lists give addresses for titles.
std::string shown_title(const Viewer& viewer, const std::string& title,
                        const std::string& address) {
  if (title.empty()) return shown_address(viewer, address);
  return title.find("://") == std::string::npos ? title : shown_address(viewer, title);
}

std::string shown_move(const Viewer& viewer, const FeedHealth& feed) {
  FeedHealth shown;
  shown.gone = feed.gone;
  shown.merged_into = shown_address(viewer, feed.merged_into);
  shown.redirect_url = shown_address(viewer, feed.redirect_url);
  shown.redirect_count = feed.redirect_count;
  shown.moved_from = shown_address(viewer, feed.moved_from);
  shown.moved_at = feed.moved_at;
  return move_in_words(viewer.clock, shown);
}

/// How a feed is asked, and the form that changes it, for its owner.
void set_feed_options(Data& data, const Viewer& viewer, const FeedHealth& feed,
                      const FeedsView& view) {
  if (!viewer.may_edit) return;
  const Language language = viewer.language();
  set(data, "options", options_in_words(language, feed.options));
  const bool is_open = view.options_of == feed.id;
  set(data, "options_open", is_open);
  set(data, "options_label",
      say(language, "feed_options_name", {shown_title(viewer, feed.title, feed.url)}));
  const std::string_view refused = refused_with(feed);
  set(data, "advice",
      refused.empty() ? "" : say(language, "options_advice_" + std::string(refused)));
  if (!is_open) return;
  const FeedOptionsShown& typed = view.typed_options ? *view.typed_options : feed.options;
  set(data, "options_user_agent", typed.user_agent);
  set(data, "options_proxy", typed.proxy);
  set(data, "has_cookie", feed.options.has_cookie);
  set(data, "has_login", feed.options.has_login);
}

/// Where a feed stands, and the form that changes that, for its owner.
void set_edit(Data& data, const Viewer& viewer, const FeedHealth& feed, const FeedsView& view) {
  if (!viewer.may_edit) return;
  const Language language = viewer.language();
  set(data, "placed",
      feed.folder.empty() ? std::string() : say(language, "feed_placed", {feed.folder}));
  const bool is_open = view.edit_of == feed.id;
  set(data, "edit_open", is_open);
  set(data, "edit_label",
      say(language, "feed_edit_name", {shown_title(viewer, feed.title, feed.url)}));
  if (!is_open) return;
  const TypedEdit shown{feed.owner_title, feed.folder, written_every(feed.asked_every),
                        feed.is_muted};
  const TypedEdit& typed = view.typed_edit ? *view.typed_edit : shown;
  set(data, "edit_own_title", typed.title);
  set(data, "edit_in_folder", typed.folder);
  set(data, "edit_asked_every", typed.every);
  set(data, "edit_is_muted", typed.is_muted);
}

Data feed_data(const Viewer& viewer, const FeedHealth& feed, const LearnedRhythm& rhythm,
               const FeedsView& view) {
  const Language language = viewer.language();
  const std::string address = shown_address(viewer, feed.url);
  const std::string name = shown_title(viewer, feed.title, feed.url);
  Data data;
  set(data, "id", std::to_string(feed.id.value));
  set(data, "name", name);
  set(data, "url", address);
  set(data, "outlet_href",
      feed.outlet_slug.empty() ? std::string() : outlet_path(viewer, feed.outlet_slug));
  set_state(data, viewer, feed, rhythm);
  set(data, "silence", silence_in_words(viewer.clock, rhythm));
  set(data, "words_alone", words_alone_in_words(language, feed.words_alone));
  set(data, "lost", lost_in_words(viewer.clock, feed.lost));
  set(data, "gap", gap_in_words(viewer.clock.language, feed.gap));
  set(data, "crawl_delay", crawl_delay_in_words(language, feed.crawl_delay));
  if (feed.last_success_at) {
    set(data, "last", time_data(viewer.clock, *feed.last_success_at));
  } else {
    set(data, "last", false);
  }
  set(data, "next",
      feed.gone || feed.is_muted ? "–" : wait_in_words(viewer.clock, feed.next_poll_at));
  const std::string why = feed_wait_in_words(
      viewer.clock, feed, viewer.trouble.empty() ? Asking::Goes : Asking::Pauses);
  set(data, "why_not_now", why.empty() ? why : say(language, "feed_why", {why}));
  set(data, "rate", rate_in_words(language, feed.articles_per_day));
  const bool is_asked = !feed.gone && feed.last_attempt_at;
  set(data, "rhythm", is_asked ? rhythm_in_words(viewer.clock, rhythm) : std::string());
  set(data, "rule", rule_in_words(language, feed));
  set(data, "move", shown_move(viewer, feed));
  set(data, "hub", hub_in_words(viewer.clock, feed, view.asks_hubs));
  set_edit(data, viewer, feed, view);
  set_feed_options(data, viewer, feed, view);
  DataList oddities;
  std::string last;
  for (Oddity oddity : feed.oddities) {
    if (oddity.detail.find("://") != std::string::npos) {
      oddity.detail = shown_address(viewer, oddity.detail);
    }
    std::string words = oddity_in_words(language, oddity);
    if (words == last) continue;  // two faults of the markup in one line
    oddities.push_back(Data(words));
    last = std::move(words);
  }
  set_list(data, "oddities", oddities);
  set(data, "remove_label", say(language, "feed_remove_name", {name}));
  return data;
}

Data list_data(const Viewer& viewer, const FollowedList& list) {
  const Language language = viewer.language();
  Data data;
  const std::string address = shown_address(viewer, list.url);
  const std::string name = shown_title(viewer, list.title, list.url);
  set(data, "name", name);
  set(data, "address", address);
  set(data, "url", viewer.may_edit ? list.url : std::string());  // what the form sends back
  set(data, "feeds", say_count(language, "feeds_count", list.feeds));
  set(data, "changed",
      list.changed_at ? say(language, "list_changed",
                            {date_in_words(viewer.clock, *list.changed_at),
                             number(language, list.came), number(language, list.went)})
                      : std::string());
  set(data, "read",
      list.last_read_at
          ? say(language, "list_read", {date_in_words(viewer.clock, *list.last_read_at)})
          : std::string());
  std::string failure;
  if (!list.error_message.empty()) {
    failure =
        say(language, "list_failed",
            {reason_in_words(language, Asked::OpmlList, list.error_code, list.error_message)});
  }
  set(data, "failing", !failure.empty());
  set(data, "failure", failure);
  set(data, "unfollow_label", say(language, "list_unfollow_name", {name}));
  set(data, "next", wait_in_words(viewer.clock, list.next_read_at));
  return data;
}

/// "12 Feeds, 2 gestört"
std::string count_in_words(Language language, const std::vector<FeedHealth>& feeds) {
  if (feeds.empty()) return {};
  std::string words = say_count(language, "feeds_count", static_cast<long long>(feeds.size()));
  const auto failing =
      std::count_if(feeds.begin(), feeds.end(), [](const auto& feed) { return feed.is_failing(); });
  if (failing > 0) words += ", " + say_count(language, "feeds_failing", failing);
  return words;
}

}  // namespace

std::string feeds_page(const Viewer& viewer, const FeedsView& view) {
  const Language language = viewer.language();
  Data data;
  set(data, "base", viewer.base);
  set(data, "token", viewer.token);
  set(data, "may_edit", viewer.may_edit);
  set(data, "typed", view.typed);
  set_typed_rule(data, view.typed_rule);
  set(data, "typed_list", view.typed_list);
  set(data, "done", view.done);
  set(data, "failure", view.failure);
  set(data, "count", count_in_words(language, view.feeds));
  set(data, "empty",
      view.feeds.empty() ? say(language, viewer.may_edit ? "feeds_none" : "feeds_none_public")
                         : std::string());
  DataList feeds;
  const std::vector<LearnedRhythm> rhythms = learned_rhythms(view.feeds);
  for (const bool failing : {true, false}) {  // what needs looking after comes first
    for (std::size_t i = 0; i < view.feeds.size(); ++i) {
      if (view.feeds[i].is_failing() != failing) continue;
      feeds.push_back(feed_data(viewer, view.feeds[i], rhythms[i], view));
    }
  }
  data["feeds"] = Data(feeds);
  DataList lists;
  for (const FollowedList& list : view.lists) lists.push_back(list_data(viewer, list));
  set_list(data, "lists", lists);
  set(data, "show_lists", viewer.may_edit || !view.lists.empty());
  const Frame frame{say(language, "feeds_title"), Place::Feeds, {}, {}, {}, {}};
  return in_frame(viewer, frame, render("feeds", language, data));
}

}  // namespace depesche::web
