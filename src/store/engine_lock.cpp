#include "store/engine_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/ascii.h"

namespace depesche {
namespace {

std::string read_holder(int file) {
  std::array<char, 32> text{};
  const ssize_t size = pread(file, text.data(), text.size(), 0);
  return std::string(trim({text.data(), size > 0 ? static_cast<std::size_t>(size) : 0}));
}

void write_holder(int file) {
  const std::string text = std::to_string(getpid()) + "\n";
  // Only for people: where it cannot be written the lock holds all the same.
  if (ftruncate(file, 0) == 0) {
    [[maybe_unused]] const ssize_t written = pwrite(file, text.data(), text.size(), 0);
  }
}

}  // namespace

Result<std::unique_ptr<EngineLock>> EngineLock::take(const std::filesystem::path& data_dir) {
  const std::string path = data_dir / "engine.lock";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return Error{ErrorCode::NotWritable, "cannot open " + path + ": " + std::strerror(errno)};
  }
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    const std::string holder = read_holder(file);
    close(file);
    if (reason != EWOULDBLOCK) {
      return Error{ErrorCode::NotWritable, "cannot lock " + path + ": " + std::strerror(reason)};
    }
    return Error{ErrorCode::Busy, "another depesche" +
                                      (holder.empty() ? "" : " (process " + holder + ")") +
                                      " is running on " + data_dir.string()};
  }
  write_holder(file);
  return std::unique_ptr<EngineLock>(new EngineLock(file));
}

EngineLock::~EngineLock() { close(file_); }

}  // namespace depesche
