// depesche cluster: articles in stream order in, the story of each out. No store needed.
#include <chrono>
#include <iostream>

#include "cli/command.h"
#include "cli/pages.h"
#include "cli/progress.h"
#include "dedupe/passage.h"
#include "desk/article_json.h"
#include "desk/reason.h"
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

std::string counted(std::int64_t n, std::string_view one) {
  return std::to_string(n) + ' ' + std::string(one) + (n == 1 ? "" : "s");
}

std::string listed(std::string_view one, const std::vector<std::string>& words) {
  std::string out(one);
  if (words.size() > 1) out += 's';
  for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? " " : ", ") + words[i];
  return out;
}

// Why one item is in its story: what it has in common with the one that speaks for it.
class Explanation {
 public:
  Explanation(const std::vector<StreamItem>& items, const std::vector<PlacedItem>& placed,
              std::size_t i, Analyser& analyser)
      : placed_(placed[i]) {
    Article article = items[i].article;
    article.language = placed_.language;
    Analyser::Reading reading = analyser.read(article, article.language);
    reason_ = spell_reason(placed_.reason, reading);
    const auto place_of = [](ArticleId id) { return static_cast<std::size_t>(id.value) - 1; };
    if (reason_.nearest) {
      nearest_ = &items[place_of(reason_.nearest)];
      apart_ = placed_.at - placed[place_of(reason_.nearest)].at;
    }
    if (placed_.reprint) {
      copied_ = &items[place_of(placed_.reprint->of)];
      reason_.passage = quoted_passage(article.text, copied_->article.text);
    }
  }

  void write(json::Writer& out) const {
    out.key("because").value(sentence()).key("reason").begin_object();
    out.key("kind").value(name(reason_.kind));
    if (nearest_ != nullptr) {
      out.key("score").value(reason_.score).key("nearest").value(nearest_->id);
      constexpr double kSecondsAnHour = 3600;
      out.key("hours_apart").value(static_cast<double>(apart_.count()) / kSecondsAnHour);
    }
    write_texts(out, "places", reason_.places);
    write_texts(out, "days", reason_.days);
    write_texts(out, "scores", reason_.scores);
    write_texts(out, "other", reason_.other);
    write_texts(out, "names", reason_.names);
    write_texts(out, "numbers", reason_.numbers);
    write_texts(out, "words", reason_.words);
    write_texts(out, "address", reason_.address);
    if (copied_ != nullptr) {
      out.key("copied").begin_object().key("of").value(copied_->id);
      out.key("share").value(placed_.reprint->share).key("passage").value(reason_.passage);
      out.end_object();
    }
    out.end_object();
  }

 private:
  std::string sentence() const {
    std::string out = opening();
    if (copied_ != nullptr) {
      out += "; " + std::to_string(placed_.reprint->share / 10) + " % of the text stands in '" +
             copied_->article.title + "'";
      if (!reason_.passage.empty()) out += ", word for word: '" + reason_.passage + "'";
    }
    std::string shared;
    const auto add = [&shared](std::string_view one, const std::vector<std::string>& words) {
      if (!words.empty()) shared += (shared.empty() ? "" : "; ") + listed(one, words);
    };
    add("place", reason_.places);
    add("day", reason_.days);
    add("score", reason_.scores);
    add("name", reason_.names);
    add("number", reason_.numbers);
    add("word", reason_.words);
    add("address word", reason_.address);
    if (!shared.empty()) out += "; in common: " + shared;
    for (std::size_t i = 0; i < reason_.other.size(); ++i) {
      out += (i == 0 ? "; the story it left has another " : ", another ") + reason_.other[i];
    }
    return out;
  }

  std::string opening() const {
    if (nearest_ == nullptr) return "nothing before it tells of the same event";
    const std::string nearest = "'" + nearest_->article.title + "' (" + apart() + ")";
    switch (reason_.kind) {
      case ReasonKind::Merged:
        return "its story and that of " + nearest + " turned out to be one";
      case ReasonKind::Moved:
        return "turned out nearer to " + nearest + " than to its story before";
      case ReasonKind::Reprint:
        return "the same text as " + nearest;
      default:
        return "tells of the same event as " + nearest;
    }
  }

  std::string apart() const {
    using namespace std::chrono;
    const auto span = std::chrono::abs(apart_);
    if (span < minutes(1)) return "at the same time";
    const std::string long_ago = span < hours(1) ? counted(floor<minutes>(span).count(), "minute")
                                                 : counted(floor<hours>(span).count(), "hour");
    return long_ago + (apart_ > seconds(0) ? " earlier" : " later");
  }

  const PlacedItem& placed_;
  StoryReason reason_;
  const StreamItem* nearest_ = nullptr;
  const StreamItem* copied_ = nullptr;
  std::chrono::seconds apart_{};  // positive: after the nearest
};

int run_cluster(const ClusterOptions& options) {
  Result<LineFile> lines = LineFile::open(options.path);
  if (!lines) return fail(kSomeUnreadable, lines.error().message);
  const Stream stream = read_stream(*lines);
  const auto placed = gather(stream.items, options.online ? Membership::First : Membership::Final,
                             &installed_translations);
  Analyser analyser(&installed_translations);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const PlacedItem& one = placed[i];
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
      Explanation(stream.items, placed, i, analyser).write(out);
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
                    "add why each is in its story: the nearest, what both share, hours apart, "
                    "what is copied, whose agency's copy it is");
  command->add_flag("--online", options->online,
                    "show each article's first place instead of the final one");
}

}  // namespace depesche::cli
