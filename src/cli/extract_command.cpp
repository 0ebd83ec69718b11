// depesche extract: HTML in, one article a line out.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <thread>

#include <unistd.h>

#include "cli/command.h"
#include "cli/pages.h"
#include "cli/progress.h"
#include "dates/dates.h"
#include "desk/article_json.h"
#include "extract/extract.h"
#include "language/detect.h"

namespace depesche::cli {
namespace {

struct ExtractOptions {
  std::vector<std::string> paths;
  std::string url;
  std::string output;
  unsigned jobs = 1;
};

struct Line {
  std::string text;
  bool refused = false;
};

// What is left out of a page goes to stderr: the article's JSON has no place for it.
Result<Article> read_article(const PageSource& page, const std::string& url, bool quiet) {
  // One byte more than is read, so that it is said when a page goes on.
  Result<PageBytes> read = read_page(page, kLargestPage + 1);
  if (!read) return read.error();
  std::vector<std::string> left_out;
  Result<Article> article = extract_article(
      std::move((*read).bytes),
      PageContext{
          .url = url, .content_type = {}, .entry = nullptr, .now = now(), .left_out = &left_out});
  for (const std::string& what : left_out) {
    if (!quiet) std::cerr << "depesche: " + page.id + ": " + what + "\n";
  }
  if (article) {
    article->language = detect_language(article->title + "\n" + article->text,
                                        LanguageHint{.page = article->language});
  }
  return article;
}

Line to_line(const PageSource& page, const Result<Article>& article) {
  if (article) return {to_json(page.id, *article), false};
  json::Writer out;
  out.begin_object().key("id").value(page.id).key("error").begin_object();
  out.key("code").value(name(article.error().code));
  out.key("message").value(article.error().message).end_object().end_object();
  return {out.take(), true};
}

// Puts lines that finish in any order back into the order of the input. At most `window` finished
// lines wait for a slow one before them.
class OrderedLines {
 public:
  OrderedLines(std::ostream& out, std::size_t window) : out_(out), window_(window) {}

  void put(std::size_t index, Line line) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return index < next_ + window_; });
    waiting_.emplace(index, std::move(line));
    while (!waiting_.empty() && waiting_.begin()->first == next_) {
      out_ << waiting_.begin()->second.text << '\n';
      waiting_.erase(waiting_.begin());
      ++next_;
    }
    room_.notify_all();
  }

 private:
  std::ostream& out_;
  const std::size_t window_;
  std::mutex mutex_;  // guards all below and the stream
  std::condition_variable room_;
  std::map<std::size_t, Line> waiting_;
  std::size_t next_ = 0;
};

int extract_all(const std::vector<PageSource>& pages, const ExtractOptions& options,
                std::ostream& out, bool quiet) {
  Progress progress("extract", pages.size(), quiet);
  OrderedLines lines(out, std::size_t{options.jobs} * 16);
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> refused = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < pages.size(); i = next++) {
      const Result<Article> article = read_article(pages[i], options.url, quiet);
      if (!article) {
        ++refused;
        if (!quiet) fail(kSomeUnreadable, pages[i].id + ": " + article.error().message);
      }
      lines.put(i, to_line(pages[i], article));
      progress.advance();
    }
  };
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < options.jobs; ++i) workers.emplace_back(work);
    work();
  }
  out.flush();
  if (!out) return fail(kSomeUnreadable, "the output cannot be written; is the disk full?");
  return refused > 0 ? kSomeUnreadable : kDone;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

void print_readable(const Article& article) {
  if (!article.kicker.empty()) std::cout << article.kicker << '\n';
  std::cout << article.title << "\n\n";
  if (!article.authors.empty()) std::cout << joined(article.authors) << '\n';
  if (article.published) std::cout << format_rfc3339(*article.published) << '\n';
  if (!article.authors.empty() || article.published) std::cout << '\n';
  std::string text = article.text;
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.insert(at, "\n");
  }
  std::cout << text << '\n';
}

int run_extract(const ExtractOptions& options, bool quiet) {
  const std::vector<PageSource> pages = find_pages(options.paths);
  if (pages.empty()) return fail(kSomeUnreadable, "no .html or .html.gz files there");
  if (pages.size() == 1 && options.output.empty() && isatty(STDOUT_FILENO) != 0) {
    const Result<Article> article = read_article(pages[0], options.url, quiet);
    if (!article) return fail(kSomeUnreadable, article.error().message);
    print_readable(*article);
    return kDone;
  }
  if (options.output.empty()) return extract_all(pages, options, std::cout, quiet);
  std::ofstream file(options.output, std::ios::binary);
  if (!file) return fail(kSomeUnreadable, options.output + " cannot be written");
  return extract_all(pages, options, file, quiet);
}

}  // namespace

void add_extract(CLI::App& app, Context& context) {
  const auto options = std::make_shared<ExtractOptions>();
  CLI::App* command =
      add_command(app, context, "extract", "read articles from HTML pages, one JSON object a line",
                  [options, &context] { return run_extract(*options, context.quiet); });
  command->add_option("PATH", options->paths, "HTML files, .html.gz, folders, or - for stdin")
      ->required();
  command->add_option("--url", options->url, "the page's address, for links and canonical address");
  command->add_option("--jobs", options->jobs, "pages read at once")->check(CLI::Range(1, 256));
  command->add_option("--output", options->output, "write to a file instead of stdout");
}

}  // namespace depesche::cli
