// The chunked transfer coding (RFC 9112, 7.1), read as strictly as one may be with strangers.
//
//   4;name=value ⏎  news ⏎  0 ⏎  trailer: x ⏎  ⏎
//
// A size has at most fifteen hexadecimal digits and nothing before them. Extensions and trailers
// mean nothing to us: they are skipped, and together they may not exceed kMaxChunkExtras, for they
// are the one part of an answer whose size no other limit would see. A bare LF ends a line like
// CRLF; small servers write it.
//
// Pure. Constant memory beside the body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace depesche::fetch {

inline constexpr std::size_t kMaxChunkExtras = 16 * 1024;

class ChunkReader {
 public:
  /// Takes the next bytes and appends what they carry to `body`. False when they are no chunks, or
  /// carry too many extras; then nothing more may be taken.
  bool take(std::string_view bytes, std::string& body);

  /// Why take() said no: not the chunks, but what stands beside them.
  bool has_too_many_extras() const { return extras_ > kMaxChunkExtras; }

  /// The last chunk and its trailers came. What follows is ignored.
  bool is_complete() const { return state_ == State::Done; }

 private:
  enum class State { Size, Extension, SizeEnd, Content, ContentEnd, Trailer, Done };

  bool take_size(char byte);
  bool take_extra(char byte);
  bool take_content_end(char byte);
  bool take_trailer(char byte);
  bool end_size_line();

  State state_ = State::Size;
  std::uint64_t size_ = 0;  // of the chunk; then what is left of it
  int digits_ = 0;
  bool saw_return_ = false;
  std::size_t line_ = 0;  // bytes in the trailer's line
  std::size_t extras_ = 0;
};

}  // namespace depesche::fetch
