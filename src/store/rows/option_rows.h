// A feed's options as columns.
#pragma once

#include <string>
#include <string_view>

#include "news/feed_options.h"
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
