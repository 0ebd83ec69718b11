#include "web/site/site.h"

#include <algorithm>
#include <cassert>

#include "store/sqlite/store_error.h"
#include "web/http/deliver.h"
#include "web/pages/feed_words.h"
#include "web/pages/pages.h"
#include "web/site/room.h"

namespace depesche::web {
namespace {

Response plain(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), {}};
}

}  // namespace

struct Site::Inside {
  Room room;
  Router router;
  std::function<Server::Counts()> counts;

  Inside(const Archive& archive, DeskPort desk, SiteOptions options)
      : room(archive, std::move(desk), std::move(options)) {}

  void add_watching_routes();
  bool is_for_us(const Request& request) const;
  Response route(const Request& request);
  Response metrics();
  /// The request with the base path taken off; nothing when it lies elsewhere.
  std::optional<Request> below_base(const Request& request) const;
};

/// GET /healthz: the process answers · /readyz: the archive can be read, and the wire does not
/// pause for want of room · /metrics: numbers
void Site::Inside::add_watching_routes() {
  router.get("/healthz", Formats::Html,
             [](const Request&, const Match&) { return plain(200, "ok\n"); });
  router.get("/readyz", Formats::Html, [this](const Request&, const Match&) {
    try {
      room.readers.lend()->last_stream_no();
      const auto trouble = room.desk.trouble();
      const bool has_room = !trouble || trouble->code != name(ErrorCode::DiskFull);
      if (!has_room) return plain(503, pause_in_words(Language::En, trouble->code) + "\n");
      return plain(200, "ok\n");
    } catch (const StoreError& error) {
      return plain(503, error.error().message + "\n");
    }
  });
  router.get("/metrics", Formats::Html, [this](const Request&, const Match&) { return metrics(); });
}

Response Site::Inside::metrics() {
  const Progress progress = room.readers.lend()->progress();
  std::string text;
  const auto gauge = [&](std::string_view name, std::string_view type, long long number) {
    text.append("# TYPE depesche_").append(name).append(" ").append(type).append("\n");
    text.append("depesche_").append(name).append(" ").append(std::to_string(number)).append("\n");
  };
  gauge("feeds", "gauge", progress.feeds);
  gauge("feeds_failed", "gauge", progress.feeds_failed);
  gauge("articles", "gauge", progress.articles);
  gauge("articles_from_feed_alone", "gauge", progress.from_feed_alone);
  gauge("intake_waiting", "gauge", progress.waiting);
  gauge("gathering_again", "gauge", room.desk.is_gathering() ? 1 : 0);
  gauge("stories", "gauge", progress.stories);
  gauge("stream_no", "counter", progress.last_stream_no);
  if (counts) {
    const Server::Counts server = counts();
    gauge("http_connections", "gauge", static_cast<long long>(server.connections));
    gauge("http_requests_total", "counter", static_cast<long long>(server.requests));
    gauge("http_turned_away_total", "counter", static_cast<long long>(server.turned_away));
  }
  Response response = plain(200, std::move(text));
  response.type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

bool Site::Inside::is_for_us(const Request& request) const {
  std::string_view host = request.header("host");
  if (room.options.trusts_proxy && !request.header("x-forwarded-host").empty()) {
    host = request.header("x-forwarded-host");
  }
  if (is_our_host(host, room.listening, room.options.host_names)) return true;
  // Hubs come by the public address. It opens nothing else: that is for the owner to say (hosts).
  return !room.options.hub_host.empty() && host_name(host) == room.options.hub_host &&
         request.path.starts_with(room.options.base + "/websub/");
}

std::optional<Request> Site::Inside::below_base(const Request& request) const {
  const std::string& base = room.options.base;
  if (base.empty()) return request;
  if (request.path == base) return std::nullopt;
  if (!request.path.starts_with(base + "/")) return std::nullopt;
  Request inner = request;
  inner.path = request.path.substr(base.size());
  const auto parts = std::count(base.begin(), base.end(), '/');
  inner.segments.erase(inner.segments.begin(), inner.segments.begin() + parts);
  if (inner.path == "/") inner.segments.clear();
  return inner;
}

Response Site::Inside::route(const Request& request) {
  const Router::Found found = router.find(request);
  if (found.action == nullptr) {
    const int status = found.allowed.empty() ? 404 : 405;
    const bool is_api = request.path.starts_with("/api/");
    Response response =
        is_api ? problem(status, status == 404 ? "there is no such address" : "the method is wrong")
               : error_response(room.viewer(request), status);
    if (!found.allowed.empty()) response.headers.push_back({"Allow", found.allowed});
    return response;
  }
  if (found.is_form && !is_own_form(request, room.secret)) {
    return html(stale_form_page(room.viewer(request)), 403);
  }
  return (*found.action)(request, found.match);
}

Site::Site(const Archive& archive, DeskPort desk, SiteOptions options)
    : inside_(std::make_unique<Inside>(archive, std::move(desk), std::move(options))) {
  assert(inside_->room.options.now && inside_->room.desk.edition);
  add_reading_routes(inside_->router, inside_->room);
  add_acting_routes(inside_->router, inside_->room);
  add_correcting_routes(inside_->router, inside_->room);
  add_hub_routes(inside_->router, inside_->room);
  add_api_routes(inside_->router, inside_->room);
  inside_->add_watching_routes();
}

Site::~Site() = default;

void Site::listens_on(const ListenAddress& address) { inside_->room.listening = address; }
void Site::counts_from(std::function<Server::Counts()> counts) {
  inside_->counts = std::move(counts);
}

Response Site::answer(const Request& request) {
  Inside& inside = *inside_;
  if (inside.room.options.guests) {
    auto guest = inside.room.options.guests(request.header("host"), request);
    if (guest) return deliver(std::move(*guest), request);
  }
  if (!inside.is_for_us(request))
    return refuse(request.header("host").empty() ? 400 : 421, request);
  auto inner = inside.below_base(request);
  if (!inner) {
    return request.path == inside.room.options.base ? see_other(inside.room.options.base + "/")
                                                    : refuse(404, request);
  }
  // A first visit gets its cookie with the page, so that the page's forms fit it.
  const bool is_new = visitor_of(request).empty();
  std::string visitor;
  if (is_new) {
    visitor = new_visitor();
    inner->cookies.push_back({std::string(kVisitorCookie), visitor});
  }
  Response response = inside.route(*inner);
  if (is_new && response.type.starts_with("text/html")) {
    response.headers.push_back(
        {"Set-Cookie", std::string(kVisitorCookie) + "=" + visitor + "; Path=" +
                           (inside.room.options.base.empty() ? "/" : inside.room.options.base) +
                           "; HttpOnly; SameSite=Lax"});
  }
  add_security_headers(response);
  return deliver(std::move(response), *inner);
}

Response Site::refuse(int status, const Request& request) const {
  Viewer viewer = inside_->room.viewer(request);
  viewer.trouble.clear();
  Response response = error_response(viewer, status);
  add_security_headers(response);
  return deliver(std::move(response), request);
}

}  // namespace depesche::web
