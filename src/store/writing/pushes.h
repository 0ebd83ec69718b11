// WebSub subscriptions, and what hubs have brought until it is read.
//
// Part of the writing side: Archive::pushes(). Each call is one transaction.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/feed_options.h"
#include "news/ids.h"
#include "news/push.h"

namespace depesche {

class Writer;

class Pushes {
 public:
  explicit Pushes(Writer& writer) : writer_(writer) {}

  std::optional<PushSubscription> of(FeedId feed) const;
  struct Known {
    FeedId feed;
    PushSubscription push;
  };
  std::optional<Known> find(std::string_view token) const;
  std::vector<Known> list() const;
  /// Whose hub is to be asked by now, longest overdue first.
  std::vector<Known> due(std::chrono::sys_seconds now, int limit) const;

  /// Reads, changes and writes it in one transaction; hubs answer while they are asked. False when
  /// the feed, or its subscription under that token, is not there any more, or the feed is not to
  /// be told of by now (may_tell_hubs): then it goes.
  using Change = std::function<PushSubscription(PushSubscription)>;
  bool change(FeedId feed, std::string_view token, const Change& change);
  /// What a poll says of it, in one transaction: from what there is to what is to be, or nothing.
  /// A feed that is not to be told of has none, whatever was decided. Where `asked_with` are not
  /// its options any more, nothing is decided.
  using Decision =
      std::function<std::optional<PushSubscription>(const std::optional<PushSubscription>&)>;
  void decide(FeedId feed, const FeedOptions& asked_with, const Decision& decision);
  /// Begins or replaces the feed's subscription.
  void put(FeedId feed, const PushSubscription& push);
  /// The feed names no hub any more.
  void drop(FeedId feed);

  /// A body that came, until done(). False when the feed has kMostWaiting of them, or is gone.
  static constexpr int kMostWaiting = 50;
  bool keep(FeedId feed, std::string_view content_type, std::string_view body,
            std::chrono::sys_seconds now);
  struct Waiting {
    std::int64_t id = 0;
    FeedId feed;
  };
  /// Oldest first, and of each feed only the oldest.
  std::vector<Waiting> waiting(int limit) const;
  struct Body {
    std::string content_type;
    std::string bytes;
    std::chrono::sys_seconds came_at{};
  };
  /// Nothing when another worker was done with it, or it cannot be unpacked.
  std::optional<Body> body(std::int64_t id) const;
  void done(std::int64_t id);

 private:
  Writer& writer_;
};

}  // namespace depesche
