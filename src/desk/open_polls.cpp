// The gatherer's polls: from a feed's answer to its new entries, and what is noted of the feed.
#include <algorithm>
#include <cassert>
#include <random>
#include <utility>

#include "desk/entry_article.h"
#include "desk/gatherer.h"
#include "desk/page_retry.h"
#include "desk/sitemap_index.h"
#include "feed/page.h"
#include "feed/parse.h"
#include "language/detect.h"
#include "url/url.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;
using namespace std::chrono_literals;

constexpr auto kPageOverdue = 30min;  // a first poll has read its pages by then
constexpr std::chrono::seconds kLeastPutOff{60};
constexpr auto kNeverAgain = 24h * 365;
constexpr int kNewestLookedAt = 3000;  // some weeks of a large outlet

// The point of jitter is that no two feeds agree; it needs no seed of its own.
double jitter() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
}

FetchCost cost_of(const fetch::Reply& reply) {
  return {reply.status, static_cast<std::int64_t>(reply.wire_bytes), reply.elapsed};
}

OutletWishes wishes_of(const ParsedFeed& parsed) {
  OutletWishes wishes;
  if (parsed.ttl_minutes) wishes.ttl = std::chrono::minutes(*parsed.ttl_minutes);
  for (const int hour : parsed.skip_hours) wishes.skip_hours |= 1U << hour;
  for (const int day : parsed.skip_days) wishes.skip_days |= 1U << day;
  return wishes;
}

std::vector<sys_seconds> publication_times(const ParsedFeed& parsed) {
  std::vector<sys_seconds> times;
  for (const Entry& entry : parsed.entries) {
    if (entry.published) times.push_back(entry.published->at);
  }
  return times;
}

/// Where the feed that was asked for at `asked`, and answered from `answered`, says that it is now;
/// empty where it says nothing, or one of the two. It names no password for us.
std::string named_move(const ParsedFeed& parsed, std::string_view asked,
                       std::string_view answered) {
  Result<Url> there = parse_url(parsed.moved_to);
  if (!there || !there->is_web() || !there->username.empty() || !there->password.empty()) return {};
  there->fragment.reset();
  std::string address = there->to_string();
  const auto is_there = [&](std::string_view known) {
    const Result<Url> url = parse_url(without_password(known));
    return url && url->to_string() == address;
  };
  return is_there(asked) || is_there(answered) ? std::string() : address;
}

void note_arrival(PollReport& report, const Entry& entry) {
  if (entry.published && !entry.published->day_only) {
    report.arrived_at.push_back(entry.published->at);
  } else {
    ++report.arrived_undated;
  }
}

void add_keys(std::vector<std::string>& keys, const EntryMarks& marks) {
  keys.insert(keys.end(), {marks.place, marks.version});
  if (marks.shares_guid) keys.push_back(place_mark(marks.guid, marks.address));  // for days alone
  if (!marks.guid.empty() && !marks.shares_guid) keys.push_back(marks.guid);
}

/// A hub's body as the feed it belongs to.
Result<ParsedFeed> parse_push(const Pushes::Body& body, const FeedRow& feed) {
  Result<ParsedFeed> parsed = parse_feed(body.bytes, without_password(feed.url), body.content_type);
  if (parsed && parsed->format == FeedFormat::SitemapIndex) {
    return Error{ErrorCode::Unsupported, "an index of sitemaps brings no news"};
  }
  return parsed;
}

}  // namespace

std::string Gatherer::outlet_of(const FeedRow& feed, const ParsedFeed& parsed) {
  if (!feed.outlet.empty()) return feed.outlet;
  // Some lists give addresses for titles, keys and all.
  const bool is_named = !feed.title.empty() && feed.title.find("://") == std::string::npos;
  const std::string& title = is_named ? feed.title : parsed.title;
  return outlet_name(title, parsed.home.empty() ? feed.url : parsed.home);
}

PollReport Gatherer::poll(const FeedRow& feed, const std::stop_token& stop) {
  OpenPoll poll = open(feed, stop);
  while (!poll.is_over() && !stop.stop_requested()) go_on(poll, stop);
  return poll.report();
}

