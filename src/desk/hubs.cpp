#include "desk/hubs.h"

#include <algorithm>
#include <utility>

#include "pack/signature.h"
#include "url/url.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;
using namespace std::chrono_literals;

constexpr std::size_t kTokenBytes = 16;
constexpr std::size_t kSecretBytes = 32;  // as hexadecimal digits; the standard allows 199 bytes
constexpr std::chrono::seconds kHubIsBusy = 2min;

Result<void> verdict_on(const Result<fetch::Reply>& reply) {
  if (!reply) return reply.error();
  if (const auto problem = reply->problem()) return *problem;
  return {};
}

bool is_any_missed(const PushSubscription& push, const Hubs::Polled& polled, sys_seconds now) {
  const auto is_missed = [&](sys_seconds at) { return fetch::is_missed(push, at, now); };
  return std::any_of(polled.arrived_at.begin(), polled.arrived_at.end(), is_missed) ||
         (polled.arrived_undated > 0 && fetch::is_missed(push, std::nullopt, now));
}

}  // namespace

Result<std::string> check_public_address(std::string_view typed) {
  const Result<Url> url = parse_url(typed);
  const bool is_plain = url && url->is_web() && !url->host.empty() && url->username.empty() &&
                        url->password.empty() && !url->query && !url->fragment;
  if (!is_plain) {
    return Error{ErrorCode::InvalidInput, "'" + std::string(typed) +
                                              "' is no address others could reach; it should look "
                                              "like https://news.example.org"};
  }
  std::string address = url->to_string();
  while (address.ends_with('/')) address.pop_back();
  return address;
}

HubState hub_state(const PushSubscription& push, sys_seconds now) {
  return fetch::push_state(push, now);
}

std::string hub_name(const PushSubscription& push) {
  const Result<Url> url = parse_url(push.hub);
  return url ? url->host : push.hub;
}

Hubs::Hubs(Archive& archive, fetch::Fetcher& fetcher, HubOptions options)
    : archive_(archive), fetcher_(fetcher), options_(std::move(options)) {}

std::string Hubs::callback(const PushSubscription& push) const {
  return options_.public_address + "/websub/" + push.token;
}

void Hubs::change(const Pushes::Known& known, const Pushes::Change& change) {
  archive_.pushes().change(known.feed, known.push.token, change);
}

void Hubs::settle() {
  const sys_seconds now = options_.now();
  for (const Pushes::Known& known : archive_.pushes().list()) {
    archive_.feeds().end_pushed(known.feed, now);
    if (!can_ask() || known.push.callback.empty()) continue;
    change(known, [&](PushSubscription push) {
      const std::string ours = callback(push);
      return fetch::after_moving(std::move(push), ours, now);
    });
  }
}

std::optional<sys_seconds> Hubs::note_poll(const Polled& polled) {
  note_offer(polled);
  note_misses(polled);
  return relied_on_until(polled.feed);
}

void Hubs::note_offer(const Polled& polled) {
  std::vector<fetch::PushOffer> offers;
  if (polled.parsed != nullptr) {
    offers = fetch::push_offers({polled.reply.hubs, polled.reply.self},
                                {polled.parsed->hubs, polled.parsed->self}, polled.address);
  }
  // As nearly all polls are, without the turn to write.
  if (offers.empty() && !archive_.pushes().of(polled.feed)) return;
  const fetch::PushKeys fresh{random_hex(kTokenBytes), random_hex(kSecretBytes)};
  archive_.pushes().decide(
      polled.feed, polled.asked_with,
      [&](const std::optional<PushSubscription>& known) -> std::optional<PushSubscription> {
        if (polled.parsed == nullptr) return known;
        if (offers.empty()) return std::nullopt;
        return fetch::after_offer(known, offers, fresh, options_.now());
      });
}

void Hubs::note_misses(const Polled& polled) {
  const auto push = archive_.pushes().of(polled.feed);
  const sys_seconds now = options_.now();
  if (!push || !is_any_missed(*push, polled, now)) return;
  change({polled.feed, *push},
         [now](PushSubscription missed) { return fetch::after_miss(std::move(missed), now); });
}

