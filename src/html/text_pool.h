// The bytes of a page and the texts decoded from them.
//
// Most names, values and texts of a page stand in its source as they are: a Piece is then a range
// of the source. Only what had to change (references decoded, capitals lowered, U+0000 replaced) is
// written to a second buffer. So parsing copies little, and a Piece stays valid while either grows.
//
//   Piece.begin   bit 31: which buffer   bits 0–30: offset in it
#pragma once

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
    assert(source_.size() < kDecodedBit);
  }

  const std::string& source() const { return source_; }

  /// Valid until the next text is added.
  std::string_view view(Piece piece) const {
    const bool decoded = (piece.begin & kDecodedBit) != 0;
    const std::string& buffer = decoded ? decoded_ : source_;
    return {buffer.data() + (piece.begin & ~kDecodedBit), piece.length};
  }

  Piece of_source(std::size_t begin, std::size_t end) const {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
  }

  /// Append a new text here, then call `since` with the size it had before.
  std::string& decoded() { return decoded_; }
  Piece since(std::size_t begin) const {
    assert(decoded_.size() < kDecodedBit);
    return {static_cast<std::uint32_t>(begin) | kDecodedBit,
            static_cast<std::uint32_t>(decoded_.size() - begin)};
  }

  /// One piece for two that follow each other, when that costs nothing or only an append.
  bool join(Piece& first, Piece second) {
    if (first.begin + first.length == second.begin) {
      first.length += second.length;
      return true;
    }
    const bool at_end = (first.begin & kDecodedBit) != 0 &&
                        (first.begin & ~kDecodedBit) + first.length == decoded_.size();
    if (!at_end || (second.begin & kDecodedBit) != 0) return false;
    decoded_.append(source_, second.begin, second.length);
    first.length += second.length;
    return true;
  }

 private:
  static constexpr std::uint32_t kDecodedBit = 0x80000000U;
  std::string source_;
  std::string decoded_;
};

}  // namespace depesche::html
