#include "fetch/fetcher.h"

#include <algorithm>

#include "pack/gzip.h"

namespace depesche::fetch {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr std::size_t kMegabyte = 1024 * 1024;
constexpr seconds kLongestPatience = kLongestRest;
constexpr std::chrono::milliseconds kNoDelay{0};
// A 429 without Retry-After.
constexpr seconds kUnsaidPatience = std::chrono::minutes(1);

bool is_governed_by_robots(Kind kind) {
  return kind == Kind::Page || kind == Kind::Picture || kind == Kind::Sitemap ||
         kind == Kind::OlderPage;
}

std::size_t max_bytes_of(Kind kind) {
  switch (kind) {
    case Kind::Feed:
    case Kind::OlderPage:
      return 16 * kMegabyte;
    case Kind::Page:
      return 8 * kMegabyte;
    case Kind::Picture:
      return 12 * kMegabyte;
    case Kind::Robots:
      return kMaxRobotsBytes;
    case Kind::Sitemap:
      return 50 * kMegabyte;
    case Kind::Hub:
      return kMegabyte / 16;
  }
  return 8 * kMegabyte;
}

std::string_view accept_of(Kind kind) {
  switch (kind) {
    case Kind::Feed:
    case Kind::OlderPage:
      return "application/atom+xml, application/rss+xml, application/feed+json, "
             "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";
    case Kind::Page:
      return "text/html, application/xhtml+xml, */*;q=0.5";
    case Kind::Picture:
      return "image/webp, image/jpeg, image/png, image/gif, image/*;q=0.8";
    case Kind::Robots:
      return "text/plain, */*;q=0.5";
    case Kind::Sitemap:
      return "application/xml, text/xml, */*;q=0.5";
    case Kind::Hub:
      return "*/*";
  }
  return "*/*";
}

SharedTurns::Time wall_clock() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Error cancelled() { return {ErrorCode::Cancelled, "stopped before the host's turn came"}; }

Error must_wait(const std::string& host, Clock::duration span) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(span).count();
  return {ErrorCode::Busy,
          host + " wants to be left alone for another " + std::to_string(minutes) + " min"};
}

// That we were stopped or kept waiting says nothing about the host's robots.txt.
bool is_our_doing(ErrorCode code) {
  return code == ErrorCode::Cancelled || code == ErrorCode::Busy ||
         code == ErrorCode::AllowanceSpent;
}

// How long the server asks not to be asked again.
std::optional<seconds> patience_of(const Result<Reply>& reply) {
  if (!reply || (reply->status != 429 && reply->status != 503)) return std::nullopt;
  if (reply->retry_after) return std::min(*reply->retry_after, kLongestPatience);
  return reply->status == 429 ? std::optional(kUnsaidPatience) : std::nullopt;
}

/// Whether a key as RobotsWanted::known_as() writes them is of this origin. They stand side by
/// side, as no byte of an address sorts before the space.
bool is_known_as(std::string_view key, std::string_view origin) {
  return key.starts_with(origin) && (key.size() == origin.size() || key[origin.size()] == ' ');
}

}  // namespace

std::string Fetcher::RobotsWanted::known_as() const {
  return proxy.empty() ? url.origin() : url.origin() + " " + proxy;
}

