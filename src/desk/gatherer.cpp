#include "desk/gatherer.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "desk/entry_article.h"
#include "desk/page_retry.h"
#include "desk/picture_type.h"
#include "fetch/second_look.h"
#include "language/detect.h"
#include "pack/hash.h"
#include "redline/redline.h"
#include "url/canonical.h"
#include "url/domain.h"
#include "url/url.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;
using namespace std::chrono_literals;

constexpr std::size_t kMaxPageBytes = 10u << 20;    // longer pages are cut, the body stands before
constexpr std::size_t kMaxPictureBytes = 5u << 20;  // a lead picture as pages show it
constexpr std::size_t kLongestSummary = 16'384;     // kept for reading the page again
// Of the shorter text; what has less in common is another report.
constexpr int kSameReport = 300;

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
  mark.read_by = Gatherer::reads_as();
  if (entry != nullptr) {
    mark.entry_title = entry->title;
    if (entry->summary.size() <= kLongestSummary) mark.entry_summary = entry->summary;
  }
  return mark;
}

}  // namespace

std::string Gatherer::reads_as() { return "extraction " + std::to_string(kExtractionVersion); }

void Gatherer::set_language(Article& article, std::string_view feed_language) {
  const LanguageHint hint{.feed = feed_language, .page = article.language};
  article.language = detect_language(article.title + "\n" + article.text, hint);
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
  const ReadingTurns::Turn turn(*options_.reading);
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
  request.behalf = wish.behalf;
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
  std::optional<RepeatedVersion> before;
  {
    const Archive::Glance glance = archive_.glance();
    name(*page, wish);
    before = blocks.read_with(page->article.canonical_url);
  }
  if (before && *before != page->repeated) {
    page = extract(reply, wish.entry, blocks.known(*before));
    if (!page) return page;
    name(*page, wish);
  }
  Article& article = page->article;
  article.outlet = wish.outlet;
  article.origin = Origin::Page;
  const auto now = options_.now();
  article.rights =
      rights::together(article, page_rights_.around(reply, wish.behalf, now, stop), now);
  page->mark = mark_of(reply, wish.entry);
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

/// Whether another report stands there already.
bool Gatherer::stands_as_other(const std::string& address, const Article& article) const {
  const std::optional<Article> known = archive_.newest_at(address);
  return known && known->origin != Origin::Feed && common_permille(*known, article) < kSameReport;
}

void Gatherer::name(ReadPage& page, const PageWish& wish) const {
  Article& article = page.article;
  page.claimed = article.canonical_url;
  if (!wish.known_as.empty()) {
    article.canonical_url = wish.known_as;
    return;
  }
  article.canonical_url = known_spelling(page.claimed);
  if (article.canonical_url == wish.words_at || article.canonical_url == wish.read_as) return;
  // A wall in front of all its pages, or one address for all of them, makes no single report.
  if (!wish.words_at.empty()) {
    const bool is_the_report =
        can_be_told_by(wish.headline, article) && !stands_as_other(article.canonical_url, article);
    (is_the_report ? page.words_at : article.canonical_url) = wish.words_at;
  } else if (!wish.read_as.empty() && !archive_.knows_address(article.canonical_url) &&
             !stands_as_other(wish.read_as, article)) {
    article.canonical_url = wish.read_as;
  }
}

void Gatherer::hand_over(Submission submission, ReadPage page,
                         std::span<const std::string> entry_keys) {
  submission.article = std::move(page.article);
  submission.repeated = page.repeated;
  const auto now = options_.now();
  const Archive::Watch watch{std::move(page.mark), *fetch::next_look_at(now, now)};
  const auto appended =
      archive_.take_in(submission, page.counted, now, watch, entry_keys, page.words_at);
  assert(appended);  // what was fetched has an address
  options_.on_appended();
}

void Gatherer::retry_page(const Archive::PageRetry& retry, const std::stop_token& stop) {
  const std::optional<Article> known = archive_.reader().article(retry.article);
  if (!known) return;
  PageWish wish{retry.url, nullptr, known->outlet, known->language, behalf_of(retry.feed)};
  wish.words_at = known->canonical_url;
  wish.headline = known->title;
  Result<ReadPage> page = read_page(wish, stop);
  if (stop.stop_requested()) return;
  if (!page) {
    const auto around = around_words(retry.url, page.error().code, wish.behalf, stop);
    if (stop.stop_requested()) return;
    const auto now = options_.now();
    archive_.note_rights(retry.article, rights::said_later(*known, around, now), now);
    archive_.note_page_failure(
        retry.article, page.error(),
        page_retry_at(page.error().code, retry.failures + 1, options_.now(), rest_of(retry.url)),
        wish.behalf.options);
    return;
  }
  Article& article = page->article;
  keep_from_before(article, *known);
  Submission submission;
  submission.feed = retry.feed;
  hand_over(std::move(submission), *std::move(page));
}

/// What is said around a page that could not be read. A server that does not answer now would not
/// give its TDM file either, and is not asked in vain; nor is one of which no page was asked.
rights::Surroundings Gatherer::around_words(const std::string& address, ErrorCode why,
                                            const fetch::Behalf& behalf,
                                            const std::stop_token& stop) {
  const Result<Url> page = parse_url(address);
  if (!page) return {};
  const bool is_vain = is_passing(why) || why == ErrorCode::InvalidInput;
  if (is_vain) return page_rights_.known_around({&*page, 1}, behalf).front();
  return page_rights_.around(*page, behalf, options_.now(), stop);
}

void Gatherer::fetch_picture(const Pictures::Wanted& wanted, const std::stop_token& stop) {
  fetch::Request request;
  request.url = wanted.url;
  request.behalf = behalf_of(archive_.pictures().shown_by(wanted.url));
  request.max_bytes = kMaxPictureBytes;
  const Result<fetch::Reply> reply = fetcher_.get(request, fetch::Kind::Picture, stop);
  if (stop.stop_requested()) return;
  const bool failed = !reply || reply->problem();
  const std::string_view type = failed ? std::string_view() : picture_type(reply->body);
  if (!type.empty()) {
    archive_.pictures().put(wanted.url, type, reply->body);
    return;
  }
  // The owner has changed how its feed is asked: this says nothing of that.
  if (is_outdated(archive_.pictures().shown_by(wanted.url), request.behalf)) return;
  const ErrorCode code = !reply             ? reply.error().code
                         : reply->problem() ? reply->problem()->code
                                            : ErrorCode::Unsupported;
  archive_.pictures().note_failure(
      wanted.url, page_retry_at(code, wanted.failures + 1, options_.now(), rest_of(wanted.url)));
}

fetch::Behalf Gatherer::behalf_of(FeedId feed) const {
  const Feeds::Asked asked = archive_.feeds().asked(feed);
  return fetch::on_behalf_of(asked.options, asked.url);
}

bool Gatherer::is_outdated(FeedId feed, const fetch::Behalf& asked_on) const {
  return archive_.feeds().asked(feed).options != asked_on.options;
}

std::chrono::seconds Gatherer::rest_of(const std::string& url) const {
  const auto now = std::chrono::steady_clock::now();
  return std::chrono::ceil<std::chrono::seconds>(fetcher_.ready_at(url).value_or(now) - now);
}

}  // namespace depesche
