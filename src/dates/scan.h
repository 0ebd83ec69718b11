// Finds days and times of day in a run of tokens.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "dates/civil.h"
#include "dates/tokens.h"

namespace depesche::dates {

/// What an ambiguous 3/4/2024 means.
enum class SlashOrder { Unknown, DayFirst, MonthFirst };
SlashOrder slash_order(std::string_view language);

struct Found {
  Civil civil;        // year 0 when none was written
  std::size_t begin;  // in tokens
  std::size_t end;
};

/// The first calendar day, with the time of day that stands beside it, if one does.
std::optional<Found> find_date(std::span<const Token> tokens, SlashOrder order);

/// A time of day that begins exactly at `at`; nothing but hour, minute, second, offset is set.
std::optional<Found> time_at(std::span<const Token> tokens, std::size_t at);

}  // namespace depesche::dates
