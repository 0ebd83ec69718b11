#include "web/web_server.h"

#include "dates/dates.h"
#include "web/sample_site.h"

namespace depesche::web {
namespace {

/// The sample edition's outlets as guests of the site; `port` is known after listening.
std::optional<Response> sample_response(std::string_view host, const Request& request,
                                        const SampleClock& clock) {
  auto reply = sample_reply(host, request.path, clock);
  if (!reply) return std::nullopt;
  Response response{reply->status, reply->content_type, std::move(reply->body), {}};
  if (!reply->etag.empty()) response.headers.push_back({"ETag", reply->etag});
  if (reply->last_modified) {
    response.headers.push_back({"Last-Modified", format_rfc822(*reply->last_modified)});
  }
  return response;
}

}  // namespace

Result<std::unique_ptr<WebServer>> WebServer::open(const Archive& archive, DeskPort desk,
                                                   WebOptions options) {
  if (const auto allowed = may_listen(options.listen, options.site.readers); !allowed) {
    return allowed.error();
  }
  std::unique_ptr<WebServer> web(new WebServer);
  auto port = std::make_shared<int>(options.listen.port);
  if (options.sample_since) {
    options.site.guests = [port, since = *options.sample_since, now = options.site.now](
                              std::string_view host, const Request& request) {
      return sample_response(host, request, {since, now(), *port});
    };
  }
  web->site_ = std::make_unique<Site>(archive, std::move(desk), std::move(options.site));
  Site& site = *web->site_;
  auto server = Server::open(
      options.listen, [&site](const Request& request) { return site.answer(request); },
      [&site](int status, const Request& request) { return site.refuse(status, request); },
      options.limits);
  if (!server) return server.error();
  web->server_ = std::move(*server);
  *port = web->server_->address().port;
  site.listens_on(web->server_->address());
  site.counts_from([&running = *web->server_] { return running.counts(); });
  return web;
}

}  // namespace depesche::web
