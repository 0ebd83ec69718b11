#include "store/claims.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "pack/hash.h"

namespace depesche {
namespace {

/// Of the byte `at`, which need not be there. False where another process has it.
bool lock_byte(int file, std::int64_t at, short kind) {
  struct flock range = {};
  range.l_type = kind;
  range.l_whence = SEEK_SET;
  range.l_start = at;
  range.l_len = 1;
  while (fcntl(file, F_OFD_SETLK, &range) != 0) {
    if (errno == EAGAIN || errno == EACCES) return false;
    if (errno != EINTR) return true;  // a file system without locks
  }
  return true;
}

}  // namespace

Claim::~Claim() {
  if (claims_ != nullptr) claims_->give_back(at_);
}

Claims::Claims(const std::filesystem::path& data_dir)
    : file_(open((data_dir / "claims.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {}

Claims::~Claims() {
  if (file_ >= 0) close(file_);
}

std::optional<Claim> Claims::take(std::string_view name) {
  const auto at = static_cast<std::int64_t>(hash64(name) >> 2U);
  const std::scoped_lock lock(mutex_);
  if (held_.contains(at) || (file_ >= 0 && !lock_byte(file_, at, F_WRLCK))) return std::nullopt;
  held_.insert(at);
  return Claim(*this, at);
}

void Claims::give_back(std::int64_t at) {
  const std::scoped_lock lock(mutex_);
  held_.erase(at);
  if (file_ >= 0) lock_byte(file_, at, F_UNLCK);
}

}  // namespace depesche
