// gzip (RFC 1952), zlib (RFC 1950) and bare deflate (RFC 1951), in memory and with a limit.
//
// What arrives may be a bomb: a kilobyte that unfolds to a gigabyte. So every reader here takes the
// number of bytes the caller is ready to hold and stops there with TooLarge, having allocated no
// more than that plus one chunk. An input that ends early or does not check out is Malformed.
//
// Pure and thread-safe; one pass.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "pack/unfolding.h"

namespace depesche {

/// All members of a gzip file joined, as gzip(1) reads it: WARC files have one member a record.
/// What follows the last member without being one (padding, a mail footer) is ignored.
Result<std::string> gunzip(std::string_view bytes, std::size_t max_bytes);

/// The beginning of what a gzip file holds: as `gunzip`, but the limit cuts and is no error, so
/// that also a file that breaks off behind it is read.
struct Beginning {
  std::string bytes;
  bool cut = false;  // there was more
};
Result<Beginning> gunzip_beginning(std::string_view bytes, std::size_t max_bytes);

/// HTTP's "deflate": zlib by the standard, bare deflate by some servers; both are read.
Result<std::string> inflate(std::string_view bytes, std::size_t max_bytes);

/// The same two, as far as the bytes go.
Unfolding unfold_gzip(std::string_view bytes, std::size_t max_bytes);
Unfolding unfold_deflate(std::string_view bytes, std::size_t max_bytes);

/// True when the bytes begin like a gzip file.
bool is_gzip(std::string_view bytes);

/// One member without a time or a name, so that the same input gives the same bytes.
std::string gzip(std::string_view bytes, int level = 6);

}  // namespace depesche