OpenPoll Gatherer::open(const FeedRow& feed, const std::stop_token& stop) {
  OpenPoll poll(feed);
  if (!claim(poll)) return poll;
  fetch::Request request;
  request.url = feed.url;
  request.behalf = fetch::on_behalf_of(feed.options, feed.url);
  request.etag = feed.etag;
  request.last_modified = feed.last_modified;
  request.max_bytes = 0;  // the kind's own
  FetchCost cost;
  request.after_hop = [&cost](const Url&, std::size_t bytes) {
    cost.bytes += static_cast<std::int64_t>(bytes);
  };
  // A page was not made for programs to call, so robots.txt has its say.
  const fetch::Kind kind = feed.rule ? fetch::Kind::Page : fetch::Kind::Feed;
  Result<fetch::Reply> reply = fetcher_.get(request, kind, stop);
  if (stop.stop_requested()) return poll;
  if (!reply && reply.error().code == ErrorCode::Busy) {
    put_off(feed);
  } else if (!reply) {
    poll.report_.error = note_failure(feed, reply.error(), cost);
  } else if (const auto problem = reply->problem()) {
    poll.report_.error = note_failure(feed, *problem, cost_of(*reply), reply->retry_after);
  } else if (reply->is_not_modified()) {
    poll.reply_ = *std::move(reply);
    note_success(poll, nullptr, stop);
  } else {
    poll.reply_ = *std::move(reply);
    read_feed(poll, stop);
  }
  if (poll.is_over()) poll.claim_.reset();
  return poll;
}

bool Gatherer::claim(OpenPoll& poll) {
  const FeedRow& feed = poll.feed_;
  poll.claim_ = archive_.claims().take("feed " + std::to_string(feed.id.value));
  const auto asked_at = archive_.feeds().last_attempt_at(feed.id);
  poll.report_.is_elsewhere = !poll.claim_ || asked_at != feed.last_attempt_at;
  return !poll.report_.is_elsewhere;
}

/// The host had no turn for us: that is no news about the outlet. Due all the while, the feed would
/// be tried again and again.
void Gatherer::put_off(const FeedRow& feed) {
  archive_.feeds().put_off(feed.id, options_.now() + std::max(rest_of(feed.url), kLeastPutOff));
}

void Gatherer::read_feed(OpenPoll& poll, const std::stop_token& stop) {
  const FeedRow& feed = poll.feed_;
  fetch::Reply& reply = poll.reply_;
  Result<ParsedFeed> parsed =
      feed.rule ? parse_page(reply.body, reply.final_url, reply.content_type, *feed.rule)
                : parse_feed(reply.body, reply.final_url, reply.content_type);
  if (parsed && parsed->format == FeedFormat::SitemapIndex) {
    const auto known = archive_.feeds().sitemap_marks(feed.id);
    Result<NewsSitemaps> news = read_news_sitemaps(
        fetcher_, fetch::on_behalf_of(feed.options, feed.url), *std::move(parsed), known, stop);
    if (stop.stop_requested()) return;
    if (news) {
      poll.sitemaps_ = std::move((*news).marks);
      poll.is_whole_ = news->is_whole;
      parsed = std::move((*news).feed);
    } else {
      parsed = news.error();
    }
  }
  if (!parsed) {
    poll.report_.error = note_failure(feed, parsed.error(), cost_of(reply), reply.retry_after);
    return;
  }
  reply.body = {};
  begin_entries(poll, *std::move(parsed), stop);
}

OpenPoll Gatherer::open(const Pushes::Waiting& waiting, const std::stop_token& stop) {
  const auto body = archive_.pushes().body(waiting.id);
  const auto feed = archive_.feeds().find(waiting.feed);
  OpenPoll poll(feed.value_or(FeedRow{}));
  if (!body || !feed) {
    archive_.pushes().done(waiting.id);
    return poll;
  }
  if (!claim(poll)) return poll;  // it stays, and is read when that poll is over
  Result<ParsedFeed> parsed = parse_push(*body, *feed);
  if (!parsed) {
    poll.report_.error = parsed.error();
    hubs_.note_bad_push(feed->id, {"no_feed", "it was no feed: " + parsed.error().message});
    archive_.pushes().done(waiting.id);
    return poll;
  }
  poll.push_ = waiting.id;  // it is still there at the next start, should this be the last day
  begin_entries(poll, *std::move(parsed), stop);
  return poll;
}

