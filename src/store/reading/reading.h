// What the parts of Reader share. Inside the module.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "store/reading/reader.h"
#include "store/sqlite/database.h"

namespace depesche {

constexpr int kMaxPage = 500;  // no page asks for more rows than a person can scroll through
constexpr std::int64_t kNoId = std::numeric_limits<std::int64_t>::max();

/// A cursor as the number it is; `otherwise` for an empty one, and for nonsense, which begins anew.
std::int64_t cursor_number(std::string_view cursor, std::int64_t otherwise);
int page_limit(const PageRequest& page);
/// From a statement that asked for one row more than `limit`.
ArticleList read_list(Statement rows, int limit);
std::vector<ArticleCard> read_cards(Statement rows);
std::optional<ArticleCard> find_card(Connection& db, ArticleId article);
/// The first article of that time or later; kNoId when there is none.
std::int64_t first_id_since(Connection& db, std::optional<std::chrono::sys_seconds> since);
/// Merged stories lead to the living one.
std::optional<StoryId> find_living_story(Connection& db, StoryId story);

}  // namespace depesche
