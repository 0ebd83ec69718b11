// depesche serve: everything. And healthcheck, which asks a running one.
#include <iostream>

#include "base/version.h"
#include "cli/command.h"
#include "cli/outside.h"
#include "cli/reach.h"
#include "cli/sample_store.h"
#include "desk/allowance_keeper.h"
#include "desk/subscribe.h"
#include "desk/wire.h"
#include "store/writing/outlets.h"
#include "story/installed_translations.h"
#include "url/url.h"
#include "web/sample_site.h"
#include "web/starter_feeds.h"
#include "web/web_server.h"

namespace depesche::cli {
namespace {

using namespace std::chrono_literals;

struct ServeOptions {
  bool sample = false;
  bool starter = false;
};

/// The two editions a server can have: the owner's subscriptions, or the sample.
struct Edition {
  std::filesystem::path folder;
  bool is_sample = false;
};

GatherOptions gather_options(const Settings& settings, bool is_sample) {
  GatherOptions gather;
  gather.now = [] { return now(); };
  gather.backfill = static_cast<std::size_t>(settings.number("backfill"));
  if (is_sample) {
    // Its articles and corrections appear within minutes, and its outlets are ourselves.
    gather.backfill = 1000;
    gather.schedule.shortest = 30s;
    gather.schedule.when_unknown = 30s;
    gather.schedule.longest = 60s;
  }
  return gather;
}

std::vector<std::string> host_names(const Settings& settings) {
  std::vector<std::string> names;
  std::string_view rest = settings.text("hosts");
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (comma > 0) names.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return names;
}

Result<web::WebOptions> web_options(const Settings& settings, const web::ListenAddress& listen,
                                    bool is_sample) {
  web::WebOptions options;
  options.listen = listen;
  options.site.readers = settings.on("public") ? web::Readers::Public : web::Readers::Owner;
  options.site.base = settings.text("base_path");
  options.site.host_names = host_names(settings);
  if (const auto address = public_address(settings); address && !address->empty()) {
    options.site.hub_host = parse_url(*address)->host;
  }
  options.site.trusts_proxy = settings.on("trust_forwarded");
  options.site.is_sample = is_sample;
  options.site.now = [] { return now(); };
  if (const std::string& name = settings.text("time_zone"); !name.empty()) {
    const auto zone = TimeZone::find(name);
    if (!zone) {
      return Error{ErrorCode::InvalidInput,
                   "there is no time zone '" + name + "'; it should look like Europe/Berlin"};
    }
    options.site.zone = *zone;
  }
  return options;
}

web::DeskPort desk_port(Archive& archive, fetch::Fetcher& fetcher, Wire& wire,
                        const std::stop_token& stop) {
  web::DeskPort port;
  port.edition = [&wire] { return wire.edition(); };
  port.trouble = [&wire] { return wire.trouble(); };
  port.add_feed = [&archive, &fetcher, &wire, stop](
                      const std::string& address,
                      const std::optional<PageRule>& rule) -> Result<web::Subscribed> {
    const auto added = rule ? subscribe_by_rule(archive, fetcher, address, *rule, now(), stop)
                            : subscribe(archive, fetcher, address, now(), stop);
    if (!added) return added.error();
    wire.wake();
    const bool is_changed = !added->is_new && added->has_new_rule;
    return web::Subscribed{added->is_new ? 1 : 0, added->is_new ? 0 : 1, is_changed ? 1 : 0,
                           added->is_revived ? 1 : 0};
  };
  port.change_options = [&archive, &fetcher, &wire](
                            FeedId feed, const FeedOptionsChange& change) -> Result<void> {
    Result<void> done = change_options(archive, fetcher, feed, change, now());
    if (done) wire.wake();
    return done;
  };
  port.change_subscription = [&archive, &wire](FeedId feed,
                                               const OwnersWishes& wishes) -> Result<void> {
    Result<void> done = change_subscription(archive, feed, wishes, now());
    if (done) wire.wake();
    return done;
  };
  port.limit_excerpts = [&archive](OutletId outlet, std::optional<int> characters) {
    return Outlets(archive.writer()).limit_excerpts(outlet, characters);
  };
  port.remove_feed = [&archive](FeedId feed) { return archive.feeds().remove(feed); };
  port.import_opml = [&archive, &wire](std::string_view bytes) -> Result<web::Subscribed> {
    const auto list = import_opml(archive, bytes, now());
    if (!list) return list.error();
    wire.wake();
    web::Subscribed subscribed{static_cast<int>(list->added),
                               static_cast<int>(list->feeds - list->added)};
    subscribed.muted = static_cast<int>(list->muted);
    subscribed.ruled = static_cast<int>(list->ruled_pages.size());
    subscribed.cut = static_cast<int>(list->beyond_limit);
    for (const auto& [name, feeds] : list->ignored) subscribed.ignored.push_back(name);
    return subscribed;
  };
  port.asks_hubs = wire.asks_hubs();
  port.answer_hub = [&wire](std::string_view token, const HubQuestion& question) {
    return wire.answer_hub(token, question);
  };
  port.take_push = [&wire](std::string_view token, const PushedBody& pushed) {
    return wire.take_push(token, pushed);
  };
  port.put_articles = [&archive](std::string_view json, ArticleLines lines) {
    return take_in_articles(archive, json, lines, now());
  };
  port.correct = [&wire](const CorrectionWish& wish) { return wire.correct(wish); };
  port.is_gathering = [&wire] { return wire.is_gathering(); };
  port.export_opml = [&archive](OpmlFor whom) { return export_opml(archive, now(), whom); };
  port.follow_list = [&archive, &fetcher, &wire, stop](
                         const std::string& address,
                         const std::string& folder) -> Result<web::Subscribed> {
    FeedLists lists(archive, fetcher, [] { return now(); });
    const auto followed = lists.follow(address, folder, stop);
    if (!followed) return followed.error();
    wire.wake();
    return followed->is_new ? web::Subscribed{followed->list.came, 0, 0} : web::Subscribed{0, 1, 0};
  };
  port.unfollow_list = [&archive](const std::string& address) {
    return Lists(archive.writer()).unfollow(address);
  };
  port.lists = [&archive] { return Lists(archive.writer()).list(); };
  return port;
}

void subscribe_to_sample(Archive& archive, int port) {
  for (const web::SampleFeed& feed : web::sample_feeds(port)) {
    archive.feeds().add({feed.address, feed.name, "", "", feed.language}, now());
  }
}

int serve_edition(const Settings& settings, const Edition& edition,
                  const web::ListenAddress& listen, const StopOnSignal& stop) {
  auto opened = Archive::open(edition.folder);
  if (!opened) return fail(kStoreUnusable, opened.error().message);
  Archive& archive = **opened;
  std::vector<std::string> own_hosts;
  if (edition.is_sample) own_hosts.push_back("*.localhost:" + std::to_string(listen.port));
  const auto fetcher = make_fetcher(settings, std::move(own_hosts));
  const AllowanceKeeper keeper(archive, *fetcher, [] { return now(); });
  WireOptions wire_options;
  wire_options.translations = &installed_translations;
  wire_options.story = story_parameters(settings);
  wire_options.workers = std::max(1, static_cast<int>(settings.number("workers")));
  wire_options.gather = gather_options(settings, edition.is_sample);
  const auto address = public_address(settings);
  if (!address) return fail(kUsage, address.error().message);
  if (!edition.is_sample) wire_options.gather.public_address = *address;
  Wire wire(archive, *fetcher, wire_options);

  auto options = web_options(settings, listen, edition.is_sample);
  if (!options) return fail(kUsage, options.error().message);
  if (edition.is_sample) options->sample_since = sample_since(archive);
  const auto server = web::WebServer::open(
      archive, desk_port(archive, *fetcher, wire, stop.token()), std::move(*options));
  if (!server) return fail(kCannotStart, server.error().message);
  if (edition.is_sample) subscribe_to_sample(archive, listen.port);
  const Result<void> started = wire.start();
  if (!started) return fail(kCannotStart, started.error().message);
  std::cout << "depesche " << version()
            << (edition.is_sample ? " serves the sample edition" : " serves") << " on http://"
            << to_string((*server)->address()) << settings.text("base_path")
            << "/ (Ctrl-C stops it)" << std::endl;
  if (!edition.is_sample) say_without_contact(settings, archive, SayIt::Always);
  (*server)->run(stop.token());
  wire.stop();
  return kDone;
}

/// The starter list of the reader's language goes into an empty store.
void add_starter_feeds(Archive& archive) {
  if (!archive.feeds().list().empty()) return;
  const Settings::Environment environment = process_environment();
  std::string_view list;
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto found = environment.find(variable);
    if (found == environment.end() || found->second.empty()) continue;
    list = web::starter_opml(found->second.substr(0, 2));
    break;
  }
  if (list.empty()) list = web::starter_opml("de");
  [[maybe_unused]] const auto imported = import_opml(archive, list, now());
  assert(imported);  // the lists are ours
}

/// The owner's own edition where it has, or can get, something to show; else the sample.
Result<Edition> choose_edition(const Settings& settings, const ServeOptions& options,
                               const Edition& own, const Edition& sample,
                               const StopOnSignal& stop) {
  if (options.sample) return sample;
  if (!options.starter) return own;
  auto archive = Archive::open(own.folder);
  if (!archive) return archive.error();
  add_starter_feeds(**archive);
  std::vector<std::string> addresses;
  for (const FeedRow& feed : (*archive)->feeds().list()) {
    if (feed.last_success_at) return own;
    addresses.push_back(feed.url);
  }
  std::cerr << "depesche: looking whether an outlet can be reached (20 s at most) …\n";
  const auto fetcher = make_fetcher(settings);
  if (any_reachable(*fetcher, addresses, 20s, stop.token())) return own;
  std::cerr << "depesche: no outlet can be reached; here is the sample edition\n";
  return sample;
}

int run_serve(const Context& context, const ServeOptions& options) {
  const Settings& settings = *context.settings;
  set_log_level(settings.text("log_level"));
  auto listen = web::parse_listen_address(settings.text("listen"));
  if (!listen) return fail(kUsage, listen.error().message);
  const StopOnSignal stop;
  const std::filesystem::path folder = settings.data_folder();
  // The sample's addresses carry the port, so each port has a sample of its own.
  if ((options.sample || options.starter) && listen->port == 0) {
    listen->port = free_port(listen->host);
  }
  const Edition own{folder, false};
  const Edition sample{sample_folder(folder, listen->port), true};
  const Result<Edition> edition = choose_edition(settings, options, own, sample, stop);
  if (!edition) return fail(kStoreUnusable, edition.error().message);
  if (stop.is_stopped()) return kDone;
  return serve_edition(settings, *edition, *listen, stop);
}

int run_healthcheck(const Context& context) {
  const Settings& settings = *context.settings;
  auto listen = web::parse_listen_address(settings.text("listen"));
  if (!listen) return fail(kUsage, listen.error().message);
  if (listen->host == "0.0.0.0") listen->host = "127.0.0.1";
  if (listen->host == "::") listen->host = "::1";
  const std::string address =
      "http://" + to_string(*listen) + settings.text("base_path") + "/healthz";
  const auto fetcher = make_fetcher(settings, {listen->host});
  fetch::Request request;
  request.url = address;
  request.max_bytes = 0;
  const auto reply = fetcher->get(request, fetch::Kind::Feed);
  if (!reply) return fail(kSomeUnreadable, reply.error().message);
  if (const auto problem = reply->problem()) return fail(kSomeUnreadable, problem->message);
  std::cout << "healthy\n";
  return kDone;
}

}  // namespace

