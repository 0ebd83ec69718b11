// The lists of a span of serials that is full: what none of them changes any more.
//
// A look-up reads two places: where a block begins, and the block. What stands in it lies side by
// side, for a search reads a few dozen lists in every span there is, and waits for memory most of
// all. The upper 15 bits of a key choose its block, the next 16 stand in it:
//
//   number of keys - 1   keys     sizes of lists   offsets of all lists   their codes
//        2 bytes         2 each       1 each            2 each              1 each
//
// Sizes and codes are filled up to an even number of bytes. A list whose size is no byte begins
// with a posting that is none: its offset is what the size is more. About three bytes a posting and
// three a key. Where postings have no codes nearly every key has one posting alone: a block is
// keys, one for each posting, and their offsets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/prefetch.h"
#include "story/bytes.h"

namespace depesche::story {

using Serial = std::uint32_t;

struct Posting {
  Serial serial = 0;
  std::uint8_t code = 0;
};

/// Whether the bytes of postings matter; where they do not, sealed lists keep none.
enum class Codes : std::uint8_t { Kept, None };

class SealedPostings {
 public:
  struct Entry {
    std::uint32_t key;
    Posting posting;
  };
  /// A list: offsets from base(), ascending, and their bytes.
  struct List {
    const std::uint16_t* offsets = nullptr;
    const std::uint8_t* codes = nullptr;  // where codes are kept
    std::uint32_t size = 0;

    /// The newest postings are read first where few are wanted.
    void prefetch_ends() const {
      if (size == 0) return;
      prefetch_line(offsets);
      prefetch_line(offsets + size - 1);
      if (codes == nullptr) return;
      prefetch_line(codes);
      prefetch_line(codes + size - 1);
    }
  };

  /// Makes them of lists that come one after the other.
  class Packing;

  SealedPostings() = default;
  /// Sorted by key, then serial.
  SealedPostings(Serial base, std::span<const Entry> entries, Codes codes = Codes::Kept);

  Serial base() const { return base_; }
  List find(std::uint32_t key) const;
  /// find() of several keys, in their order; what each reads is fetched while others are.
  void find(std::span<const std::uint32_t> keys, std::vector<List>& lists) const;
  /// Tells the processor that find() will be asked for it: first, and when that has come.
  void prefetch_place(std::uint32_t key) const {
    if (!begins_.empty()) prefetch_line(&begins_[key >> kBlockShift]);
  }
  void prefetch_block(std::uint32_t key) const;
  std::size_t keys() const { return keys_; }
  /// Calls use(key) for each, ascending, without its last bit; maybe more than once.
  template <class Use>
  void each_key(Use&& use) const {
    for (std::uint32_t number = 0; number + 1 < begins_.size(); ++number) {
      const Block block = this->block(number);
      for (std::uint32_t i = 0; i < block.keys; ++i) {
        use(number << kBlockShift | std::uint32_t{block.key[i]} << 1);
      }
    }
  }
  std::size_t bytes() const;

  void write(ByteWriter& out) const;
  /// Fails the reader when the lists do not fit together or name serials beyond the span.
  void read(ByteReader& in, std::uint32_t span, Codes codes);

 private:
  static constexpr int kBlockShift = 17;
  static constexpr std::size_t kBlocks = std::size_t{1} << (32 - kBlockShift);
  static constexpr std::uint32_t kLong = 255;

  struct Block {
    std::uint32_t keys = 0;
    std::uint32_t postings = 0;  // also those that are none
    const std::uint16_t* key = nullptr;
    const std::uint8_t* size = nullptr;  // where codes are kept
    const std::uint16_t* offset = nullptr;
    const std::uint8_t* code = nullptr;  // where codes are kept
  };
  /// How many words a block has before its offsets.
  static std::uint32_t words_before_offsets(std::uint32_t keys) {
    return 1 + keys + (keys + 1) / 2;
  }
  Block block(std::uint32_t number) const;
  bool fits(std::uint32_t span) const;
  bool fits(std::uint32_t number, std::uint32_t span) const;

  Serial base_ = 0;
  Codes codes_ = Codes::Kept;
  std::size_t keys_ = 0;
  std::vector<std::uint32_t> begins_;  // of each block, in words, and the end
  std::vector<std::uint16_t> words_;
};

class SealedPostings::Packing {
 public:
  /// `keys` and `postings`: how many there will be at most, to make room for.
  Packing(Serial base, Codes codes, std::size_t keys, std::size_t postings);
  /// More, sorted by key, then serial, all above those before; keys that only their last bit tells
  /// apart come together.
  void add(std::span<const Entry> entries);
  SealedPostings done() &&;

 private:
  void close_block();

  SealedPostings made_;
  // Of the block that is not closed yet.
  std::vector<std::uint16_t> keys_;
  std::vector<std::uint8_t> sizes_;
  std::vector<std::uint16_t> offsets_;
  std::vector<std::uint8_t> codes_;
};

}  // namespace depesche::story
