#include "story/packed_links.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace depesche::story {
namespace {

static_assert(std::endian::native == std::endian::little, "sizes are added as they lie");

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

std::size_t PackedLinks::begin_of(Serial self) const {
  // Eight sizes at a time, for this is asked for every link.
  constexpr std::uint64_t kEveryOther = 0x00FF'00FF'00FF'00FF;
  std::size_t left = self % kArticles;
  std::size_t sum = 0;
  for (std::size_t at = 0; left > 0; at += sizeof(std::uint64_t)) {
    std::uint64_t sizes = 0;
    std::memcpy(&sizes, sizes_.data() + at, sizeof(sizes));
    const std::size_t few = std::min(left, sizeof(sizes));
    if (few < sizeof(sizes)) sizes &= (std::uint64_t{1} << 8 * few) - 1;
    left -= few;
    sizes = (sizes & kEveryOther) + (sizes >> 8 & kEveryOther);
    sum += sizes * 0x0001'0001'0001'0001 >> 48;
  }
  return sum;
}

LinkList PackedLinks::of(Serial self) const {
  LinkList out;
  const std::size_t begin = begin_of(self);
  const std::size_t end = begin + sizes_[self % kArticles];
  for (std::size_t at = begin; at < end; ++at) {
    const std::uint32_t word = words_[at];
    const auto strength = static_cast<std::int32_t>(word & ((1U << kStrengthBits) - 1)) + 1;
    const std::uint32_t distance = word >> kStrengthBits;  // even ones before it, odd ones behind
    const std::uint32_t half = distance / 2;
    Serial serial = distance % 2 == 0 ? self - half : self + half;
    if (distance == kFar) serial = words_[++at];
    out.append({serial, strength});
  }
  return out;
}

void PackedLinks::set(Serial self, const LinkList& links) {
  std::array<std::uint32_t, 2 * kMostLinks> words;
  std::size_t count = 0;
  for (const Link& link : links) {
    const bool is_before = link.serial <= self;
    const std::uint32_t apart = is_before ? self - link.serial : link.serial - self;
    const std::uint32_t distance = apart >= kFar / 2 ? kFar : 2 * apart + (is_before ? 0U : 1U);
    words[count++] = distance << kStrengthBits | static_cast<std::uint32_t>(link.strength - 1);
    if (distance == kFar) words[count++] = link.serial;
  }
  const auto begin = static_cast<std::ptrdiff_t>(begin_of(self));
  std::uint8_t& size = sizes_[self % kArticles];
  if (count > size) {
    const std::size_t more = count - size;
    if (words_.size() + more > words_.capacity()) {
      words_.reserve(words_.size() + more + std::max(kLeastRoom, words_.size() / 16));
    }
    words_.insert(words_.begin() + begin, more, 0);
  } else {
    words_.erase(words_.begin() + begin,
                 words_.begin() + begin + static_cast<std::ptrdiff_t>(size - count));
    if (words_.capacity() > 2 * words_.size() + kLeastRoom) words_.shrink_to_fit();
  }
  size = static_cast<std::uint8_t>(count);
  std::copy_n(words.begin(), count, words_.begin() + begin);
}

void PackedLinks::insert(Serial self, Link link) {
  LinkList links = of(self);
  if (links.insert(link)) set(self, links);
}

void PackedLinks::write(ByteWriter& out) const {
  out.bytes(sizes_);
  out.array(words_);
}

void PackedLinks::read(ByteReader& in) {
  in.bytes(sizes_);
  in.array(words_);
  std::size_t at = 0;
  for (const std::uint8_t size : sizes_) {
    const std::size_t end = at + size;
    if (end > words_.size()) return in.fail();
    std::size_t links = 0;
    for (; at < end; ++at, ++links) at += words_[at] >> kStrengthBits == kFar ? 1 : 0;
    if (at != end || links > kMostLinks) return in.fail();
  }
  if (at != words_.size()) in.fail();
}

}  // namespace depesche::story
