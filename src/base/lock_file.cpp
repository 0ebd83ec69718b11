#include "base/lock_file.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace depesche {

LockFile::LockFile(const std::filesystem::path& path)
    : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {}

LockFile::~LockFile() {
  if (file_ >= 0) close(file_);
}

bool LockFile::try_lock(Part part) const { return change(F_OFD_SETLK, F_WRLCK, part); }

void LockFile::lock(Part part) const { change(F_OFD_SETLKW, F_WRLCK, part); }

void LockFile::unlock(Part part) const { change(F_OFD_SETLK, F_UNLCK, part); }

/// False where somebody else has it; true also where there are no locks to be had.
bool LockFile::change(int how, short kind, Part part) const {
  if (file_ < 0) return true;
  struct flock range = {};
  range.l_type = kind;
  range.l_whence = SEEK_SET;
  range.l_start = part.from;
  range.l_len = part.bytes;
  while (fcntl(file_, how, &range) != 0) {
    if (errno == EAGAIN || errno == EACCES) return false;
    if (errno != EINTR) return true;
  }
  return true;
}

}  // namespace depesche
