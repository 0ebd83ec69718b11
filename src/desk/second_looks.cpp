// The gatherer's second look at pages it has read.
#include <algorithm>
#include <utility>

#include "desk/entry_article.h"
#include "desk/gatherer.h"
#include "fetch/second_look.h"
#include "pack/hash.h"
#include "redline/redline.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kAfterIntake{600};  // its article has not been accepted yet
constexpr std::chrono::seconds kLeastWait{60};
constexpr std::size_t kMaxBytesAgain = 10u << 20;  // as when it was read first
// Of the shorter text; what has less in common is another report.
constexpr int kSameReport = 300;

Entry entry_of(const PageMark& mark) {
  Entry entry;
  entry.title = mark.entry_title;
  entry.summary = mark.entry_summary;
  return entry;
}

}  // namespace

std::vector<WatchedPage> Gatherer::due_looks(int limit) const {
  return archive_.watched_pages().due(options_.now(), limit);
}

void Gatherer::look_again(const WatchedPage& page, const std::stop_token& stop) {
  WatchedPages& watched = archive_.watched_pages();
  const std::string& address = page.canonical_url;
  const auto now = options_.now();
  if (!page.article) {
    const bool is_coming = archive_.knows_address(address);
    return watched.put_off(address, is_coming ? std::optional(now + kAfterIntake) : std::nullopt);
  }
  // Another extraction may read the same page in other words; that would look like a correction.
  if (page.mark.read_by != reads_as()) return watched.put_off(address, std::nullopt);
  const fetch::LookPlan plan =
      fetch::plan_look({page.first_read_at, page.is_shared, page.story_moved_at}, now);
  if (plan.what == fetch::LookPlan::What::Never) return watched.put_off(address, std::nullopt);
  if (plan.what == fetch::LookPlan::What::Later) return watched.put_off(address, plan.at);
  const auto claim = archive_.claims().take("look " + address);
  if (!claim || !watched.is_due(address, now)) return;  // another process was or is at it
  if (stop.stop_requested() || !watched.begin_look(page.mark.host, now)) return;

  fetch::Request request;
  request.url = page.mark.url;
  request.behalf = behalf_of(page.feed);
  request.etag = page.mark.etag;
  request.last_modified = page.mark.last_modified;
  request.max_bytes = kMaxBytesAgain;
  request.at_limit = fetch::AtLimit::Cut;
  const Result<fetch::Reply> reply = fetcher_.get(request, fetch::Kind::Page, stop);
  if (stop.stop_requested()) return;
  const bool is_failure = !reply || reply->problem();
  if (is_failure && is_outdated(page.feed, request.behalf)) {
    // What is refused or gone for one way of asking need not be for the way that is wanted now.
    return watched.put_off(address, now + kLeastWait);
  }
  if (reply) return take_answer(page, *reply, stop);
  if (reply.error().code == ErrorCode::Busy) {
    return watched.put_off(address, now + std::max(rest_of(page.mark.url), kLeastWait));
  }
  watched.note_failure(address, fetch::look_after_failure(page.first_read_at, reply.error().code,
                                                          page.failures + 1, now));
}

void Gatherer::take_answer(const WatchedPage& page, const fetch::Reply& reply,
                           const std::stop_token& stop) {
  WatchedPages& watched = archive_.watched_pages();
  const auto now = options_.now();
  const auto next = fetch::next_look_at(page.first_read_at, now);
  if (reply.is_not_modified()) {
    note_rights_again(page, reply, stop);
    return watched.note_looked(page.canonical_url, next);
  }
  if (reply.status == 404 || reply.status == 410) return note_missing(page, reply.status);
  if (const auto problem = reply.problem()) {
    return watched.note_failure(
        page.canonical_url,
        fetch::look_after_failure(page.first_read_at, problem->code, page.failures + 1, now));
  }
  PageMark mark = page.mark;
  mark.etag = reply.etag;
  mark.last_modified = reply.last_modified;
  const std::string body_hash = to_hex(hash128(reply.body));
  const bool is_same = body_hash == mark.body_hash;
  if (is_same) note_rights_again(page, reply, stop);
  const bool is_read = is_same || take_new_version(page, reply, stop);
  // What stands there now may be a login or another report: then the next look compares with what
  // was read before.
  if (!is_read) return watched.note_looked(page.canonical_url, next);
  mark.body_hash = body_hash;
  watched.note_looked(page.canonical_url, mark, next);
}

bool Gatherer::take_new_version(const WatchedPage& page, const fetch::Reply& reply,
                                const std::stop_token& stop) {
  const std::optional<Article> known = archive_.reader().article(page.article);
  if (!known) return false;
  const Entry entry = entry_of(page.mark);
  const bool has_entry = !entry.title.empty() || !entry.summary.empty();
  const PageWish wish{page.mark.url,   has_entry ? &entry : nullptr, known->outlet,
                      known->language, behalf_of(page.feed),         page.canonical_url};
  Result<ReadPage> read = read_reply(reply, wish, stop);
  if (!read) return false;
  Article& article = read->article;
  const bool leads_elsewhere = read->claimed != page.canonical_url;
  if (leads_elsewhere && common_permille(*known, article) < kSameReport) return false;
  keep_from_before(article, *known);
  Submission submission;
  submission.feed = page.feed;
  submission.repeated = read->repeated;
  submission.article = std::move(article);
  const auto appended = archive_.take_in(submission, read->counted, options_.now());
  assert(appended);  // it is known by its address
  options_.on_appended();
  return true;
}

/// The page is as it was; what its host says around it need not be.
void Gatherer::note_rights_again(const WatchedPage& page, const fetch::Reply& reply,
                                 const std::stop_token& stop) {
  const std::optional<Article> known = archive_.reader().article(page.article);
  if (!known || known->origin == Origin::Feed) return;
  const auto now = options_.now();
  const rights::Surroundings around = page_rights_.around(reply, behalf_of(page.feed), now, stop);
  if (stop.stop_requested()) return;
  archive_.note_rights(page.article, rights::said_later(*known, around, now), now);
}

void Gatherer::note_missing(const WatchedPage& page, int status) {
  WatchedPages& watched = archive_.watched_pages();
  const auto now = options_.now();
  const bool was_missing = page.missing_at && now - *page.missing_at >= fetch::kGoneConfirmedAfter;
  if (status == 410) return watched.note_gone(page.canonical_url, now, std::nullopt);
  if (was_missing) {
    return watched.note_gone(page.canonical_url, now, fetch::next_look_at(page.first_read_at, now));
  }
  watched.note_missing(page.canonical_url, page.missing_at.value_or(now),
                       page.missing_at.value_or(now) + fetch::kGoneConfirmedAfter);
}

}  // namespace depesche
