// What the pages may do besides reading: a narrow door to the desk, filled by whoever wires the
// program. Every member may be called from several threads at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "desk/edition.h"
#include "desk/hubs.h"
#include "desk/own_articles.h"
#include "desk/subscribe.h"
#include "desk/trouble.h"
#include "news/ids.h"
#include "store/writing/corrections.h"
#include "store/writing/lists.h"

namespace depesche::web {

struct Subscribed {
  int added = 0;
  int known = 0;    // subscribed already
  int changed = 0;  // of these, got another rule …
  int revived = 0;  // … or had ended and are asked again
  // Of a list (desk/subscribe.h): what it asked for that was done, or not.
  int muted = 0;
  int ruled = 0;
  int cut = 0;
  std::vector<std::string> ignored = {};
};

struct DeskPort {
  /// The ranked front page in force; never null.
  std::function<std::shared_ptr<const Edition>()> edition;
  /// Subscribes to the feed, or to the feeds of the page, at that address. May ask the network, so
  /// it takes seconds at worst and ends early when the program stops. With a rule it is the page
  /// itself that is read by it.
  std::function<Result<Subscribed>(const std::string& address, const std::optional<PageRule>& rule)>
      add_feed;
  /// How that feed is asked from now on. Error NotFound for no feed, others for what cannot be
  /// used.
  std::function<Result<void>(FeedId feed, const FeedOptionsChange& change)> change_options =
      [](auto, const auto&) { return Result<void>(); };
  /// What its owner wants of that subscription from now on. Error InvalidInput for a title or
  /// folder that is too long, NotFound for no feed.
  std::function<Result<void>(FeedId feed, const OwnersWishes& wishes)> change_subscription =
      [](auto, const auto&) { return Result<void>(); };
  /// How much anonymous readers see of an outlet's excerpts (store/writing/outlets.h). False when
  /// there is none.
  std::function<bool(OutletId outlet, std::optional<int> characters)> limit_excerpts =
      [](auto, const auto&) { return false; };
  /// False when there was none.
  std::function<bool(FeedId feed)> remove_feed;
  std::function<Result<Subscribed>(std::string_view opml)> import_opml;
  std::function<std::string(OpmlFor whom)> export_opml;
  /// Lists that are followed.
  std::function<std::vector<FollowedList>()> lists = [] { return std::vector<FollowedList>(); };
  /// Follows the list at that address; `known` where it was followed already. Asks the network.
  std::function<Result<Subscribed>(const std::string& address, const std::string& folder)>
      follow_list = [](const auto&, const auto&) { return Subscribed{}; };
  /// Its feeds stay. False when there was none.
  std::function<bool(const std::string& address)> unfollow_list = [](const auto&) { return false; };
  /// Durably into the intake, all or none.
  std::function<Result<TakenIn>(std::string_view json, ArticleLines lines)> put_articles;
  /// Says it durably and waits a few seconds until it is obeyed or refused. The number by which the
  /// reader knows it; an Error when it makes no sense.
  std::function<Result<std::int64_t>(const CorrectionWish& wish)> correct;
  /// Whether the stories are still gathered again, as after an update: corrections wait for it.
  std::function<bool()> is_gathering = [] { return false; };
  /// What hubs ask and bring; without it nobody was asked, so nobody is known.
  std::function<Hubs::Answer(std::string_view token, const HubQuestion& question)> answer_hub =
      [](auto, const auto&) { return Hubs::Answer{}; };
  std::function<int(std::string_view token, const PushedBody& pushed)> take_push =
      [](auto, const auto&) { return 404; };
  /// Whether hubs can be asked at all; the feeds page says why not.
  bool asks_hubs = false;
  /// What stops the wire right now; nothing on a good day.
  std::function<std::optional<Trouble>()> trouble = [] { return std::nullopt; };
};

}  // namespace depesche::web