// The turn a get() holds, for one host at a time.
class Fetcher::Turn {
 public:
  explicit Turn(Fetcher& fetcher) : fetcher_(fetcher) {}
  ~Turn() { end(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  Result<void> take(const std::string& host, const std::stop_token& stop) {
    end();
    Result<void> taken = fetcher_.take_turn(host, stop);
    if (taken) host_ = host;
    return taken;
  }

  void end(std::optional<seconds> patience = std::nullopt) {
    if (!host_.empty()) fetcher_.end_turn(host_, patience);
    host_.clear();
  }

 private:
  Fetcher& fetcher_;
  std::string host_;
};

Fetcher::Fetcher(FetcherOptions options)
    : options_(std::move(options)),
      client_(options_.client),
      book_(options_.politeness),
      shared_turns_(options_.shared_with.empty() ? nullptr
                                                 : SharedTurns::open(options_.shared_with)),
      ledger_(options_.allowance) {}

Result<void> Fetcher::check(const FeedOptions& options) const {
  if (Result<void> good = check_options(options); !good) return good;
  if (options.proxy.empty()) return {};
  const Result<Proxy> proxy = parse_proxy(options.proxy);
  return proxy ? check_proxy(*proxy, options_.client.proxies) : proxy.error();
}

Result<Reply> Fetcher::get(Request request, Kind kind, const std::stop_token& stop) {
  if (request.max_bytes == 0) request.max_bytes = max_bytes_of(kind);
  if (request.accept.empty()) request.accept = accept_of(kind);
  if (kind == Kind::Robots || kind == Kind::Hub) request.at_limit = AtLimit::Cut;
  if (kind != Kind::Feed) request.url = without_password(request.url);
  if (kind == Kind::Hub) request.behalf = {};
  const std::size_t max_bytes = request.max_bytes;
  Turn turn(*this);
  const auto callers_check = std::move(request.before_hop);
  const auto callers_note = std::move(request.after_hop);
  request.before_hop = [&](const Url& url) -> Result<void> {
    turn.end();
    if (callers_check) {
      if (Result<void> allowed = callers_check(url); !allowed) return allowed;
    }
    if (Result<void> allowed = check_allowance(url.host_and_port()); !allowed) return allowed;
    if (is_governed_by_robots(kind)) {
      const Result<RobotsRecord> record = robots_of({url, request.behalf.options.proxy}, stop);
      if (!record) return record.error();
      if (Result<void> allowed = check_robots(*record, url); !allowed) return allowed;
    }
    return turn.take(url.host_and_port(), stop);
  };
  request.after_hop = [&](const Url& url, std::size_t bytes) {
    note_bytes(url.host_and_port(), bytes);
    if (callers_note) callers_note(url, bytes);
  };
  Result<Reply> reply = client_.get(request, stop);
  turn.end(patience_of(reply));
  if (reply && (kind == Kind::Sitemap || kind == Kind::Feed || kind == Kind::OlderPage) &&
      is_gzip(reply->body)) {
    Result<std::string> unpacked = gunzip(reply->body, max_bytes);
    if (!unpacked) return unpacked.error();
    reply->body = *std::move(unpacked);
  }
  return reply;
}

std::optional<Clock::time_point> Fetcher::ready_at(std::string_view url) const {
  const auto now = Clock::now();
  const Result<Url> parsed = parse_url(url);
  if (!parsed) return now;  // get() will refuse it at once
  const std::scoped_lock lock(mutex_);
  return book_.ready_at(parsed->host_and_port(), now);
}

std::optional<Clock::time_point> Fetcher::host_ready_at(const std::string& host,
                                                        Clock::time_point now) const {
  const std::scoped_lock lock(mutex_);
  const auto ready = book_.ready_at(host, now);
  return ready && *ready - now > options_.longest_wait ? now : ready;
}

Result<void> Fetcher::check_allowance(const std::string& host) const {
  const std::scoped_lock lock(mutex_);
  return ledger_.check(host, Clock::now());
}

void Fetcher::note_bytes(const std::string& host, std::size_t bytes) {
  const std::scoped_lock lock(mutex_);
  ledger_.note(host, bytes, Clock::now());
}

std::vector<HostTally> Fetcher::unkept_bytes(std::chrono::sys_seconds now) {
  const std::scoped_lock lock(mutex_);
  const auto here = Clock::now();
  std::vector<HostTally> tallies;
  for (ByteLedger::Day& day : ledger_.take_unkept()) {
    const auto ago = std::chrono::floor<seconds>(here - day.began);
    tallies.push_back({std::move(day.host), now - ago, day.bytes});
  }
  return tallies;
}

void Fetcher::recall_bytes(std::span<const HostTally> tallies, std::chrono::sys_seconds now) {
  const std::scoped_lock lock(mutex_);
  const auto here = Clock::now();
  for (const HostTally& tally : tallies) {
    ledger_.recall({tally.host, here - (now - tally.began_at), tally.bytes}, here);
  }
}

void Fetcher::learn_bytes(std::span<const HostTally> tallies, std::chrono::sys_seconds now) {
  const std::scoped_lock lock(mutex_);
  const auto here = Clock::now();
  for (const HostTally& tally : tallies) {
    ledger_.learn({tally.host, here - (now - tally.began_at), tally.bytes}, here);
  }
}

std::vector<HostRest> Fetcher::unkept_rests(std::chrono::sys_seconds now) {
  const std::scoped_lock lock(mutex_);
  const auto here = Clock::now();
  std::vector<HostRest> rests;
  for (const auto& [host, until] : unkept_rests_) {
    if (until > here) rests.push_back({host, now + std::chrono::ceil<seconds>(until - here)});
  }
  unkept_rests_.clear();
  return rests;
}

void Fetcher::recall_rests(std::span<const HostRest> rests, std::chrono::sys_seconds now) {
  const std::scoped_lock lock(mutex_);
  const auto here = Clock::now();
  for (const HostRest& rest : rests) {
    if (rest.until > now)
      book_.rest(rest.host, here + std::min(rest.until - now, kLongestPatience));
  }
}

Result<void> Fetcher::take_turn(const std::string& host, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto give_up = Clock::now() + options_.longest_wait;
  while (true) {
    if (stop.stop_requested()) return cancelled();
    const auto now = Clock::now();
    if (book_.begin(host, now) && take_shared(host, now)) return {};
    const auto ready = book_.ready_at(host, now);
    if (now >= give_up || (ready && *ready > give_up)) {
      return must_wait(host, ready.value_or(now) - now);
    }
    if (ready) {  // nothing that others do makes it sooner
      pause_.wait_until(lock, stop, *ready, [] { return false; });
      continue;
    }
    const std::uint64_t seen = changes_;
    changed_.wait_until(lock, stop, give_up, [&] { return changes_ != seen; });
  }
}

void Fetcher::end_turn(const std::string& host, std::optional<seconds> patience) {
  {
    const std::scoped_lock lock(mutex_);
    const auto now = Clock::now();
    book_.end(host, now, patience ? std::optional(now + *patience) : std::nullopt);
    end_shared(host, now);
    if (patience) unkept_rests_[host] = now + *patience;
    ++changes_;
  }
  changed_.notify_all();
}

bool Fetcher::is_shared(const std::string& host) const {
  return shared_turns_ && book_.at_once(host) == 1;
}

/// After the turn within this process the one between processes. The caller has the lock.
bool Fetcher::take_shared(const std::string& host, Clock::time_point now) {
  if (!is_shared(host)) return true;
  const SharedTurns::Taken taken = shared_turns_->take(host, wall_clock());
  if (taken.is_ours) return true;
  book_.give_up(host);
  book_.rest(host, now + taken.wait);
  return false;
}

void Fetcher::end_shared(const std::string& host, Clock::time_point now) {
  if (!is_shared(host)) return;
  const auto here = wall_clock();
  const auto not_before = shared_turns_->give_back(host, said_of(host, now, here), here);
  book_.rest(host, now + (not_before - here));
}

/// Of a Crawl-delay that has just been read, if nobody asks the host now; else end_shared() will.
void Fetcher::tell_others(const std::string& host) {
  if (!is_shared(host) || book_.crawl_delay_of(host) == kNoDelay) return;
  const auto now = Clock::now();
  const auto here = wall_clock();
  if (book_.ready_at(host, now)) shared_turns_->put_off(host, said_of(host, now, here), here);
}

SharedTurns::Said Fetcher::said_of(const std::string& host, Clock::time_point now,
                                   SharedTurns::Time here) const {
  const Clock::duration mine = book_.ready_at(host, now).value_or(now) - now;
  SharedTurns::Said said{here + std::chrono::ceil<std::chrono::milliseconds>(mine), kNoDelay};
  if (is_loopback_host(host)) return said;
  said.crawl_delay = std::min(book_.crawl_delay_of(host), options_.politeness.max_crawl_delay);
  return said;
}

// Read once for all threads that ask at the same time.
Result<RobotsRecord> Fetcher::robots_of(const RobotsWanted& wanted, const std::stop_token& stop) {
  const std::string known_as = wanted.known_as();
  RobotsRecord before;
  {
    std::unique_lock lock(mutex_);
    while (true) {
      if (stop.stop_requested()) return cancelled();
      KnownRobots& known = robots_[known_as];
      if (known.record.expires > Clock::now()) return known.record;
      if (!known.is_being_read) {
        known.is_being_read = true;
        before = known.record;
        break;
      }
      const std::uint64_t seen = changes_;
      changed_.wait(lock, stop, [&] { return changes_ != seen; });
    }
  }
  RobotsRecord record = before;
  try {
    record = read_robots(wanted, before, stop);
  } catch (...) {
    keep_robots(wanted, before);  // or the others would wait for ever
    throw;
  }
  keep_robots(wanted, record);
  if (record.unreadable && record.unreadable->code == ErrorCode::Cancelled) return cancelled();
  return record;
}

void Fetcher::keep_robots(const RobotsWanted& wanted, const RobotsRecord& record) {
  {
    const std::scoped_lock lock(mutex_);
    robots_[wanted.known_as()] = {record, false};
    // What could not be read says nothing of the pace, so what was said before stands.
    if (record.rules) {
      book_.set_crawl_delay(wanted.url.host_and_port(),
                            {wanted.known_as(), record.rules->crawl_delay.value_or(kNoDelay)});
      tell_others(wanted.url.host_and_port());
    }
    forget_old_robots();
    ++changes_;
  }
  changed_.notify_all();
}

RobotsRecord Fetcher::read_robots(const RobotsWanted& wanted, const RobotsRecord& before,
                                  const std::stop_token& stop) {
  Request request;
  request.url = wanted.url.origin() + "/robots.txt";
  request.behalf.options.proxy = wanted.proxy;
  const Result<Reply> answer = get(std::move(request), Kind::Robots, stop);
  if (!answer && is_our_doing(answer.error().code)) {
    RobotsRecord unchanged = before;
    unchanged.unreadable = answer.error();
    return unchanged;
  }
  return judge_robots(answer, before, options_.robots_agent, Clock::now());
}

void Fetcher::forget_old_robots() {
  if (robots_.size() <= options_.most_robots) return;
  auto oldest = robots_.end();
  for (auto known = robots_.begin(); known != robots_.end(); ++known) {
    if (known->second.is_being_read) continue;
    if (oldest == robots_.end() || known->second.record.expires < oldest->second.record.expires) {
      oldest = known;
    }
  }
  if (oldest != robots_.end()) robots_.erase(oldest);
}

RobotsSigns Fetcher::signs_of(const Url& url, const Behalf& behalf) const {
  const std::scoped_lock lock(mutex_);
  const auto known = robots_.find(RobotsWanted{url, behalf.options.proxy}.known_as());
  if (known == robots_.end() || !known->second.record.rules) return {};
  const RobotsRules& rules = *known->second.record.rules;
  RobotsSigns signs;
  signs.content_usage = content_usage_of(rules, url.path_and_query());
  if (!rules.license.empty()) signs.license = resolve_address(rules.license, url.origin() + "/");
  return signs;
}

std::optional<seconds> Fetcher::crawl_delay_of(const Url& url) const {
  const std::scoped_lock lock(mutex_);
  const auto delay = book_.crawl_delay_of(url.host_and_port());
  if (delay == kNoDelay && !knows_rules_of(url)) return std::nullopt;
  return std::chrono::ceil<seconds>(delay);
}

/// By http or https, through whatever proxy. The caller has the lock.
bool Fetcher::knows_rules_of(const Url& url) const {
  for (const std::string_view scheme : {"http://", "https://"}) {
    const std::string origin = std::string(scheme) + url.host_and_port();
    for (auto known = robots_.lower_bound(origin);
         known != robots_.end() && is_known_as(known->first, origin); ++known) {
      if (known->second.record.rules) return true;
    }
  }
  return false;
}

Result<std::vector<std::string>> Fetcher::sitemaps_of(std::string_view url, const Behalf& behalf,
                                                      const std::stop_token& stop) {
  const Result<Url> parsed = parse_url(url);
  if (!parsed) return parsed.error();
  const Result<RobotsRecord> record = robots_of({*parsed, behalf.options.proxy}, stop);
  if (!record) return record.error();
  if (!record->rules && record->unreadable) return *record->unreadable;
  std::vector<std::string> sitemaps;
  if (!record->rules) return sitemaps;
  for (const std::string& written : record->rules->sitemaps) {
    const std::string absolute = resolve_address(written, parsed->origin() + "/");
    if (!absolute.empty()) sitemaps.push_back(absolute);
  }
  return sitemaps;
}

}  // namespace depesche::fetch
