// depesche feeds: add, list, remove, import, export, check.
#include <charconv>
#include <iostream>

#include "cli/command.h"
#include "cli/outside.h"
#include "cli/pages.h"
#include "cli/print.h"
#include "desk/subscribe.h"

namespace depesche::cli {
namespace {

constexpr std::size_t kMaxListBytes = 16u << 20;

int add_feeds(const Context& context, Archive& archive, const std::vector<std::string>& addresses) {
  const auto fetcher = make_fetcher(*context.settings);
  const StopOnSignal stop;
  int failed = 0;
  for (const std::string& address : addresses) {
    const auto added = subscribe(archive, *fetcher, address, now(), stop.token());
    if (!added) {
      ++failed;
      fail(kSomeUnreadable, address + ": " + added.error().message);
      continue;
    }
    const std::optional<FeedRow> feed = archive.feeds().find(added->id);
    std::cout << (added->is_new ? "added " : "already there: ") << feed->url << "  " << feed->title
              << '\n';
  }
  return failed > 0 ? kSomeUnreadable : kDone;
}

std::string health_in_words(const FeedHealth& feed) {
  if (feed.gone) return "ended by the outlet (410), not asked any more";
  if (!feed.error_message.empty()) {
    if (feed.failures < 2) return feed.error_message;
    return feed.error_message + " (" + std::to_string(feed.failures) + " times in a row)";
  }
  if (!feed.last_success_at) return "not asked yet";
  std::string words = "well, last read " + short_time(*feed.last_success_at);
  if (!feed.oddities.empty()) words += "; oddities: " + sentence(feed.oddities.front());
  return words;
}

void write_health(json::Writer& out, const FeedHealth& feed) {
  out.begin_object().key("id").value(feed.id.value).key("url").value(feed.url);
  out.key("title").value(feed.title).key("outlet").value(feed.outlet_name);
  out.key("articles").value(feed.articles).key("articles_per_day").value(feed.articles_per_day);
  out.key("failures").value(feed.failures).key("gone").value(feed.gone);
  if (!feed.error_code.empty()) {
    out.key("error").begin_object().key("code").value(feed.error_code);
    out.key("message").value(feed.error_message).end_object();
  }
  out.key("health").value(health_in_words(feed)).end_object();
}

int list_feeds(Archive& archive, bool as_json) {
  const auto feeds = archive.reader().feeds_health(now());
  for (const FeedHealth& feed : feeds) {
    if (as_json) {
      json::Writer out;
      write_health(out, feed);
      std::cout << out.text() << '\n';
      continue;
    }
    std::cout << feed.id.value << "  " << (feed.title.empty() ? feed.url : feed.title) << '\n'
              << "    " << feed.url << '\n'
              << "    " << health_in_words(feed) << "; " << feed.articles << " articles"
              << (feed.gone ? "" : "; next poll " + short_time(feed.next_poll_at)) << '\n';
  }
  if (feeds.empty() && !as_json) {
    std::cerr << "no feeds yet; begin with `depesche feeds add ADDRESS`\n";
  }
  return kDone;
}

std::optional<FeedId> find_feed_id(Archive& archive, const std::string& named) {
  std::int64_t number = 0;
  const char* end = named.data() + named.size();
  if (std::from_chars(named.data(), end, number).ptr == end) {
    const auto feed = archive.feeds().find(FeedId{number});
    return feed ? std::optional(feed->id) : std::nullopt;
  }
  const auto feed = archive.feeds().find(named);
  return feed ? std::optional(feed->id) : std::nullopt;
}

int remove_feeds(Archive& archive, const std::vector<std::string>& named) {
  int failed = 0;
  for (const std::string& name : named) {
    const auto id = find_feed_id(archive, name);
    if (id && archive.feeds().remove(*id)) {
      std::cout << "removed " << name << "; its articles stay\n";
    } else {
      ++failed;
      fail(kSomeUnreadable, "there is no feed '" + name + "'; `depesche feeds list` shows them");
    }
  }
  return failed > 0 ? kSomeUnreadable : kDone;
}

int import_list(Archive& archive, const std::string& path) {
  const Result<std::string> bytes = read_file(path, kMaxListBytes);
  if (!bytes) return fail(kSomeUnreadable, bytes.error().message);
  const Result<ImportedList> list = import_opml(archive, *bytes, now());
  if (!list) return fail(kSomeUnreadable, path + ": " + list.error().message);
  std::cout << list->feeds << " feeds, " << list->added << " of them new\n";
  return kDone;
}

int check_feed(const Context& context, const std::string& address) {
  const auto fetcher = make_fetcher(*context.settings);
  const StopOnSignal stop;
  const Result<FoundFeed> found = find_feed(*fetcher, address, stop.token());
  if (!found) return fail(kSomeUnreadable, address + ": " + found.error().message);
  std::cout << found->url << '\n';
  if (!found->title.empty()) std::cout << "  " << found->title << '\n';
  if (found->sitemaps > 0) {
    std::cout << "  index of " << found->sitemaps
              << " sitemaps; the newest are read when it is polled\n";
  } else {
    std::cout << "  " << found->format << ", " << found->entries << " entries\n";
  }
  for (const std::string& oddity : found->oddities) std::cout << "  odd: " << oddity << '\n';
  return kDone;
}

}  // namespace

void add_feeds(CLI::App& app, Context& context) {
  CLI::App* feeds = app.add_subcommand("feeds", "subscriptions: add, list, remove, import, export");
  feeds->require_subcommand(1)->fallthrough();
  const auto named = std::make_shared<std::vector<std::string>>();
  const auto path = std::make_shared<std::string>();
  const auto as_json = std::make_shared<bool>(false);
  const auto archive_work = [&context](NeedStore need, const std::function<int(Archive&)>& work) {
    return [&context, need, work] { return with_archive(context, need, work); };
  };
  add_command(*feeds, context, "add", "subscribe to a feed, or to the feed a page names",
              archive_work(NeedStore::OrNew,
                           [&context, named](Archive& archive) {
                             return add_feeds(context, archive, *named);
                           }))
      ->add_option("URL", *named, "a feed's address, or a site's")
      ->required();
  add_command(*feeds, context, "list", "all subscriptions and how they are doing",
              archive_work(NeedStore::Existing,
                           [as_json](Archive& archive) { return list_feeds(archive, *as_json); }))
      ->add_flag("--json", *as_json, "one JSON object a line");
  add_command(*feeds, context, "remove", "end a subscription; its articles stay",
              archive_work(NeedStore::Existing,
                           [named](Archive& archive) { return remove_feeds(archive, *named); }))
      ->add_option("FEED", *named, "its number or address")
      ->required();
  add_command(*feeds, context, "import", "subscribe to all feeds of an OPML list",
              archive_work(NeedStore::OrNew,
                           [path](Archive& archive) { return import_list(archive, *path); }))
      ->add_option("FILE", *path, "an OPML file; - for stdin")
      ->required();
  add_command(*feeds, context, "export", "print all subscriptions as OPML",
              archive_work(NeedStore::Existing, [](Archive& archive) {
                std::cout << export_opml(archive);
                return kDone;
              }));
  add_command(*feeds, context, "check", "ask an address and say what is there",
              [&context, path] { return check_feed(context, *path); })
      ->add_option("URL", *path, "a feed's address, or a site's")
      ->required();
}

}  // namespace depesche::cli
