// The site: routes, who may do what, and the answer to every request.
//
//   Host ── is it ours? ── route ── right method? ── form token? ── handler ── deliver
//     │ NAME.localhost          │ 404     │ 405          │ 403
//     ▼                         ▼
//   the sample edition's outlets, served to our own fetcher and to browsers
//
// Routes (lists also as .atom and .json):
//   GET  /               front page            GET  /front.atom
//   GET  /hot            what grows most      GET  /why    every term of the order
//   GET  /s/ID           story; ?after=        308 for one that was merged
//        POST /s/ID/split · unlink · link (article=) · merge · bring (other=)
//   GET  /corrections    what was said of stories; ?after=   POST /corrections/undo correction=
//   GET  /a/ID           article               GET  /i/HASH  picture
//   GET  /o/OUTLET       outlet; ?after=       GET  /t/SECTION  section; ?after=
//   GET  /search         ?q= language= outlet= since=day|week|month order=newest after=
//   GET  /feeds          POST /feeds/add address= · /feeds/remove feed= · /feeds/import file=
//                             /feeds/options feed= user_agent= proxy= cookie= login= password=
//   GET  /feeds/export.opml
//   GET  /settings       POST /settings language= theme= zone=
//   PUT  /api/v1/articles   one's own articles, as `import` reads them
//   GET  /websub/TOKEN   a hub asks back    POST  a hub brings news
//   GET  /assets/NAME    GET  /healthz  /readyz  /metrics
//
// Thread-safe: `answer` is called by many threads.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/archive.h"
#include "web/http/host_check.h"
#include "web/http/message.h"
#include "web/http/server.h"
#include "web/pages/words.h"
#include "web/site/desk_port.h"

namespace depesche::web {

struct SiteOptions {
  Readers readers = Readers::Owner;     // Public: nobody changes anything, bodies stay unread
  std::string base;                     // path before all of ours, without a slash at the end
  std::vector<std::string> host_names;  // besides loopback and the address we listen on
  std::string hub_host;                 // under which hubs, and nobody else, may come too
  /// A proxy in front is ours: X-Forwarded-Host and X-Forwarded-Proto are believed.
  bool trusts_proxy = false;
  bool is_sample = false;  // pages say that all of it is invented
  TimeZone zone = TimeZone::of_this_machine();
  std::function<std::chrono::sys_seconds()> now;
  /// Tried first: other sites that live here, by Host (web/sample_site.h).
  std::function<std::optional<Response>(std::string_view host, const Request& request)> guests;
};

class Site {
 public:
  Site(const Archive& archive, DeskPort desk, SiteOptions options);
  ~Site();

  /// Where the server listens, with the real port; before the first request.
  void listens_on(const ListenAddress& address);
  /// Numbers for /metrics.
  void counts_from(std::function<Server::Counts()> counts);

  Response answer(const Request& request);
  /// The page for what never became a request, or failed.
  Response refuse(int status, const Request& request) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace depesche::web
