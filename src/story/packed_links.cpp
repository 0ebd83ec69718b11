#include "story/packed_links.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

namespace depesche::story {
namespace {

static_assert(std::endian::native == std::endian::little, "links are written as they lie");

// Room for a few more, so that not every link moves the others to another buffer.
constexpr std::size_t kLeastRoom = 16;

}  // namespace

bool LinkList::insert(Link link) {
  std::size_t place = size_;
  const auto is_before = [](const Link& a, const Link& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.serial < b.serial;
  };
  while (place > 0 && is_before(link, links_[place - 1])) --place;
  if (place == kMostLinks) return false;
  size_ = std::min(size_ + 1, kMostLinks);
  for (std::size_t i = size_ - 1; i > place; --i) links_[i] = links_[i - 1];
  links_[place] = link;
  return true;
}

PackedLinks::PackedLinks(std::span<const std::uint8_t, kArticles> sizes,
                         std::span<const std::uint8_t> packed)
    : links_(packed.begin(), packed.end()) {
  std::copy(sizes.begin(), sizes.end(), sizes_.begin());
}

std::size_t PackedLinks::begin_of(Serial self) const {
  const auto before = sizes_.begin() + self % kArticles;
  return kLinkBytes * std::accumulate(sizes_.begin(), before, std::size_t{0});
}

std::uint64_t PackedLinks::at(std::size_t byte) const {
  std::uint32_t lower = 0;
  std::memcpy(&lower, links_.data() + byte, sizeof(lower));
  return lower | std::uint64_t{links_[byte + sizeof(lower)]} << 32;
}

LinkList PackedLinks::of(Serial self) const {
  // The serial with these lower bits that is nearest to the article's own.
  constexpr std::uint32_t kMask = (1U << kSerialBits) - 1;
  constexpr std::uint32_t kHalf = 1U << (kSerialBits - 1);
  LinkList out;
  const std::size_t begin = begin_of(self);
  for (std::size_t i = 0; i < sizes_[self % kArticles]; ++i) {
    const std::uint64_t link = at(begin + i * kLinkBytes);
    const auto low = static_cast<std::uint32_t>(link >> kStrengthBits);
    const Serial serial = self - kHalf + ((low - self + kHalf) & kMask);
    const auto strength = static_cast<std::int32_t>(link & ((1U << kStrengthBits) - 1)) + 1;
    out.append({serial, strength});
  }
  return out;
}

void PackedLinks::set(Serial self, const LinkList& links) {
  const auto begin = static_cast<std::ptrdiff_t>(begin_of(self));
  std::uint8_t& size = sizes_[self % kArticles];
  if (links.size() > size) {
    const std::size_t more = (links.size() - size) * kLinkBytes;
    if (links_.size() + more > links_.capacity()) {
      const std::size_t room = std::max(kLeastRoom * kLinkBytes, links_.size() / 16);
      links_.reserve(links_.size() + more + room);
    }
    links_.insert(links_.begin() + begin, more, std::uint8_t{0});
  } else {
    const auto less = static_cast<std::ptrdiff_t>((size - links.size()) * kLinkBytes);
    links_.erase(links_.begin() + begin, links_.begin() + begin + less);
    if (links_.capacity() > 2 * links_.size() + kLeastRoom * kLinkBytes) links_.shrink_to_fit();
  }
  size = static_cast<std::uint8_t>(links.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    const std::uint64_t low = links[i].serial & ((1U << kSerialBits) - 1);
    const std::uint64_t link =
        low << kStrengthBits | static_cast<std::uint64_t>(links[i].strength - 1);
    std::memcpy(links_.data() + begin + static_cast<std::ptrdiff_t>(i * kLinkBytes), &link,
                kLinkBytes);
  }
}

void PackedLinks::insert(Serial self, Link link) {
  if (sizes_[self % kArticles] == kMostLinks) {
    const std::uint64_t last = at(begin_of(self) + (kMostLinks - 1) * kLinkBytes);
    const auto least = static_cast<std::int32_t>(last & ((1U << kStrengthBits) - 1)) + 1;
    if (least > link.strength) return;
  }
  LinkList links = of(self);
  if (links.insert(link)) set(self, links);
}

}  // namespace depesche::story
