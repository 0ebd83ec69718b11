// depesche cluster: articles in stream order in, the story of each out. No store needed.
#include <iostream>
#include <map>

#include "cli/command.h"
#include "cli/pages.h"
#include "cli/progress.h"
#include "desk/article_json.h"
#include "language/detect.h"
#include "story/cluster.h"
#include "story/installed_translations.h"

namespace depesche::cli {
namespace {

struct ClusterOptions {
  std::string path;
  bool explain = false;
  bool online = false;
};

struct Stream {
  std::vector<StreamItem> items;
  std::size_t unreadable = 0;
};

Stream read_stream(LineFile& in) {
  Stream stream;
  std::string line;
  for (std::size_t number = 1; in.next(line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Result<NamedArticle> named = article_from_json(line, FieldNames::WithAliases);
    if (!named) {
      ++stream.unreadable;
      fail(kSomeUnreadable, "line " + std::to_string(number) + ": " + named.error().message);
      continue;
    }
    Article& article = named->article;
    StreamItem item{std::move(named->id), std::nullopt, {}};
    if (item.id.empty()) item.id = std::to_string(number);
    if (article.first_seen_at != std::chrono::sys_seconds{}) {
      item.first_seen_at = article.first_seen_at;
    } else if (article.published) {
      item.first_seen_at = article.published->at;
    }
    if (article.language.empty()) {
      article.language = detect_language(article.title + "\n" + article.text);
    }
    item.article = std::move(article);
    stream.items.push_back(std::move(item));
  }
  return stream;
}

void write_texts(json::Writer& out, std::string_view key, const std::vector<std::string>& texts) {
  out.key(key).begin_array();
  for (const std::string& text : texts) out.value(text);
  out.end_array();
}

// One sentence a membership, for people.
std::string explain(const PlacedItem& placed, const std::map<std::string, std::string>& titles) {
  if (!placed.reprint_of.empty()) {
    return std::to_string(placed.reprint_share / 10) + " % of the text stands in '" +
           titles.at(placed.reprint_of) + "'";
  }
  if (placed.story == placed.id) return "nothing before it tells of the same event";
  return "tells of the same event as '" + titles.at(placed.story) + "'";
}

int run_cluster(const ClusterOptions& options) {
  Result<LineFile> lines = LineFile::open(options.path);
  if (!lines) return fail(kSomeUnreadable, lines.error().message);
  const Stream stream = read_stream(*lines);
  std::map<std::string, std::string> titles;
  if (options.explain) {
    for (const StreamItem& item : stream.items) titles.emplace(item.id, item.article.title);
  }
  const auto placed = gather(stream.items, options.online ? Membership::First : Membership::Final,
                             &installed_translations);
  for (const PlacedItem& one : placed) {
    json::Writer out;
    out.begin_object().key("id").value(one.id).key("story").value(one.story).key("reprint_of");
    if (one.reprint_of.empty()) {
      out.null();
    } else {
      out.value(one.reprint_of);
    }
    write_texts(out, "similar", one.similar);
    write_texts(out, "why", one.why);
    if (options.explain) {
      out.key("because").value(explain(one, titles));
      if (one.agency != Agency::None) out.key("agency").value(name(one.agency));
    }
    out.end_object();
    std::cout << out.text() << '\n';
  }
  return stream.unreadable > 0 ? kSomeUnreadable : kDone;
}

}  // namespace

void add_cluster(CLI::App& app, Context& context) {
  const auto options = std::make_shared<ClusterOptions>();
  CLI::App* command =
      add_command(app, context, "cluster", "gather articles into stories, without a store",
                  [options] { return run_cluster(*options); });
  command->add_option("PATH", options->path, "articles as JSON lines, in stream order; - for stdin")
      ->required();
  command->add_flag("--explain", options->explain,
                    "add a sentence for each membership, and whose agency's copy it is");
  command->add_flag("--online", options->online,
                    "show each article's first place instead of the final one");
}

}  // namespace depesche::cli
