// Our end of WebSub: hubs are asked to tell of news, answer, and bring it.
//
//   poll ──offer, misses──▶ subscription ──ask──▶ hub ──asks back──▶ answer()
//                                                  └──brings news──▶ receive() ──▶ waiting bodies
//
// The decisions are in fetch/websub.h; here they meet the store, the network and the clock. What a
// hub brings is durable before it hears so, and is read by the workers like a poll's answer
// (Gatherer::take_push). While a hub can be relied on its feed is asked less; when anything is
// wrong (a signature, a lease, a miss) it is asked as before, beginning at once.
//
// Thread-safe: workers ask, the web's threads answer and receive.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "fetch/fetcher.h"
#include "fetch/websub.h"
#include "news/feed.h"
#include "store/archive.h"

namespace depesche {

struct HubOptions {
  /// Where the outside reaches this program, without a slash at the end, such as
  /// "https://news.example.org". Empty: hubs are remembered, but not asked.
  std::string public_address;
  /// Between two polls of a feed, also when something is wrong with its hub.
  std::chrono::seconds shortest = std::chrono::minutes(10);
  std::function<std::chrono::sys_seconds()> now;
};

/// "https://news.example.org" of "https://news.example.org/"; an Error where it is no web address
/// others could reach.
Result<std::string> check_public_address(std::string_view typed);

using fetch::HubQuestion;

/// What a hub sent to our address, as it came.
struct PushedBody {
  std::string signature;  // X-Hub-Signature
  std::string content_type;
  std::string bytes;
};

class Hubs {
 public:
  Hubs(Archive& archive, fetch::Fetcher& fetcher, HubOptions options);

  bool can_ask() const { return !options_.public_address.empty(); }

  /// Once, before anything else: what hubs brought while nobody was here is not known, so every
  /// feed they were relied on for is asked now; and those that know us under another address are.
  void settle();

  /// After a good poll: what the feed offers (unless it had not changed), and when its new entries
  /// appeared, as far as they say. Until when pushes can be relied on. What the owner wants when it
  /// is written counts, not what he wanted when the feed was asked: hubs that must not be told of
  /// it any more are let go, and what was offered to another way of asking is not taken.
  struct Polled {
    FeedId feed;
    std::string_view address;   // that was asked
    const fetch::Reply& reply;  // its Link headers
    const ParsedFeed* parsed;   // null at a 304
    std::span<const std::chrono::sys_seconds> arrived_at;
    int arrived_undated = 0;
    const FeedOptions& asked_with;
  };
  std::optional<std::chrono::sys_seconds> note_poll(const Polled& polled);

  /// Asks the hub to begin, or to go on, telling: if it may still be told when its turn comes. That
  /// it is being asked is kept before, so who dies meanwhile does not ask at once again.
  void ask(const Pushes::Known& known, const std::stop_token& stop);

  /// The hub asks back whether we did, or refuses. Status and body of the answer.
  struct Answer {
    int status = 404;
    std::string body;
  };
  Answer answer(std::string_view token, const HubQuestion& question);

  /// The hub brings news. The status of the answer: 410 for what we do not know, which ends it; 503
  /// when too much waits; else 202, also for what is not genuine and is thrown away.
  int receive(std::string_view token, const PushedBody& pushed);

  /// What came was read as a feed; until when pushes can be relied on.
  std::optional<std::chrono::sys_seconds> note_push(FeedId feed);
  /// What came was no feed.
  void note_bad_push(FeedId feed, const fetch::PushFault& fault);

 private:
  std::string callback(const PushSubscription& push) const;
  void note_offer(const Polled& polled);
  void note_misses(const Polled& polled);
  std::optional<std::chrono::sys_seconds> relied_on_until(FeedId feed) const;
  void change(const Pushes::Known& known, const Pushes::Change& change);

  Archive& archive_;
  fetch::Fetcher& fetcher_;
  const HubOptions options_;
};

/// For people who look at their subscriptions; hubs that are not asked are NotAsked.
using HubState = fetch::PushState;
HubState hub_state(const PushSubscription& push, std::chrono::sys_seconds now);
/// The name by which people know a hub.
std::string hub_name(const PushSubscription& push);

}  // namespace depesche
