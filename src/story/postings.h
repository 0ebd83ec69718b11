// Which live articles carry a key (a term, a hash of a sketch): lists of serials, each with a byte.
//
// What arrives is appended to the open lists. Whenever a span of serials is full, its lists are
// sealed (story/sealed_postings.h): packed into blocks that never change again, and dropped whole
// once all their articles have left. Keys are told apart by their upper 31 bits.
//
// A table tells of each key which sealed spans may have it, so that what few of them have costs few
// look-ups, however many there are. It is made from the lists and never written.
//
// Nothing is taken out one by one: a list may name articles that have left or have other words by
// now, so what is found is looked up again. The same additions always give the same lists.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/prefetch.h"
#include "story/bytes.h"
#include "story/sealed_postings.h"

namespace depesche::story {

/// How many serials are sealed together, unless a test wants fewer.
inline constexpr std::uint32_t kSealedSpan = 1U << 15;

/// The lists of the serials that are not sealed yet: newest first, in blocks that are linked.
class OpenPostings {
 public:
  void add(std::uint32_t key, Posting posting);

  /// Hands over the postings of a key, newest first, until told to stop with false.
  template <class Take>
  void each(std::uint32_t key, Take&& take) const {
    const auto at = heads_.find(key);
    if (at != heads_.end()) each_of(at->second, take);
  }

  /// The newest postings of several keys, of each at most `most_of_each` and together at most
  /// `most`, which go to the first of the keys: take(which of the keys, posting), in an order that
  /// is always the same. Lists are read side by side, for each step along one waits for memory.
  template <class Take>
  void newest(std::span<const std::uint32_t> keys, std::size_t most, std::size_t most_of_each,
              Take&& take) const;

  /// Hands over all of them, sorted by key, then serial, in a few parts, so that there is never a
  /// second copy of all: use(span of entries). Keys that only their last bit tells apart come in
  /// one part.
  template <class Use>
  void each_part(Use&& use) const {
    for (std::uint32_t part = 0; part < kParts; ++part) use(sorted(part));
  }
  void clear();
  void reserve(std::size_t keys) { heads_.reserve(keys); }
  std::size_t keys() const { return heads_.size(); }
  std::size_t postings() const { return postings_; }
  std::size_t bytes() const;

 private:
  struct Head {
    std::uint32_t serial = 0;  // the newest posting
    std::uint32_t code : 8 = 0;
    std::uint32_t block : 24 = 0;  // of those before it; 0: none
  };
  static constexpr std::size_t kMostBlocks = std::size_t{1} << 24;
  struct alignas(32) Block {
    static constexpr std::size_t kRoom = 5;
    std::uint32_t next = 0;
    std::uint16_t behind = 0;  // postings in the next ones, up to a most
    std::uint8_t size = 0;
    std::uint8_t codes[kRoom] = {};
    std::uint32_t serials[kRoom] = {};  // ascending
  };
  static_assert(sizeof(Block) == 32, "two of them in a line of the cache");

  // By the upper bits of keys.
  static constexpr int kPartBits = 3;
  static constexpr std::uint32_t kParts = 1U << kPartBits;
  std::vector<SealedPostings::Entry> sorted(std::uint32_t part) const;

  template <class Take>
  void each_of(const Head& head, Take&& take) const {
    if (!take(Posting{head.serial, static_cast<std::uint8_t>(head.code)})) return;
    for (std::uint32_t block = head.block; block != 0; block = blocks_[block].next) {
      const Block& postings = blocks_[block];
      for (std::size_t i = postings.size; i-- > 0;) {
        if (!take(Posting{postings.serials[i], postings.codes[i]})) return;
      }
    }
  }

