#include "desk/subscribe.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>
#include <variant>

#include "base/ascii.h"
#include "dates/dates.h"
#include "desk/sitemap_index.h"
#include "feed/discover.h"
#include "feed/opml.h"
#include "feed/page.h"
#include "feed/parse.h"
#include "fetch/schedule.h"
#include "html/text_content.h"
#include "store/writing/lists.h"
#include "text/utf8.h"
#include "url/for_others.h"
#include "url/url.h"

namespace depesche {
namespace {

// A page names a handful; more is a link farm.
constexpr std::size_t kMostCandidates = 6;
// Of the sitemaps in a robots.txt: each may be an index that leads to six more.
constexpr std::size_t kMostTried = 4;

Result<std::string> complete_address(std::string_view typed) {
  std::string address(typed);
  if (address.find("://") == std::string::npos) address = "https://" + address;
  const Result<Url> url = parse_url(address);
  if (!url || !url->is_web() || url->host.empty()) {
    return Error{ErrorCode::InvalidInput, "'" + std::string(typed) +
                                              "' is not a web address; it should look like " +
                                              "https://example.org/feed"};
  }
  return url->to_string();
}

/// What asks, and on whose behalf.
struct Seeker {
  fetch::Fetcher& fetcher;
  fetch::Behalf behalf;
  const std::stop_token& stop;
};

Result<fetch::Reply> ask(const Seeker& seeker, const std::string& address, fetch::Kind kind) {
  fetch::Request request;
  request.url = address;
  request.behalf = seeker.behalf;
  request.max_bytes = 0;  // the kind's own
  Result<fetch::Reply> reply = seeker.fetcher.get(std::move(request), kind, seeker.stop);
  if (!reply) return reply;
  if (const auto problem = reply->problem()) return *problem;
  return reply;
}

FoundFeed describe(const fetch::Reply& reply, const ParsedFeed& parsed) {
  FoundFeed found;
  found.url = reply.permanent_url.empty() ? reply.ask_again_url : reply.permanent_url;
  found.title = parsed.title;
  found.home = parsed.home;
  found.language = parsed.language;
  found.format = name(parsed.format);
  found.entries = parsed.entries.size();
  found.sitemaps = parsed.sitemaps.size();
  for (const Oddity& oddity : parsed.oddities) found.oddities.push_back(sentence(oddity));
  return found;
}

std::vector<std::string> likely_sitemaps(const Seeker& seeker, const std::string& address) {
  Result<std::vector<std::string>> named =
      seeker.fetcher.sitemaps_of(address, seeker.behalf, seeker.stop);
  if (!named) return {};  // that the page names no feed is the better reason to give
  std::stable_partition(named->begin(), named->end(), sounds_like_news);
  return *std::move(named);
}

bool is_news(const Entry& entry) { return !entry.title.empty() && !entry.url.empty(); }

/// The sitemap, if what it holds, or its index leads to, has headlines.
Result<FoundFeed> find_in_sitemap(const Seeker& seeker, const std::string& address) {
  const Result<fetch::Reply> reply = ask(seeker, address, fetch::Kind::Sitemap);
  if (!reply) return reply.error();
  Result<ParsedFeed> parsed = parse_feed(reply->body, reply->final_url, reply->content_type);
  if (!parsed) return parsed.error();
  if (parsed->format == FeedFormat::SitemapIndex) {
    Result<NewsSitemaps> read =
        read_news_sitemaps(seeker.fetcher, seeker.behalf, *std::move(parsed), {}, seeker.stop);
    if (!read) return read.error();
    parsed = std::move((*read).feed);
  }
  if (std::none_of(parsed->entries.begin(), parsed->entries.end(), is_news)) {
    return Error{ErrorCode::NoFeed, "this sitemap holds no news"};
  }
  return describe(*reply, *parsed);
}

std::optional<FoundFeed> find_by_robots(const Seeker& seeker, const fetch::Reply& page) {
  const std::vector<std::string> sitemaps = likely_sitemaps(seeker, page.final_url);
  for (std::size_t i = 0; i < std::min(sitemaps.size(), kMostTried); ++i) {
    Result<FoundFeed> found = find_in_sitemap(seeker, sitemaps[i]);
    if (seeker.stop.stop_requested()) break;
    if (!found) continue;
    for (const std::string& other : sitemaps) {
      if (other != sitemaps[i] && sounds_like_news(other)) found->others.push_back(other);
    }
    return *std::move(found);
  }
  return std::nullopt;
}

void note_others(FoundFeed& found, const std::vector<FeedLink>& candidates,
                 const FeedLink& chosen) {
  for (const FeedLink& candidate : candidates) {
    if (candidate.url != chosen.url) found.others.push_back(candidate.url);
  }
}

std::string joined(const std::vector<std::string>& folders) {
  std::string folder;
  for (const std::string& part : folders) folder += (folder.empty() ? "" : "/") + part;
  return folder;
}

std::vector<std::string> parted(std::string_view folder) {
  std::vector<std::string> folders;
  while (!folder.empty()) {
    const std::size_t slash = folder.find('/');
    const std::string_view name = trim(folder.substr(0, slash));
    if (!name.empty()) folders.emplace_back(name);
    folder.remove_prefix(slash == std::string_view::npos ? folder.size() : slash + 1);
  }
  return folders;
}

void drop_end(std::vector<std::string>& folders, const std::vector<std::string>& end) {
  if (end.size() > folders.size()) return;
  const auto from = folders.end() - static_cast<std::ptrdiff_t>(end.size());
  if (std::equal(end.begin(), end.end(), from)) folders.erase(from, folders.end());
}

Result<FoundFeed> find_on_page(const Seeker& seeker, const fetch::Reply& page) {
  std::vector<FeedLink> candidates = discover_feeds(page.body, page.final_url, page.content_type);
  if (candidates.size() > kMostCandidates) candidates.resize(kMostCandidates);
  std::optional<Error> first;
  const auto note = [&first](const FeedLink& link, const Error& error) {
    if (first) return;
    first = Error{error.code, "the page names the feed " + link.url + ", but " + error.message};
  };
  for (const FeedLink& candidate : candidates) {
    const Result<fetch::Reply> reply = ask(seeker, candidate.url, fetch::Kind::Feed);
    if (!reply) {
      note(candidate, reply.error());
      continue;
    }
    const Result<ParsedFeed> parsed =
        parse_feed(reply->body, reply->final_url, reply->content_type);
    if (parsed) {
      FoundFeed found = describe(*reply, *parsed);
      note_others(found, candidates, candidate);
      return found;
    }
    note(candidate, parsed.error());
  }
  if (seeker.stop.stop_requested()) {
    return Error{ErrorCode::Cancelled, "stopped before all were asked"};
  }
  if (auto found = find_by_robots(seeker, page)) return *std::move(found);
  return first.value_or(
      Error{ErrorCode::NoFeed,
            "this is a web page that names no feed; look for the feed's own address there"});
}

/// Whoever subscribes again to what had ended takes that back: it was just read.
Result<Feeds::Added> add_or_revive(Archive& archive, std::string_view typed, const NewFeed& feed,
                                   std::chrono::sys_seconds now) {
  const Result<std::string> address = complete_address(typed);
  if (feed.options.has_secrets() && address && !may_take_secrets_along(*address, feed.url)) {
    return Error{ErrorCode::InvalidInput, "the feed is at " + address_for_others(feed.url) +
                                              ", and cookie and login are for the server they are "
                                              "given for; subscribe with that address"};
  }
  Feeds::Added added = archive.feeds().add(feed, now);
  if (added.is_new) return added;
  added.is_revived = archive.feeds().revive(added.id, now);
  if (feed.options != FeedOptions()) archive.feeds().set_options(added.id, feed.options, now);
  return added;
}

/// What of them can be used; what cannot is counted as FreshRSS names it.
FeedOptions usable(FeedOptions options, std::map<std::string, std::size_t>& ignored) {
  const auto is_good = [](const FeedOptions& some) {
    return static_cast<bool>(fetch::check_options(some));
  };
  const auto keep = [&](std::string FeedOptions::*part, const char* called) {
    FeedOptions alone;
    alone.*part = options.*part;
    if (is_good(alone)) return;
    (options.*part).clear();
    ++ignored[called];
  };
  keep(&FeedOptions::user_agent, "CURLOPT_USERAGENT");
  keep(&FeedOptions::cookie, "CURLOPT_COOKIE");
  // A proxy that cannot be used stays as it is written: such a feed fails, and is not asked
  // without.
  FeedOptions alone;
  alone.proxy = options.proxy;
  if (!is_good(alone)) ++ignored["CURLOPT_PROXY"];
  FeedOptions direct = options;
  direct.proxy.clear();
  if (!is_good(direct)) options.login = options.password = {};
  return options;
}

/// What is subscribed there already is asked as ever, but for what is said otherwise now.
FeedOptions with_known(Archive& archive, std::string_view typed, const FeedOptions& given) {
  const Result<std::string> address = complete_address(typed);
  if (!address) return given;
  const std::optional<FeedRow> known = archive.feeds().find(*address);
  if (!known) return given;
  FeedOptionsChange change;
  if (!given.user_agent.empty()) change.user_agent = given.user_agent;
  if (!given.cookie.empty()) change.cookie = given.cookie;
  if (!given.login.empty()) change.login = FeedOptionsChange::Login{given.login, given.password};
  if (!given.proxy.empty()) change.proxy = given.proxy;
  return changed(known->options, change);
}

/// As the store has it: by name.
std::string version_of(const FeedRow& feed) {
  for (const FeedFormat format : {FeedFormat::Rss, FeedFormat::Rdf}) {
    if (feed.format == name(format)) return std::string(rss_version(format));
  }
  return {};
}

/// In selectors, as it is read and kept.
Result<PageRule> readable(const PageRule& written) {
  std::variant<PageRule, UntoldPath> told = in_selectors(written);
  if (PageRule* rule = std::get_if<PageRule>(&told)) return std::move(*rule);
  const UntoldPath& untold = std::get<UntoldPath>(told);
  return Error{ErrorCode::InvalidInput,
               "no CSS selector says the same as the path \"" + untold.path + "\"" +
                   (untold.from.size() < untold.path.size() ? ", from \"" + untold.from + "\" on"
                                                            : std::string()) +
                   "; rules are read by selectors"};
}

}  // namespace

std::optional<UntoldPath> untold_path(const PageRule& rule) {
  std::variant<PageRule, UntoldPath> told = in_selectors(rule);
  if (UntoldPath* untold = std::get_if<UntoldPath>(&told)) return std::move(*untold);
  return std::nullopt;
}

Result<FoundFeed> find_feed(fetch::Fetcher& fetcher, std::string_view typed,
                            const std::stop_token& stop, const FeedOptions& options) {
  const Result<std::string> address = complete_address(typed);
  if (!address) return address.error();
  if (const auto good = fetcher.check(options); !good) return good.error();
  const Seeker seeker{fetcher, fetch::on_behalf_of(options, *address), stop};
  const Result<fetch::Reply> reply = ask(seeker, *address, fetch::Kind::Feed);
  if (!reply) return reply.error();
  const Result<ParsedFeed> parsed = parse_feed(reply->body, reply->final_url, reply->content_type);
  if (parsed) return describe(*reply, *parsed);
  if (parsed.error().code != ErrorCode::Unsupported) return parsed.error();
  return find_on_page(seeker, *reply);
}

Result<FoundFeed> find_by_rule(fetch::Fetcher& fetcher, std::string_view typed,
                               const PageRule& written, const std::stop_token& stop,
                               const FeedOptions& options) {
  const Result<std::string> address = complete_address(typed);
  if (!address) return address.error();
  const Result<PageRule> rule = readable(written);
  if (!rule) return rule.error();
  if (const Result<void> good = check_rule(*rule); !good) return good.error();
  if (const Result<void> good = fetcher.check(options); !good) return good.error();
  const Seeker seeker{fetcher, fetch::on_behalf_of(options, *address), stop};
  const Result<fetch::Reply> reply = ask(seeker, *address, fetch::Kind::Page);
  if (!reply) return reply.error();
  const Result<ParsedFeed> parsed =
      parse_page(reply->body, reply->final_url, reply->content_type, *rule);
  if (!parsed) return parsed.error();
  FoundFeed found = describe(*reply, *parsed);
  for (const Entry& entry : parsed->entries) {
    found.listed.push_back({entry.url, entry.title,
                            entry.published ? format_rfc3339(*entry.published) : std::string(),
                            html::plain_line(entry.summary)});
  }
  return found;
}

Result<Feeds::Added> subscribe_by_rule(Archive& archive, fetch::Fetcher& fetcher,
                                       std::string_view typed, const PageRule& written,
                                       std::chrono::sys_seconds now, const std::stop_token& stop,
                                       const FeedOptions& given) {
  const Result<PageRule> rule = readable(written);
  if (!rule) return rule.error();
  const FeedOptions options = with_known(archive, typed, given);
  const Result<FoundFeed> found = find_by_rule(fetcher, typed, *rule, stop, options);
  if (!found) return found.error();
  NewFeed feed{found->url, found->title, found->home, "", found->language, *rule};
  feed.options = options;
  return add_or_revive(archive, typed, feed, now);
}

Result<Feeds::Added> subscribe(Archive& archive, fetch::Fetcher& fetcher, std::string_view typed,
                               std::chrono::sys_seconds now, const std::stop_token& stop,
                               const FeedOptions& given) {
  const FeedOptions options = with_known(archive, typed, given);
  const Result<FoundFeed> found = find_feed(fetcher, typed, stop, options);
  if (!found) return found.error();
  NewFeed feed{found->url, found->title, found->home, "", found->language};
  feed.options = options;
  return add_or_revive(archive, typed, feed, now);
}

Result<void> change_options(Archive& archive, const fetch::Fetcher& fetcher, FeedId feed,
                            const FeedOptionsChange& change, std::chrono::sys_seconds now) {
  const Feeds::Asked known = archive.feeds().asked(feed);
  const FeedOptions options = changed(known.options, change);
  // One that cannot be used any more should not stand in the way of another's change.
  FeedOptions judged = options;
  if (!change.proxy) judged.proxy.clear();
  if (const Result<void> good = fetcher.check(judged); !good) return good.error();
  if (archive.feeds().set_options(feed, options, now)) return {};
  return Error{ErrorCode::NotFound, "there is no such feed"};
}

std::optional<std::chrono::seconds> read_every(std::string_view written) {
  using std::chrono::seconds;
  constexpr seconds kLeast = fetch::ScheduleLimits().shortest;
  constexpr seconds kMost = std::chrono::days(30);  // who wants it less often mutes it
  written = trim(written);
  if (written == "usual") return seconds(0);
  if (written.empty()) return std::nullopt;
  const char unit = written.back();
  const seconds one = unit == 'm'   ? seconds(std::chrono::minutes(1))
                      : unit == 'h' ? seconds(std::chrono::hours(1))
                      : unit == 'd' ? seconds(std::chrono::days(1))
                                    : seconds(0);
  written.remove_suffix(1);
  written = trim(written);
  int count = 0;
  const char* const end = written.data() + written.size();
  const auto read = std::from_chars(written.data(), end, count);
  if (read.ec != std::errc() || read.ptr != end || count <= 0 || one.count() == 0) {
    return std::nullopt;
  }
  if (count > kMost / one || count * one < kLeast) return std::nullopt;
  return count * one;
}

Result<void> change_subscription(Archive& archive, FeedId feed, OwnersWishes wishes,
                                 std::chrono::sys_seconds now) {
  const auto tidied = [](std::string_view text) { return squeeze(repair_utf8(text)); };
  if (wishes.title) wishes.title = tidied(*wishes.title);
  if (wishes.folder) wishes.folder = joined(parted(tidied(*wishes.folder)));
  if (wishes.title && wishes.title->size() > kLongestTitle) {
    return Error{ErrorCode::InvalidInput,
                 "the title is longer than " + std::to_string(kLongestTitle) + " bytes"};
  }
  if (wishes.folder && wishes.folder->size() > kLongestFolder) {
    return Error{ErrorCode::InvalidInput,
                 "the folder's name is longer than " + std::to_string(kLongestFolder) + " bytes"};
  }
  if (archive.feeds().set_wishes(feed, wishes, now)) return {};
  return Error{ErrorCode::NotFound, "there is no such feed"};
}

Result<ImportedList> import_opml(Archive& archive, std::string_view bytes,
                                 std::chrono::sys_seconds now) {
  Result<SubscriptionList> list = read_subscription_list(bytes);
  if (!list) return list.error();
  ImportedList imported;
  imported.ignored = list->ignored;
  for (const Subscription& one : list->feeds) {
    const Feeds::Added added = archive.feeds().add(
        {one.feed_url, one.title, one.home, joined(one.folders), one.language, one.rule,
         one.asked_every, one.is_muted, usable(one.options, imported.ignored), one.description},
        now);
    ++imported.feeds;
    imported.added += added.is_new ? 1 : 0;
    imported.muted += added.is_new && one.is_muted ? 1 : 0;
    if (!added.is_new) archive.feeds().put_in_folder(added.id, joined(one.folders));
  }
  Lists lists(archive.writer());
  for (const ListedList& one : list->lists) {
    std::vector<std::string> folders = one.folders;
    for (std::string& part : parted(one.title)) folders.push_back(std::move(part));
    lists.follow({one.url, one.title, joined(folders)}, now);
    ++imported.lists;
  }
  imported.ruled_pages = std::move((*list).ruled_pages);
  imported.beyond_limit = list->beyond_limit;
  return imported;
}

std::span<const std::string_view> ignorable_attributes() { return ignored_attributes(); }

std::string export_opml(Archive& archive, std::chrono::sys_seconds now, OpmlFor whom) {
  const auto shown = [whom](const std::string& address) {
    return whom == OpmlFor::Others ? without_password(address) : address;
  };
  const auto shown_title = [whom](const std::string& title) {
    const bool is_address = title.find("://") != std::string::npos;
    return whom == OpmlFor::Others && is_address ? address_for_others(title) : title;
  };
  // A sentence may hold an address with a key.
  const auto may_tell = [whom](const std::string& description) {
    return whom != OpmlFor::Others || description.find("://") == std::string::npos;
  };
  const auto has_key = [whom](const std::string& address) {
    return whom == OpmlFor::Others && address_for_others(address) != without_password(address);
  };
  std::vector<Subscription> list;
  const std::multimap<FeedId, std::string> further = archive.feeds().further_folders();
  for (const FeedRow& feed : archive.feeds().list()) {
    if (!feed.merged_into.empty()) continue;  // the other one is in it
    if (has_key(feed.url)) continue;
    Subscription one;
    one.feed_url = shown(feed.url);
    one.title = shown_title(feed.title);
    one.home = shown(feed.home);
    one.language = feed.language;
    if (may_tell(feed.description)) one.description = feed.description;
    one.version = version_of(feed);
    one.rule = feed.rule;
    one.asked_every = feed.asked_every;
    one.is_muted = feed.is_muted;
    if (whom == OpmlFor::OwnerWithSecrets) one.options = feed.options;
    one.folders = parted(feed.folder);
    const auto [begin, end] = further.equal_range(feed.id);
    for (auto other = begin; other != end; ++other) {
      Subscription again = one;
      again.folders = parted(other->second);
      list.push_back(std::move(again));
    }
    list.push_back(std::move(one));
  }
  std::vector<ListedList> lists;
  for (const FollowedList& one : Lists(archive.writer()).list()) {
    if (has_key(one.url)) continue;
    std::vector<std::string> folders = parted(one.folder);
    // Imported again, its own name is a folder once more.
    if (one.title != one.url) drop_end(folders, parted(one.title));
    lists.push_back({shown(one.url), shown_title(one.title), std::move(folders)});
  }
  return write_opml("depesche", list, lists, now);
}

}  // namespace depesche
