// A feed's rhythm and wishes as columns.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "news/polling.h"
#include "store/sqlite/database.h"

namespace depesche {

/// For a SELECT that joins feed with feed_rhythm, in the order the functions below read.
inline constexpr std::string_view kPollingColumns =
    " ttl_s, skip_hours, skip_days, wait_reason, ifnull(watched_from, 0),"
    " ifnull(watched_until, 0), ifnull(recent_articles, 0.0), ifnull(recent_hours, 0.0),"
    " ifnull(entries, 0), arrivals";

/// From the four columns beginning at `first`.
OutletWishes read_wishes(const Statement& row, int first);
WaitReason read_wait_reason(const Statement& row, int first);
/// From the six behind them; a rhythm not known when there is none, or it cannot be read.
FeedRhythm read_rhythm(const Statement& row, int first);

std::string arrivals_bytes(const FeedRhythm& rhythm);

}  // namespace depesche
