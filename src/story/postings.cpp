#include "story/postings.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

#include "base/prefetch.h"
#include "base/sort_by_hash.h"

namespace depesche::story {
namespace {

constexpr std::size_t kSealedLeast = 16;  // bytes of sealed lists, when they are written
constexpr std::size_t kAhead = 8;         // lists fetched while one is read

}  // namespace

void OpenPostings::add(std::uint32_t key, Posting posting) {
  const auto [at, is_new] = heads_.try_emplace(key);
  Head& head = at->second;
  if (!is_new) {
    assert(head.serial <= posting.serial);
    if (head.block == 0 || blocks_[head.block].size == Block::kRoom) {
      assert(blocks_.size() < kMostBlocks);
      Block block;
      block.next = head.block;
      const Block& before = blocks_[head.block];
      block.behind = static_cast<std::uint16_t>(
          std::min<std::size_t>(std::size_t{before.behind} + before.size, UINT16_MAX));
      head.block = blocks_.size() & (kMostBlocks - 1);
      blocks_.push_back(block);
    }
    Block& block = blocks_[head.block];
    block.serials[block.size] = head.serial;
    block.codes[block.size] = static_cast<std::uint8_t>(head.code);
    ++block.size;
  }
  head.serial = posting.serial;
  head.code = posting.code;
  ++postings_;
}

std::vector<SealedPostings::Entry> OpenPostings::sorted(std::uint32_t part) const {
  std::vector<std::pair<std::uint32_t, Head>> heads;
  for (const auto& each : heads_) {
    if (each.first >> (32 - kPartBits) == part) heads.push_back(each);
  }
  sort_by_hash(heads, [](const auto& each) { return each.first << kPartBits; });
  std::vector<SealedPostings::Entry> out;
  out.reserve(postings_ / kParts * 9 / 8);  // they are spread evenly
  for (std::size_t i = 0; i < heads.size(); ++i) {
    if (i + kAhead < heads.size()) prefetch_line(&blocks_[heads[i + kAhead].second.block]);
    const auto first = static_cast<std::ptrdiff_t>(out.size());
    const std::uint32_t key = heads[i].first;
    each_of(heads[i].second, [&](const Posting& posting) {
      out.push_back({key, posting});
      return true;
    });
    std::reverse(out.begin() + first, out.end());
  }
  return out;
}

std::size_t OpenPostings::bytes() const {
  // A slot and its byte of metadata.
  return heads_.bucket_count() * (sizeof(std::pair<std::uint32_t, Head>) + 1) +
         blocks_.capacity() * sizeof(Block);
}

void OpenPostings::clear() {
  heads_.clear();
  blocks_.resize(1);
  postings_ = 0;
}

void SpansOfKeys::mark(const SealedPostings& one, std::uint32_t span) {
  const std::uint32_t number = one.base() / span % told();
  std::uint8_t* const bits = table_.data() + number / 8;
  const auto bit = static_cast<std::uint8_t>(1U << number % 8);
  one.each_key([&](std::uint32_t key) { bits[std::size_t{key >> shift_} * width_] |= bit; });
}

void SpansOfKeys::rebuild(const std::deque<SealedPostings>& all, std::uint32_t span) {
  constexpr std::size_t kFew = 3;
  table_ = std::vector<std::uint8_t>();  // gives its memory back
  width_ = 1;
  if (all.size() < kFew) return;
  std::size_t keys = 1;
  for (const SealedPostings& one : all) keys = std::max(keys, one.keys());
  while (all.size() > told() && width_ < kMostWide) width_ *= 2;
  // A third of the places or less are taken by any span.
  const int bits = std::max(1, std::min(30, static_cast<int>(std::bit_width(3 * keys - 1))));
  shift_ = 32 - bits;
  table_.resize((std::size_t{1} << bits) * width_);
  for (const SealedPostings& one : all) mark(one, span);
}

void SpansOfKeys::add(const std::deque<SealedPostings>& all, std::uint32_t span) {
  const bool has_places = all.back().keys() * 2 <= table_.size() / width_;
  const bool has_bits = all.size() <= told() || width_ == kMostWide;
  if (has_places && has_bits) return mark(all.back(), span);
  rebuild(all, span);
}

void SpansOfKeys::drop(Serial base, const std::deque<SealedPostings>& all, std::uint32_t span) {
  if (table_.empty()) return;
  const std::uint32_t number = base / span % told();
  const bool is_shared = std::any_of(all.begin(), all.end(), [&](const SealedPostings& one) {
    return one.base() / span % told() == number;
  });
  const bool is_wide = width_ > 1 && all.size() <= told() / 4;
  if (all.empty() || is_shared || is_wide) return rebuild(all, span);
  const auto others = static_cast<std::uint8_t>(~(1U << number % 8));
  for (std::size_t at = number / 8; at < table_.size(); at += width_) table_[at] &= others;
}

void Postings::seal(Serial end) {
  while (end - open_from_ >= span_) {
    if (open_.keys() > 0) {
      SealedPostings::Packing packing(open_from_, codes_, open_.keys(), open_.postings());
      open_.each_part([&](std::span<const SealedPostings::Entry> part) { packing.add(part); });
      sealed_.push_back(std::move(packing).done());
      spans_.add(sealed_, span_);
    }
    open_.clear();
    open_from_ += span_;
  }
}

void Postings::drop_before(Serial first) {
  while (!sealed_.empty() && sealed_.front().base() + span_ <= first) {
    const Serial base = sealed_.front().base();
    sealed_.pop_front();
    spans_.drop(base, sealed_, span_);
  }
}

std::size_t Postings::bytes() const {
  std::size_t bytes = open_.bytes() + spans_.bytes();
  for (const SealedPostings& one : sealed_) bytes += one.bytes();
  return bytes;
}

void Postings::spans_of(std::span<const std::uint32_t> keys,
                        std::vector<std::uint32_t>& spans) const {
  for (const std::uint32_t key : keys) spans_.prefetch(key);
  spans.clear();
  for (const std::uint32_t key : keys) spans.push_back(spans_.of(key));
}

void Postings::find(std::span<const std::uint32_t> keys, std::vector<Found>& wanted) const {
  for (const Found& each : wanted) each.span->prefetch_place(keys[each.of]);
  for (const Found& each : wanted) each.span->prefetch_block(keys[each.of]);
  for (Found& each : wanted) {
    each.list = each.span->find(keys[each.of]);
    each.list.prefetch_ends();
  }
}

void Postings::write(ByteWriter& out) const {
  out.u32(open_from_);
  out.varint(sealed_.size());
  for (const SealedPostings& one : sealed_) {
    one.write(out);
    out.hand_on();
  }
  out.varint(open_.keys());
  open_.each_part([&](std::span<const SealedPostings::Entry> open) {
    for (std::size_t i = 0; i < open.size();) {
      const std::uint32_t key = open[i].key;
      std::size_t end = i;
      while (end < open.size() && open[end].key == key) ++end;
      out.u32(key);
      out.varint(end - i);
      for (; i < end; ++i) {
        out.varint(open[i].posting.serial - open_from_);
        if (codes_ == Codes::Kept) out.u8(open[i].posting.code);
      }
    }
    out.hand_on();
  });
}

void Postings::read(ByteReader& in, Serial end) {
  open_from_ = in.u32();
  if (open_from_ % span_ != 0 || open_from_ > end || end - open_from_ >= span_) in.fail();
  const std::size_t count = in.count(kSealedLeast);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    SealedPostings& one = sealed_.emplace_back();
    one.read(in, span_, codes_);
    const bool is_before = i == 0 || sealed_[i - 1].base() < one.base();
    if (!is_before || one.base() >= open_from_) in.fail();
  }
  if (!in.ok()) return;
  spans_.rebuild(sealed_, span_);
  const std::size_t keys = in.count(6);
  open_.reserve(keys);
  std::uint32_t last_key = 0;
  for (std::size_t i = 0; i < keys && in.ok(); ++i) {
    const std::uint32_t key = in.u32();
    const std::size_t size = in.count(1);
    if (size == 0 || (i > 0 && key <= last_key)) in.fail();
    last_key = key;
    std::uint64_t least = 0;
    for (std::size_t j = 0; j < size && in.ok(); ++j) {
      const std::uint64_t offset = in.varint();
      const std::uint8_t code = codes_ == Codes::Kept ? in.u8() : std::uint8_t{0};
      if (offset < least || offset >= end - open_from_) in.fail();
      if (!in.ok()) return;
      least = offset + 1;
      open_.add(key, {open_from_ + static_cast<Serial>(offset), code});
    }
  }
}

}  // namespace depesche::story
