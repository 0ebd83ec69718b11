// WARC files (ISO 28500, versions 0.17 to 1.1): what crawlers keep, record by record.
//
//   WARC/1.0 ⏎  WARC-Type: response ⏎  Content-Length: 9 ⏎  ⏎  nine bytes ⏎ ⏎  WARC/1.0 ⏎ …
//
// Plain or in gzip, usually a member for each record; which of the two is seen from the first
// bytes. Files of any size are read in constant memory, and a record is held up to a limit. What is
// damaged costs as little as may be: a record without a usable length, or a broken member, is
// passed over up to the next record, and said; a record that the file's end or a broken member
// cuts is given as far as it goes.
//
// Pure. One at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "pack/gzip_members.h"

namespace depesche::warc {

struct Record {
  std::vector<std::pair<std::string, std::string>> fields;  // names in lower case
  std::string block;
  bool is_cut = false;  // by a limit, by damage, or (WARC-Truncated) by whoever wrote it

  /// "" without.
  std::string_view field(std::string_view name) const;
  /// "response", "request" … in lower case.
  std::string type() const;
  /// WARC-Record-ID without its brackets: "urn:uuid:…".
  std::string id() const;
  /// WARC-Target-URI; some writers put that into brackets, too.
  std::string target() const;
};

struct RecordLimits {
  std::size_t head_bytes = 64 * 1024;
  std::size_t block_bytes = 16u << 20;  // what is longer is cut; the rest is passed over
};

class Records {
 public:
  explicit Records(ByteSource source, RecordLimits limits = {});
  ~Records();
  Records(Records&&) noexcept;
  Records& operator=(Records&&) noexcept;

  /// The next record of that type; others are passed over without being held. Nothing at the end.
  /// An Error is about one place; the next call goes on behind it. A file that holds no record at
  /// all is Unsupported.
  std::optional<Result<Record>> next(std::string_view type);

  /// Records passed over so far that say only that a page was as before (type revisit).
  std::size_t revisits() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

/// Whether a file that begins so is a WARC file; a packed one must be unpacked that far.
bool is_warc(std::string_view beginning);

}  // namespace depesche::warc
