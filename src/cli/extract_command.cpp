// depesche extract: HTML in, one article a line out.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include <unistd.h>

#include "cli/command.h"
#include "cli/pages.h"
#include "cli/progress.h"
#include "cli/warc_pages.h"
#include "dates/dates.h"
#include "desk/article_json.h"
#include "extract/extract.h"
#include "language/detect.h"
#include "rights/ledger.h"

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

/// The pages of all inputs, numbered in order. Thread-safe.
class PageQueue {
 public:
  explicit PageQueue(const std::vector<PageSource>& sources) : sources_(sources) {}

  /// A file to be read by whoever takes it, or a page out of a WARC file, which is read in order.
  struct Next {
    std::size_t index = 0;
    const PageSource* source = nullptr;
    std::optional<Result<CrawledPage>> crawled;  // nothing: the source is the page
  };
  std::optional<Next> take() {
    const std::scoped_lock lock(mutex_);
    while (warc_ || at_ < sources_.size()) {
      if (!warc_) {
        const PageSource& source = sources_[at_++];
        if (!is_warc_file(source.path)) return Next{count_++, &source, std::nullopt};
        Result<WarcPages> opened = WarcPages::open(source.path);
        if (!opened) return Next{count_++, &source, opened.error()};
        warc_.emplace(*std::move(opened));
      }
      if (auto page = warc_->next()) return Next{count_++, &sources_[at_ - 1], std::move(page)};
      other_answers_ += warc_->other_answers();
      revisits_ += warc_->revisits();
      warc_.reset();
    }
    return std::nullopt;
  }

  std::size_t other_answers() const { return other_answers_; }
  std::size_t revisits() const { return revisits_; }

 private:
  const std::vector<PageSource>& sources_;
  std::mutex mutex_;  // guards what follows
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  std::optional<WarcPages> warc_;
  std::size_t other_answers_ = 0;
  std::size_t revisits_ = 0;
};

/// A page with what is known of it beside its bytes.
struct NamedPage {
  std::string id;
  std::string url;
  std::string content_type;
  std::chrono::sys_seconds at = now();
  std::optional<rights::Surroundings> around = {};  // where a crawler kept the answer's head
};

// What is left out of a page goes to stderr: the article's JSON has no place for it.
Result<Article> read_article(PageBytes page, const NamedPage& named, bool quiet) {
  std::vector<std::string> left_out;
  Result<Article> article =
      extract_article(std::move(page.bytes), PageContext{.url = named.url,
                                                         .content_type = named.content_type,
                                                         .entry = nullptr,
                                                         .now = named.at,
                                                         .left_out = &left_out});
  for (const std::string& what : left_out) {
    if (!quiet) std::cerr << "depesche: " + named.id + ": " + what + "\n";
  }
  if (article) {
    if (named.around) article->rights = together(*article, *named.around, named.at);
    article->language = detect_language(article->title + "\n" + article->text,
                                        LanguageHint{.page = article->language});
  }
  return article;
}

Result<Article> read_article(const PageSource& page, const std::string& url, bool quiet) {
  // One byte more than is read, so that it is said when a page goes on.
  Result<PageBytes> read = read_page(page, kLargestPage + 1);
  if (!read) return read.error();
  return read_article(*std::move(read), {page.id, url, {}}, quiet);
}

Result<Article> read_article(Result<CrawledPage> crawled, const std::string& url, bool quiet) {
  if (!crawled) return crawled.error();
  CrawledPage page = *std::move(crawled);
  const NamedPage named{page.id, page.url.empty() ? url : page.url, page.content_type,
                        page.seen_at.value_or(now()), page.around};
  if (page.page.cut && !quiet)
    std::cerr << "depesche: " + page.id + ": the page breaks off there\n";
  if (page.is_other && !quiet) {
    std::cerr << "depesche: " + page.id + ": the page is not what its digest says; read as it is\n";
  }
  return read_article(std::move(page.page), named, quiet);
}

Line to_line(const std::string& id, const Result<Article>& article) {
  if (article) return {to_json(id, *article), false};
  json::Writer out;
  out.begin_object().key("id").value(id).key("error").begin_object();
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
  const bool has_warc = std::any_of(pages.begin(), pages.end(),
                                    [](const PageSource& page) { return is_warc_file(page.path); });
  Progress progress("extract", has_warc ? 0 : pages.size(), quiet);
  OrderedLines lines(out, std::size_t{options.jobs} * 16);
  PageQueue queue(pages);
  std::atomic<std::size_t> refused = 0;
  const auto work = [&] {
    while (auto next = queue.take()) {
      const bool is_crawled = next->crawled && *next->crawled;
      const std::string id = is_crawled ? (*next->crawled)->id : next->source->id;
      const Result<Article> article =
          next->crawled ? read_article(*std::move(next->crawled), options.url, quiet)
                        : read_article(*next->source, options.url, quiet);
      if (!article) {
        ++refused;
        if (!quiet) fail(kSomeUnreadable, id + ": " + article.error().message);
      }
      lines.put(next->index, to_line(id, article));
      progress.advance();
    }
  };
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 1; i < options.jobs; ++i) workers.emplace_back(work);
    work();
  }
  if (queue.other_answers() > 0 && !quiet) {
    std::cerr << "depesche: " << queue.other_answers()
              << " answers that are no web pages left out\n";
  }
  if (queue.revisits() > 0 && !quiet) {
    std::cerr << "depesche: " << queue.revisits()
              << " revisits passed over: their pages were as before\n";
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
  if (pages.empty()) return fail(kSomeUnreadable, "no .html, .html.gz or .warc[.gz] files there");
  const bool is_one_page = pages.size() == 1 && !is_warc_file(pages[0].path);
  if (is_one_page && options.output.empty() && isatty(STDOUT_FILENO) != 0) {
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
  command
      ->add_option("PATH", options->paths,
                   "HTML files, .html.gz, .warc, .warc.gz, folders, or - for stdin")
      ->required();
  command->add_option("--url", options->url, "the page's address, for links and canonical address");
  command->add_option("--jobs", options->jobs, "pages read at once")->check(CLI::Range(1, 256));
  command->add_option("--output", options->output, "write to a file instead of stdout");
}

}  // namespace depesche::cli
