// A disk that fills up: a layer over SQLite's own file system that answers SQLITE_FULL from the
// n-th write on, until it is told otherwise.
//
// Two ways of being full: nothing of the failing write arrives, or half of it does, as a real disk
// may leave it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

namespace depesche {

class FaultyDisk {
 public:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  /// Registers the layer once for the process.
  static FaultyDisk& instance();

  /// For ArchiveOptions::vfs.
  std::string name() const { return "faulty"; }

  /// The next `writes` writes go well, all later ones fail.
  void fill_after(std::int64_t writes, bool half_written = false) {
    left_ = writes;
    half_written_ = half_written;
  }
  void make_room() { left_ = kNever; }
  std::int64_t writes() const { return writes_; }

  // For the layer itself.
  bool take_write() {
    ++writes_;
    if (left_ == kNever) return true;
    if (left_ <= 0) return false;
    --left_;
    return true;
  }
  bool half_written() const { return half_written_; }

 private:
  FaultyDisk();
  std::int64_t left_ = kNever;
  std::int64_t writes_ = 0;
  bool half_written_ = false;
};

}  // namespace depesche
