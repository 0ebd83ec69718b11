// What is known of a hub that tells us of a feed's news (WebSub). The decisions are in
// fetch/websub.h; the store keeps this between them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace depesche {

enum class PushStage {
  Asked,     // or about to be: the hub has not asked back yet
  Verified,  // until expires_at
  Failed,    // denied, or no answer; asked again at next_step_at
};
/// "asked", "verified", "failed", as stored.
std::string_view name(PushStage stage);
/// Failed for what no name is.
PushStage push_stage(std::string_view name);

struct PushSubscription {
  std::string hub;
  std::string topic;
  std::string callback;  // our address as the hub knows it; empty before it was asked
  std::string token;     // the last part of that address; nobody else knows it
  std::string secret;    // the hub signs with it
  PushStage stage = PushStage::Asked;
  std::chrono::sys_seconds next_step_at{};              // when the hub is to be asked (again)
  std::optional<std::chrono::sys_seconds> verified_at;  // first, by this hub
  std::optional<std::chrono::sys_seconds> expires_at;
  std::optional<std::chrono::sys_seconds> last_push_at;
  // The last time a poll found an article no push had brought, or a push was not to be believed.
  std::optional<std::chrono::sys_seconds> missed_at;
  std::optional<std::chrono::sys_seconds> bad_at;
  int pushes = 0;    // since the last of these
  int failures = 0;  // of asking the hub, in a row
  // Of what went wrong last: a code for programs ("denied", "unsigned", "wrong_signature",
  // "no_feed", or name(ErrorCode)) and the hub's words or ours.
  std::string last_code;
  std::string last_reason;

  friend bool operator==(const PushSubscription&, const PushSubscription&) = default;
};

}  // namespace depesche
