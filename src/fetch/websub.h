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

namespace depesche::fetch {

struct PushOffer {
  std::string hub;
  std::string topic;
};
/// What the Link header says goes before what the feed says (section 4); nothing without a hub, and
/// nothing when the hub is not on the web. Where no self is named, the address asked is the topic.
struct NamedHubs {
  std::span<const std::string> hubs;
  std::string_view self;
};
std::optional<PushOffer> push_offer(const NamedHubs& header, const NamedHubs& feed,
                                    std::string_view address);

enum class PushStage {
  Asked,     // or about to be: the hub has not asked back yet
  Verified,  // until expires_at
  Failed,    // denied, or no answer; asked again at next_step_at
};
/// "asked", "verified", "failed", as stored.
std::string_view name(PushStage stage);
PushStage push_stage(std::string_view name);

struct PushSubscription {
  std::string hub;
  std::string topic;
  std::string token;   // the last part of our address; nobody else knows it
  std::string secret;  // the hub signs with it
  PushStage stage = PushStage::Asked;
  std::chrono::sys_seconds next_step_at{};  // when the hub is to be asked (again)
  std::optional<std::chrono::sys_seconds> expires_at;
  std::optional<std::chrono::sys_seconds> last_push_at;
  // The last time a poll found an article no push had brought.
  std::optional<std::chrono::sys_seconds> missed_at;
  int failures = 0;         // in a row
  std::string last_reason;  // the hub's, or ours, for a person

  friend bool operator==(const PushSubscription&, const PushSubscription&) = default;
};

inline constexpr std::chrono::seconds kWantedLease = std::chrono::days(10);

/// The body of the request to the hub, application/x-www-form-urlencoded.
std::string subscribe_form(const PushSubscription& push, std::string_view callback);

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

/// Pushes come: polls may fall back. Not before the first, nor after one was missed.
bool can_be_relied_on(const PushSubscription& push, std::chrono::sys_seconds now);

}  // namespace depesche::fetch
