// The body of an answer: taken as it comes over the wire, given back unpacked, whole or refused.
//
// libcurl is asked to leave the body as it is, and both codings are undone here. That way every
// byte taken is counted and limited, also those that carry nothing (chunk extensions, members that
// unfold to nothing), and the end of a packed body is checked: libcurl 7.88 takes a brotli stream
// that breaks off for a whole one.
//
// At most `max_bytes` are held, packed, and as many unpacked. Content-Encoding may name two
// codings, one around the other; nobody needs more.
//
// Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "fetch/answer/chunks.h"
#include "fetch/http_client.h"

namespace depesche::fetch {

/// "127.0.0.1 sent more than 8 MB".
Error too_large(std::string_view host, std::size_t max_bytes);

class Body {
 public:
  /// `host` is who the sentences are about; it must outlive the body.
  Body(std::string_view host, std::size_t max_bytes, AtLimit at_limit)
      : host_(host), max_bytes_(max_bytes), at_limit_(at_limit) {}

  /// The answer announces so many bytes: room is made for them at once, though for no more than a
  /// page has, since anybody can announce anything.
  void expect(std::uint64_t bytes);

  enum class Wants { More, NoMore };
  /// The next bytes from the wire. NoMore when it is cut. An Error ends it.
  Result<Wants> take(std::string_view bytes, bool is_chunked);

  std::size_t wire_bytes() const { return wire_bytes_; }
  bool is_cut() const { return is_cut_; }

  /// When nothing more comes: the unpacked body.
  Result<std::string> finish(bool is_chunked, std::string_view content_encoding);

 private:
  Result<std::string> unpack(std::string_view packed, std::string_view coding);

  std::string_view host_;
  std::size_t max_bytes_;
  AtLimit at_limit_;
  std::string packed_;
  std::size_t wire_bytes_ = 0;
  bool is_cut_ = false;
  ChunkReader chunks_;
};

}  // namespace depesche::fetch
