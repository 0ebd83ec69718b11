// The engine's states as rows of engine_snapshot: in a backup, which is one file, and in a store
// that an earlier program wrote. A running one keeps them beside it (state_files.h).
//
// A value in SQLite has at most 10^9 bytes and the state of a million live articles nearly as many,
// so a state is cut into parts that are packed one by one. The first stands under its stream
// number; of stream number n the part k after it under -(64 n + k), which is no stream number. (A
// program from before there were parts finds the first alone, cannot read it, and replays.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depesche {

class Connection;

/// Of a state, before it is packed; a state has at most 64 of them.
inline constexpr std::size_t kStatePart = std::size_t{64} << 20;

struct EngineState {
  std::int64_t stream_no = 0;
  std::string bytes;
};

/// May take a while and needs no database.
std::vector<std::string> pack_state(std::string_view bytes);

/// Inside a transaction. `stream_no` > 0; another of its stream number is replaced.
void put_state(Connection& db, std::int64_t stream_no, const std::vector<std::string>& parts);
/// All but the newest `most`.
void drop_states(Connection& db, std::int64_t most);
/// The newest that can be read back, no newer than `at_most` where given.
std::optional<EngineState> find_state(Connection& db, std::optional<std::int64_t> at_most);

}  // namespace depesche
