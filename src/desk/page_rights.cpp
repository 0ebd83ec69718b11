#include "desk/page_rights.h"

#include <map>

#include "pack/hash.h"
#include "text/utf8.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;

constexpr auto kAskedAgainAfter = 24h;

/// As all may see it.
fetch::Behalf without_secrets(const fetch::Behalf& behalf) {
  fetch::Behalf bare;
  bare.options.user_agent = behalf.options.user_agent;
  bare.options.proxy = behalf.options.proxy;
  return bare;
}

/// "https://example.org", or "https://example.org through http://proxy.example:3128 as Reader/1":
/// what the file is kept under, the name last, as it may hold anything. Never with a secret.
std::string known_as(const std::string& origin, const FeedOptions& options) {
  std::string name = origin;
  if (!options.proxy.empty()) name += " through " + proxy_without_password(options.proxy);
  if (!options.user_agent.empty()) name += " as " + options.user_agent;
  return name;
}

/// What the page's origin says of it.
void add(rights::Surroundings& around, const Url& page, const fetch::RobotsSigns& signs,
         std::span<const rights::TdmRule> rules) {
  around.robots_content_usage = signs.content_usage;
  around.robots_license = signs.license;
  around.tdm_file = rights::tdm_of_path(rules, page.path_and_query());
}

}  // namespace

rights::Surroundings PageRights::around(const fetch::Reply& reply, const fetch::Behalf& behalf,
                                        std::chrono::sys_seconds now, const std::stop_token& stop) {
  rights::Surroundings around = rights::said_by_head(reply.headers.lines(), reply.final_url);
  const Result<Url> url = parse_url(reply.final_url);
  if (!url) return around;
  const auto rules = rights::read_tdm_file(tdm_file(url->origin(), behalf, now, stop));
  add(around, *url, fetcher_.signs_of(*url, behalf), rules);
  return around;
}

rights::Surroundings PageRights::around(const Url& page, const fetch::Behalf& behalf,
                                        std::chrono::sys_seconds now, const std::stop_token& stop) {
  rights::Surroundings around;
  const auto rules = rights::read_tdm_file(tdm_file(page.origin(), behalf, now, stop));
  add(around, page, fetcher_.signs_of(page, behalf), rules);
  return around;
}

std::vector<rights::Surroundings> PageRights::known_around(std::span<const Url> pages,
                                                           const fetch::Behalf& behalf) const {
  std::map<std::string, std::vector<rights::TdmRule>> rules_of;  // by origin
  std::vector<rights::Surroundings> each(pages.size());
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::string origin = pages[i].origin();
    const auto [rules, is_first] = rules_of.try_emplace(origin);
    if (is_first) {
      const auto file = archive_.tdm_file(known_as(origin, behalf.options));
      if (file) rules->second = rights::read_tdm_file(file->content);
    }
    add(each[i], pages[i], fetcher_.signs_of(pages[i], behalf), rules->second);
  }
  return each;
}

std::string PageRights::tdm_file(const std::string& origin, const fetch::Behalf& behalf,
                                 std::chrono::sys_seconds now, const std::stop_token& stop) {
  const std::string name = known_as(origin, behalf.options);
  const std::scoped_lock once(origins_[hash64(name) % origins_.size()]);
  const std::optional<TdmFile> known = archive_.tdm_file(name);
  if (known && now - known->asked_at < kAskedAgainAfter) return known->content;
  std::string content = known ? known->content : std::string();
  fetch::Request request;
  request.url = origin + "/.well-known/tdmrep.json";
  request.behalf = without_secrets(behalf);
  request.max_bytes = rights::kMostTdmBytes;
  request.accept = "application/json, */*;q=0.5";
  const Result<fetch::Reply> reply = fetcher_.get(request, fetch::Kind::Sitemap, stop);
  if (stop.stop_requested()) return content;
  if (reply && reply->status / 100 == 2) content = repair_utf8(reply->body);
  // There is none (any more). Where the server failed, the last word holds.
  if (reply && reply->status / 100 == 4 && reply->status != 429) content.clear();
  archive_.put_tdm_file(name, {now, content});
  return content;
}

}  // namespace depesche
