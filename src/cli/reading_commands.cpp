// The archive from the shell: search, similar, stories, show.
#include <charconv>
#include <iostream>

#include "cli/command.h"
#include "cli/print.h"
#include "dates/dates.h"
#include "desk/article_json.h"
#include "desk/changes_json.h"
#include "desk/copies_json.h"
#include "desk/edition.h"
#include "desk/standings.h"
#include "text/index_terms.h"
#include "url/canonical.h"

namespace depesche::cli {
namespace {

struct Options {
  std::string subject;
  std::string language;
  std::string at;
  int limit = 20;
  bool json = false;
};

/// A number as other commands print it, or the article's address.
std::optional<ArticleId> article_meant(const Reader& reader, const std::string& named) {
  std::int64_t number = 0;
  const char* end = named.data() + named.size();
  if (std::from_chars(named.data(), end, number).ptr == end && number > 0) return ArticleId{number};
  return reader.article_by_address(canonical_url(named));
}

void print(const ArticleCard& card, bool as_json) {
  if (!as_json) {
    std::cout << to_lines(card);
    return;
  }
  json::Writer out;
  write_json(out, card);
  std::cout << out.text() << '\n';
}

void print(const StoryPage& story, bool as_json) {
  if (!as_json) {
    std::cout << to_lines(story);
    return;
  }
  json::Writer out;
  write_json(out, story);
  std::cout << out.text() << '\n';
}

int search(Archive& archive, const Options& options) {
  const std::vector<std::string> languages = options.language.empty()
                                                 ? std::vector<std::string>{"de", "en"}
                                                 : std::vector<std::string>{options.language};
  SearchRequest request;
  request.match = fts5_match(read_query(options.subject, languages, archive.part_words().get()));
  if (request.match.empty()) return fail(kUsage, "nothing to search for; give a word");
  request.language = options.language;
  request.page.limit = options.limit;
  const Result<SearchPage> found = archive.reader().search(request);
  if (!found) return fail(kUsage, found.error().message);
  for (const SearchHit& hit : found->hits) print(hit.card, options.json);
  if (found->hits.empty() && !options.json) std::cerr << "nothing found\n";
  return kDone;
}

int similar(Archive& archive, const Options& options) {
  const Reader reader = archive.reader();
  const auto id = article_meant(reader, options.subject);
  const auto page = id ? reader.article_page(*id) : std::nullopt;
  if (!page) return fail(kSomeUnreadable, "there is no article " + options.subject);
  for (const SimilarArticle& one : page->similar) {
    print(one.card, options.json);
    if (options.json) continue;
    std::string words;
    for (const std::string& word : one.reasons) words += (words.empty() ? "" : ", ") + word;
    if (!words.empty()) std::cout << "    both: " << words << '\n';
  }
  return kDone;
}

int stories(Archive& archive, const Options& options) {
  std::chrono::sys_seconds at = now();
  if (!options.at.empty()) {
    const std::optional<Moment> moment = parse_rfc3339(options.at);
    if (!moment) return fail(kUsage, "--at wants a time such as 2026-11-23T12:00:00Z");
    at = moment->at;
  }
  const Reader reader = archive.reader();
  int shown = 0;
  const Edition edition = make_edition(reader, learn_weights(reader, at), at);
  for (const FrontPlace& place : edition.places) {
    if (shown++ == options.limit) break;
    const auto story = reader.story_page(place.story, {"", 100});
    if (story) print(*story, options.json);
  }
  return kDone;
}

std::string whole_json(const ArticlePage& page) {
  json::Writer out;
  write_json(out, std::to_string(page.id.value), page.article, [&](json::Writer& more) {
    write_copies(more, page);
    if (page.gone_at) more.key("gone_at").value(format_rfc3339(*page.gone_at));
    if (page.changes.empty()) return;
    more.key("changes");
    write_json(more, page.changes, ChangedText::Whole);
  });
  return out.take();
}

int show(Archive& archive, const Options& options) {
  const Reader reader = archive.reader();
  if (const auto id = article_meant(reader, options.subject)) {
    if (const auto page = reader.article_page(*id)) {
      if (options.json) {
        std::cout << whole_json(*page) << '\n';
        return kDone;
      }
      const Article& article = page->article;
      if (!article.kicker.empty()) std::cout << article.kicker << '\n';
      std::cout << to_lines(page->card) << '\n' << article.text << '\n';
      if (!article.enclosures.empty()) std::cout << '\n' << to_lines(article.enclosures);
      for (const ArticleCard& copy : page->reprints) std::cout << "\n= " << to_lines(copy);
      if (page->story) {
        std::cout << "\nstory " << page->story.value << ": " << page->story_counts.articles
                  << " articles, " << page->story_counts.outlets << " outlets\n";
      }
      if (page->gone_at) {
        std::cout << "\nthe outlet has taken the page away, found on " << short_time(*page->gone_at)
                  << '\n';
      }
      if (!page->changes.empty()) std::cout << '\n' << to_lines(page->changes);
      return kDone;
    }
    // Stories are named by the article that founded them; that one may have been let go.
    if (const auto story = reader.living_story(StoryId{id->value})) {
      if (const auto page = reader.story_page(*story, {"", 100})) {
        print(*page, options.json);
        return kDone;
      }
    }
  }
  return fail(kSomeUnreadable, "there is no article or story " + options.subject);
}

using Work = int (*)(Archive&, const Options&);

CLI::App* add(CLI::App& app, Context& context, const char* name, const char* description, Work work,
              const std::shared_ptr<Options>& options) {
  CLI::App* command = add_command(app, context, name, description, [&context, work, options] {
    return with_archive(context, NeedStore::Existing,
                        [&](Archive& archive) { return work(archive, *options); });
  });
  command->add_flag("--json", options->json, "one JSON object a line");
  return command;
}

}  // namespace

void add_reading(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = add(app, context, "search", "find articles by words", search, options);
  command->add_option("QUERY", options->subject, "words, \"phrases\", -excluded, prefix*")
      ->required();
  command->add_option("--language", options->language, "only articles in this language");
  command->add_option("--limit", options->limit, "articles shown")->check(CLI::Range(1, 1000));
  command = add(app, context, "similar", "articles near in content to one", similar, options);
  command->add_option("ARTICLE", options->subject, "its number or address")->required();
  command = add(app, context, "stories", "the ranked stories of the front page", stories, options);
  command->add_option("--at", options->at, "as of an earlier time (RFC 3339)");
  command->add_option("--limit", options->limit, "stories shown")->check(CLI::Range(1, 1000));
  command = add(app, context, "show", "one article or story, whole", show, options);
  command->add_option("ID", options->subject, "a number as other commands print it, or an address")
      ->required();
}

}  // namespace depesche::cli