std::optional<sys_seconds> Hubs::relied_on_until(FeedId feed) const {
  const auto push = archive_.pushes().of(feed);
  if (!push || !can_ask()) return std::nullopt;
  return fetch::relied_on_until(*push, options_.now());
}

void Hubs::ask(const Pushes::Known& known, const std::stop_token& stop) {
  // Kept before it is said: the hub may ask back before it answers.
  PushSubscription asking;
  change(known, [&](PushSubscription push) {
    const std::string ours = callback(push);
    asking = fetch::after_moving(std::move(push), ours, options_.now());
    asking.next_step_at = std::max(asking.next_step_at, options_.now() + kHubIsBusy);
    return asking;
  });
  if (asking.hub.empty()) return;  // the feed was removed meanwhile, or may not be told of
  fetch::Request request;
  request.url = asking.hub;
  request.form = fetch::subscribe_form(asking);
  request.before_hop = [&](const Url&) -> Result<void> {  // the owner may change his mind
    if (archive_.pushes().find(asking.token)) return {};
    return Error{ErrorCode::Cancelled, "the hub is not to be told any more"};
  };
  const Result<fetch::Reply> reply = fetcher_.get(std::move(request), fetch::Kind::Hub, stop);
  if (stop.stop_requested()) return;
  const sys_seconds now = options_.now();
  if (!reply && reply.error().code == ErrorCode::Busy) {
    change(known, [now](PushSubscription push) {
      push.next_step_at = std::max(push.next_step_at, now + kHubIsBusy);
      return push;
    });
    return;
  }
  change(known, [&](PushSubscription push) {
    const bool has_asked_back = push.next_step_at != asking.next_step_at;
    if (!has_asked_back) push.next_step_at = std::min(push.next_step_at, now);
    return fetch::after_asking(std::move(push), verdict_on(reply), now);
  });
}

Hubs::Answer Hubs::answer(std::string_view token, const HubQuestion& question) {
  const auto known = archive_.pushes().find(token);
  if (!known || !can_ask()) return {};
  Answer answer;
  change(*known, [&](PushSubscription push) {
    fetch::HubAnswer decided = fetch::answer_hub(std::move(push), question, options_.now());
    answer = {decided.status, std::move(decided.body)};
    return std::move(decided.push);
  });
  const bool is_over =
      archive_.pushes().of(known->feed).value_or(known->push).stage == PushStage::Failed;
  if (is_over) archive_.feeds().end_pushed(known->feed, options_.now());
  return answer;
}

int Hubs::receive(std::string_view token, const PushedBody& pushed) {
  constexpr int kUnknown = 410, kTooMuch = 503, kTaken = 202;
  const auto known = archive_.pushes().find(token);
  if (!known) return kUnknown;
  if (!fetch::is_signed(pushed.signature, known->push.secret, pushed.bytes)) {
    const bool is_unsigned = pushed.signature.empty();
    note_bad_push(known->feed, {is_unsigned ? "unsigned" : "wrong_signature",
                                is_unsigned ? "it was not signed" : "its signature was wrong"});
    return kTaken;
  }
  const bool is_kept =
      archive_.pushes().keep(known->feed, pushed.content_type, pushed.bytes, options_.now());
  return is_kept ? kTaken : kTooMuch;
}

std::optional<sys_seconds> Hubs::note_push(FeedId feed) {
  const auto push = archive_.pushes().of(feed);
  if (!push) return std::nullopt;
  const sys_seconds now = options_.now();
  change({feed, *push},
         [now](PushSubscription more) { return fetch::after_push(std::move(more), now); });
  return relied_on_until(feed);
}

void Hubs::note_bad_push(FeedId feed, const fetch::PushFault& fault) {
  const auto push = archive_.pushes().of(feed);
  if (!push) return;
  const sys_seconds now = options_.now();
  change({feed, *push},
         [&](PushSubscription bad) { return fetch::after_bad_push(std::move(bad), fault, now); });
  archive_.feeds().end_pushed(feed, now, options_.shortest);
}

}  // namespace depesche
