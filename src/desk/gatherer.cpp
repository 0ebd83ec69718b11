#include "desk/gatherer.h"

#include <algorithm>
#include <random>
#include <utility>

#include "base/ascii.h"
#include "desk/entry_article.h"
#include "desk/picture_type.h"
#include "desk/sitemap_index.h"
#include "feed/page.h"
#include "feed/parse.h"
#include "fetch/second_look.h"
#include "language/detect.h"
#include "pack/hash.h"
#include "url/canonical.h"
#include "url/domain.h"
#include "url/url.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;
using namespace std::chrono_literals;

constexpr std::size_t kMaxPageBytes = 10u << 20;    // longer pages are cut, the body stands before
constexpr std::size_t kMaxPictureBytes = 5u << 20;  // a lead picture as pages show it
constexpr auto kPageOverdue = 30min;                // a first poll has read its pages by then
constexpr int kMostPageFailures = 5;                // then the feed's words are all there is
constexpr std::chrono::seconds kLeastPutOff{60};
constexpr int kNewestLookedAt = 3000;            // some weeks of a large outlet
constexpr std::size_t kLongestSummary = 16'384;  // kept for reading the page again

/// Another try may go better.
bool is_passing(ErrorCode code) {
  switch (code) {
    case ErrorCode::TimedOut:
    case ErrorCode::Unreachable:
    case ErrorCode::TlsFailed:
    case ErrorCode::ServerFailed:
    case ErrorCode::RateLimited:
    case ErrorCode::AllowanceSpent:
    case ErrorCode::Busy:
      return true;
    default:
      return false;
  }
}

/// When to try a page again after its nth failure: soon while the server has a bad day, slowly
/// where it does not let us in (a paywall may open), never where there is no article.
std::optional<sys_seconds> page_retry_at(ErrorCode code, int failures, sys_seconds now) {
  if (failures >= kMostPageFailures) return std::nullopt;
  if (code == ErrorCode::AllowanceSpent) return now + 6h;  // at the latest it is back in a day
  if (is_passing(code)) return now + 15min * (1 << failures);
  if (code == ErrorCode::Forbidden || code == ErrorCode::RobotsDisallowed) {
    return now + 24h * failures;
  }
  return std::nullopt;
}

// The point of jitter is that no two feeds agree; it needs no seed of its own.
double jitter() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
}

/// The page's own word on its address counts only for its own outlet's pages.
std::string address_of(const Article& article, const std::string& final_url) {
  std::string read = canonical_url(final_url);
  const Result<Url> claimed = parse_url(article.canonical_url);
  const Result<Url> actual = parse_url(read);
  if (!claimed || !actual) return read;
  const bool is_own = registrable_domain(claimed->host) == registrable_domain(actual->host) &&
                      claimed->port == actual->port;
  return is_own ? canonical_url(article.canonical_url) : read;
}

std::string host_of(const std::string& address) {
  const Result<Url> url = parse_url(address);
  return url ? url->host : std::string();
}

