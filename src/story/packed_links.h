// Which live articles an article is linked to, and how strongly: the strongest few, packed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/prefetch.h"
#include "story/bytes.h"
#include "story/postings.h"

namespace depesche::story {

/// How near another live article is; kept from when the later of the two arrived.
struct Link {
  Serial serial = 0;
  std::int32_t strength = 0;  // 1 to kOne
  friend bool operator==(const Link&, const Link&) = default;
};

inline constexpr std::size_t kMostLinks = 24;

/// The strongest links of an article, best first, unpacked.
class LinkList {
 public:
  const Link* begin() const { return links_.data(); }
  const Link* end() const { return links_.data() + size_; }
  std::size_t size() const { return size_; }
  const Link& operator[](std::size_t i) const { return links_[i]; }

  /// Puts a link in its place, best first, ties by serial; only the strongest kMostLinks stay.
  /// Whether it did.
  bool insert(Link link);
  /// It must be the last in that order, and there must be room.
  void append(Link link) { links_[size_++] = link; }

 private:
  std::array<Link, kMostLinks> links_;
  std::size_t size_ = 0;
};

/// The links of a few articles whose serials follow each other, in one buffer, a word of four bytes
/// each: twenty bits say how far the other's serial is from the article's own, and where that is
/// too far a second word has the serial.
class PackedLinks {
 public:
  static constexpr std::size_t kArticles = 32;  // serials from a multiple of this on

  LinkList of(Serial self) const;
  void set(Serial self, const LinkList& links);
  void insert(Serial self, Link link);
  /// Tells the processor that they are about to be asked.
  void prefetch(Serial self) const {
    const std::uint32_t* const at = words_.data() + begin_of(self);
    prefetch_line(at);
    prefetch_line(at + 64 / sizeof(*at));
  }

  void write(ByteWriter& out) const;
  /// Fails the reader on what no links look like.
  void read(ByteReader& in);

  std::size_t bytes() const { return sizeof(*this) + words_.capacity() * sizeof(words_[0]); }

 private:
  static constexpr int kStrengthBits = 12;  // of strength - 1, the lower ones
  static constexpr std::uint32_t kFar = (1U << (32 - kStrengthBits)) - 1;
  std::size_t begin_of(Serial self) const;

  std::array<std::uint8_t, kArticles> sizes_{};  // in words
  std::vector<std::uint32_t> words_;
};

}  // namespace depesche::story
