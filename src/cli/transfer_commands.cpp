// Into and out of the archive: import, export.
#include <algorithm>
#include <iostream>
#include <thread>

#include "cli/command.h"
#include "cli/hand_over.h"
#include "cli/import_remarks.h"
#include "cli/pages.h"
#include "cli/progress.h"
#include "cli/warc_pages.h"
#include "dates/dates.h"
#include "desk/article_json.h"
#include "desk/own_articles.h"
#include "desk/subscribe.h"
#include "extract/extract.h"
#include "language/detect.h"
#include "rights/ledger.h"
#include "store/sqlite/store_error.h"
#include "text/utf8.h"

namespace depesche::cli {
namespace {

constexpr std::size_t kImportBatch = 500;
constexpr std::size_t kMaxImportedListBytes = 16u << 20;

struct ImportCount {
  std::size_t appended = 0;
  std::size_t known = 0;
  std::size_t unreadable = 0;
  std::size_t refused = 0;   // pages that are no articles
  std::size_t other = 0;     // pages that are not what their digest says; read as they are
  std::size_t revisits = 0;  // that a page was as before
};

/// The article on a page that was kept; it is as old as that.
Result<Submission> to_submission(CrawledPage page) {
  const auto seen_at = page.seen_at.value_or(now());
  Result<Article> article = extract_article(
      std::move(page.page.bytes),
      PageContext{
          .url = page.url, .content_type = page.content_type, .entry = nullptr, .now = seen_at});
  if (!article) return article.error();
  article->rights = rights::together(*article, page.around, seen_at);
  article->url = page.url;
  article->first_seen_at = seen_at;
  article->language = detect_language(article->title + "\n" + article->text,
                                      LanguageHint{.page = article->language});
  return to_submission(*std::move(article));
}

Result<void> append(Archive& archive, std::vector<Submission>& batch, ImportCount& count) {
  const auto appended = archive.intake().append(batch, now());
  if (!appended) return appended.error();
  for (const Intake::Appended one : *appended) {
    ++(one == Intake::Appended::New ? count.appended : count.known);
  }
  batch.clear();
  return {};
}

Result<void> import_lines(Archive& archive, LineFile& in, const std::string& path,
                          Progress& progress, ImportCount& count) {
  std::vector<Submission> batch;
  std::string line;
  for (std::size_t number = 1; in.next(line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Result<Submission> submission = submission_from_json(line);
    if (!submission) {
      ++count.unreadable;
      fail(kSomeUnreadable,
           path + ", line " + std::to_string(number) + ": " + submission.error().message);
      continue;
    }
    batch.push_back(std::move(*submission));
    progress.advance();
    if (batch.size() < kImportBatch) continue;
    if (const Result<void> done = append(archive, batch, count); !done) return done.error();
  }
  return append(archive, batch, count);
}

Result<void> import_warc(Archive& archive, const std::string& path, Progress& progress,
                         ImportCount& count) {
  Result<WarcPages> pages = WarcPages::open(path);
  if (!pages) return pages.error();
  std::vector<Submission> batch;
  while (auto page = pages->next()) {
    if (!*page) {
      ++count.unreadable;
      fail(kSomeUnreadable, page->error().message);
      continue;
    }
    count.other += (*page)->is_other ? 1 : 0;
    Result<Submission> submission = to_submission(**std::move(page));
    progress.advance();
    if (!submission) {
      ++count.refused;
      continue;
    }
    batch.push_back(*std::move(submission));
    if (batch.size() < kImportBatch) continue;
    if (const Result<void> done = append(archive, batch, count); !done) return done.error();
  }
  count.revisits += pages->revisits();
  return append(archive, batch, count);
}

Result<void> import_path(Archive& archive, const std::string& path, Progress& progress,
                         ImportCount& count) {
  if (is_warc_file(path)) return import_warc(archive, path, progress, count);
  if (path.ends_with(".opml")) {
    const Result<std::string> bytes = read_file(path, kMaxImportedListBytes);
    if (!bytes) return bytes.error();
    const Result<ImportedList> list = import_opml(archive, *bytes, now());
    if (!list) return Error{list.error().code, path + ": " + list.error().message};
    std::cout << path << ": " << list->feeds << " feeds, " << list->added << " of them new\n";
    if (list->lists > 0) std::cout << list->lists << " lists to follow\n";
    print_remarks(*list);
    return {};
  }
  Result<LineFile> lines = LineFile::open(path);
  if (!lines) return lines.error();
  return import_lines(archive, *lines, path, progress, count);
}

int import_paths(Archive& archive, const StoryParameters& parameters,
                 const std::vector<std::string>& paths, HandOver hand_over_how, bool quiet) {
  ImportCount count;
  {
    Progress progress("import", 0, quiet);
    for (const std::string& path : paths) {
      const Result<void> done = import_path(archive, path, progress, count);
      if (!done) {
        ++count.unreadable;
        fail(kSomeUnreadable, done.error().message);
      }
    }
  }
  const int handed_over = hand_over(archive, parameters, hand_over_how, quiet);
  if (count.appended + count.known > 0) {
    std::cout << count.appended << " articles taken in, " << count.known << " were here already\n";
  }
  if (count.refused > 0) std::cout << count.refused << " pages are no articles\n";
  if (count.other > 0) {
    std::cout << count.other << " pages are not what their digests say; read as they are\n";
  }
  if (count.revisits > 0) {
    std::cout << count.revisits << " revisits passed over: their pages were as before\n";
  }
  if (handed_over != kDone) return handed_over;
  return count.unreadable > 0 ? kSomeUnreadable : kDone;
}

/// What may be given to that reader of an article; nothing where it may not be given at all.
/// `limit` is the owner's, for the public.
std::optional<Article> given_to(const std::string& reader, const Article& article,
                                std::optional<int> limit) {
  const rights::Showing showing = rights::showing(article, now());
  if (reader == "mining") return showing.may_mine ? std::optional(article) : std::nullopt;
  if (reader != "public") return article;
  if (!showing.may_find) return std::nullopt;
  Article part = article;
  std::string_view excerpt =
      rights::quoted_from(article.standfirst, article.text, showing.may_quote_body);
  excerpt = truncate_utf8(excerpt, rights::kPublicExcerptBytes);
  part.standfirst =
      rights::quotable(excerpt, showing.may_quote, rights::shorter(showing.most_quoted, limit));
  part.text.clear();
  part.blocks.clear();
  part.image.reset();
  part.enclosures.clear();
  return part;
}

bool is_any_limited(const std::vector<OutletView>& outlets) {
  return std::any_of(outlets.begin(), outlets.end(),
                     [](const OutletView& outlet) { return outlet.most_quoted.has_value(); });
}

int export_to(Archive& archive, const std::string& format, const std::string& since,
              const std::string& reader) {
  if (format == "opml") {  // with secrets: `feeds export`
    std::cout << export_opml(archive, now(), reader == "owner" ? OpmlFor::Owner : OpmlFor::Others);
    return kDone;
  }
  std::optional<std::chrono::sys_seconds> from;
  if (!since.empty()) {
    const std::optional<Moment> moment = parse_rfc3339(since);
    if (!moment) return fail(kUsage, "--since wants a time such as 2026-11-23T12:00:00Z");
    from = moment->at;
  }
  const Reader archived = archive.reader();
  const bool is_limited = reader == "public" && is_any_limited(archived.outlets());
  archived.export_articles(from, [&](ArticleId id, const Article& article) {
    const auto card = is_limited ? archived.article_card(id) : std::nullopt;
    const auto given = given_to(reader, article, card ? card->owners_limit : std::nullopt);
    if (given) std::cout << to_json(std::to_string(id.value), *given) << '\n';
    return static_cast<bool>(std::cout);
  });
  std::cout.flush();
  if (!std::cout) return fail(kSomeUnreadable, "the output cannot be written");
  return kDone;
}

}  // namespace

void add_transfer(CLI::App& app, Context& context) {
  const auto paths = std::make_shared<std::vector<std::string>>();
  const auto no_wait = std::make_shared<bool>(false);
  CLI::App* command = add_command(
      app, context, "import",
      "take articles (JSON lines, WARC) or feed lists (.opml) into the archive",
      [&context, paths, no_wait] {
        return with_archive(context, NeedStore::OrNew, [&](Archive& archive) {
          return import_paths(archive, story_parameters(*context.settings), *paths,
                              *no_wait ? HandOver::LeaveToServer : HandOver::Wait, context.quiet);
        });
      });
  command
      ->add_option("PATH", *paths,
                   ".jsonl, .warc, .warc.gz and .opml files; - for JSON lines or WARC on stdin")
      ->required();
  command->add_flag("--no-wait", *no_wait, "do not wait until a running server has taken all");

  const auto since = std::make_shared<std::string>();
  const auto format = std::make_shared<std::string>("jsonl");
  const auto reader = std::make_shared<std::string>("owner");
  command = add_command(app, context, "export", "print the archive in the order of its stream",
                        [&context, since, format, reader] {
                          return with_archive(context, NeedStore::Existing, [&](Archive& archive) {
                            return export_to(archive, *format, *since, *reader);
                          });
                        });
  command->add_option("--since", *since, "only articles first seen at or after this time");
  command->add_option("--format", *format, "jsonl (articles) or opml (subscriptions)")
      ->check(CLI::IsMember({"jsonl", "opml"}));
  command
      ->add_option("--for", *reader,
                   "owner (all), public (headline, excerpt, link as outlets allow) or mining"
                   " (without what is reserved)")
      ->check(CLI::IsMember({"owner", "public", "mining"}));
}

}  // namespace depesche::cli
