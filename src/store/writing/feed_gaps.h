// Older pages of feeds that are still to be read (desk/older_pages.h).
//
// Part of the writing side: made for the moment from Archive::writer(). Each call is one
// transaction.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "news/ids.h"

namespace depesche {

class Writer;

using GapId = Id<struct GapTag>;

struct FeedGap {
  GapId id;
  FeedId feed;
  std::string next_page;
  /// The one behind it, once that is decided: it must not be decided anew when some of the page's
  /// entries are known because this process died among them. Empty: it is the last.
  std::optional<std::string> after_page;
  int pages = 0;                                   // read so far
  std::optional<std::chrono::sys_seconds> since;   // the poll before; absent: a new subscription
  int wanted = 0;                                  // entries a new subscription still wants
  std::optional<std::chrono::sys_seconds> due_at;  // absent: given up, for `error`
  int failures = 0;                                // of next_page, in a row
  std::optional<Error> error;
};

class FeedGaps {
 public:
  explicit FeedGaps(Writer& writer) : writer_(writer) {}

  /// Keeps a new one; not where the feed has one that is to go on with the same page, nor more than
  /// a few. What was given up of the feed before is forgotten.
  static constexpr int kMostOfAFeed = 4;
  void begin(const FeedGap& gap);
  /// As it stands now.
  void change(const FeedGap& gap);
  /// Its last page was read.
  void end(GapId gap);

  /// Of each feed that is asked the oldest whose time has come.
  std::vector<FeedGap> due(std::chrono::sys_seconds now, int limit) const;
  std::optional<FeedGap> find(GapId gap) const;

 private:
  Writer& writer_;
};

}  // namespace depesche
