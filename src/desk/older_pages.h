// Which older pages of a feed are read, so that a gap loses nothing (docs/decisions/0057).
//
// A feed's first page holds its newest entries. Where it names the page with those before them
// (RFC 5005: `next` of a paged feed, `prev-archive` of an archived one; JSON Feed: next_url; or the
// answer does in its Link header, RFC 8288), that one is read when something may stand there that
// was never seen: when nothing on the first page is known, or when a new subscription brings fewer
// entries than are wanted.
//
// Pure; the gatherer asks for the pages, one at a time, store/writing/feed_gaps.h keeps where it
// is.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/feed.h"
#include "store/writing/feed_gaps.h"

namespace depesche {

/// Of one gap. At twenty entries a page that is a month of a brisk outlet.
inline constexpr int kMostOlderPages = 40;

/// Where a page came from, and what the answer's Link header named as the one behind it.
struct PageSource {
  std::string_view address;
  std::string_view linked = {};
};
/// The address of the page behind this one, if it may be asked for: on the same host and port, not
/// by http where this one came by https, and not this page itself. Empty where there is none. What
/// the feed says itself goes before what was said around it.
std::string older_page(const ParsedFeed& page, const PageSource& source);
/// Whether a redirect of such a page may be followed to `hop`: on its own host only.
Result<void> check_older_hop(std::string_view older_page, std::string_view hop);

/// Whether something may stand behind a first page none of whose entries is known: not where some
/// of them are from well before the poll before, or none says when it is from. Feeds whose entries
/// look new each time would be read to their end at each poll.
bool may_hide_a_gap(const ParsedFeed& first_page, std::chrono::sys_seconds last_poll);

/// What a page of it held: whether each entry was new here, in the order of the feed.
struct OlderPage {
  const ParsedFeed& page;
  std::string_view address;
  const std::vector<bool>& is_new;
  std::string_view linked = {};  // as of PageSource
};
/// The address of the page to be read after this one; empty when the gap is closed.
std::string page_after(const FeedGap& gap, const OlderPage& read);

/// Why the gap is given up though its next page would be there.
std::optional<Error> too_long(const FeedGap& gap);

/// After the nth failure of its next page; nothing gives it up.
std::optional<std::chrono::sys_seconds> older_page_retry_at(ErrorCode code, int failures,
                                                            std::chrono::sys_seconds now,
                                                            std::chrono::seconds host_rests);

}  // namespace depesche
