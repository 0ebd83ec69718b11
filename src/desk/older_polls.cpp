// The gatherer's older pages of feeds (desk/older_pages.h): where one begins, and what is read
// there.
#include <algorithm>
#include <cassert>
#include <utility>

#include "desk/gatherer.h"
#include "feed/parse.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;
using namespace std::chrono_literals;

constexpr std::chrono::seconds kLeastRest{60};

}  // namespace

std::vector<FeedGap> Gatherer::due_gaps(int limit) const {
  return FeedGaps(archive_.writer()).due(options_.now(), limit);
}

/// Where the first page of a feed does not reach back to what is known.
void Gatherer::note_gap(const OpenPoll& poll, bool is_any_known) {
  const FeedRow& feed = poll.feed_;
  const std::size_t entries = poll.parsed_.entries.size();
  if (poll.push_ || feed.rule || entries == 0) return;
  FeedGap gap;
  gap.feed = feed.id;
  gap.due_at = options_.now();
  gap.since = feed.last_success_at;
  if (gap.since) {
    if (is_any_known || !may_hide_a_gap(poll.parsed_, *gap.since)) return;
  } else {
    if (entries >= options_.backfill) return;
    gap.wanted = static_cast<int>(options_.backfill - entries);
  }
  gap.next_page = older_page(poll.parsed_, {poll.reply_.final_url, poll.reply_.older});
  if (!gap.next_page.empty()) FeedGaps(archive_.writer()).begin(gap);
}

OpenPoll Gatherer::open(const FeedGap& known, const std::stop_token& stop) {
  const auto feed = archive_.feeds().find(known.feed);
  OpenPoll poll(feed.value_or(FeedRow{}));
  if (!feed || !claim(poll)) return poll;
  poll.gap_ = FeedGaps(archive_.writer()).find(known.id);  // the claim is ours, so it stands
  if (!poll.gap_ || !poll.gap_->due_at || *poll.gap_->due_at > options_.now()) return poll;
  fetch::Request request;
  request.url = poll.gap_->next_page;
  request.behalf = fetch::on_behalf_of(feed->options, feed->url);
  request.before_hop = [&](const Url& url) {
    return check_older_hop(poll.gap_->next_page, url.to_string());
  };
  Result<fetch::Reply> reply = fetcher_.get(request, fetch::Kind::OlderPage, stop);
  if (stop.stop_requested()) return poll;
  if (!reply) {
    note_older_failure(poll, reply.error());
    return poll;
  }
  if (const auto problem = reply->problem()) {
    note_older_failure(poll, *problem);
    return poll;
  }
  Result<ParsedFeed> parsed = parse_feed(reply->body, reply->final_url, reply->content_type);
  if (parsed && parsed->format == FeedFormat::SitemapIndex) {
    parsed = Error{ErrorCode::Unsupported, "an index of sitemaps is no page of a feed"};
  }
  if (!parsed) {
    note_older_failure(poll, parsed.error());
    return poll;
  }
  poll.reply_ = *std::move(reply);
  poll.reply_.body = {};
  begin_older_entries(poll, *std::move(parsed), stop);
  return poll;
}

void Gatherer::begin_older_entries(OpenPoll& poll, ParsedFeed parsed, const std::stop_token& stop) {
  const FeedRow& feed = poll.feed_;
  FeedGap& gap = *poll.gap_;
  poll.parsed_ = std::move(parsed);
  poll.outlet_ = outlet_of(feed, poll.parsed_);
  poll.report_.is_modified = true;
  const std::vector<Entry>& entries = poll.parsed_.entries;
  const std::string& home = poll.parsed_.home.empty() ? feed.url : poll.parsed_.home;
  std::vector<EntryMarks> marks = mark_entries(entries, home);
  std::vector<bool> is_new;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i].is_repeated || marks[i].address.empty()) continue;
    is_new.push_back(meet(feed, marks[i]) == Meeting::New);
    if (is_new.back()) poll.fresh_.push_back({&entries[i], std::move(marks[i]), true, false});
  }
  if (!gap.after_page) {
    gap.after_page =
        is_new.empty()
            ? std::string()
            : page_after(gap, {poll.parsed_, poll.reply_.final_url, is_new, poll.reply_.older});
    FeedGaps(archive_.writer()).change(gap);
  }
  if (!gap.since && poll.fresh_.size() > static_cast<std::size_t>(gap.wanted)) {
    poll.fresh_.resize(static_cast<std::size_t>(gap.wanted));  // the newest stand first
  }
  poll.report_.new_entries = poll.fresh_.size();
  std::reverse(poll.fresh_.begin(), poll.fresh_.end());
  if (poll.is_over()) close(poll, stop);
}

/// All its entries are taken.
void Gatherer::note_older_page(OpenPoll& poll) {
  FeedGap gap = *poll.gap_;
  FeedGaps gaps(archive_.writer());
  if (!gap.after_page || gap.after_page->empty()) return gaps.end(gap.id);
  gap.next_page = *std::exchange(gap.after_page, std::nullopt);
  ++gap.pages;
  gap.failures = 0;
  gap.error = too_long(gap);
  gap.due_at = gap.error ? std::nullopt : std::optional(options_.now());
  if (!gap.since) gap.wanted -= static_cast<int>(poll.report_.new_entries);
  gaps.change(gap);
}

void Gatherer::note_older_failure(OpenPoll& poll, const Error& error) {
  FeedGap& gap = *poll.gap_;
  const sys_seconds now = options_.now();
  if (error.code == ErrorCode::Busy) {  // no news about the outlet
    gap.due_at = now + std::max(rest_of(gap.next_page), kLeastRest);
    return FeedGaps(archive_.writer()).change(gap);
  }
  poll.report_.error = error;
  if (is_outdated(poll.feed_.id, fetch::on_behalf_of(poll.feed_.options, poll.feed_.url))) return;
  ++gap.failures;
  gap.error = error;
  gap.due_at = older_page_retry_at(error.code, gap.failures, now, rest_of(gap.next_page));
  FeedGaps(archive_.writer()).change(gap);
}

}  // namespace depesche
