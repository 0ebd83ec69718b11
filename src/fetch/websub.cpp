#include "fetch/websub.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <iterator>

#include "base/ascii.h"
#include "pack/signature.h"
#include "url/url.h"

namespace depesche::fetch {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;
using namespace std::chrono_literals;

// A hub that has not asked back by then never will.
constexpr seconds kVerificationDue = 1h;
constexpr seconds kLongestBackOff = std::chrono::days(7);
// A hub may offer less or more, but it is not asked every minute, nor believed for ever.
constexpr seconds kShortestRenewal = 1h;
constexpr seconds kLongestLease = std::chrono::days(30);
constexpr std::size_t kMaxChallenge = 4096;
constexpr std::size_t kMaxReason = 300;
// A hub asks the outlet and then tells a thousand subscribers: that takes a while.
constexpr seconds kGrace = 15min;
// One push shows that pushes come; after one that did not, it takes more to believe it again.
constexpr int kPushesToBelieveAgain = 5;

constexpr std::size_t kMostHubs = 5;

// Said in https://developers.google.com/youtube/v3/guides/push_notifications, not in the feeds:
// these name no hub, and an http address as their self. The first topic is the one of that page,
// the second the one that the hub's own bodies name.
constexpr std::string_view kYoutubeHub = "https://pubsubhubbub.appspot.com/";
constexpr std::array<std::string_view, 2> kYoutubeTopics{
    "https://www.youtube.com/feeds/videos.xml?channel_id=",
    "https://www.youtube.com/xml/feeds/videos.xml?channel_id="};
constexpr std::size_t kLongestChannel = 64;  // they have 24

/// It refused, did not answer, or has not asked back when it was asked before.
bool is_failing(const PushSubscription& push) {
  if (push.callback.empty()) return false;  // it was not asked yet
  return push.stage == PushStage::Failed || (push.stage == PushStage::Asked && push.failures > 1);
}

/// Each time twice as long, until the hub asks back.
void ask_later(PushSubscription& push, sys_seconds now) {
  const int doublings = std::clamp(push.failures, 0, 10);
  ++push.failures;
  push.next_step_at = now + std::min<seconds>(kVerificationDue * (1 << doublings), kLongestBackOff);
}

void note_fault(PushSubscription& push, PushFault fault) {
  push.last_code = fault.code;
  push.last_reason = std::move(fault.reason);
}

PushFault fault_of(const Error& error) { return {name(error.code), error.message}; }

PushSubscription failed(PushSubscription push, PushFault fault, sys_seconds now) {
  push.stage = PushStage::Failed;
  push.expires_at.reset();
  push.verified_at.reset();
  note_fault(push, std::move(fault));
  ask_later(push, now);
  return push;
}

void add_field(std::string& form, std::string_view name, std::string_view value) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  form += (form.empty() ? "" : "&") + std::string(name) + "=";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_';
    if (is_plain) {
      form += c;
    } else {
      form += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
}

/// The channel whose feed is at this address; empty for any other.
std::string youtube_channel(std::string_view address) {
  const Result<Url> url = parse_url(address);
  const bool is_youtube = url && (url->host == "www.youtube.com" || url->host == "youtube.com");
  if (!is_youtube || url->path != "/feeds/videos.xml") return {};
  constexpr std::string_view kName = "&channel_id=";
  const std::string query = "&" + url->query.value_or("");
  const std::size_t at = query.find(kName);
  if (at == std::string::npos) return {};
  std::string channel = query.substr(at + kName.size());
  channel.resize(std::min(channel.find('&'), channel.size()));
  const bool is_id = std::all_of(channel.begin(), channel.end(),
                                 [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
  return is_id && channel.size() <= kLongestChannel ? channel : "";
}

std::optional<std::string> bytes_of_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
    if (error != std::errc{} || end != hex.data() + i + 2) return std::nullopt;
    bytes.push_back(static_cast<char>(value));
  }
  return bytes;
}

std::optional<Digest> digest_named(std::string_view name) {
  if (name == "sha1") return Digest::Sha1;
  if (name == "sha256") return Digest::Sha256;
  if (name == "sha384") return Digest::Sha384;
  if (name == "sha512") return Digest::Sha512;
  return std::nullopt;
}

HubAnswer agree(PushSubscription push, const HubQuestion& question, sys_seconds now) {
  std::int64_t lease = 0;
  const std::string& text = question.lease_seconds;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), lease);
  // The Recommendation makes it a must; a hub that leaves it out means what we asked for.
  if (error != std::errc{} || end != text.data() + text.size() || lease <= 0) {
    lease = kWantedLease.count();
  }
  lease = std::min(lease, seconds(kLongestLease).count());
  if (push.stage != PushStage::Verified || !push.verified_at) push.verified_at = now;
  push.stage = PushStage::Verified;
  push.failures = 0;
  note_fault(push, {});
  push.expires_at = now + seconds(lease);
  push.next_step_at = now + std::max(seconds(lease * 4 / 5), kShortestRenewal);
  return {200, question.challenge, std::move(push)};
}

}  // namespace

std::vector<PushOffer> push_offers(const NamedHubs& header, const NamedHubs& feed,
                                   std::string_view address) {
  std::string_view self = header.self.empty() ? feed.self : header.self;
  const Result<Url> topic = parse_url(self);
  if (!topic || !topic->is_web()) self = address;
  std::vector<PushOffer> offers;
  for (const std::string& hub : (header.hubs.empty() ? feed : header).hubs) {
    const Result<Url> url = parse_url(hub);
    if (!url || !url->is_web() || offers.size() == kMostHubs) continue;
    offers.push_back({hub, std::string(self)});
  }
  if (!offers.empty()) return offers;
  if (const std::string channel = youtube_channel(address); !channel.empty()) {
    for (const std::string_view known : kYoutubeTopics) {
      offers.push_back({std::string(kYoutubeHub), std::string(known) + channel});
    }
  }
  return offers;
}