void Gatherer::go_on(OpenPoll& poll, const std::stop_token& stop) {
  if (poll.is_over()) return;
  take_entry(poll, poll.fresh_[poll.next_], stop);
  if (stop.stop_requested()) return;
  ++poll.next_;
  if (poll.is_over()) close(poll, stop);
}

void Gatherer::close(OpenPoll& poll, const std::stop_token& stop) {
  if (!poll.gap_ && !poll.feed_.last_success_at) note_rights_of_words(poll);
  if (poll.gap_) {
    note_older_page(poll);
  } else if (poll.push_) {
    note_pushed(poll.feed_, poll.report_);
    archive_.pushes().done(*poll.push_);
  } else {
    note_success(poll, &poll.parsed_, stop);
  }
  poll.claim_.reset();
}

void Gatherer::note_pushed(const FeedRow& feed, const PollReport& report) {
  const auto pushed_until = hubs_.note_push(feed.id);
  const sys_seconds now = options_.now();
  const fetch::WeekShape usual = usual_week_.at(now);
  Feeds::PushedNews news;
  news.rhythm =
      fetch::learn(feed.rhythm, {report.arrived_at, report.arrived_undated, 0}, usual, now);
  // Were it decided anew at each push, nobody would ever look.
  if (pushed_until && feed.wait_reason != WaitReason::Pushed) {
    const fetch::PollPlan plan = fetch::plan_after_poll(
        {news.rhythm, usual, feed.wishes, {}, pushed_until, feed.asked_every}, now, jitter(),
        options_.schedule);
    if (plan.reason == WaitReason::Pushed && plan.next_poll_at > feed.next_poll_at) {
      news.next_poll_at = plan.next_poll_at;
      news.interval = plan.interval;
    }
  }
  archive_.feeds().note_push(feed.id, news);
}

void Gatherer::begin_entries(OpenPoll& poll, ParsedFeed parsed, const std::stop_token& stop) {
  const FeedRow& feed = poll.feed_;
  PollReport& report = poll.report_;
  std::vector<FreshEntry>& fresh = poll.fresh_;
  poll.parsed_ = std::move(parsed);
  poll.outlet_ = outlet_of(feed, poll.parsed_);
  report.is_modified = true;
  const bool is_first_poll = !feed.last_success_at;
  const std::vector<Entry>& entries = poll.parsed_.entries;
  std::vector<std::string> listed;  // what entries are noted under that are known
  std::vector<std::string> taken;   // and what others are noted under now
  bool is_any_known = false;
  const std::string& home = poll.parsed_.home.empty() ? feed.url : poll.parsed_.home;
  std::vector<EntryMarks> marks = mark_entries(entries, home);
  const std::vector<bool> known = known_versions(feed, marks);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i].is_repeated || marks[i].address.empty()) continue;
    const Meeting met = known[i] ? Meeting::Known : meet(feed, marks[i]);
    is_any_known |= met == Meeting::Known || met == Meeting::Reworded;
    if (met == Meeting::Known) add_keys(listed, marks[i]);
    if (met == Meeting::Elsewhere) add_keys(taken, marks[i]);
    if (met == Meeting::New || met == Meeting::Elsewhere) note_arrival(report, entries[i]);
    if (met == Meeting::Known || met == Meeting::Elsewhere) continue;
    const bool may_come_elsewhere = met == Meeting::New && !is_first_poll;
    fresh.push_back(
        {&entries[i], std::move(marks[i]), may_come_elsewhere, met == Meeting::Reworded});
  }
  note_gap(poll, is_any_known);  // before any of them is noted
  archive_.feeds().note_listed(feed.id, listed, options_.now());
  report.new_entries = fresh.size();
  // Right after subscribing the reader sees the feed's own words at once, whole articles as they
  // come.
  if (is_first_poll) hand_over_feed_words(feed, fresh, poll.outlet_);
  if (is_first_poll && fresh.size() > options_.backfill) {
    for (std::size_t i = options_.backfill; i < fresh.size(); ++i) add_keys(taken, fresh[i].marks);
    fresh.resize(options_.backfill);
  }
  if (!taken.empty()) archive_.feeds().note_entries(feed.id, taken, options_.now());
  // Feeds begin with the newest; the stream follows the order in which things were published.
  std::reverse(fresh.begin(), fresh.end());
  if (poll.is_over()) close(poll, stop);
}

