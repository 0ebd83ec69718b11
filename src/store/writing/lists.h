// Lists of feeds (OPML) kept subscribed by their address.
//
// Part of the writing side: made for the moment from Archive::writer(). Each call is one
// transaction.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/ids.h"
#include "store/writing/feeds.h"

namespace depesche {

class Writer;

using ListId = Id<struct ListTag>;

struct FollowedList {
  ListId id;
  std::string url;
  std::string title;
  std::string folder;
  std::string etag;
  std::string last_modified;
  std::chrono::sys_seconds next_read_at{};
  std::optional<std::chrono::sys_seconds> last_read_at;
  int failures = 0;
  std::string error_code;
  std::string error_message;
  std::optional<std::chrono::sys_seconds> changed_at;
  int came = 0;  // then
  int went = 0;
  int feeds = 0;  // subscribed, of those in it
};

/// A feed as a list had it when it was last read.
struct ListedFeed {
  std::string url;
  std::optional<FeedId> feed;  // nothing: its owner removed it
  bool is_brought = false;     // by the list
  bool is_missing = false;     // from it, at the last reading
};

class Lists {
 public:
  explicit Lists(Writer& writer) : writer_(writer) {}

  struct NewList {
    std::string url;
    std::string title;
    std::string folder;
  };
  /// Due at once. False when it was followed already.
  bool follow(const NewList& list, std::chrono::sys_seconds now);
  /// The feeds it brought stay, as the owner's own. False when there was none.
  bool unfollow(std::string_view url);
  std::vector<FollowedList> list() const;
  std::optional<FollowedList> find(std::string_view url) const;
  /// To be read by now, longest overdue first.
  std::vector<FollowedList> due(std::chrono::sys_seconds now, int limit) const;
  std::vector<ListedFeed> feeds_of(ListId list) const;

  /// What a reading comes to (desk/feed_lists.h decides).
  struct Changes {
    std::vector<NewFeed> added;         // to be subscribed, if they are not
    std::vector<std::string> returned;  // there again
    std::vector<std::string> missing;   // not there, for the first time
    std::vector<std::string> gone;      // not there again: unsubscribed if the list brought them
                                        // and no other list has them
  };
  struct Reading {
    std::chrono::sys_seconds at{};
    std::chrono::sys_seconds next_read_at{};
    std::string etag;
    std::string last_modified;
    Changes changes;  // none at a 304
  };
  void note_reading(ListId list, const Reading& reading);
  void note_failure(ListId list, const Error& error, std::chrono::sys_seconds next_read_at);

 private:
  int add_feeds(ListId list, std::span<const NewFeed> feeds, std::chrono::sys_seconds now);
  int drop_feeds(ListId list, std::span<const std::string> urls);
  void set_missing(ListId list, std::span<const std::string> urls, bool is_missing);

  Writer& writer_;
};

}  // namespace depesche
