// A feed's options as columns.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "news/feed_options.h"
#include "news/ids.h"
#include "store/sqlite/database.h"

namespace depesche {

/// In the order read_options() reads; all NULL where a LEFT JOIN finds none.
inline constexpr std::string_view kOptionColumns = " user_agent, cookie, login, password, proxy";
inline constexpr int kOptionColumnCount = 5;

/// From the columns beginning at `first`.
inline FeedOptions read_options(const Statement& row, int first) {
  if (row.is_null(first)) return {};
  return {std::string(row.text(first)), std::string(row.text(first + 1)),
          std::string(row.text(first + 2)), std::string(row.text(first + 3)),
          std::string(row.text(first + 4))};
}

inline FeedOptions options_of(Connection& db, FeedId feed) {
  auto row = db.query(
      "SELECT" + std::string(kOptionColumns) + " FROM feed_options WHERE feed_id = ?1", feed);
  return row.step() ? read_options(row, 0) : FeedOptions();
}

/// Whether the owner has changed a feed's options since something was asked for on its behalf.
inline bool is_asked_otherwise(Connection& db, FeedId feed,
                               const std::optional<FeedOptions>& asked_with) {
  return asked_with && options_of(db, feed) != *asked_with;
}

/// What may be seen of them: cookie and login never leave the store this way.
inline constexpr std::string_view kShownOptionColumns =
    " user_agent, proxy, cookie <> '', login <> ''";
inline constexpr int kShownOptionColumnCount = 4;

inline FeedOptionsShown read_shown_options(const Statement& row, int first) {
  if (row.is_null(first)) return {};
  return {std::string(row.text(first)), proxy_without_password(row.text(first + 1)),
          row.get<bool>(first + 2), row.get<bool>(first + 3)};
}

}  // namespace depesche