void add_serve(CLI::App& app, Context& context) {
  const auto options = std::make_shared<ServeOptions>();
  CLI::App* command =
      add_command(app, context, "serve", "follow the outlets and serve the pages, until Ctrl-C",
                  [&context, options] { return run_serve(context, *options); });
  command->add_option_function<std::string>(
      "--listen", [&context](const std::string& value) { context.flags["listen"] = value; },
      "address and port, default 127.0.0.1:8420");
  command->add_option_function<std::string>(
      "--public-address",
      [&context](const std::string& value) { context.flags["public_address"] = value; },
      "where others reach this server, such as https://news.example.org; hubs bring news there");
  command->add_flag_callback(
      "--public", [&context] { context.flags["public"] = "true"; },
      "let anyone read headlines, excerpts and links");
  command->add_flag("--sample", options->sample,
                    "serve the sample edition: invented outlets, nothing asked outside");
  command->add_flag("--starter", options->starter,
                    "begin with well-known outlets; where none answers, with the sample edition");
  CLI::App* health = add_command(app, context, "healthcheck", "ask a running server how it is",
                                 [&context] { return run_healthcheck(context); });
  health->add_option_function<std::string>(
      "--listen", [&context](const std::string& value) { context.flags["listen"] = value; },
      "where it listens, default 127.0.0.1:8420");
}

}  // namespace depesche::cli
