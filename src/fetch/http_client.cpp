#include "fetch/http_client.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "base/version.h"
#include "fetch/session.h"
#include "url/link_header.h"

namespace depesche::fetch {
namespace {

// libcurl wants this once a process, before any other use; it is never undone, because a static
// might still hold a handle.
void start_curl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::bad_alloc();
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_permanent(int status) { return status == 301 || status == 308; }

// The others would have us ask for a page instead (RFC 9110, 15.4).
bool keeps_form(int status) { return status == 307 || status == 308; }

std::string bare(const Url& url) {
  Url out = url;
  out.fragment.reset();
  return out.to_string();
}

// A password is the caller's for the origin he gave it for. One that a redirect brings is somebody
// else's wish to log us in.
void set_password(Url& url, const Url& first) {
  const bool is_same = url.origin() == first.origin();
  url.username = is_same ? first.username : "";
  url.password = is_same ? first.password : "";
}

// Which connections a request may share: those of the same proxy, cookie and login.
std::string lane_of(const Url& url, const Behalf& behalf) {
  const FeedOptions& options = behalf.options;
  std::string lane = options.proxy;
  if (!lane.empty()) lane += '\n' + behalf.secrets_for;  // two feeds behind it are two readers
  if (!options.has_secrets() || url.origin() != behalf.secrets_for) return lane;
  for (const std::string& secret : {options.cookie, options.login, options.password}) {
    lane += '\n' + secret;
  }
  return lane;
}

/// What Link headers name as the page with older entries; relative to an address without password.
std::string older_page_of(const Headers& headers, const std::string& address) {
  const Result<Url> here = parse_url(address);
  const std::vector<HeaderLink> links = parse_links(headers.joined("link"));
  for (const std::string_view relation : {"next", "prev-archive"}) {
    for (const HeaderLink& link : links) {
      if (!here || !has_relation(link, relation) || !link.anchor.empty()) continue;
      const Result<Url> target = resolve(link.target, *here);
      if (target && target->is_web()) return target->to_string();
    }
  }
  return {};
}

// Reads out of the last hop's headers what callers ask for.
Reply reply_of(Hop hop, const Url& url) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  Reply reply;
  reply.status = hop.status;
  reply.final_url = without_password(bare(url));
  reply.ask_again_url = bare(url);
  reply.body = std::move(hop.body);
  reply.content_type = hop.headers.first("content-type");
  reply.etag = hop.headers.first("etag");
  reply.last_modified = hop.headers.first("last-modified");
  reply.max_age = freshness(hop.headers, now);
  reply.retry_after = parse_retry_after(hop.headers.first("retry-after"), now);
  for (const HeaderLink& link : parse_links(hop.headers.joined("link"))) {
    const Result<Url> target = resolve(link.target, url);
    if (!target || !target->is_web()) continue;
    if (has_relation(link, "hub")) reply.hubs.push_back(target->to_string());
    if (has_relation(link, "self")) reply.self = target->to_string();
  }
  reply.older = older_page_of(hop.headers, reply.final_url);
  reply.headers = std::move(hop.headers);
  reply.is_cut = hop.is_cut;
  return reply;
}

Result<Url> redirect_target(const Hop& hop, const Url& from) {
  const std::string_view location = hop.headers.first("location");
  Result<Url> target = resolve(location, from);
  if (location.empty() || !target) {
    return Error{ErrorCode::Malformed, from.host + " redirects to nowhere"};
  }
  if (!target->is_web()) {
    return Error{ErrorCode::AddressNotAllowed, from.host + " redirects to a " + target->scheme +
                                                   ": address; only http and https are fetched"};
  }
  return target;
}

Error going_round(const Url& from) {
  return {ErrorCode::TooManyRedirects, from.host + " redirects in a circle"};
}

}  // namespace

std::string user_agent(std::string_view contact) {
  std::string out = "depesche/" + std::string(version());
  if (!contact.empty()) out += " (+" + std::string(contact) + ")";
  return out;
}

std::optional<Error> Reply::problem() const {
  const auto ending = [this] { return " (" + std::to_string(status) + ")"; };
  const auto because = [&](ErrorCode code, std::string_view what) {
    return Error{code, "the server says " + std::string(what) + ending()};
  };
  if ((status >= 200 && status < 300) || status == 304) return std::nullopt;
  switch (status) {
    case 401:
      if (!left_login_at.empty()) {
        return Error{
            ErrorCode::Forbidden,
            "the server it redirects to says one must log in, and cookie and login are for " +
                left_login_at + " alone" + ending()};
      }
      return because(ErrorCode::Forbidden, "one must log in");
    case 402:
      return because(ErrorCode::Forbidden, "one must pay");
    case 403:
      return because(ErrorCode::Forbidden, "no");
    case 404:
      return because(ErrorCode::NotFound, "there is no such page");
    case 407:
      if (!may_be_proxys) {
        return because(ErrorCode::Forbidden, "one must log in to a proxy, which it is not");
      }
      return Error{ErrorCode::Forbidden, "the proxy wants a name and password" + ending()};
    case 410:
      return because(ErrorCode::Gone, "the page is gone");
    case 429:
      return because(ErrorCode::RateLimited, "we ask too often");
    case 451:
      return because(ErrorCode::Forbidden, "the law forbids it");
    case 503:
      return because(ErrorCode::ServerFailed, "it is not available now");
    default:
      break;
  }
  if (status >= 500 && status < 600) return because(ErrorCode::ServerFailed, "it has failed");
  return Error{ErrorCode::BadStatus,
               "the server answers unexpectedly (" + std::to_string(status) + ")"};
}

