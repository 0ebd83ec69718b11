// "vor 2 Stunden", "yesterday", "il y a un jour": dates that count from now.
#pragma once

#include <optional>
#include <span>

#include "base/moment.h"
#include "dates/tokens.h"

namespace depesche::dates {

std::optional<Moment> find_relative(std::span<const Token> tokens, std::chrono::sys_seconds now);

}  // namespace depesche::dates
