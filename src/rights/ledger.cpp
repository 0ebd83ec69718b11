#include "rights/ledger.h"

#include <algorithm>
#include <charconv>

#include <system_error>

#include "base/ascii.h"
#include "rights/content_usage.h"
#include "rights/robots_directives.h"
#include "text/utf8.h"
#include "url/link_header.h"
#include "url/url.h"

namespace depesche::rights {
namespace {

constexpr std::size_t kLongestLicense = 2048;

bool says_anything(const Rights& rights, std::optional<bool> paywalled) {
  return paywalled.value_or(false) || !rights.robots.empty() || rights.max_snippet ||
         !rights.tdm.empty() || !rights.aipref.empty() || !rights.license.empty();
}

/// The licence of what was answered; of others a link may speak, too.
std::string license_of(std::string_view links, std::string_view address) {
  for (const HeaderLink& link : parse_links(links)) {
    if (!has_relation(link, "license") || !link.anchor.empty()) continue;
    std::string absolute = resolve_address(repair_utf8(link.target), address);
    if (!absolute.empty()) return absolute;
  }
  return {};
}

}  // namespace

Surroundings said_by_head(std::span<const std::pair<std::string, std::string>> lines,
                          std::string_view address) {
  Surroundings around;
  const auto first = [](std::string& into, std::string_view value) {
    if (into.empty()) into = repair_utf8(value);
  };
  for (const auto& [name, line] : lines) {
    const std::string_view value = trim(line);
    if (name == "x-robots-tag") around.robots_tags.push_back(repair_utf8(value));
    if (name == "tdm-reservation") first(around.tdm_reservation, value);
    if (name == "tdm-policy") first(around.tdm_policy, value);
    if (name == "link" && around.license.empty()) around.license = license_of(value, address);
    if (name == "content-usage") {  // RFC 9110, 5.3: one list on several lines
      around.content_usage += (around.content_usage.empty() ? "" : ", ") + repair_utf8(value);
    }
  }
  return around;
}

Rights together(const Article& article, const Surroundings& around, std::chrono::sys_seconds now) {
  const Rights& page = article.rights;
  RobotsDirectives robots = read_directives(page.robots);
  for (const std::string& line : around.robots_tags) robots = both(robots, read_robots_tag(line));
  Tdm tdm = overridden(around.tdm_file, read_tdm(around.tdm_reservation, around.tdm_policy));
  tdm = overridden(tdm, tdm_of_text(page.tdm));
  ContentUsage usage =
      both(read_content_usage(page.aipref), read_content_usage(around.content_usage));
  usage = both(usage, read_content_usage(around.robots_content_usage));
  Rights out;
  out.robots = to_text(robots);
  out.max_snippet = robots.max_snippet;
  out.tdm = to_text(tdm);
  out.aipref = to_text(usage);
  // The page overrides the head, the head robots.txt, which speaks of the whole host.
  out.license = page.license;
  if (out.license.empty()) out.license = around.license;
  if (out.license.empty()) out.license = around.robots_license;
  if (out.license.size() > kLongestLicense) out.license.clear();
  if (says_anything(out, article.paywalled)) out.seen_at = now;
  return out;
}

Rights said_later(const Article& kept, const Surroundings& around, std::chrono::sys_seconds now) {
  Rights out = together(kept, around, now);
  const Tdm before = tdm_of_text(kept.rights.tdm);
  const Tdm said = overridden(around.tdm_file, read_tdm(around.tdm_reservation, around.tdm_policy));
  const bool is_new = said.is_reserved == true && before.is_reserved != true;
  out.tdm = to_text(is_new || !before.is_reserved ? said : before);
  if (!out.seen_at && says_anything(out, kept.paywalled)) out.seen_at = now;
  return out;
}

Showing showing(const Article& article) {
  const Rights& rights = article.rights;
  const RobotsDirectives robots = read_directives(rights.robots);
  const ContentUsage usage = read_content_usage(rights.aipref);
  const bool no_search = allows(usage, "search") == false;
  Showing out;
  out.may_find = !robots.noindex && !no_search;
  out.most_quoted = robots.max_snippet;
  if (rights.max_snippet && *rights.max_snippet >= 0) {
    out.most_quoted = shorter(out.most_quoted, rights.max_snippet);
  }
  out.may_quote = !robots.nosnippet && !robots.data_nosnippet && out.may_find &&
                  out.most_quoted.value_or(1) > 0;
  out.may_quote_body = may_quote_body(article.paywalled);
  out.may_keep_picture = !robots.noimageindex;
  out.is_archivable = !robots.noarchive;
  const bool is_reserved = tdm_of_text(rights.tdm).is_reserved.value_or(false);
  out.may_mine = !is_reserved && !robots.noarchive && allows(usage, "train-ai") != false &&
                 allows(usage, "all") != false;
  out.available_until = robots.unavailable_after;
  return out;
}

bool may_quote_body(std::optional<bool> paywalled) { return !paywalled.value_or(false); }

Showing showing(const Article& article, std::chrono::sys_seconds now) {
  Showing out = showing(article);
  if (out.available_until && *out.available_until <= now) out.may_quote = out.may_find = false;
  return out;
}

std::optional<int> read_limit(std::string_view characters) {
  const char* const end = characters.data() + characters.size();
  int limit = 0;
  const auto [read, status] = std::from_chars(characters.data(), end, limit);
  const bool is_limit =
      status == std::errc() && read == end && limit >= 0 && limit <= kLongestLimit;
  return is_limit ? std::optional(limit) : std::nullopt;
}

std::optional<int> shorter(std::optional<int> outlets, std::optional<int> owners) {
  if (!outlets || !owners) return outlets ? outlets : owners;
  return std::min(*outlets, *owners);
}

std::string_view quoted_from(std::string_view standfirst, std::string_view body,
                             bool may_quote_body) {
  return standfirst.empty() && may_quote_body ? body : standfirst;
}

std::string quotable(std::string_view excerpt, bool may_quote, std::optional<int> most_quoted) {
  if (!may_quote) return {};
  if (!most_quoted) return std::string(excerpt);
  int left = std::max(*most_quoted, 0);
  std::size_t word_end = 0;
  const Utf8Range range(excerpt);
  for (auto at = range.begin(); at != range.end(); ++at, --left) {
    // The mark of omission counts, too; where not one word fits, nothing is quoted.
    if (left == 0) {
      return word_end == 0 ? std::string() : std::string(excerpt.substr(0, word_end)) + "…";
    }
    if (*at == ' ') word_end = at.offset();
  }
  return std::string(excerpt);
}

}  // namespace depesche::rights
