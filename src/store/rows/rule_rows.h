// A page's rule as columns.
#pragma once

#include <optional>
#include <string_view>

#include "news/feed.h"
#include "store/sqlite/database.h"

namespace depesche {

/// In the order read_rule() reads; all NULL where a LEFT JOIN finds none.
inline constexpr std::string_view kRuleColumns =
    " entry_rule, link_rule, title_rule, date_rule, summary_rule";
inline constexpr int kRuleColumnCount = 5;

/// From the columns beginning at `first`.
inline std::optional<PageRule> read_rule(const Statement& row, int first) {
  if (row.is_null(first)) return std::nullopt;
  return PageRule{std::string(row.text(first)), std::string(row.text(first + 1)),
                  std::string(row.text(first + 2)), std::string(row.text(first + 3)),
                  std::string(row.text(first + 4))};
}

}  // namespace depesche
