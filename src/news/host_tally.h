// How much a host has sent since its day began, and whether it wants to be left alone.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace depesche {

struct HostTally {
  std::string host;  // as Url::host_and_port() writes it
  std::chrono::sys_seconds began_at{};
  std::uint64_t bytes = 0;
};

/// A host that asked to be left alone (Retry-After).
struct HostRest {
  std::string host;
  std::chrono::sys_seconds until{};
};

/// Whoever asks for longer is asked again then.
inline constexpr std::chrono::hours kLongestRest{24};

/// A host's day begins with its first byte.
inline constexpr std::chrono::hours kHostDay{24};

/// Tallies of more hosts than this are not held: those with the fewest bytes go first.
inline constexpr std::size_t kMostTallies = 100'000;

}  // namespace depesche