/// Which are noted in these words: nearly all of them at most polls.
std::vector<bool> Gatherer::known_versions(const FeedRow& feed,
                                           std::span<const EntryMarks> marks) const {
  const Archive::Glance glance = archive_.glance();
  std::vector<bool> known;
  known.reserve(marks.size());
  for (const EntryMarks& one : marks) {
    const bool is_asked = !one.is_repeated && !one.address.empty();
    known.push_back(is_asked && archive_.feeds().has_entry(feed.id, one.version));
  }
  return known;
}

Gatherer::Meeting Gatherer::meet(const FeedRow& feed, const EntryMarks& marks) {
  Feeds& feeds = archive_.feeds();
  if (feeds.has_entry(feed.id, marks.version)) return Meeting::Known;
  if (!marks.old_version.empty() && feeds.has_entry(feed.id, marks.old_version)) {
    // An earlier program did not note where. This time it is believed to be there still.
    feeds.rename_entry(feed.id, marks.old_version, marks.version, options_.now());
    feeds.note_entries(feed.id, keys_of(marks), options_.now());
    return Meeting::Known;
  }
  const auto has = [&](const std::string& key) {
    return !key.empty() && feeds.has_entry(feed.id, key);
  };
  if (has(marks.place) || has(marks.guid) || has(marks.old_place)) return Meeting::Reworded;
  const bool is_known =
      feed.last_success_at && archive_.knows_address(known_spelling(marks.address));
  return is_known ? Meeting::Elsewhere : Meeting::New;
}

std::vector<std::string> Gatherer::keys_of(const EntryMarks& marks,
                                           const std::string& article_address) {
  std::vector<std::string> keys;
  add_keys(keys, marks);
  if (!marks.guid.empty() && !marks.shares_guid && !article_address.empty()) {
    // By this the article is found when the guid turns up at another place.
    keys.push_back(place_mark(marks.guid, article_address));
  }
  if (!article_address.empty() && article_address != marks.address) {
    keys.push_back(alias_mark(marks.address, article_address));
  }
  return keys;
}

std::string Gatherer::moved_from(const FeedRow& feed, const EntryMarks& marks,
                                 const std::stop_token& stop) {
  const Feeds& feeds = archive_.feeds();
  if (marks.guid.empty() || marks.shares_guid || !marks.has_page) return {};
  if (!feeds.has_entry(feed.id, marks.guid) || feeds.has_entry(feed.id, marks.place)) return {};
  const std::vector<std::string> addresses = feeds.newest_addresses(feed.id, kNewestLookedAt);
  const auto before = std::find_if(addresses.begin(), addresses.end(), [&](const auto& address) {
    return feeds.has_entry(feed.id, place_mark(marks.guid, address));
  });
  if (before == addresses.end()) return {};
  if (share_number(*before, marks.address)) return *before;
  // Who moves a page leaves a redirect or the new address at the old one; who uses a guid for
  // another report leaves the old one where it is.
  const Result<ReadPage> page = read_page(
      {*before, nullptr, feed.outlet, feed.language, fetch::on_behalf_of(feed.options, feed.url)},
      stop);
  const bool leads_here = page && (is_same_place(page->article.url, marks.address) ||
                                   is_same_place(page->article.canonical_url, marks.address));
  return leads_here ? *before : std::string();
}

