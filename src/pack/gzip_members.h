// A gzip file of many members, read piece by piece: files of gigabytes in constant memory.
//
// WARC files have a member for each record, so that a record can be reached alone, and so that
// damage costs one record: what is broken is passed over up to the next member's beginning.
//
// Pure. One at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace depesche {

/// Fills the buffer with the next bytes of a file and says how many; 0 at its end.
using ByteSource = std::function<std::size_t(std::span<char>)>;

class GzipMembers {
 public:
  explicit GzipMembers(ByteSource source);
  ~GzipMembers();
  GzipMembers(const GzipMembers&) = delete;
  GzipMembers& operator=(const GzipMembers&) = delete;

  enum class Came {
    Bytes,   // appended: at most 64 KB
    Damage,  // nothing more comes from this member; the next call goes on behind it
    End,
  };
  /// A file that breaks off inside a member ends with Damage.
  Came read(std::string& into);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace depesche
