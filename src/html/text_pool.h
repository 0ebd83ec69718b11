// The bytes of a page and the texts decoded from them.
//
// Names, values and texts of a page stay where they stand in its source: a Piece is a range of it.
// What has to change (references decoded, capitals lowered) is changed there, because it only gets
// shorter; the source is read once, so nobody misses what is overwritten. The few texts that grow
// (U+0000 becomes three bytes, `&nGt;` six) are written to a second buffer.
//
//   Piece.begin   bit 31: which buffer   bits 0–30: offset in it
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace depesche::html {

struct Piece {
  std::uint32_t begin = 0;
  std::uint32_t length = 0;
  bool empty() const { return length == 0; }
};

class TextPool {
 public:
  TextPool() = default;
  explicit TextPool(std::string source) : source_(std::move(source)) {
    assert(source_.size() < kGrownBit);
  }

  const std::string& source() const { return source_; }

  /// Valid until the next text is added.
  std::string_view view(Piece piece) const {
    const std::string& buffer = is_grown(piece) ? grown_ : source_;
    return {buffer.data() + (piece.begin & ~kGrownBit), piece.length};
  }

  Piece of_source(std::size_t begin, std::size_t end) const {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
  }

  /// The text itself, to be changed or shortened in place.
  char* text_of(Piece piece) {
    std::string& buffer = is_grown(piece) ? grown_ : source_;
    return buffer.data() + (piece.begin & ~kGrownBit);
  }

  /// Append a text that does not fit in its place here, then call `since` with the size before.
  std::string& grown() { return grown_; }
  Piece since(std::size_t begin) const {
    assert(grown_.size() < kGrownBit);
    return {static_cast<std::uint32_t>(begin) | kGrownBit,
            static_cast<std::uint32_t>(grown_.size() - begin)};
  }

  /// One piece for two that follow each other in a buffer. The caller vouches that no piece in use
  /// lies between them: what is there may be overwritten.
  bool join(Piece& first, Piece second) {
    if (is_grown(first) != is_grown(second)) return false;
    const std::uint32_t end = first.begin + first.length;
    assert(second.begin >= end);
    if (second.begin != end) {
      char* from = text_of(second);
      std::copy(from, from + second.length, text_of(first) + first.length);
    }
    first.length += second.length;
    return true;
  }

  static bool is_grown(Piece piece) { return (piece.begin & kGrownBit) != 0; }

 private:
  static constexpr std::uint32_t kGrownBit = 0x80000000U;
  std::string source_;
  std::string grown_;
};

}  // namespace depesche::html