std::string subscribe_form(const PushSubscription& push) {
  std::string form;
  add_field(form, "hub.callback", push.callback);
  add_field(form, "hub.mode", "subscribe");
  add_field(form, "hub.topic", push.topic);
  add_field(form, "hub.lease_seconds", std::to_string(kWantedLease.count()));
  add_field(form, "hub.secret", push.secret);
  return form;
}

PushSubscription after_asking(PushSubscription push, const Result<void>& answer, sys_seconds now) {
  const bool is_verified =
      push.stage == PushStage::Verified && push.expires_at && *push.expires_at > now;
  // The hub may have asked back before it answered.
  if (is_verified && push.next_step_at > now) return push;
  if (!answer && !is_verified) return failed(std::move(push), fault_of(answer.error()), now);
  // What it verified stands while it is renewed, also when that fails.
  if (!is_verified) push.stage = PushStage::Asked;
  note_fault(push, answer ? PushFault{} : fault_of(answer.error()));
  ask_later(push, now);
  return push;
}

HubAnswer answer_hub(PushSubscription push, const HubQuestion& question, sys_seconds now) {
  if (question.topic != push.topic) return {404, "", std::move(push)};
  if (question.mode == "denied") {
    const std::string reason = question.reason.substr(0, kMaxReason);
    return {200, "", failed(std::move(push), {"denied", "the hub denies it: " + reason}, now)};
  }
  // We never ask for an end, so one that asks whether we do is not our hub.
  const bool is_wanted = question.mode == "subscribe" && push.stage != PushStage::Failed;
  const bool is_sane = !question.challenge.empty() && question.challenge.size() <= kMaxChallenge;
  if (!is_wanted || !is_sane) return {404, "", std::move(push)};
  return agree(std::move(push), question, now);
}

bool is_signed(std::string_view header, std::string_view secret, std::string_view body) {
  const std::size_t equals = header.find('=');
  if (equals == std::string_view::npos) return false;
  const auto digest = digest_named(trim(header.substr(0, equals)));
  const auto claimed = bytes_of_hex(trim(header.substr(equals + 1)));
  return digest && claimed && equal_in_constant_time(hmac(*digest, secret, body), *claimed);
}

PushSubscription after_push(PushSubscription push, sys_seconds now) {
  push.last_push_at = now;
  ++push.pushes;
  return push;
}

PushSubscription after_miss(PushSubscription push, sys_seconds now) {
  push.missed_at = now;
  push.pushes = 0;
  return push;
}

PushSubscription after_bad_push(PushSubscription push, PushFault fault, sys_seconds now) {
  push.bad_at = now;
  push.pushes = 0;
  note_fault(push, std::move(fault));
  return push;
}

PushSubscription after_offer(const std::optional<PushSubscription>& known,
                             std::span<const PushOffer> offers, const PushKeys& fresh,
                             sys_seconds now) {
  assert(!offers.empty());
  const auto same = std::find_if(offers.begin(), offers.end(), [&](const PushOffer& offer) {
    return known && known->hub == offer.hub && known->topic == offer.topic;
  });
  if (same != offers.end() && (!is_failing(*known) || offers.size() == 1)) return *known;
  const bool is_known = same != offers.end();
  const bool is_last = is_known && std::next(same) == offers.end();
  // All have failed: the first is asked again when the last would have been.
  if (is_last && now < known->next_step_at) return *known;
  const PushOffer& offer = is_known && !is_last ? *std::next(same) : offers.front();
  PushSubscription push;
  push.hub = offer.hub;
  push.topic = offer.topic;
  push.token = fresh.token;
  push.secret = fresh.secret;
  push.next_step_at = now;
  if (is_known) push.failures = known->failures;
  return push;
}

PushSubscription after_moving(PushSubscription push, std::string callback, sys_seconds now) {
  if (push.callback == callback) return push;
  if (!push.callback.empty()) push.failures = 0;  // else they are those of the hub before it
  push.callback = std::move(callback);
  push.stage = PushStage::Asked;
  push.expires_at.reset();
  push.next_step_at = now;
  return push;
}

bool is_missed(const PushSubscription& push, std::optional<sys_seconds> published,
               sys_seconds now) {
  const bool is_promised = push.stage == PushStage::Verified && push.verified_at &&
                           push.expires_at && now < *push.expires_at;
  if (!is_promised || !push.last_push_at) return false;
  if (!published) return true;
  return *published > *push.verified_at && *published + kGrace < now;
}

PushState push_state(const PushSubscription& push, sys_seconds now) {
  if (push.stage == PushStage::Failed) return PushState::Failed;
  if (push.stage == PushStage::Asked) {
    return push.callback.empty() || push.next_step_at <= now ? PushState::NotAsked
                                                             : PushState::Asked;
  }
  if (!push.expires_at || now >= *push.expires_at) return PushState::Ended;
  const bool was_bad = push.bad_at && (!push.missed_at || *push.bad_at >= *push.missed_at);
  const bool was_wrong = push.bad_at || push.missed_at;
  if (was_wrong && push.pushes < kPushesToBelieveAgain) {
    return was_bad ? PushState::Bad : PushState::Missed;
  }
  return push.last_push_at ? PushState::Works : PushState::Silent;
}

std::optional<sys_seconds> relied_on_until(const PushSubscription& push, sys_seconds now) {
  return push_state(push, now) == PushState::Works ? push.expires_at : std::nullopt;
}

}  // namespace depesche::fetch
