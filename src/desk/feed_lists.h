// Lists of feeds (OPML) that somebody keeps at an address: they are read again every day, and feeds
// come and go with them.
//
// A feed goes only when it was not there twice in a row, for lists are edited by hand and break; it
// goes only if the list brought it and no other list has it. One that its owner removed does not
// come back, and one that he had before the list stays his.
#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "feed/opml.h"
#include "fetch/fetcher.h"
#include "store/archive.h"
#include "store/writing/lists.h"

namespace depesche {

/// What a list that was read comes to; `folder` is where its feeds go, before folders of its own.
/// Pure.
Lists::Changes list_changes(std::span<const ListedFeed> known, std::span<const Subscription> listed,
                            std::string_view folder);

class FeedLists {
 public:
  FeedLists(Archive& archive, fetch::Fetcher& fetcher,
            std::function<std::chrono::sys_seconds()> now)
      : lists_(archive.writer()), fetcher_(fetcher), now_(std::move(now)) {}

  /// Reads the list first and refuses what is none. The list as it then stands.
  struct Followed {
    FollowedList list;
    bool is_new = false;
  };
  Result<Followed> follow(std::string_view address, std::string_view folder,
                          const std::stop_token& stop);

  std::vector<FollowedList> due(int limit) const { return lists_.due(now_(), limit); }
  /// Reads it again; what came of it is kept with the list.
  void read(const FollowedList& list, const std::stop_token& stop);

 private:
  Result<Lists::Reading> ask(const FollowedList& list, const std::stop_token& stop);

  Lists lists_;
  fetch::Fetcher& fetcher_;
  std::function<std::chrono::sys_seconds()> now_;
};

}  // namespace depesche