/// What the next look compares with.
PageMark mark_of(const fetch::Reply& reply, const Entry* entry) {
  PageMark mark;
  mark.url = reply.final_url;
  if (const Result<Url> url = parse_url(reply.final_url)) mark.host = url->host_and_port();
  mark.etag = reply.etag;
  mark.last_modified = reply.last_modified;
  mark.body_hash = to_hex(hash128(reply.body));
  if (entry != nullptr) {
    mark.entry_title = entry->title;
    if (entry->summary.size() <= kLongestSummary) mark.entry_summary = entry->summary;
  }
  return mark;
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

void note_arrival(PollReport& report, const Entry& entry) {
  if (entry.published && !entry.published->day_only) {
    report.arrived_at.push_back(entry.published->at);
  } else {
    ++report.arrived_undated;
  }
}

std::string outlet_of(const FeedRow& feed, const ParsedFeed& parsed) {
  if (!feed.outlet.empty()) return feed.outlet;
  const std::string& title = feed.title.empty() ? parsed.title : feed.title;
  return outlet_name(title, parsed.home.empty() ? feed.url : parsed.home);
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

void set_language(Article& article, std::string_view feed_language) {
  const LanguageHint hint{.feed = feed_language, .page = article.language};
  article.language = detect_language(article.title + "\n" + article.text, hint);
}

}  // namespace

PollReport Gatherer::poll(const FeedRow& feed, const std::stop_token& stop) {
  fetch::Request request;
  request.url = feed.url;
  request.etag = feed.etag;
  request.last_modified = feed.last_modified;
  request.max_bytes = 0;  // the kind's own
  FetchCost cost;
  request.after_hop = [&cost](const Url&, std::size_t bytes) {
    cost.bytes += static_cast<std::int64_t>(bytes);
  };
  // A page was not made for programs to call, so robots.txt has its say.
  const fetch::Kind kind = feed.rule ? fetch::Kind::Page : fetch::Kind::Feed;
  const Result<fetch::Reply> reply = fetcher_.get(request, kind, stop);
  if (stop.stop_requested()) return {};
  if (!reply && reply.error().code == ErrorCode::Busy) {
    put_off(feed);
    return {};
  }
  if (!reply) return note_failure(feed, reply.error(), cost);
  if (const auto problem = reply->problem()) {
    return note_failure(feed, *problem, cost_of(*reply), reply->retry_after);
  }
  if (reply->is_not_modified()) {
    note_success(feed, *reply, nullptr, feed.outlet, {});
    return {};
  }
  return read_feed(feed, *reply, stop);
}

/// The host had no turn for us: that is no news about the outlet. Due all the while, the feed would
/// be tried again and again.
void Gatherer::put_off(const FeedRow& feed) {
  const auto now = std::chrono::steady_clock::now();
  const auto ready = fetcher_.ready_at(feed.url).value_or(now);
  const auto wait = std::chrono::ceil<std::chrono::seconds>(ready - now);
  archive_.feeds().put_off(feed.id, options_.now() + std::max(wait, kLeastPutOff));
}

PollReport Gatherer::read_feed(const FeedRow& feed, const fetch::Reply& reply,
                               const std::stop_token& stop) {
  Result<ParsedFeed> parsed =
      feed.rule ? parse_page(reply.body, reply.final_url, reply.content_type, *feed.rule)
                : parse_feed(reply.body, reply.final_url, reply.content_type);
  if (parsed && parsed->format == FeedFormat::SitemapIndex) {
    parsed = read_news_sitemaps(fetcher_, *std::move(parsed), stop);
    if (stop.stop_requested()) return {};
  }
  if (!parsed) return note_failure(feed, parsed.error(), cost_of(reply), reply.retry_after);
  const std::string outlet = outlet_of(feed, *parsed);
  PollReport report = take_entries(feed, *parsed, outlet, stop);
  if (!stop.stop_requested()) note_success(feed, reply, &*parsed, outlet, report);
  return report;
}

PollReport Gatherer::take_push(const Pushes::Waiting& waiting, const std::stop_token& stop) {
  const auto body = archive_.pushes().body(waiting.id);
  const auto feed = archive_.feeds().find(waiting.feed);
  PollReport report;
  if (body && feed) {
    const Result<ParsedFeed> parsed = parse_push(*body, *feed);
    if (parsed) {
      report = take_entries(*feed, *parsed, outlet_of(*feed, *parsed), stop);
      if (stop.stop_requested()) return report;  // it is still there at the next start
      note_pushed(*feed, report);
    } else {
      report.error = parsed.error();
      hubs_.note_bad_push(feed->id, {"no_feed", "it was no feed: " + parsed.error().message});
    }
  }
  archive_.pushes().done(waiting.id);
  return report;
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
        {news.rhythm, usual, feed.wishes, {}, pushed_until}, now, jitter(), options_.schedule);
    if (plan.reason == WaitReason::Pushed && plan.next_poll_at > feed.next_poll_at) {
      news.next_poll_at = plan.next_poll_at;
      news.interval = plan.interval;
    }
  }
  archive_.feeds().note_push(feed.id, news);
}

