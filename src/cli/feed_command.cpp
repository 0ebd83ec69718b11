// depesche feed: feed files in, what each says as a line of JSON out.
#include <algorithm>
#include <iostream>

#include "cli/command.h"
#include "cli/pages.h"
#include "feed/feed_json.h"
#include "feed/parse.h"

namespace depesche::cli {
namespace {

constexpr std::size_t kMaxFeedBytes = 64u << 20;

int print_feed(const std::string& path, const std::string& url) {
  const Result<std::string> bytes = read_file(path, kMaxFeedBytes);
  if (!bytes) return fail(kSomeUnreadable, bytes.error().message);
  const Result<ParsedFeed> feed = parse_feed(*bytes, url);
  if (!feed) return fail(kSomeUnreadable, path + ": " + feed.error().message);
  std::cout << to_json(*feed) << '\n';
  return kDone;
}

int run_feed(const std::vector<std::string>& paths, const std::string& url) {
  int code = kDone;
  for (const std::string& path : paths) code = std::max(code, print_feed(path, url));
  return code;
}

}  // namespace

void add_feed(CLI::App& app, Context& context) {
  const auto paths = std::make_shared<std::vector<std::string>>();
  const auto url = std::make_shared<std::string>();
  CLI::App* command =
      add_command(app, context, "feed", "read feed files and print each as a line of JSON",
                  [paths, url] { return run_feed(*paths, *url); });
  command->add_option("PATH", *paths, "RSS, Atom, RDF, JSON Feed or news sitemap; - for stdin")
      ->required();
  command->add_option("--url", *url, "the feed's address, to make relative links absolute");
}

}  // namespace depesche::cli
