// Which live articles an article is linked to, and how strongly: the strongest few, packed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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

/// The links of a few articles whose serials follow each other, in one buffer, five bytes each: of
/// a serial its lower bits. The rest follows from the serial of the article whose links they are,
/// since both were live at once.
class PackedLinks {
 public:
  static constexpr std::size_t kArticles = 32;  // serials from a multiple of this on
  static constexpr std::size_t kLinkBytes = 5;

  LinkList of(Serial self) const;
  void set(Serial self, const LinkList& links);
  void insert(Serial self, Link link);

  /// As they lie: how many links of which article, and these.
  const std::array<std::uint8_t, kArticles>& sizes() const { return sizes_; }
  const std::vector<std::uint8_t>& packed() const { return links_; }
  /// From `packed`, which holds as many links as the sizes say.
  PackedLinks(std::span<const std::uint8_t, kArticles> sizes, std::span<const std::uint8_t> packed);
  PackedLinks() = default;

  std::size_t bytes() const { return sizeof(*this) + links_.capacity(); }

 private:
  static constexpr int kStrengthBits = 12;  // of strength - 1
  static constexpr int kSerialBits = 28;
  std::size_t begin_of(Serial self) const;
  std::uint64_t at(std::size_t byte) const;

  std::array<std::uint8_t, kArticles> sizes_{};
  std::vector<std::uint8_t> links_;
};

}  // namespace depesche::story
