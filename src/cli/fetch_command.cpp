// depesche fetch: one polling round, then the end. For cron, and to see what a feed brings.
#include <charconv>
#include <iostream>
#include <map>

#include "cli/command.h"
#include "cli/hand_over.h"
#include "cli/outside.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/sample_store.h"
#include "desk/allowance_keeper.h"
#include "desk/round.h"
#include "fetch/schedule.h"

namespace depesche::cli {
namespace {

struct FetchOptions {
  std::vector<std::string> feeds;
  bool only_due = false;
  bool strict = false;
  bool no_wait = false;
};

/// The feeds asked: those named, or all that have not ended and are not muted.
Result<std::vector<FeedRow>> choose_feeds(Archive& archive, const FetchOptions& options) {
  std::vector<FeedRow> chosen;
  for (const std::string& named : options.feeds) {
    std::optional<FeedRow> feed = archive.feeds().find(named);
    std::int64_t number = 0;
    const char* end = named.data() + named.size();
    if (!feed && std::from_chars(named.data(), end, number).ptr == end) {
      feed = archive.feeds().find(FeedId{number});
    }
    if (!feed) {
      return Error{ErrorCode::InvalidInput,
                   "there is no feed '" + named + "'; `depesche feeds list` shows them"};
    }
    chosen.push_back(std::move(*feed));
  }
  if (!options.feeds.empty()) return chosen;
  for (FeedRow& feed : archive.feeds().list()) {
    if (feed.gone || feed.is_muted) continue;
    if (options.only_due && feed.next_poll_at > now()) continue;
    chosen.push_back(std::move(feed));
  }
  return chosen;
}

std::string_view in_words(WaitReason reason) {
  switch (reason) {
    case WaitReason::Ttl:
      return "the feed asks for it (ttl)";
    case WaitReason::SkipHours:
      return "the feed asks for it (skipHours, skipDays)";
    case WaitReason::MaxAge:
      return "its server asks for it (Cache-Control, Expires)";
    case WaitReason::RetryAfter:
      return "its server asks for it (Retry-After)";
    case WaitReason::HostRests:
      return "its host is to be left alone";
    case WaitReason::Owner:
      return "it is set to be polled less often (feeds set --every)";
    default:
      return "its server was overloaded or failed";
  }
}

/// Takes out those whose outlets asked us to wait, or whose owner wants them so seldom, and says
/// so: of each that was named, of all the others how many.
void leave_alone(std::vector<FeedRow>& feeds, bool are_named) {
  const auto asked = are_named ? fetch::AskedFor::ThisFeed : fetch::AskedFor::All;
  std::map<std::string_view, int> counts;
  std::erase_if(feeds, [&](const FeedRow& feed) {
    const auto hold = fetch::held_back({feed.next_poll_at, feed.wait_reason, feed.error_code,
                                        feed.last_attempt_at, feed.wishes, feed.asked_every},
                                       asked, now());
    if (!hold || feed.gone) return false;
    ++counts[in_words(hold->reason)];
    if (are_named) {
      std::cout << "not asked before " << short_time(hold->until) << ": "
                << without_password(feed.url) << ", " << in_words(hold->reason) << '\n';
    }
    return true;
  });
  if (are_named) return;
  for (const auto& [words, count] : counts) {
    std::cout << count << (count == 1 ? " feed" : " feeds") << " not asked yet: " << words << '\n';
  }
}

int run_fetch(const Context& context, Archive& archive, const FetchOptions& options) {
  auto feeds = choose_feeds(archive, options);
  if (!feeds) return fail(kUsage, feeds.error().message);
  if (feeds->empty()) {
    std::cout << (options.only_due ? "no feed is due\n"
                  : archive.feeds().list().empty()
                      ? "no feeds yet; begin with `depesche feeds add ADDRESS`\n"
                      : "no feed is asked: all are muted or have ended\n");
    return kDone;
  }
  leave_alone(*feeds, !options.feeds.empty());
  if (feeds->empty()) return kDone;
  const Settings& settings = *context.settings;
  if (!context.quiet) say_without_contact(settings, archive, SayIt::Once);
  const auto fetcher = make_fetcher(settings, sample_hosts(archive));
  const AllowanceKeeper keeper(archive, *fetcher, [] { return now(); });
  GatherOptions gather;
  gather.backfill = static_cast<std::size_t>(settings.number("backfill"));
  gather.now = [] { return now(); };
  const auto address = public_address(settings);
  if (!address) return fail(kUsage, address.error().message);
  gather.public_address = *address;
  Gatherer gatherer(archive, *fetcher, gather);
  const StopOnSignal stop;
  RoundReport report;
  {
    Progress progress("feeds", feeds->size(), context.quiet);
    RoundOptions round;
    round.workers = static_cast<int>(settings.number("workers"));
    round.on_polled = [&](const FeedRow& feed, const PollReport& polled) {
      if (polled.error) fail(kSomeUnreadable, feed.url + ": " + polled.error->message);
      progress.advance();
    };
    report = run_round(gatherer, *feeds, round, stop.token());
  }
  const int handed_over =
      hand_over(archive, story_parameters(settings),
                options.no_wait ? HandOver::LeaveToServer : HandOver::Wait, context.quiet);
  std::cout << report.asked << " feeds asked, " << report.failed << " failed; "
            << report.new_entries << " new entries, " << report.pages << " pages read, "
            << report.feed_only << " from the feed alone";
  if (report.lost > 0) {
    std::cout << ", " << report.lost << " without words, their pages unreadable (feeds list)";
  }
  std::cout << '\n';
  if (report.older_pages > 0) {
    std::cout << report.older_pages << (report.older_pages == 1 ? " older page" : " older pages")
              << " of feeds read for what was missed\n";
  }
  if (report.elsewhere > 0) {
    std::cout << report.elsewhere << (report.elsewhere == 1 ? " feed" : " feeds")
              << " not asked: another depesche on this store was asking\n";
  }
  if (handed_over != kDone) return handed_over;
  if (stop.is_stopped()) return kSomeUnreadable;
  const bool all_failed = report.asked > 0 && report.failed == report.asked;
  return all_failed || (options.strict && report.failed > 0) ? kSomeUnreadable : kDone;
}

}  // namespace

void add_fetch(CLI::App& app, Context& context) {
  const auto options = std::make_shared<FetchOptions>();
  CLI::App* command = add_command(
      app, context, "fetch",
      "ask all feeds once, but those whose outlets asked us to wait, then exit (for cron)",
      [&context, options] {
        return with_archive(context, NeedStore::Existing, [&](Archive& archive) {
          return run_fetch(context, archive, *options);
        });
      });
  command->add_option("FEED", options->feeds,
                      "only these, by number or address; of what they asked, Retry-After holds");
  command->add_flag("--due", options->only_due,
                    "only feeds whose time has come by what is learned");
  command->add_flag("--strict", options->strict, "exit 1 when any feed failed, not only when all");
  command->add_flag("--no-wait", options->no_wait,
                    "do not wait until a running server has taken all");
}

}  // namespace depesche::cli
