#include "story/postings.h"

#include <algorithm>
#include <cassert>

namespace depesche::story {
namespace {

constexpr std::size_t kSealedLeast = 16;  // bytes of sealed lists, when they are written

}  // namespace

SealedPostings::SealedPostings(Serial base, std::span<const Entry> entries)
    : base_(base), buckets_(kBuckets + 1) {
  offsets_.reserve(entries.size());
  codes_.reserve(entries.size());
  std::size_t bucket = 0;
  const auto begin_buckets = [&](std::size_t end) {
    for (; bucket < end; ++bucket) {
      buckets_[bucket] = {static_cast<std::uint32_t>(keys_.size()),
                          static_cast<std::uint32_t>(offsets_.size())};
    }
  };
  for (std::size_t i = 0; i < entries.size();) {
    const std::uint32_t key = entries[i].key >> 1;
    begin_buckets((entries[i].key >> kBucketShift) + 1);
    const std::size_t first = offsets_.size();
    for (; i < entries.size() && entries[i].key >> 1 == key; ++i) {
      const auto offset = static_cast<std::uint16_t>(entries[i].posting.serial - base);
      // Two keys told apart by their last bit alone are one list, which stays ascending.
      const auto from = offsets_.begin() + static_cast<std::ptrdiff_t>(first);
      const auto at = std::lower_bound(from, offsets_.end(), offset);
      if (at != offsets_.end() && *at == offset) continue;
      codes_.insert(codes_.begin() + (at - offsets_.begin()), entries[i].posting.code);
      offsets_.insert(at, offset);
    }
    const auto size = static_cast<std::uint32_t>(offsets_.size() - first);
    if (size >= kLong) long_.push_back({static_cast<std::uint32_t>(keys_.size()), size});
    sizes_.push_back(static_cast<std::uint8_t>(std::min<std::uint32_t>(size, kLong)));
    keys_.push_back(static_cast<std::uint16_t>(key));
  }
  begin_buckets(kBuckets + 1);
  for (auto* bytes : {&sizes_, &codes_}) bytes->shrink_to_fit();
  for (auto* words : {&keys_, &offsets_}) words->shrink_to_fit();
}

std::uint32_t SealedPostings::size_of(std::uint32_t place) const {
  if (sizes_[place] < kLong) return sizes_[place];
  const auto at = std::lower_bound(long_.begin(), long_.end(), place,
                                   [](const Long& one, std::uint32_t p) { return one.key < p; });
  return at->size;
}

SealedPostings::List SealedPostings::find(std::uint32_t key) const {
  if (buckets_.empty()) return {};
  const Bucket& bucket = buckets_[key >> kBucketShift];
  const std::uint32_t end = buckets_[(key >> kBucketShift) + 1].key;
  std::uint32_t posting = bucket.posting;
  for (std::uint32_t place = bucket.key; place < end && keys_[place] <= low(key); ++place) {
    const std::uint32_t size = size_of(place);
    if (keys_[place] == low(key)) return {&offsets_[posting], &codes_[posting], size};
    posting += size;
  }
  return {};
}

void SealedPostings::find(std::span<const std::uint32_t> keys, std::vector<List>& lists) const {
  lists.assign(keys.size(), {});
  if (buckets_.empty()) return;
  for (const std::uint32_t key : keys) __builtin_prefetch(&buckets_[key >> kBucketShift]);
  for (const std::uint32_t key : keys) {
    const std::uint32_t place = buckets_[key >> kBucketShift].key;
    __builtin_prefetch(keys_.data() + place);
    __builtin_prefetch(sizes_.data() + place);
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    lists[i] = find(keys[i]);
    __builtin_prefetch(lists[i].offsets);
    __builtin_prefetch(lists[i].codes);
  }
}

std::uint8_t SealedPostings::most(const List& list) {
  return list.size == 0 ? std::uint8_t{0} : *std::max_element(list.codes, list.codes + list.size);
}

void SealedPostings::write(ByteWriter& out) const {
  out.u32(base_);
  out.array(buckets_);
  out.array(keys_);
  out.array(sizes_);
  out.array(long_);
  out.array(offsets_);
  out.array(codes_);
}

void SealedPostings::read(ByteReader& in, std::uint32_t span) {
  base_ = in.u32();
  in.array(buckets_);
  in.array(keys_);
  in.array(sizes_);
  in.array(long_);
  in.array(offsets_);
  in.array(codes_);
  if (!in.ok() || !fits(span)) in.fail();
}

bool SealedPostings::fits(std::uint32_t span) const {
  if (buckets_.size() != kBuckets + 1 || keys_.size() != sizes_.size() ||
      offsets_.size() != codes_.size() || base_ % span != 0) {
    return false;
  }
  std::size_t posting = 0;
  std::size_t place = 0;
  std::size_t next_long = 0;
  for (std::size_t i = 0; i <= kBuckets; ++i) {
    if (buckets_[i].key != place || buckets_[i].posting != posting) return false;
    if (i == kBuckets) break;
    const std::size_t end = buckets_[i + 1].key;
    if (end < place || end > keys_.size()) return false;
    for (; place < end; ++place) {
      std::size_t size = sizes_[place];
      if (size == kLong) {
        if (next_long == long_.size() || long_[next_long].key != place) return false;
        size = long_[next_long++].size;
      }
      if (size == 0 || size > offsets_.size() - posting) return false;
      posting += size;
    }
  }
  if (place != keys_.size() || posting != offsets_.size() || next_long != long_.size())
    return false;
  return std::all_of(offsets_.begin(), offsets_.end(),
                     [span](std::uint16_t offset) { return offset < span; });
}

void OpenPostings::add(std::uint32_t key, Posting posting) {
  const auto [at, is_new] = heads_.try_emplace(key);
  Head& head = at->second;
  if (!is_new) {
    assert(head.newest.serial <= posting.serial);
    if (head.block == 0 || blocks_[head.block].size == Block::kRoom) {
      Block block;
      block.next = head.block;
      head.block = static_cast<std::uint32_t>(blocks_.size());
      blocks_.push_back(block);
    }
    Block& block = blocks_[head.block];
    block.serials[block.size] = head.newest.serial;
    block.codes[block.size] = head.newest.code;
    ++block.size;
  }
  head.newest = posting;
}

std::vector<SealedPostings::Entry> OpenPostings::sorted() const {
  std::vector<std::uint32_t> keys;
  keys.reserve(heads_.size());
  for (const auto& [key, head] : heads_) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  std::vector<SealedPostings::Entry> out;
  out.reserve(heads_.size() + blocks_.size() * Block::kRoom);
  for (const std::uint32_t key : keys) {
    const auto first = static_cast<std::ptrdiff_t>(out.size());
    each(key, [&](const Posting& posting) {
      out.push_back({key, posting});
      return true;
    });
    std::reverse(out.begin() + first, out.end());
  }
  return out;
}

void OpenPostings::clear() {
  heads_.clear();
  blocks_.resize(1);
}

void Postings::seal(Serial end) {
  while (end - open_from_ >= span_) {
    const std::vector<SealedPostings::Entry> entries = open_.sorted();
    if (!entries.empty()) sealed_.emplace_back(open_from_, entries);
    open_.clear();
    open_from_ += span_;
  }
}

void Postings::drop_before(Serial first) {
  while (!sealed_.empty() && sealed_.front().base() + span_ <= first) sealed_.pop_front();
}

void Postings::write(ByteWriter& out) const {
  out.u32(open_from_);
  out.varint(sealed_.size());
  for (const SealedPostings& one : sealed_) one.write(out);
  const std::vector<SealedPostings::Entry> open = open_.sorted();
  out.varint(open.size());
  for (const SealedPostings::Entry& entry : open) {
    out.u32(entry.key);
    out.varint(entry.posting.serial - open_from_);
    out.u8(entry.posting.code);
  }
}

void Postings::read(ByteReader& in, Serial end) {
  open_from_ = in.u32();
  if (open_from_ % span_ != 0 || open_from_ > end || end - open_from_ >= span_) in.fail();
  const std::size_t count = in.count(kSealedLeast);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    SealedPostings& one = sealed_.emplace_back();
    one.read(in, span_);
    const bool is_before = i == 0 || sealed_[i - 1].base() < one.base();
    if (!is_before || one.base() >= open_from_) in.fail();
  }
  const std::size_t open = in.count(6);
  SealedPostings::Entry last{};
  for (std::size_t i = 0; i < open && in.ok(); ++i) {
    SealedPostings::Entry entry{};
    entry.key = in.u32();
    const std::uint64_t offset = in.varint();
    entry.posting.code = in.u8();
    if (offset >= end - open_from_) in.fail();
    entry.posting.serial = open_from_ + static_cast<Serial>(offset);
    const auto place = [](const SealedPostings::Entry& e) {
      return std::pair(e.key, e.posting.serial);
    };
    if (i > 0 && place(entry) <= place(last)) in.fail();
    if (!in.ok()) return;
    open_.add(entry.key, entry.posting);
    last = entry;
  }
}

}  // namespace depesche::story
