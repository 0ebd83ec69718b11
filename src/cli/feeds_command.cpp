// depesche feeds: add, set, list, remove, import, export, check, follow, unfollow.
#include <charconv>
#include <cmath>
#include <iostream>

#include "cli/command.h"
#include "cli/import_remarks.h"
#include "cli/option_flags.h"
#include "cli/outside.h"
#include "cli/pages.h"
#include "cli/print.h"
#include "desk/allowance_keeper.h"
#include "desk/feed_lists.h"
#include "desk/learned_rhythm.h"
#include "desk/subscribe.h"
#include "store/sqlite/store_error.h"
#include "text/time_zone.h"
#include "web/pages/feed_words.h"

namespace depesche::cli {
namespace {

constexpr std::size_t kMaxListBytes = 16u << 20;

int add_feeds(const Context& context, Archive& archive, const std::vector<std::string>& addresses,
              const PageRule& rule, const OptionFlags& flags) {
  const auto change = read_option_flags(flags);
  if (!change) return fail(kUsage, change.error().message);
  const FeedOptions options = changed({}, *change);
  const auto fetcher = make_fetcher(*context.settings);
  const AllowanceKeeper keeper(archive, *fetcher, [] { return now(); });
  const StopOnSignal stop;
  int failed = 0;
  for (const std::string& address : addresses) {
    const auto added =
        rule == PageRule()
            ? subscribe(archive, *fetcher, address, now(), stop.token(), options)
            : subscribe_by_rule(archive, *fetcher, address, rule, now(), stop.token(), options);
    if (!added) {
      ++failed;
      fail(kSomeUnreadable, address + ": " + added.error().message);
      continue;
    }
    const std::optional<FeedRow> feed = archive.feeds().find(added->id);
    std::cout << (added->is_new         ? "added "
                  : added->is_revived   ? "followed again: "
                  : added->has_new_rule ? "changed the rule of "
                                        : "already there: ")
              << feed->url << "  " << feed->title << '\n';
  }
  // Beside a refusal it would look like the reason.
  const bool is_any_followed = failed < static_cast<int>(addresses.size());
  if (is_any_followed && !context.quiet) {
    say_without_contact(*context.settings, archive, SayIt::Once);
  }
  return failed > 0 ? kSomeUnreadable : kDone;
}

/// What its owner can do where somebody wants to know who asks.
std::string advice(const FeedHealth& feed) {
  const std::string_view refused = web::refused_with(feed);
  const std::string set = "`depesche feeds set " + std::to_string(feed.id.value);
  const bool has_any = feed.options.has_login || feed.options.has_cookie;
  if (refused == "401") {
    return std::string("; ") + (has_any ? "what it is asked with was refused: " : "") + set +
           " --login NAME` gives it a login";
  }
  if (refused == "403") {
    return "; where one must be known there, " + set + " --cookie @FILE` gives it a cookie";
  }
  if (refused == "407") {
    return "; " + set + " --proxy @FILE` gives it the proxy with its name and password";
  }
  return {};
}

std::string health_in_words(const FeedHealth& feed, const LearnedRhythm& rhythm) {
  if (!feed.merged_into.empty()) return "ended, for it has moved; not asked any more";
  if (feed.gone) {
    return "ended by the outlet " +
           std::string(web::has_ended_itself(feed) ? "(expired)" : "(410)") +
           ", not asked any more; add it again to try once more";
  }
  if (feed.is_muted) return "muted, not asked";
  if (!feed.error_message.empty()) {
    std::string words = feed.error_message + advice(feed);
    if (feed.failures > 1) words += " (" + std::to_string(feed.failures) + " times in a row)";
    return words + (feed.last_success_at ? "; last read " + short_time(*feed.last_success_at)
                                         : "; never read yet");
  }
  if (!feed.last_success_at) return "not asked yet";
  std::string words = "well";
  if (rhythm.silence) words = "it answers, but brings nothing new";
  if (feed.words_alone.is_all()) words = "the feed is read, but none of its pages";
  words += ", last read " + short_time(*feed.last_success_at);
  if (!feed.oddities.empty()) words += "; oddities: " + sentence(feed.oddities.front());
  if (feed.oddities.size() > 1) {
    words += " (and " + std::to_string(feed.oddities.size() - 1) + " more)";
  }
  return words;
}

/// "a page read by the rule "li a", date "time""
std::string rule_in_words(const PageRule& rule) {
  std::string words = "a page read by the rule \"" + rule.entry + "\"";
  const auto part = [&words](std::string_view what, const std::string& selector) {
    if (!selector.empty()) words += ", " + std::string(what) + " \"" + selector + "\"";
  };
  part("link", rule.link);
  part("title", rule.title);
  part("date", rule.date);
  part("summary", rule.summary);
  return words;
}

/// Was asked, or was put off before it could be; and is to be asked again.
bool is_explained(const FeedHealth& feed) {
  return !feed.gone && !feed.is_muted &&
         (feed.last_attempt_at || feed.wait_reason != WaitReason::Unknown);
}

void write_rhythm(json::Writer& out, const LearnedRhythm& rhythm, const web::Clock& clock) {
  out.key("rhythm");
  if (!rhythm.is_known) {
    out.null();
    return;
  }
  out.begin_object().key("poll_every_minutes").value(rhythm.every.count());
  out.key("articles_per_day").value(rhythm.per_day);
  if (rhythm.has_hours) {
    out.key("from_hour_utc").value(rhythm.from_hour).key("to_hour_utc").value(rhythm.to_hour);
  }
  out.key("rests_at_weekends").value(rhythm.rests_at_weekends);
  out.key("words").value(web::rhythm_in_words(clock, rhythm)).end_object();
}

void write_health(json::Writer& out, const FeedHealth& feed, const LearnedRhythm& rhythm,
                  bool asks_hubs, const std::string& pause, const web::Clock& clock) {
  out.begin_object().key("id").value(feed.id.value).key("url").value(feed.url);
  out.key("title").value(feed.title).key("outlet").value(feed.outlet_name);
  out.key("articles").value(feed.articles).key("articles_per_day").value(feed.articles_per_day);
  out.key("failures").value(feed.failures).key("gone").value(feed.gone);
  out.key("muted").value(feed.is_muted).key("folder").value(feed.folder);
  if (feed.asked_every) out.key("asked_every").value(feed.asked_every->count());
  if (!feed.error_code.empty()) {
    out.key("error").begin_object().key("code").value(feed.error_code);
    out.key("message").value(feed.error_message).end_object();
  }
  if (is_explained(feed)) {
    out.key("next_poll").value(short_time(feed.next_poll_at));
    out.key("wait_reason").value(name(feed.wait_reason));
    out.key("why").value(pause.empty() ? web::feed_wait_in_words(clock, feed, web::Asking::MayPause)
                                       : pause);
    if (!pause.empty()) out.key("paused").value(true);
  }
  if (feed.rule) {
    out.key("rule").begin_object().key("entry").value(feed.rule->entry);
    out.key("link").value(feed.rule->link).key("title").value(feed.rule->title);
    out.key("date").value(feed.rule->date).key("summary").value(feed.rule->summary).end_object();
  }
  if (feed.options != FeedOptionsShown()) {
    out.key("asked_with").begin_object().key("user_agent").value(feed.options.user_agent);
    out.key("proxy").value(feed.options.proxy).key("cookie").value(feed.options.has_cookie);
    out.key("login").value(feed.options.has_login).end_object();
  }
  if (const FeedWordsShare& share = feed.words_alone; share.articles > 0) {
    out.key("in_feed_words").begin_object().key("of").value(share.of);
    out.key("articles").value(share.articles).key("code").value(share.error_code);
    out.key("words").value(web::words_alone_in_words(clock.language, share)).end_object();
  }
  if (feed.crawl_delay.count() > 0) out.key("crawl_delay").value(feed.crawl_delay.count());
  if (feed.gap) {
    out.key("older_pages").begin_object().key("read").value(feed.gap->pages);
    out.key("given_up").value(feed.gap->is_given_up);
    out.key("words").value(web::gap_in_words(clock.language, feed.gap)).end_object();
  }
  if (feed.lost.count > 0) {
    out.key("lost_entries").begin_object().key("count").value(feed.lost.count);
    out.key("code").value(feed.lost.error_code);
    out.key("words").value(web::lost_in_words(clock, feed.lost)).end_object();
  }
  if (const std::string move = web::move_in_words(clock, feed); !move.empty()) {
    out.key("move").begin_object().key("words").value(move);
    if (!feed.redirect_url.empty()) {
      out.key("to").value(feed.redirect_url).key("seen").value(feed.redirect_count);
    }
    if (!feed.merged_into.empty()) out.key("merged_into").value(feed.merged_into);
    if (!feed.moved_from.empty()) out.key("from").value(feed.moved_from);
    out.end_object();
  }
  write_rhythm(out, rhythm, clock);
  if (rhythm.silence) {
    out.key("silence").begin_object().key("since").value(short_time(rhythm.silence->since));
    out.key("missed").value(std::llround(rhythm.silence->missed));
    out.key("words").value(web::silence_in_words(clock, rhythm)).end_object();
  }
  if (const std::string hub = web::hub_in_words(clock, feed, asks_hubs); !hub.empty()) {
    out.key("hub").begin_object().key("url").value(feed.push->hub);
    out.key("stage").value(name(feed.push->stage)).key("words").value(hub).end_object();
  }
  out.key("health").value(health_in_words(feed, rhythm)).end_object();
}

/// "12 feeds; read 2026-11-28 12:00; 2026-11-20 09:00: 1 came, 2 went"
std::string list_in_words(const FollowedList& list) {
  std::string words = std::to_string(list.feeds) + " feeds; ";
  words += list.last_read_at ? "read " + short_time(*list.last_read_at) : "not read yet";
  if (list.changed_at) {
    words += "; " + short_time(*list.changed_at) + ": " + std::to_string(list.came) + " came, " +
             std::to_string(list.went) + " went";
  }
  if (!list.error_message.empty()) words += "; " + list.error_message;
  return words + "; next reading " + short_time(list.next_read_at);
}

void print_lists(Archive& archive, bool as_json) {
  for (const FollowedList& list : Lists(archive.writer()).list()) {
    if (as_json) {
      json::Writer out;
      out.begin_object().key("list").value(list.url).key("feeds").value(list.feeds);
      out.key("folder").value(list.folder).key("words").value(list_in_words(list)).end_object();
      std::cout << out.text() << '\n';
    } else {
      std::cout << "list  " << (list.title.empty() ? list.url : list.title) << '\n'
                << "    " << list.url << '\n'
                << "    " << list_in_words(list) << '\n';
    }
  }
}

/// Why a server here could keep nothing, and so asks nobody; empty while it could.
std::string pause_of_store(Archive& archive) {
  try {
    archive.try_writing();
  } catch (const StoreError& error) {
    if (error.code() == ErrorCode::DiskFull) {
      return web::pause_in_words(web::Language::En, name(error.code()));
    }
  }
  return {};
}

int list_feeds(Archive& archive, bool as_json, bool asks_hubs) {
  const web::Clock clock{web::Language::En, TimeZone::of_this_machine(), now()};
  const std::string pause = pause_of_store(archive);
  if (!pause.empty()) (as_json ? std::cerr : std::cout) << pause << '\n';
  const web::Asking asking = pause.empty() ? web::Asking::MayPause : web::Asking::Pauses;
  const auto feeds = archive.reader().feeds_health(clock.now);
  const std::vector<LearnedRhythm> rhythms = learned_rhythms(feeds);
  for (std::size_t i = 0; i < feeds.size(); ++i) {
    const FeedHealth& feed = feeds[i];
    if (as_json) {
      json::Writer out;
      write_health(out, feed, rhythms[i], asks_hubs, pause, clock);
      std::cout << out.text() << '\n';
      continue;
    }
    std::cout << feed.id.value << "  " << (feed.title.empty() ? feed.url : feed.title) << '\n'
              << "    " << feed.url << '\n'
              << "    " << health_in_words(feed, rhythms[i]) << "; " << feed.articles
              << " articles\n";
    if (rhythms[i].silence) {
      std::cout << "    " << web::silence_in_words(clock, rhythms[i]) << '\n';
    }
    if (feed.rule) std::cout << "    " << rule_in_words(*feed.rule) << '\n';
    if (const auto options = web::options_in_words(clock.language, feed.options);
        !options.empty()) {
      std::cout << "    " << options << '\n';
    }
    if (feed.words_alone.articles > 0) {
      std::cout << "    " << web::words_alone_in_words(clock.language, feed.words_alone) << '\n';
    }
    if (const std::string delay = web::crawl_delay_in_words(clock.language, feed.crawl_delay);
        !delay.empty()) {
      std::cout << "    " << delay << '\n';
    }
    if (const std::string gap = web::gap_in_words(clock.language, feed.gap); !gap.empty()) {
      std::cout << "    " << gap << '\n';
    }
    if (const std::string lost = web::lost_in_words(clock, feed.lost); !lost.empty()) {
      std::cout << "    " << lost << '\n';
    }
    if (const std::string move = web::move_in_words(clock, feed); !move.empty()) {
      std::cout << "    " << move << '\n';
    }
    if (is_explained(feed)) {
      const std::string why = web::feed_wait_in_words(clock, feed, asking);
      std::cout << "    " << web::rhythm_in_words(clock, rhythms[i]) << '\n'
                << "    next poll " << short_time(feed.next_poll_at)
                << (why.empty() ? "" : ": " + why) << '\n';
    }
    if (const std::string hub = web::hub_in_words(clock, feed, asks_hubs); !hub.empty()) {
      std::cout << "    " << hub << '\n';
    }
  }
  print_lists(archive, as_json);
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

/// As `feeds set` has them.
struct WishFlags {
  std::optional<std::string> title, folder, every;
  bool mute = false, unmute = false;
};

Result<OwnersWishes> read_wishes(const WishFlags& flags) {
  OwnersWishes wishes;
  wishes.title = flags.title;
  wishes.folder = flags.folder;
  if (flags.mute || flags.unmute) wishes.is_muted = flags.mute;
  if (!flags.every) return wishes;
  wishes.asked_every = read_every(*flags.every);
  if (wishes.asked_every) return wishes;
  return Error{ErrorCode::InvalidInput,
               "--every " + *flags.every +
                   " is no time between polls; say 90m, 6h or 2d, from ten "
                   "minutes to thirty days, or 'usual'"};
}

/// "12  Der Bote; in Zeitungen; at most every 6 hours; muted"
void print_wishes(const FeedHealth& feed) {
  std::cout << feed.id.value << "  " << (feed.title.empty() ? feed.url : feed.title);
  if (!feed.folder.empty()) std::cout << "; in " << feed.folder;
  if (const std::string every = web::every_in_words(web::Language::En, feed.asked_every);
      !every.empty()) {
    std::cout << "; " << every;
  }
  std::cout << (feed.is_muted ? "; muted" : "") << '\n';
}

int set_feed(const Context& context, Archive& archive, const std::string& named,
             const WishFlags& wish_flags, const OptionFlags& flags) {
  const auto id = find_feed_id(archive, named);
  if (!id) {
    return fail(kSomeUnreadable,
                "there is no feed '" + named + "'; `depesche feeds list` shows them");
  }
  const auto change = read_option_flags(flags);
  if (!change) return fail(kUsage, change.error().message);
  const auto wishes = read_wishes(wish_flags);
  if (!wishes) return fail(kUsage, wishes.error().message);
  if (change->is_empty() && wishes->is_empty()) {
    return fail(
        kUsage,
        "say what is to be set: --title, --folder, --mute, --unmute, --every, --user-agent, "
        "--cookie, --login or --proxy; an empty text ('') takes it away");
  }
  if (!change->is_empty()) {
    const auto fetcher = make_fetcher(*context.settings);
    const Result<void> done = change_options(archive, *fetcher, *id, *change, now());
    if (!done) return fail(kUsage, done.error().message);
  }
  if (!wishes->is_empty()) {
    const Result<void> done = change_subscription(archive, *id, *wishes, now());
    if (!done) return fail(kUsage, done.error().message);
  }
  for (const FeedHealth& feed : archive.reader().feeds_health(now())) {
    if (feed.id != *id) continue;
    if (!wishes->is_empty()) print_wishes(feed);
    if (change->is_empty()) continue;
    const std::string words = web::options_in_words(web::Language::En, feed.options);
    std::cout << feed.id.value << "  " << (words.empty() ? "asked as all others" : words) << '\n';
  }
  return kDone;
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
  if (list->lists > 0) std::cout << list->lists << " lists to follow\n";
  print_remarks(*list);
  return kDone;
}

int follow_lists(const Context& context, Archive& archive,
                 const std::vector<std::string>& addresses, const std::string& folder) {
  const auto fetcher = make_fetcher(*context.settings);
  const AllowanceKeeper keeper(archive, *fetcher, [] { return now(); });
  const StopOnSignal stop;
  FeedLists lists(archive, *fetcher, [] { return now(); });
  int failed = 0;
  for (const std::string& address : addresses) {
    const auto followed = lists.follow(address, folder, stop.token());
    if (!followed) {
      ++failed;
      fail(kSomeUnreadable, address + ": " + followed.error().message);
      continue;
    }
    std::cout << (followed->is_new ? "following " : "already followed: ") << followed->list.url
              << "  " << followed->list.feeds << " feeds, " << followed->list.came
              << " of them new\n";
  }
  return failed > 0 ? kSomeUnreadable : kDone;
}

int unfollow_lists(Archive& archive, const std::vector<std::string>& addresses) {
  int failed = 0;
  for (const std::string& address : addresses) {
    if (Lists(archive.writer()).unfollow(address)) {
      std::cout << "not following " << address << " any more; its feeds stay\n";
    } else {
      ++failed;
      fail(kSomeUnreadable, "there is no list '" + address + "'; `depesche feeds list` shows them");
    }
  }
  return failed > 0 ? kSomeUnreadable : kDone;
}

int check_feed(const Context& context, const std::string& address, const PageRule& rule,
               const OptionFlags& flags) {
  const auto change = read_option_flags(flags);
  if (!change) return fail(kUsage, change.error().message);
  const FeedOptions options = changed({}, *change);
  const auto fetcher = make_fetcher(*context.settings);
  const StopOnSignal stop;
  const Result<FoundFeed> found =
      rule == PageRule() ? find_feed(*fetcher, address, stop.token(), options)
                         : find_by_rule(*fetcher, address, rule, stop.token(), options);
  if (!found) return fail(kSomeUnreadable, address + ": " + found.error().message);
  std::cout << found->url << '\n';
  if (!found->title.empty()) std::cout << "  " << found->title << '\n';
  if (found->sitemaps > 0) {
    std::cout << "  index of " << found->sitemaps
              << " sitemaps; the newest are read when it is polled\n";
  } else {
    std::cout << "  " << found->format << ", " << found->entries << " entries\n";
  }
  for (const FoundEntry& entry : found->listed) {
    std::cout << "  - " << (entry.title.empty() ? "(no title)" : entry.title) << '\n';
    std::cout << "    " << entry.url << '\n';
    if (!entry.date.empty()) std::cout << "    " << entry.date << '\n';
    if (!entry.summary.empty()) std::cout << "    " << entry.summary << '\n';
  }
  for (const std::string& other : found->others) std::cout << "  also: " << other << '\n';
  for (const std::string& oddity : found->oddities) std::cout << "  odd: " << oddity << '\n';
  return kDone;
}

void add_wish_flags(CLI::App& command, WishFlags& flags) {
  command.add_option("--title", flags.title, "what you call it; '': as it calls itself");
  command.add_option("--folder", flags.folder,
                     "in this folder and no other, as in News/Local; "
                     "'': in none");
  CLI::Option* mute = command.add_flag("--mute", flags.mute, "do not ask it");
  command.add_flag("--unmute", flags.unmute, "ask it again")->excludes(mute);
  command.add_option("--every", flags.every,
                     "ask it no more often: 90m, 6h, 2d; usual: by its rhythm");
}

void add_rule_options(CLI::App& command, PageRule& rule) {
  CLI::Option* entry = command.add_option("--rule", rule.entry,
                                          "read a page without a feed: a CSS selector of each "
                                          "entry, or of its link; or a path (XPath), "
                                          "as in //ul/li, and in an entry ./h2");
  command.add_option("--rule-link", rule.link, "of the link in an entry; else its first link")
      ->needs(entry);
  command.add_option("--rule-title", rule.title, "of the headline; else the link's text")
      ->needs(entry);
  command.add_option("--rule-date", rule.date, "of the date; else none")->needs(entry);
  command.add_option("--rule-summary", rule.summary, "of the teaser; else none")->needs(entry);
}

}  // namespace

void add_feeds(CLI::App& app, Context& context) {
  CLI::App* feeds =
      app.add_subcommand("feeds", "subscriptions: add, set, list, remove, import, export");
  feeds->require_subcommand(1)->fallthrough();
  const auto named = std::make_shared<std::vector<std::string>>();
  const auto path = std::make_shared<std::string>();
  const auto as_json = std::make_shared<bool>(false);
  const auto archive_work = [&context](NeedStore need, const std::function<int(Archive&)>& work) {
    return [&context, need, work] { return with_archive(context, need, work); };
  };
  const auto rule = std::make_shared<PageRule>();
  const auto flags = std::make_shared<OptionFlags>();
  CLI::App* add =
      add_command(*feeds, context, "add", "subscribe to a feed, or to the feed a page names",
                  archive_work(NeedStore::OrNew, [&context, named, rule, flags](Archive& archive) {
                    return add_feeds(context, archive, *named, *rule, *flags);
                  }));
  add->add_option("URL", *named, "a feed's address, or a site's")->required();
  add_rule_options(*add, *rule);
  add_option_flags(*add, *flags);
  const auto wishes = std::make_shared<WishFlags>();
  CLI::App* set = add_command(
      *feeds, context, "set",
      "change a subscription, or how its feed is asked; '' takes an option away",
      archive_work(NeedStore::Existing, [&context, path, wishes, flags](Archive& archive) {
        return set_feed(context, archive, *path, *wishes, *flags);
      }));
  set->add_option("FEED", *path, "its number or address")->required();
  add_wish_flags(*set, *wishes);
  add_option_flags(*set, *flags);
  add_command(*feeds, context, "list", "all subscriptions and how they are doing",
              archive_work(NeedStore::Existing,
                           [&context, as_json](Archive& archive) {
                             const bool asks_hubs =
                                 !context.settings->text("public_address").empty();
                             return list_feeds(archive, *as_json, asks_hubs);
                           }))
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
  const auto with_secrets = std::make_shared<bool>(false);
  add_command(*feeds, context, "export", "print all subscriptions as OPML",
              archive_work(NeedStore::Existing,
                           [with_secrets](Archive& archive) {
                             const OpmlFor whom =
                                 *with_secrets ? OpmlFor::OwnerWithSecrets : OpmlFor::Owner;
                             std::cout << export_opml(archive, now(), whom);
                             return kDone;
                           }))
      ->add_flag("--with-secrets", *with_secrets,
                 "also how feeds are asked: names, proxies, cookies and passwords as they are");
  const auto folder = std::make_shared<std::string>();
  CLI::App* follow = add_command(
      *feeds, context, "follow", "keep subscribed to an OPML list at an address, read every day",
      archive_work(NeedStore::OrNew, [&context, named, folder](Archive& archive) {
        return follow_lists(context, archive, *named, *folder);
      }));
  follow->add_option("URL", *named, "the list's address")->required();
  follow->add_option("--folder", *folder, "put its feeds there");
  add_command(*feeds, context, "unfollow", "let an OPML list go; the feeds it brought stay",
              archive_work(NeedStore::Existing,
                           [named](Archive& archive) { return unfollow_lists(archive, *named); }))
      ->add_option("URL", *named, "the list's address")
      ->required();
  CLI::App* check = add_command(
      *feeds, context, "check", "ask an address and say what is there",
      [&context, path, rule, flags] { return check_feed(context, *path, *rule, *flags); });
  check->add_option("URL", *path, "a feed's address, or a site's")->required();
  add_rule_options(*check, *rule);
  add_option_flags(*check, *flags);
}

}  // namespace depesche::cli