  boost::unordered_flat_map<std::uint32_t, Head> heads_;
  std::vector<Block> blocks_{Block{}};  // the first is no block
  std::size_t postings_ = 0;
};

template <class Take>
void OpenPostings::newest(std::span<const std::uint32_t> keys, std::size_t most,
                          std::size_t most_of_each, Take&& take) const {
  struct Walk {
    std::uint32_t of = 0;
    Head head;
    std::size_t left = 0;
  };
  std::vector<Walk> walks;
  walks.reserve(keys.size());
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    const auto at = heads_.find(keys[i]);
    if (at == heads_.end()) continue;
    walks.push_back({i, at->second, 0});
    prefetch_line(&blocks_[at->second.block]);
  }
  for (Walk& walk : walks) {
    const Block& first = blocks_[walk.head.block];  // of none the one that is no block
    walk.left = std::min({std::size_t{1} + first.size + first.behind, most, most_of_each});
    most -= walk.left;
    if (walk.left == 0) break;
    --walk.left;
    take(walk.of, Posting{walk.head.serial, static_cast<std::uint8_t>(walk.head.code)});
  }
  while (!walks.empty()) {
    std::erase_if(walks, [](const Walk& walk) { return walk.left == 0; });
    for (Walk& walk : walks) {
      const Block& block = blocks_[walk.head.block];
      prefetch_line(&blocks_[block.next]);
      walk.head.block = block.next & (kMostBlocks - 1);
      for (std::size_t i = block.size; i-- > 0 && walk.left > 0; --walk.left) {
        take(walk.of, Posting{block.serials[i], block.codes[i]});
      }
    }
  }
}

/// Which sealed spans may have a key. Some are named that do not; none is left out.
class SpansOfKeys {
 public:
  /// A bit for each: of span number n the bit n % told().
  std::uint32_t of(std::uint32_t key) const {
    if (table_.empty()) return UINT32_MAX;
    std::uint32_t spans = 0;
    for (std::uint32_t i = width_; i-- > 0;) spans = spans << 8 | place(key)[i];
    return spans;
  }
  /// How many spans have bits of their own; further ones share them.
  std::uint32_t told() const { return 8 * width_; }
  void prefetch(std::uint32_t key) const {
    if (!table_.empty()) prefetch_line(place(key));
  }
  /// The last of `all` is new.
  void add(const std::deque<SealedPostings>& all, std::uint32_t span);
  /// `base` has left `all`.
  void drop(Serial base, const std::deque<SealedPostings>& all, std::uint32_t span);
  void rebuild(const std::deque<SealedPostings>& all, std::uint32_t span);
  std::size_t bytes() const { return table_.capacity(); }

 private:
  static constexpr std::uint32_t kMostWide = 4;
  const std::uint8_t* place(std::uint32_t key) const {
    return table_.data() + std::size_t{key >> shift_} * width_;
  }
  void mark(const SealedPostings& one, std::uint32_t span);

  int shift_ = 0;
  std::uint32_t width_ = 1;          // bytes of a place: 1, 2 or 4
  std::vector<std::uint8_t> table_;  // by the upper bits of keys; none while spans are few
};

class Postings {
 public:
  explicit Postings(std::uint32_t span = kSealedSpan, Codes codes = Codes::Kept)
      : span_(span), codes_(codes) {}

  /// Serials come in ascending order.
  void add(std::uint32_t key, Serial serial, std::uint8_t code) { open_.add(key, {serial, code}); }
  /// All serials below `end` have been added; seals the spans that are full.
  void seal(Serial end);
  /// Those below have left.
  void drop_before(Serial first);

  const OpenPostings& open() const { return open_; }
  Serial open_from() const { return open_from_; }
  const std::deque<SealedPostings>& sealed() const { return sealed_; }  // by serial
  std::uint32_t span() const { return span_; }
  std::size_t bytes() const;

  /// A list that was looked up.
  struct Found {
    const SealedPostings* span = nullptr;
    std::uint32_t of = 0;  // which of the keys
    SealedPostings::List list;
  };
  /// Which of the spans may have each key, as SpansOfKeys says.
  void spans_of(std::span<const std::uint32_t> keys, std::vector<std::uint32_t>& spans) const;
  bool may_have(const SealedPostings& one, std::uint32_t spans) const {
    return (spans >> (one.base() / span_ % spans_.told()) & 1U) != 0;
  }
  /// Sets the lists of all that stand in `wanted`; what each look-up reads is fetched while others
  /// are. Some may be empty.
  void find(std::span<const std::uint32_t> keys, std::vector<Found>& wanted) const;

  void write(ByteWriter& out) const;
  /// `end`: one more than the newest serial there is.
  void read(ByteReader& in, Serial end);

 private:
  std::uint32_t span_;
  Codes codes_;
  Serial open_from_ = 0;  // a multiple of the span
  OpenPostings open_;
  std::deque<SealedPostings> sealed_;
  SpansOfKeys spans_;
};

}  // namespace depesche::story
