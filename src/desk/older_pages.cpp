#include "desk/older_pages.h"

#include <algorithm>

#include "desk/page_retry.h"
#include "url/url.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

// Entries are dated before they appear, and corrected later.
constexpr std::chrono::hours kDatedBefore{48};

bool is_well_before(const Entry& entry, sys_seconds poll) {
  return entry.published && entry.published->at + kDatedBefore < poll;
}

std::string without_fragment(Url url) {
  url.fragment.reset();
  return url.to_string();
}

}  // namespace

std::string older_page(const ParsedFeed& page, const PageSource& source) {
  std::string named = page.next;
  if (named.empty()) {
    const auto archive = std::find_if(page.links.begin(), page.links.end(),
                                      [](const Link& link) { return link.rel == "prev-archive"; });
    if (archive != page.links.end()) named = archive->url;
  }
  if (named.empty()) named = source.linked;
  const Result<Url> here = parse_url(source.address);
  const Result<Url> there = parse_url(named);
  if (!here || !there || !there->is_web()) return {};
  const bool is_there = there->host_and_port() == here->host_and_port();
  const bool is_downgrade = here->scheme == "https" && there->scheme != "https";
  if (!is_there || is_downgrade || !there->username.empty()) return {};
  std::string address = without_fragment(*there);
  return address == without_fragment(*here) ? std::string() : address;
}

Result<void> check_older_hop(std::string_view older_page, std::string_view hop) {
  const Result<Url> page = parse_url(older_page);
  const Result<Url> there = parse_url(hop);
  if (page && there && page->host_and_port() == there->host_and_port()) return {};
  return Error{ErrorCode::AddressNotAllowed, "an older page of the feed leads to another server"};
}

bool may_hide_a_gap(const ParsedFeed& first_page, sys_seconds last_poll) {
  const std::vector<Entry>& entries = first_page.entries;
  return std::any_of(entries.begin(), entries.end(),
                     [](const Entry& entry) { return entry.published.has_value(); }) &&
         std::none_of(entries.begin(), entries.end(),
                      [&](const Entry& entry) { return is_well_before(entry, last_poll); });
}

std::string page_after(const FeedGap& gap, const OlderPage& read) {
  const bool has_new = std::find(read.is_new.begin(), read.is_new.end(), true) != read.is_new.end();
  if (!has_new) return {};
  // What is older than a known one is known; that new ones stand before it is no reason to stop,
  // for pages shift while they are read.
  if (!read.is_new.back()) return {};
  if (gap.since && is_well_before(read.page.entries.back(), *gap.since)) return {};
  if (!gap.since) {
    const auto brought = std::count(read.is_new.begin(), read.is_new.end(), true);
    if (brought >= gap.wanted) return {};
  }
  return older_page(read.page, {read.address, read.linked});
}

std::optional<Error> too_long(const FeedGap& gap) {
  if (gap.pages < kMostOlderPages) return std::nullopt;
  return Error{ErrorCode::TooLarge, "it has more than " + std::to_string(kMostOlderPages) +
                                        " older pages that were not read before"};
}

std::optional<sys_seconds> older_page_retry_at(ErrorCode code, int failures, sys_seconds now,
                                               std::chrono::seconds host_rests) {
  return is_passing(code) ? page_retry_at(code, failures, now, host_rests) : std::nullopt;
}

}  // namespace depesche