PollReport Gatherer::take_entries(const FeedRow& feed, const ParsedFeed& parsed,
                                  const std::string& outlet, const std::stop_token& stop) {
  PollReport report;
  report.is_modified = true;
  std::vector<FreshEntry> fresh;
  std::vector<std::string> listed;  // what entries are noted under that are known
  const std::string& home = parsed.home.empty() ? feed.url : parsed.home;
  std::vector<EntryMarks> marks = mark_entries(parsed.entries, home);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i].is_repeated || marks[i].address.empty()) continue;
    const Meeting met = meet(feed, marks[i]);
    if (met == Meeting::Known) add_keys(listed, marks[i]);
    if (met == Meeting::New || met == Meeting::Elsewhere) note_arrival(report, parsed.entries[i]);
    if (met == Meeting::Known || met == Meeting::Elsewhere) continue;
    fresh.push_back({&parsed.entries[i], std::move(marks[i])});
  }
  archive_.feeds().note_listed(feed.id, listed, options_.now());
  report.new_entries = fresh.size();
  const bool is_first_poll = !feed.last_success_at;
  // Right after subscribing the reader sees the feed's own words at once, whole articles as they
  // come.
  if (is_first_poll) hand_over_feed_words(feed, fresh, outlet);
  if (is_first_poll && fresh.size() > options_.backfill) {
    for (std::size_t i = options_.backfill; i < fresh.size(); ++i) note_taken(feed, fresh[i].marks);
    fresh.resize(options_.backfill);
  }
  // Feeds begin with the newest; the stream follows the order in which things were published.
  std::reverse(fresh.begin(), fresh.end());
  for (const FreshEntry& entry : fresh) {
    if (stop.stop_requested()) break;
    take_entry(feed, entry, outlet, report, stop);
  }
  return report;
}

Gatherer::Meeting Gatherer::meet(const FeedRow& feed, const EntryMarks& marks) {
  Feeds& feeds = archive_.feeds();
  if (feeds.has_entry(feed.id, marks.version)) return Meeting::Known;
  if (!marks.old_version.empty() && feeds.has_entry(feed.id, marks.old_version)) {
    // An earlier program did not note where. This time it is believed to be there still.
    feeds.rename_entry(feed.id, marks.old_version, marks.version, options_.now());
    note_taken(feed, marks);
    return Meeting::Known;
  }
  const auto has = [&](const std::string& key) {
    return !key.empty() && feeds.has_entry(feed.id, key);
  };
  if (has(marks.place) || has(marks.guid) || has(marks.old_place)) return Meeting::Reworded;
  if (!feed.last_success_at || !archive_.knows_address(marks.address)) return Meeting::New;
  note_taken(feed, marks);
  return Meeting::Elsewhere;
}

void Gatherer::note_taken(const FeedRow& feed, const EntryMarks& marks,
                          const std::string& article_address) {
  std::vector<std::string> keys;
  add_keys(keys, marks);
  if (!marks.guid.empty() && !marks.shares_guid && !article_address.empty()) {
    // By this the article is found when the guid turns up at another place.
    keys.push_back(place_mark(marks.guid, article_address));
  }
  archive_.feeds().note_entries(feed.id, keys, options_.now());
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
  const Result<ReadPage> page = read_page({*before, nullptr, feed.outlet, feed.language, {}}, stop);
  const bool leads_here = page && (is_same_place(page->article.url, marks.address) ||
                                   is_same_place(page->article.canonical_url, marks.address));
  return leads_here ? *before : std::string();
}

