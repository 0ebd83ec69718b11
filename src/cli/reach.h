// Questions to the world before a server starts.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "fetch/fetcher.h"

namespace depesche::cli {

/// Whether any of the addresses answers with something readable within `patience`. Asks several at
/// once and returns at the first good answer, or when all have failed.
bool any_reachable(fetch::Fetcher& fetcher, const std::vector<std::string>& addresses,
                   std::chrono::milliseconds patience, const std::stop_token& stop);

/// A port nobody listens on right now; somebody else may take it before we do.
std::uint16_t free_port(const std::string& host);

/// What is logged from now on, on stderr: what a command prints is for programs, too.
void set_log_level(std::string_view level);

}  // namespace depesche::cli
