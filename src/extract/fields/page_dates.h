// When the article was published and last updated, as the page claims.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/moment.h"
#include "extract/page/signs.h"
#include "html/tree.h"

namespace depesche::extract {

struct PageDates {
  std::optional<Moment> published;
  std::optional<Moment> updated;
};

struct DateContext {
  std::string_view url;
  std::string_view language;
  html::NodeIndex headline = html::kNoNode;
  std::optional<Moment> feed_published;
  std::optional<Moment> feed_updated;
  std::chrono::sys_seconds now{};
};

PageDates find_dates(const html::Tree& tree, const Survey& survey, const Signs& signs,
                     const json::Value* article, const DateContext& context);

}  // namespace depesche::extract
