// WebSub (W3C Recommendation): an outlet's hub tells us of news, so that we need not ask.
//
//   offer ──ask──▶ Asked ──hub asks back, we echo──▶ Verified ──lease runs out──▶ ask again
//                    │                                   │
//                    └── denied, no answer: back off ◀───┘
//
// The decisions: what a feed offers, what to send, what to answer a hub, whether a push is genuine,
// and whether pushes can be relied on. A hub is a stranger that knows an address of ours: it learns
// only whether a topic is one we asked for, and a push is believed only with a signature made with
// a secret of this one subscription. A push that is not is answered like one that is (section 8),
// and thrown away.
//
// Pure: time, randomness and the network are the caller's.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/push.h"

namespace depesche::fetch {

struct PushOffer {
  std::string hub;
  std::string topic;
};
/// All hubs that are named, a handful at most, as they are named: what the Link header says goes
/// before what the feed says (section 4); one that is not on the web is none. Where no self is
/// named, the address asked is the topic. Feeds of YouTube's channels name no hub and have one.
struct NamedHubs {
  std::span<const std::string> hubs;
  std::string_view self;
};
std::vector<PushOffer> push_offers(const NamedHubs& header, const NamedHubs& feed,
                                   std::string_view address);

inline constexpr std::chrono::seconds kWantedLease = std::chrono::days(10);

/// The body of the request to the hub, application/x-www-form-urlencoded.
std::string subscribe_form(const PushSubscription& push);

/// The hub answered that request, or did not.
PushSubscription after_asking(PushSubscription push, const Result<void>& answer,
                              std::chrono::sys_seconds now);

/// The hub asks back (section 5.3) or denies (5.2).
struct HubQuestion {
  std::string mode;
  std::string topic;
  std::string challenge;
  std::string lease_seconds;
  std::string reason;
};
struct HubAnswer {
  int status = 404;
  std::string body;  // the challenge when we agree
  PushSubscription push;
};
HubAnswer answer_hub(PushSubscription push, const HubQuestion& question,
                     std::chrono::sys_seconds now);

/// X-Hub-Signature: "sha256=<hex>"; also sha1, sha384, sha512. Compared in constant time.
bool is_signed(std::string_view header, std::string_view secret, std::string_view body);

/// A genuine push came; a poll found something no push had brought.
PushSubscription after_push(PushSubscription push, std::chrono::sys_seconds now);
PushSubscription after_miss(PushSubscription push, std::chrono::sys_seconds now);

/// A push came that was not signed by the hub, or could not be read: something is wrong there.
struct PushFault {
  std::string_view code;  // as PushSubscription::last_code
  std::string reason;
};
PushSubscription after_bad_push(PushSubscription push, PushFault fault,
                                std::chrono::sys_seconds now);

/// What a feed names now, at least one hub: what is known of it already where a hub and the topic
/// are the same, else a new subscription with the token and secret given. One hub is enough; after
/// one that fails the next is asked, and after the last the first again, when its time has come.
struct PushKeys {
  std::string token;
  std::string secret;
};
PushSubscription after_offer(const std::optional<PushSubscription>& known,
                             std::span<const PushOffer> offers, const PushKeys& fresh,
                             std::chrono::sys_seconds now);

/// The hub knows us under another address than the one we have now: it is asked again at once.
PushSubscription after_moving(PushSubscription push, std::string callback,
                              std::chrono::sys_seconds now);

/// Whether a poll that found this entry found it because no push had brought it. Undated entries
/// count; dated ones only where they appeared while the hub had promised to tell, and long enough
/// ago for it to have told.
bool is_missed(const PushSubscription& push, std::optional<std::chrono::sys_seconds> published,
               std::chrono::sys_seconds now);

/// How a subscription stands, for schedules and for people.
enum class PushState {
  NotAsked,  // about to be
  Asked,     // the hub has not asked back
  Silent,    // the hub has promised, nothing has come yet
  Works,     // pushes come: polls may fall back
  Missed,    // polls found what no push had brought; until pushes have made up for it
  Bad,       // what came last was not signed, or not a feed
  Ended,     // the lease is over and was not renewed
  Failed,    // the hub does not want to, or does not answer
};
PushState push_state(const PushSubscription& push, std::chrono::sys_seconds now);
/// Until when pushes can be relied on; nothing where they cannot now.
std::optional<std::chrono::sys_seconds> relied_on_until(const PushSubscription& push,
                                                        std::chrono::sys_seconds now);

}  // namespace depesche::fetch
