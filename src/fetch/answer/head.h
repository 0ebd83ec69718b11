// The head of an answer, taken line by line as it arrives, and what it says about the body.
//
// Interim answers (100, 102, 103) are passed over; their bytes count. Refused, because it means
// that somebody is confused or wants us to be:
//
//   HTTP/2 without TLS         nobody agreed to it
//   101                        we never ask for another protocol
//   206                        we never ask for a part
//   a status that is not three digits
//   two different lengths, or one that is no number
//   a transfer coding other than chunked
//   redirects to two places
//
// A folded line continues the one before it (RFC 9112, 5.2), so that it cannot pass for a header of
// its own; a line whose name is no token is nobody's header; a CR inside a value becomes a space.
//
// Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "fetch/reply_headers.h"

namespace depesche::fetch {

class Head {
 public:
  enum class Versions {
    One,  // HTTP/1.0 and 1.1: without TLS we ask for nothing else
    Any,
  };

  /// `host` is who the sentences are about.
  Head(std::string_view host, std::size_t max_bytes, Versions versions)
      : host_(host), max_bytes_(max_bytes), versions_(versions) {}

  /// The next line with its line end. What comes after the head (trailers) is only counted.
  Result<void> take(std::string_view line);

  bool is_complete() const { return is_complete_; }
  int status() const { return status_; }
  bool is_success() const { return status_ >= 200 && status_ < 300; }
  std::size_t bytes() const { return bytes_; }
  Headers& headers() { return headers_; }
  const Headers& headers() const { return headers_; }

  // Known once it is complete.
  bool is_chunked() const { return is_chunked_; }
  std::optional<std::uint64_t> length() const { return length_; }

 private:
  Result<void> take_status(std::string_view line);
  void take_header(std::string_view line);
  Result<void> end();
  Result<void> read_length();
  Result<void> read_coding();
  Error malformed(std::string_view what) const;

  std::string host_;
  std::size_t max_bytes_;
  Versions versions_;
  std::size_t bytes_ = 0;
  int status_ = 0;
  bool is_complete_ = false;
  Headers headers_;
  bool is_chunked_ = false;
  std::optional<std::uint64_t> length_;
};

}  // namespace depesche::fetch