// Sessions at rest. Each is lent to one thread at a time.
struct HttpClient::Pool {
  std::unique_ptr<Session> borrow(const std::string& origin, const std::string& lane,
                                  const ClientOptions& options) {
    std::unique_ptr<Session> session;
    {
      const std::scoped_lock lock(mutex);
      const auto is_of_lane = [&](const auto& one) { return one->lane() == lane; };
      auto chosen = std::find_if(idle.begin(), idle.end(), [&](const auto& one) {
        return is_of_lane(one) && one->knows(origin);
      });
      if (chosen == idle.end()) chosen = std::find_if(idle.begin(), idle.end(), is_of_lane);
      if (chosen == idle.end()) chosen = idle.begin();  // gives way to a new one
      if (chosen != idle.end()) {
        session = std::move(*chosen);
        idle.erase(chosen);
      }
    }
    if (session && session->lane() == lane) return session;
    return std::make_unique<Session>(options, lane);
  }

  // There are as many sessions as threads ever asked at once; each holds connections, and in each
  // of them, where the system has no folder of certificates, all of these (about 1 MB).
  void give_back(std::unique_ptr<Session> session) {
    const std::scoped_lock lock(mutex);
    idle.push_back(std::move(session));
  }

  std::mutex mutex;                            // guards idle
  std::vector<std::unique_ptr<Session>> idle;  // latest last
};

HttpClient::HttpClient(ClientOptions options) : options_(std::move(options)) {
  start_curl();
  if (options_.user_agent.empty()) options_.user_agent = user_agent({});
  pool_ = std::make_unique<Pool>();
}

HttpClient::~HttpClient() = default;

Behalf on_behalf_of(const FeedOptions& options, std::string_view feed_url) {
  const Result<Url> url = parse_url(feed_url);
  return {options, url && url->is_web() ? url->origin() : std::string()};
}

Asked HttpClient::ask(const Url& url, const Request& request, const Proxy* proxy,
                      std::chrono::milliseconds& patience, const std::stop_token& stop) {
  const auto began = std::chrono::steady_clock::now();
  std::unique_ptr<Session> session =
      pool_->borrow(url.origin(), lane_of(url, request.behalf), options_);
  Asked answer = session->ask({url, request, proxy}, patience, stop);
  pool_->give_back(std::move(session));
  patience -= std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
  return answer;
}

Result<Reply> HttpClient::get(const Request& request, const std::stop_token& stop) {
  const auto started = std::chrono::steady_clock::now();
  Result<Url> url = parse_url(request.url);
  if (!url) return url.error();
  if (!url->is_web()) {
    return Error{ErrorCode::AddressNotAllowed, "only http and https addresses are fetched"};
  }
  std::optional<Proxy> proxy;
  if (const std::string& named = request.behalf.options.proxy; !named.empty()) {
    Result<Proxy> parsed = parse_proxy(named);
    if (!parsed) return parsed.error();
    if (const auto allowed = check_proxy(*parsed, options_.proxies); !allowed) {
      return allowed.error();
    }
    proxy = *std::move(parsed);
  }
  const Url first = *url;
  std::set<std::string> asked;
  std::string permanent_url;
  bool all_permanent = true;
  std::size_t wire_bytes = 0;
  auto patience = options_.total_timeout;
  for (int redirects = 0;; ++redirects) {
    if (!asked.insert(bare(*url)).second) return going_round(*url);
    const Result<void> port = check_port(options_.addresses, url->host, url->effective_port());
    if (!port) return port.error();
    if (proxy) {
      const auto behind = check_behind_proxy(options_.addresses, *url);
      if (!behind) return behind.error();
    }
    if (request.before_hop) {
      if (const Result<void> allowed = request.before_hop(*url); !allowed) return allowed.error();
    }
    Asked answer = ask(*url, request, proxy ? &*proxy : nullptr, patience, stop);
    wire_bytes += answer.wire_bytes;
    if (request.after_hop) request.after_hop(*url, answer.wire_bytes);
    Result<Hop>& hop = answer.hop;
    if (!hop) return hop.error();
    if (hop->status == 304 && request.etag.empty() && request.last_modified.empty()) {
      return Error{ErrorCode::Malformed,
                   url->host + " says that nothing has changed since a visit we never made"};
    }
    if (!is_redirect(hop->status)) {
      Reply reply = reply_of(*std::move(hop), *url);
      reply.permanent_url = permanent_url;
      const Behalf& behalf = request.behalf;
      const bool has_left = first.origin() == behalf.secrets_for && url->origin() != first.origin();
      if (has_left && behalf.options.has_secrets()) reply.left_login_at = first.origin();
      reply.may_be_proxys = proxy && proxy->scheme != "socks5h" && url->scheme == "http";
      reply.wire_bytes = wire_bytes;
      reply.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
          std::chrono::steady_clock::now() - started);
      return reply;
    }
    if (!request.form.empty() && !keeps_form(hop->status)) {
      return Error{ErrorCode::BadStatus, url->host + " does not take the form but redirects (" +
                                             std::to_string(hop->status) + ")"};
    }
    Result<Url> next = redirect_target(*hop, *url);
    if (!next) return next.error();
    if (redirects >= options_.max_redirects) {
      return Error{
          ErrorCode::TooManyRedirects,
          url->host + " redirects more than " + std::to_string(options_.max_redirects) + " times"};
    }
    set_password(*next, first);
    all_permanent = all_permanent && is_permanent(hop->status);
    if (all_permanent) permanent_url = bare(*next);
    url = *std::move(next);
  }
}

}  // namespace depesche::fetch
