// The engine's states as files beside the store: FILE-state-STREAMNO.
//
// A state is some hundred bytes for each live article and changes as a whole, so that a database,
// which writes everything twice and keeps others from writing meanwhile, is a poor place for it. A
// file appears whole or not at all; one that is damaged, or that belongs to another stream (a store
// copied from elsewhere), is as if it were not there, which costs a longer replay and nothing else.
//
// Native byte order: 8 bytes "depstate", stream number, witness, size and hash of the state, each
// of 64 bits, then the state. The hash goes on from one megabyte to the next: hash64 of each with
// that of those before as its seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_sink.h"

namespace depesche {

class Connection;

/// Tells a stream up to there from any other: when something arrived last and from whom, and what
/// an editor said last.
std::uint64_t stream_witness(Connection& db, std::int64_t stream_no);

/// A state that is being written; nobody finds it before it is finished. Throws StoreError:
/// DiskFull, NotWritable.
class StateFile : public ByteSink {
 public:
  StateFile(std::filesystem::path partial, std::filesystem::path path, std::int64_t stream_no,
            std::uint64_t witness);
  ~StateFile() override;
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  void append(std::string_view bytes) override;
  void patch(std::uint64_t at, std::string_view bytes) override;
  /// On the disk when it returns; another of its number is replaced.
  void finish();
  std::int64_t stream_no() const { return stream_no_; }

 private:
  std::uint64_t hash_written() const;

  std::filesystem::path partial_;
  std::filesystem::path path_;
  std::int64_t stream_no_;
  std::uint64_t witness_;
  std::uint64_t size_ = 0;
  int file_;
};

class StateFiles {
 public:
  explicit StateFiles(std::filesystem::path store);

  /// Of which states there are files, the newest first.
  std::vector<std::int64_t> numbers() const;
  /// Nothing when there is no such file, or it is damaged, or the witness is another.
  std::optional<std::string> read(std::int64_t stream_no, std::uint64_t witness) const;

  /// One at a time.
  std::unique_ptr<StateFile> begin(std::int64_t stream_no, std::uint64_t witness) const;
  /// All but the newest `most` go, and those behind `last`: of another stream, since nobody has
  /// come that far in this one.
  void keep_newest(std::size_t most,
                   std::int64_t last = std::numeric_limits<std::int64_t>::max()) const;
  /// That goes, and is overwritten before. Throws StoreError.
  void wipe(std::int64_t stream_no) const;
  /// All but that do: a takedown leaves none that knows. Throws StoreError.
  void wipe_all_but(std::optional<std::int64_t> stream_no) const;

 private:
  std::filesystem::path path_of(std::int64_t stream_no) const;
  std::filesystem::path unfinished() const;

  std::filesystem::path store_;
};

}  // namespace depesche