std::string Gatherer::known_spelling(const std::string& address) const {
  const Archive::Glance glance = archive_.glance();
  for (const std::string& spelling : spellings(address)) {
    if (archive_.knows_address(spelling)) return spelling;
  }
  return address;
}

std::string Gatherer::article_told_at(const FeedRow& feed, const EntryMarks& marks) const {
  std::string here = known_spelling(marks.address);
  if (archive_.knows_address(here)) return here;
  // Without an address all stand at the home of the feed.
  if (!feed.last_success_at || !marks.has_page) return {};
  const Feeds& feeds = archive_.feeds();
  const std::vector<std::string> addresses = feeds.newest_addresses(feed.id, kNewestLookedAt);
  const auto noted = std::find_if(addresses.begin(), addresses.end(), [&](const auto& address) {
    return feeds.has_entry(feed.id, alias_mark(marks.address, address));
  });
  if (noted != addresses.end()) return *noted;
  return feeds.newest_read_at(feed.id, marks.url, kNewestLookedAt).value_or("");
}

std::optional<Article> Gatherer::words_of(const FreshEntry& fresh, const std::string& outlet,
                                          std::string_view feed_language) const {
  auto words = article_from_entry(*fresh.entry, outlet);
  if (!words) return words;
  words->url = fresh.marks.url;
  words->canonical_url = known_spelling(fresh.marks.address);
  set_language(*words, feed_language);
  return words;
}

void Gatherer::hand_over_feed_words(const FeedRow& feed, const std::vector<FreshEntry>& entries,
                                    const std::string& outlet) {
  std::vector<Submission> submissions;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto article = words_of(entries[i], outlet, feed.language);
    if (!article) continue;
    std::optional<sys_seconds> page_due;  // those whose page is read next are pending till then
    if (i < options_.backfill) page_due = options_.now() + kPageOverdue;
    submissions.push_back({std::move(*article), feed.id, std::nullopt, page_due});
  }
  std::reverse(submissions.begin(), submissions.end());
  const auto appended = archive_.intake().append(submissions, options_.now());
  assert(appended);  // every address was checked above
  options_.on_appended();
}

void Gatherer::take_entry(OpenPoll& poll, const FreshEntry& fresh, const std::stop_token& stop) {
  const FeedRow& feed = poll.feed_;
  std::string here;
  bool is_known = false;
  bool has_words = false;
  {
    const Archive::Glance glance = archive_.glance();
    here = known_spelling(fresh.marks.address);
    is_known = fresh.may_come_elsewhere && archive_.knows_address(here);
    has_words = !is_known && archive_.has_feed_words(here);
  }
  if (is_known) {
    return archive_.feeds().note_entries(feed.id, keys_of(fresh.marks), options_.now());
  }
  Submission submission;
  submission.feed = feed.id;
  PageWish wish{fresh.marks.url, fresh.entry, poll.outlet_, feed.language,
                fetch::on_behalf_of(feed.options, feed.url)};
  wish.known_as = moved_from(feed, fresh.marks, stop);
  wish.headline = headline_of(*fresh.entry);
  if (has_words) {
    wish.words_at = here;
  } else if (fresh.is_reworded) {
    wish.read_as = article_told_at(feed, fresh.marks);
  }
  Result<ReadPage> page = fresh.marks.has_page
                              ? read_page(wish, stop)
                              : Error{ErrorCode::InvalidInput, "the feed gives no address for it"};
  if (stop.stop_requested()) return;
  if (page) {
    const std::vector<std::string> keys = keys_of(fresh.marks, page->article.canonical_url);
    hand_over(std::move(submission), *std::move(page), keys);
    ++poll.report_.pages;
    return;
  }
  std::string address = wish.known_as.empty() ? article_told_at(feed, fresh.marks) : wish.known_as;
  if (address.empty()) address = fresh.marks.address;
  if (auto words = words_of(fresh, poll.outlet_, feed.language)) {
    words->canonical_url = address;
    const rights::Surroundings around =
        around_words(wish.url, page.error().code, wish.behalf, stop);
    if (stop.stop_requested()) return;
    words->rights = rights::together(*words, around, options_.now());
    submission.article = std::move(*words);
    submission.page_error = page.error();
    submission.asked_with = feed.options;
    submission.page_retry_at =
        page_retry_at(page.error().code, 1, options_.now(), rest_of(fresh.marks.url));
    const auto appended = archive_.intake().append(submission, options_.now());
    assert(appended);
    options_.on_appended();
    ++poll.report_.feed_only;
  } else if (is_passing(page.error().code) || is_outdated(feed.id, wish.behalf)) {
    ++poll.report_.left;  // no words, no page: nothing to show, but it may come back
    return;
  } else {
    ++poll.report_.lost;
    poll.report_.lost_to = page.error();
  }
  archive_.feeds().note_entries(feed.id, keys_of(fresh.marks, address), options_.now());
}

