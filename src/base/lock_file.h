// A file on whose bytes processes hold locks, so that each part of something is one's at a time.
//
// They are locks of the open file (fcntl(2), F_OFD_SETLK), not of the process: two of these in one
// process are as strange to each other as two processes, and the system lets go of what a process
// held, however it died. The bytes need not be there. Advisory: where the file cannot be had, or
// its file system has no locks, every lock is granted.
#pragma once

#include <cstdint>
#include <filesystem>

namespace depesche {

class LockFile {
 public:
  /// Made where it is not there, for its owner alone.
  explicit LockFile(const std::filesystem::path& path);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

  /// What can be read and written in it, too; negative where it cannot be had.
  int descriptor() const { return file_; }
  bool is_open() const { return file_ >= 0; }

  struct Part {
    std::int64_t from = 0;
    std::int64_t bytes = 1;
  };
  /// False while another has any of it.
  [[nodiscard]] bool try_lock(Part part) const;
  /// Waits until nobody has.
  void lock(Part part) const;
  void unlock(Part part) const;

 private:
  bool change(int how, short kind, Part part) const;

  const int file_;
};

}  // namespace depesche
