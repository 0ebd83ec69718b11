#include "web/sample_site.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>

#include "base/ascii.h"
#include "base/embedded.h"
#include "web/sample_pages.h"

namespace depesche {
std::span<const EmbeddedFile> sample_files();
}

namespace depesche::web {
namespace {

constexpr std::string_view kDomain = ".localhost";

/// "Talvebote.localhost:8420" is the outlet talvebote.
const SampleOutlet* outlet_of(std::string_view host) {
  const std::string name = to_lower(host.substr(0, host.find(':')));
  if (!std::string_view(name).ends_with(kDomain)) return nullptr;
  return sample_source().outlet(name.substr(0, name.size() - kDomain.size()));
}

std::string etag_of(std::string_view body) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a: a change shows, nobody attacks
  for (const char c : body) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  std::array<char, 24> out{};
  std::snprintf(out.data(), out.size(), "\"%016llx\"", static_cast<unsigned long long>(hash));
  return out.data();
}

bool writes_windows_1252(const SampleView& view) {
  return view.outlet.setting("encoding") == "windows-1252";
}

SampleReply html_reply(const SampleView& view, int status, std::string html) {
  SampleReply reply;
  reply.status = status;
  reply.content_type = "text/html; charset=utf-8";
  if (writes_windows_1252(view)) {
    html = to_windows_1252(html);
    reply.content_type = view.outlet.setting("content_type");
  }
  reply.body = std::move(html);
  return reply;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// Breaks a feed the way real ones are broken.
std::string break_feed(std::string xml, SampleDefect defect) {
  switch (defect) {
    case SampleDefect::None:
      break;
    case SampleDefect::Cut:
      xml.resize(xml.rfind("</title>") - 3);
      break;
    case SampleDefect::Mislabelled:
      replace_all(xml, "</title>", "\x02</title>");
      xml = to_windows_1252(xml);
      break;
    case SampleDefect::Entities:
      for (const auto& [letter, entity] : {std::pair{"&amp;", "&"},
                                           {"ä", "&auml;"},
                                           {"ö", "&ouml;"},
                                           {"ü", "&uuml;"},
                                           {"ß", "&szlig;"},
                                           {"–", "&ndash;"},
                                           {"„", "&bdquo;"},
                                           {"“", "&ldquo;"}}) {
        replace_all(xml, letter, entity);
      }
      break;
  }
  return xml;
}

std::optional<SampleReply> feed_reply(const SampleView& view, std::string_view path) {
  for (const SampleSourceFeed& feed : view.outlet.feeds) {
    if (feed.path != path) continue;
    SampleReply reply;
    reply.content_type = feed.type;
    reply.body = break_feed(render_feed(view, feed), feed.defect);
    return reply;
  }
  return std::nullopt;
}

std::optional<SampleReply> article_reply(const SampleView& view, std::string_view path) {
  for (const SampleSourceArticle* article : view.articles()) {
    if (view.path(*article) != path) continue;
    SampleReply reply = html_reply(view, 200, render_article(view, *article));
    reply.last_modified = view.changed(*article);
    return reply;
  }
  return std::nullopt;
}

std::optional<SampleReply> list_reply(const SampleView& view, std::string_view path) {
  if (path == "/") return html_reply(view, 200, render_front(view, {}));
  for (const auto& [id, title] : view.outlet.sections) {
    if (view.section_path(id) == path) return html_reply(view, 200, render_front(view, id));
  }
  for (const SampleService& service : view.outlet.services) {
    if (service.path == path) return html_reply(view, 200, render_service(view, service));
  }
  return std::nullopt;
}

std::optional<SampleReply> file_reply(const SampleView& view, std::string_view path) {
  const std::string& pictures = view.outlet.setting("pictures");
  SampleReply reply;
  reply.last_modified = view.clock.base_time - std::chrono::days{1};
  if (path == "/robots.txt") {
    reply.content_type = "text/plain; charset=utf-8";
    reply.body = render_robots(view);
    return reply;
  }
  if (path == "/favicon.ico" || !path.starts_with(pictures)) return std::nullopt;
  const auto found = view.source.pictures.find(std::string(path.substr(pictures.size())));
  if (found == view.source.pictures.end()) return std::nullopt;
  reply.content_type = found->first.ends_with(".svg") ? "image/svg+xml" : "image/png";
  reply.body = found->second;
  return reply;
}

SampleReply not_found(const SampleView& view) {
  const bool german = view.place().language == "de";
  const SampleService page{"", german ? "Seite nicht gefunden" : "Page not found",
                           german ? "Diese Seite gibt es nicht oder nicht mehr."
                                  : "There is no such page, or no longer."};
  return html_reply(view, 404, render_service(view, page));
}

/// The newest change of anything the outlet shows.
std::chrono::sys_seconds newest(const SampleView& view) {
  std::chrono::sys_seconds at = view.clock.base_time - std::chrono::days{7};
  for (const SampleSourceArticle* article : view.articles()) {
    at = std::max(at, view.changed(*article));
  }
  return at;
}

SampleReport report(const SampleView& view, const SampleSourceArticle& article) {
  const OutletPlace place = view.place();
  const auto spell = [&](std::string_view text) {
    return inline_plain(spell_dates(text, place, view.clock.base_time));
  };
  const SampleVersion& version = *view.version(article);
  SampleReport out;
  out.id = view.outlet.host + "/" + article.id;
  out.address = view.home() + view.path(article);
  out.outlet = view.outlet.setting("name");
  out.language = view.outlet.setting("language");
  out.kind = article.kind;
  out.title = spell(version.title);
  out.standfirst = spell(version.standfirst);
  for (const SampleBlock& block : version.blocks) {
    if (!block.text.empty()) out.paragraphs.push_back(spell(block.text));
    for (const std::string& item : block.items) out.paragraphs.push_back(spell(item));
  }
  out.authors = split_names(article.author);
  out.published = view.at(article.published);
  if (version.updated) out.updated = view.at(*version.updated);
  if (article.picture) {
    out.picture_caption = spell(article.picture->caption);
    out.picture_credit = article.picture->credit;
  }
  return out;
}

}  // namespace

bool is_sample_host(std::string_view host) { return outlet_of(host) != nullptr; }

std::optional<SampleReply> sample_reply(std::string_view host, std::string_view path_and_query,
                                        const SampleClock& clock) {
  const SampleOutlet* outlet = outlet_of(host);
  if (outlet == nullptr) return std::nullopt;
  const SampleView view{sample_source(), *outlet, clock};
  const std::string_view path = path_and_query.substr(0, path_and_query.find_first_of("?#"));
  std::optional<SampleReply> reply;
  for (const auto& answer : {list_reply, article_reply, feed_reply, file_reply}) {
    reply = answer(view, path);
    if (reply) break;
  }
  if (!reply) return not_found(view);
  if (!reply->last_modified) reply->last_modified = newest(view);
  reply->etag = etag_of(reply->body);
  return reply;
}

std::vector<SampleFeed> sample_feeds(int port) {
  std::vector<SampleFeed> out;
  const SampleClock clock{{}, {}, port};
  for (const SampleOutlet& outlet : sample_source().outlets) {
    const SampleView view{sample_source(), outlet, clock};
    for (const SampleSourceFeed& feed : outlet.feeds) {
      if (!feed.subscribed) continue;
      out.push_back({outlet.setting("name"), view.home() + feed.path, outlet.setting("language")});
    }
  }
  return out;
}

std::vector<SampleReport> sample_reports(const SampleClock& clock) {
  std::vector<SampleReport> out;
  for (const SampleOutlet& outlet : sample_source().outlets) {
    const SampleView view{sample_source(), outlet, clock};
    for (const SampleSourceArticle* article : view.articles()) {
      out.push_back(report(view, *article));
    }
  }
  return out;
}

std::vector<SampleStory> sample_stories() {
  std::vector<SampleStory> out;
  for (const EmbeddedFile& file : sample_files()) {
    if (file.path != "stories.txt") continue;
    std::string_view text = file.bytes;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view line = trim(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      const std::size_t colon = line.find(':');
      if (line.empty() || line[0] == '#' || colon == std::string_view::npos) continue;
      SampleStory story{std::string(line.substr(0, colon)), {}};
      for (std::string_view rest = trim(line.substr(colon + 1)); !rest.empty();) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        story.articles.emplace_back(rest.substr(0, space));
        rest = trim(rest.substr(space));
      }
      out.push_back(std::move(story));
    }
  }
  return out;
}

}  // namespace depesche::web