void Gatherer::note_rights_of_words(const OpenPoll& poll) {
  const FeedRow& feed = poll.feed_;
  const std::string& home = poll.parsed_.home.empty() ? feed.url : poll.parsed_.home;
  std::vector<std::string> addresses;
  std::vector<Url> pages;
  for (const EntryMarks& marks : mark_entries(poll.parsed_.entries, home)) {
    Result<Url> page = parse_url(marks.url);
    if (marks.is_repeated || marks.address.empty() || !page) continue;
    addresses.push_back(marks.address);
    pages.push_back(*std::move(page));
  }
  const std::vector<rights::Surroundings> around =
      page_rights_.known_around(pages, fetch::on_behalf_of(feed.options, feed.url));
  const sys_seconds now = options_.now();
  std::vector<RightsOfWords> said;
  for (std::size_t i = 0; i < around.size(); ++i) {
    if (around[i] == rights::Surroundings()) continue;
    const std::string address = known_spelling(addresses[i]);
    const std::optional<Article> words = archive_.newest_at(address);
    if (!words || words->origin != Origin::Feed) continue;
    said.push_back({address, rights::said_later(*words, around[i], now)});
  }
  if (said.empty()) return;
  archive_.note_rights(said, now);
  options_.on_appended();  // what waits has got in line again
}

Error Gatherer::note_failure(const FeedRow& feed, const Error& error, const FetchCost& cost,
                             std::optional<std::chrono::seconds> retry_after) {
  const sys_seconds now = options_.now();
  FeedFailure failure;
  failure.at = now;
  failure.error = error;
  failure.cost = cost;
  const auto plan = fetch::plan_after_failure(
      {feed.interval, feed.failures + 1, error.code, retry_after, feed.wishes, feed.asked_every},
      now, jitter(), options_.schedule);
  failure.next_poll_at = plan ? plan->next_poll_at : now + kNeverAgain;
  failure.wait_reason = plan ? plan->reason : WaitReason::Gone;
  failure.asked_with = feed.options;
  archive_.feeds().note_failure(feed.id, failure);
  return error;
}

/// Of the host that its pages are on: that of its newest entry, else its own.
std::optional<std::chrono::seconds> Gatherer::crawl_delay_of(const FeedRow& feed,
                                                             const ParsedFeed* parsed) const {
  std::string page = feed.url;
  if (parsed != nullptr && !parsed->entries.empty() && !parsed->entries.front().url.empty()) {
    page = parsed->entries.front().url;
  }
  const Result<Url> url = parse_url(page);
  return url ? fetcher_.crawl_delay_of(*url) : std::nullopt;
}

std::string Gatherer::checked_move(const FeedRow& feed, const std::string& named,
                                   const std::stop_token& stop) {
  fetch::Request request;
  request.url = named;
  request.behalf = fetch::on_behalf_of(feed.options, feed.url);
  request.max_bytes = 0;  // the kind's own
  const Result<fetch::Reply> reply = fetcher_.get(request, fetch::Kind::Feed, stop);
  if (!reply || reply->problem()) return {};
  const Result<ParsedFeed> there = parse_feed(reply->body, reply->final_url, reply->content_type);
  if (!there) return {};
  std::string address = reply->permanent_url.empty() ? named : reply->permanent_url;
  return named_move(*there, address, reply->final_url).empty() ? address : std::string();
}