std::optional<Article> Gatherer::words_of(const FreshEntry& fresh, const std::string& outlet,
                                          std::string_view feed_language) {
  auto words = article_from_entry(*fresh.entry, outlet);
  if (!words) return words;
  words->url = fresh.marks.url;
  words->canonical_url = fresh.marks.address;
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

void Gatherer::take_entry(const FeedRow& feed, const FreshEntry& fresh, const std::string& outlet,
                          PollReport& report, const std::stop_token& stop) {
  Submission submission;
  submission.feed = feed.id;
  const std::string known_as = moved_from(feed, fresh.marks, stop);
  Result<ReadPage> page =
      fresh.marks.has_page
          ? read_page({fresh.marks.url, fresh.entry, outlet, feed.language, known_as}, stop)
          : Error{ErrorCode::InvalidInput, "the feed gives no address for it"};
  if (stop.stop_requested()) return;
  std::string address = known_as.empty() ? fresh.marks.address : known_as;
  if (page) {
    address = page->article.canonical_url;
    hand_over(std::move(submission), *std::move(page));
    ++report.pages;
  } else if (auto words = words_of(fresh, outlet, feed.language)) {
    words->canonical_url = address;
    submission.article = std::move(*words);
    submission.page_error = page.error();
    submission.page_retry_at = page_retry_at(page.error().code, 1, options_.now());
    const auto appended = archive_.intake().append(submission, options_.now());
    assert(appended);
    options_.on_appended();
    ++report.feed_only;
  } else {
    // No headline, no page: nothing to show. Ask again only where that may help.
    const bool may_come_back = is_passing(page.error().code);
    ++(may_come_back ? report.left : report.lost);
    if (may_come_back) return;
  }
  note_taken(feed, fresh.marks, address);
}

Result<Gatherer::ReadPage> Gatherer::extract(const fetch::Reply& reply, const Entry* entry,
                                             const KnownBlocks& known) {
  ReadPage page;
  const PageContext context{.url = reply.final_url,
                            .content_type = reply.content_type,
                            .entry = entry,
                            .now = options_.now(),
                            .repeated = &known.blocks,
                            .seen = &page.counted.blocks};
  Result<Article> article = extract_article(reply.body, context);
  if (!article) return article.error();
  page.article = *std::move(article);
  page.article.url = reply.final_url;
  page.article.canonical_url = address_of(page.article, reply.final_url);
  page.repeated = known.version;
  return page;
}

Result<Gatherer::ReadPage> Gatherer::read_page(const PageWish& wish, const std::stop_token& stop) {
  fetch::Request request;
  request.url = wish.url;
  request.max_bytes = kMaxPageBytes;
  request.at_limit = fetch::AtLimit::Cut;
  const Result<fetch::Reply> reply = fetcher_.get(request, fetch::Kind::Page, stop);
  if (!reply) return reply.error();
  if (const auto problem = reply->problem()) return *problem;
  return read_reply(*reply, wish, stop);
}

Result<Gatherer::ReadPage> Gatherer::read_reply(const fetch::Reply& reply, const PageWish& wish,
                                                const std::stop_token& stop) {
  const HostBlocks& blocks = archive_.host_blocks();
  const std::string host = host_of(reply.final_url);
  Result<ReadPage> page = extract(reply, wish.entry, blocks.known(host));
  if (!page) return page;
  // Only now it is known which article this is. With what was learned since it was read first, its
  // text might be shorter, and that would look like a correction by the outlet.
  const std::string& address = wish.known_as.empty() ? page->article.canonical_url : wish.known_as;
  const auto before = blocks.read_with(address);
  if (before && *before != page->repeated) {
    page = extract(reply, wish.entry, blocks.known(*before));
    if (!page) return page;
  }
  Article& article = page->article;
  article.outlet = wish.outlet;
  article.origin = Origin::Page;
  const auto now = options_.now();
  article.rights = rights::together(article.rights, page_rights_.around(reply, now, stop), now);
  page->mark = mark_of(reply, wish.entry);
  page->claimed = article.canonical_url;
  if (!wish.known_as.empty()) article.canonical_url = wish.known_as;
  // An outlet signing as its own author says nothing the outlet's name does not.
  std::erase_if(article.authors, [&](const std::string& author) {
    return equals_ignoring_case(author, wish.outlet);
  });
  if (wish.entry != nullptr) complete_from_entry(article, *wish.entry);
  set_language(article, wish.feed_language);
  page->counted.host = host;
  page->counted.canonical_url = article.canonical_url;
  page->counted.title = article.title;
  return page;
}

void Gatherer::hand_over(Submission submission, ReadPage page) {
  submission.article = std::move(page.article);
  submission.repeated = page.repeated;
  const auto now = options_.now();
  const Archive::Watch watch{std::move(page.mark), *fetch::next_look_at(now, now)};
  const auto appended = archive_.take_in(submission, page.counted, now, watch);
  assert(appended);  // what was fetched has an address
  options_.on_appended();
}

void Gatherer::retry_page(const Archive::PageRetry& retry, const std::stop_token& stop) {
  const std::optional<Article> known = archive_.reader().article(retry.article);
  if (!known) return;
  // It completes that article, whatever the page says of its address.
  Result<ReadPage> page =
      read_page({retry.url, nullptr, known->outlet, known->language, known->canonical_url}, stop);
  if (stop.stop_requested()) return;
  if (!page) {
    archive_.note_page_failure(
        retry.article, page.error(),
        page_retry_at(page.error().code, retry.failures + 1, options_.now()));
    return;
  }
  Article& article = page->article;
  if (!article.published) article.published = known->published;
  Submission submission;
  submission.feed = retry.feed;
  hand_over(std::move(submission), *std::move(page));
}

void Gatherer::fetch_picture(const Pictures::Wanted& wanted, const std::stop_token& stop) {
  fetch::Request request;
  request.url = wanted.url;
  request.max_bytes = kMaxPictureBytes;
  const Result<fetch::Reply> reply = fetcher_.get(request, fetch::Kind::Picture, stop);
  if (stop.stop_requested()) return;
  const bool failed = !reply || reply->problem();
  const std::string_view type = failed ? std::string_view() : picture_type(reply->body);
  if (!type.empty()) {
    archive_.pictures().put(wanted.url, type, reply->body);
    return;
  }
  const ErrorCode code = !reply             ? reply.error().code
                         : reply->problem() ? reply->problem()->code
                                            : ErrorCode::Unsupported;
  archive_.pictures().note_failure(wanted.url,
                                   page_retry_at(code, wanted.failures + 1, options_.now()));
}

PollReport Gatherer::note_failure(const FeedRow& feed, const Error& error, const FetchCost& cost,
                                  std::optional<std::chrono::seconds> retry_after) {
  const sys_seconds now = options_.now();
  FeedFailure failure;
  failure.at = now;
  failure.error = error;
  failure.cost = cost;
  const auto plan = fetch::plan_after_failure(
      {feed.interval, feed.failures + 1, error.code, retry_after, feed.wishes}, now, jitter(),
      options_.schedule);
  failure.next_poll_at = plan ? plan->next_poll_at : now + 24h * 365;
  failure.wait_reason = plan ? plan->reason : WaitReason::Gone;
  archive_.feeds().note_failure(feed.id, failure);
  PollReport report;
  report.error = error;
  return report;
}

void Gatherer::note_success(const FeedRow& feed, const fetch::Reply& reply,
                            const ParsedFeed* parsed, const std::string& outlet,
                            const PollReport& report) {
  const sys_seconds now = options_.now();
  FeedSuccess success;
  success.at = now;
  success.cost = cost_of(reply);
  success.parsed = parsed;
  success.new_entries = static_cast<int>(report.new_entries);
  success.outlet = outlet;
  // Pages that may come back are found again only if the whole feed is read again; and an index of
  // sitemaps stays the same while what it names changes.
  const bool is_index = parsed != nullptr && parsed->format == FeedFormat::SitemapIndex;
  if (report.left == 0 && !is_index) {
    success.etag = reply.etag;
    success.last_modified = reply.last_modified;
  }
  success.redirect_url = reply.permanent_url;
  const fetch::WeekShape usual = usual_week_.at(now);
  const int entries = parsed == nullptr ? 0 : static_cast<int>(parsed->entries.size());
  success.wishes = parsed == nullptr ? feed.wishes : wishes_of(*parsed);
  if (feed.rhythm.is_known()) {
    success.rhythm =
        fetch::learn(feed.rhythm, {report.arrived_at, report.arrived_undated, entries}, usual, now);
  } else {
    const auto published =
        parsed == nullptr ? std::vector<sys_seconds>{} : publication_times(*parsed);
    success.rhythm = fetch::begin_rhythm(published, entries, now);
  }
  const auto pushed_until = hubs_.note_poll({feed.id, without_password(feed.url), reply, parsed,
                                             report.arrived_at, report.arrived_undated});
  const fetch::PollPlan plan =
      fetch::plan_after_poll({success.rhythm, usual, success.wishes, reply.max_age, pushed_until},
                             now, jitter(), options_.schedule);
  success.interval = plan.interval;
  success.next_poll_at = plan.next_poll_at;
  success.wait_reason = plan.reason;
  archive_.feeds().note_success(feed.id, success);
  const fetch::Move move =
      fetch::note_move({feed.redirect_url, feed.redirect_count}, reply.permanent_url);
  if (fetch::is_believed(move)) archive_.feeds().change_address(feed.id, move.target);
}

}  // namespace depesche
