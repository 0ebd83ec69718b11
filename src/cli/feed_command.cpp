// depesche feed: a feed file in, what it says as JSON out.
#include <iostream>

#include "cli/command.h"
#include "cli/pages.h"
#include "feed/feed_json.h"
#include "feed/parse.h"

namespace depesche::cli {
namespace {

constexpr std::size_t kMaxFeedBytes = 64u << 20;

int run_feed(const std::string& path, const std::string& url) {
  const Result<std::string> bytes = read_file(path, kMaxFeedBytes);
  if (!bytes) return fail(kSomeUnreadable, bytes.error().message);
  const Result<ParsedFeed> feed = parse_feed(*bytes, url);
  if (!feed) return fail(kSomeUnreadable, path + ": " + feed.error().message);
  std::cout << to_json(*feed) << '\n';
  return kDone;
}

}  // namespace

void add_feed(CLI::App& app, Context& context) {
  const auto path = std::make_shared<std::string>();
  const auto url = std::make_shared<std::string>();
  CLI::App* command = add_command(app, context, "feed", "read a feed file and print it as JSON",
                                  [path, url] { return run_feed(*path, *url); });
  command->add_option("PATH", *path, "RSS, Atom, RDF, JSON Feed or news sitemap; - for stdin")
      ->required();
  command->add_option("--url", *url, "the feed's address, to make relative links absolute");
}

}  // namespace depesche::cli