void Gatherer::note_success(const OpenPoll& poll, const ParsedFeed* parsed,
                            const std::stop_token& stop) {
  const FeedRow& feed = poll.feed_;
  const fetch::Reply& reply = poll.reply_;
  const PollReport& report = poll.report_;
  const sys_seconds now = options_.now();
  FeedSuccess success;
  success.at = now;
  success.cost = cost_of(reply);
  success.parsed = parsed;
  success.new_entries = static_cast<int>(report.new_entries);
  success.outlet = poll.outlet_;
  // Pages that may come back are found again only if the whole feed is read again; and an index of
  // sitemaps stays the same while what it names changes.
  const bool is_index = parsed != nullptr && parsed->format == FeedFormat::SitemapIndex;
  if (report.left == 0 && is_index) success.sitemaps = poll.sitemaps_;
  if (report.left == 0 && !is_index) {
    success.etag = reply.etag;
    success.last_modified = reply.last_modified;
  }
  // A redirect has been followed; where the feed names a new address itself, it is looked at before
  // it is believed, and until then the feed is read whole, as "not modified" repeats no word of it.
  success.redirect_url = reply.permanent_url;
  const bool is_named = reply.permanent_url.empty() && parsed != nullptr;
  if (is_named) success.redirect_url = named_move(*parsed, feed.url, reply.final_url);
  fetch::Move move =
      fetch::note_move({feed.redirect_url, feed.redirect_count}, success.redirect_url);
  if (is_named && fetch::is_believed(move)) {
    move.target = checked_move(feed, success.redirect_url, stop);
    if (stop.stop_requested()) return;
    if (move.target.empty()) success.redirect_url.clear();
  } else if (is_named && move.count > 0) {
    success.etag.clear();
    success.last_modified.clear();
  }
  success.lost_entries = static_cast<int>(report.lost);
  success.lost_to = report.lost_to;
  success.crawl_delay = crawl_delay_of(feed, parsed);
  const fetch::WeekShape usual = usual_week_.at(now);
  const bool is_read_whole = parsed != nullptr && poll.is_whole_;
  const int entries = is_read_whole ? static_cast<int>(parsed->entries.size()) : 0;
  success.wishes = parsed == nullptr ? feed.wishes : wishes_of(*parsed);
  if (feed.rhythm.is_known()) {
    success.rhythm =
        fetch::learn(feed.rhythm, {report.arrived_at, report.arrived_undated, entries}, usual, now);
  } else {
    const auto published =
        parsed == nullptr ? std::vector<sys_seconds>{} : publication_times(*parsed);
    success.rhythm = fetch::begin_rhythm(published, entries, now);
  }
  const std::string address = without_password(feed.url);
  // The owner may have said otherwise while this was under way.
  success.asked_with = feed.options;
  const auto pushed_until = hubs_.note_poll(
      {feed.id, address, reply, parsed, report.arrived_at, report.arrived_undated, feed.options});
  const fetch::PollPlan plan = fetch::plan_after_poll(
      {success.rhythm, usual, success.wishes, reply.max_age, pushed_until, feed.asked_every}, now,
      jitter(), options_.schedule);
  success.interval = plan.interval;
  success.next_poll_at = plan.next_poll_at;
  success.wait_reason = plan.reason;
  // What is left of its last words is asked for first.
  if (parsed != nullptr && parsed->has_ended && report.left == 0) {
    success.ended = Error{ErrorCode::Gone, "the feed says that it has ended (expired)"};
    success.next_poll_at = now + kNeverAgain;
    success.wait_reason = WaitReason::Gone;
  }
  archive_.feeds().note_success(feed.id, success);
  if (success.ended) return;
  if (fetch::is_believed(move) && !move.target.empty()) {
    archive_.feeds().change_address(feed.id, move.target, now);
  }
}

}  // namespace depesche
