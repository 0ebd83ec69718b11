#include "story/postings.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

namespace depesche::story {
namespace {

constexpr std::size_t kSealedLeast = 16;  // bytes of sealed lists, when they are written

/// Both ends: the newest postings are read first where few are wanted.
void prefetch(const SealedPostings::List& list) {
  __builtin_prefetch(list.offsets);
  __builtin_prefetch(list.offsets + list.size - 1);
  if (list.codes == nullptr) return;
  __builtin_prefetch(list.codes);
  __builtin_prefetch(list.codes + list.size - 1);
}

}  // namespace

SealedPostings::SealedPostings(Serial base, std::span<const Entry> entries, Codes codes)
    : base_(base), bucket_keys_(kBuckets + 1) {
  const bool has_sizes = codes == Codes::Kept;
  offsets_.reserve(entries.size());
  if (has_sizes) {
    codes_.reserve(entries.size());
    bucket_postings_.resize(kBuckets + 1);
  } else {
    keys_.reserve(entries.size());
  }
  std::size_t bucket = 0;
  const auto begin_buckets = [&](std::size_t end) {
    for (; bucket < end; ++bucket) {
      bucket_keys_[bucket] = static_cast<std::uint32_t>(keys_.size());
      if (has_sizes) bucket_postings_[bucket] = static_cast<std::uint32_t>(offsets_.size());
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
      if (has_sizes) {
        codes_.insert(codes_.begin() + (at - offsets_.begin()), entries[i].posting.code);
      }
      offsets_.insert(at, offset);
    }
    const auto size = static_cast<std::uint32_t>(offsets_.size() - first);
    if (has_sizes) {
      if (size >= kLong) long_.push_back({static_cast<std::uint32_t>(keys_.size()), size});
      sizes_.push_back(static_cast<std::uint8_t>(std::min<std::uint32_t>(size, kLong)));
    }
    keys_.insert(keys_.end(), has_sizes ? 1 : size, static_cast<std::uint16_t>(key));
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
  if (bucket_keys_.empty()) return {};
  const std::uint32_t begin = bucket_keys_[key >> kBucketShift];
  const std::uint32_t end = bucket_keys_[(key >> kBucketShift) + 1];
  if (is_flat()) {
    const auto [from, to] = std::equal_range(keys_.begin() + begin, keys_.begin() + end, low(key));
    if (from == to) return {};
    return {&offsets_[static_cast<std::size_t>(from - keys_.begin())], nullptr,
            static_cast<std::uint32_t>(to - from)};
  }
  std::uint32_t posting = bucket_postings_[key >> kBucketShift];
  for (std::uint32_t place = begin; place < end && keys_[place] <= low(key); ++place) {
    const std::uint32_t size = size_of(place);
    if (keys_[place] == low(key)) return {&offsets_[posting], &codes_[posting], size};
    posting += size;
  }
  return {};
}

void SealedPostings::find(std::span<const std::uint32_t> keys, std::vector<List>& lists) const {
  lists.assign(keys.size(), {});
  for (const std::uint32_t key : keys) prefetch_bucket(key);
  for (const std::uint32_t key : keys) prefetch_keys(key);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    lists[i] = find(keys[i]);
    if (lists[i].size > 0) prefetch(lists[i]);
  }
}

void SealedPostings::prefetch_keys(std::uint32_t key) const {
  if (bucket_keys_.empty()) return;
  const std::uint32_t place = bucket_keys_[key >> kBucketShift];
  __builtin_prefetch(keys_.data() + place);
  if (!is_flat()) __builtin_prefetch(sizes_.data() + place);
}

std::size_t SealedPostings::bytes() const {
  return sizeof(*this) + 4 * (bucket_keys_.capacity() + bucket_postings_.capacity()) +
         2 * keys_.capacity() + sizes_.capacity() + long_.capacity() * sizeof(Long) +
         2 * offsets_.capacity() + codes_.capacity();
}

void SealedPostings::write(ByteWriter& out) const {
  out.u32(base_);
  out.array(bucket_keys_);
  out.array(keys_);
  out.array(bucket_postings_);
  out.array(sizes_);
  out.array(long_);
  out.array(offsets_);
  out.array(codes_);
}

void SealedPostings::read(ByteReader& in, std::uint32_t span, Codes codes) {
  base_ = in.u32();
  in.array(bucket_keys_);
  in.array(keys_);
  in.array(bucket_postings_);
  in.array(sizes_);
  in.array(long_);
  in.array(offsets_);
  in.array(codes_);
  if (!in.ok() || !fits(span, codes)) in.fail();
}

bool SealedPostings::fits(std::uint32_t span, Codes codes) const {
  if (bucket_keys_.size() != kBuckets + 1 || base_ % span != 0) return false;
  const bool is_whole = codes == Codes::Kept ? keys_fit() : keys_fit_flat();
  // One after the other without leaving, which is much faster.
  std::uint16_t all = 0;
  for (const std::uint16_t offset : offsets_) all = std::max(all, offset);
  return is_whole && all < span;
}

bool SealedPostings::keys_fit_flat() const {
  if (!bucket_postings_.empty() || !sizes_.empty() || !long_.empty() || !codes_.empty() ||
      keys_.size() != offsets_.size() || bucket_keys_.front() != 0 ||
      bucket_keys_.back() != keys_.size()) {
    return false;
  }
  return std::is_sorted(bucket_keys_.begin(), bucket_keys_.end());
}

bool SealedPostings::keys_fit() const {
  if (bucket_postings_.size() != bucket_keys_.size() || keys_.size() != sizes_.size() ||
      codes_.size() != offsets_.size()) {
    return false;
  }
  std::size_t posting = 0;
  std::size_t place = 0;
  std::size_t next_long = 0;
  for (std::size_t i = 0; i <= kBuckets; ++i) {
    if (bucket_keys_[i] != place || bucket_postings_[i] != posting) return false;
    if (i == kBuckets) break;
    const std::size_t end = bucket_keys_[i + 1];
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
  return place == keys_.size() && posting == offsets_.size() && next_long == long_.size();
}

void OpenPostings::add(std::uint32_t key, Posting posting) {
  const auto [at, is_new] = heads_.try_emplace(key);
  Head& head = at->second;
  if (!is_new) {
    assert(head.serial <= posting.serial);
    if (head.block == 0 || blocks_[head.block].size == Block::kRoom) {
      assert(blocks_.size() < kMostBlocks);
      Block block;
      block.next = head.block;
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

std::size_t OpenPostings::bytes() const {
  // A slot and its byte of metadata.
  return heads_.bucket_count() * (sizeof(std::pair<std::uint32_t, Head>) + 1) +
         blocks_.capacity() * sizeof(Block);
}

void OpenPostings::clear() {
  heads_.clear();
  blocks_.resize(1);
}

void SpansOfKeys::mark(const SealedPostings& one, std::uint32_t span) {
  const std::uint32_t bit = 1U << (one.base() / span % kSpans);
  one.each_key([&](std::uint32_t key) { table_[key >> shift_] |= bit; });
}

void SpansOfKeys::rebuild(const std::deque<SealedPostings>& all, std::uint32_t span) {
  constexpr std::size_t kFew = 3;
  table_ = {};
  if (all.size() < kFew) return;
  std::size_t keys = 1;
  for (const SealedPostings& one : all) keys = std::max(keys, one.keys());
  // A third of the places or less are taken by any span.
  const int bits = std::max(1, std::min(30, static_cast<int>(std::bit_width(3 * keys - 1))));
  shift_ = 32 - bits;
  table_.resize(std::size_t{1} << bits);
  for (const SealedPostings& one : all) mark(one, span);
}

void SpansOfKeys::add(const std::deque<SealedPostings>& all, std::uint32_t span) {
  const bool has_room = all.back().keys() * 2 <= table_.size();
  if (has_room) return mark(all.back(), span);
  rebuild(all, span);
}

void SpansOfKeys::drop(Serial base, const std::deque<SealedPostings>& all, std::uint32_t span) {
  if (table_.empty()) return;
  const auto place = [span](Serial of) { return of / span % kSpans; };
  const bool is_shared = std::any_of(all.begin(), all.end(), [&](const SealedPostings& one) {
    return place(one.base()) == place(base);
  });
  if (all.empty() || is_shared) return rebuild(all, span);
  for (std::uint32_t& spans : table_) spans &= ~(1U << place(base));
}

void Postings::seal(Serial end) {
  while (end - open_from_ >= span_) {
    const std::vector<SealedPostings::Entry> entries = open_.sorted();
    if (!entries.empty()) {
      sealed_.emplace_back(open_from_, entries, codes_);
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
  for (const Found& each : wanted) each.span->prefetch_bucket(keys[each.of]);
  for (const Found& each : wanted) each.span->prefetch_keys(keys[each.of]);
  for (Found& each : wanted) {
    each.list = each.span->find(keys[each.of]);
    if (each.list.size > 0) prefetch(each.list);
  }
}

void Postings::write(ByteWriter& out) const {
  out.u32(open_from_);
  out.varint(sealed_.size());
  for (const SealedPostings& one : sealed_) {
    one.write(out);
    out.hand_on();
  }
  const std::vector<SealedPostings::Entry> open = open_.sorted();
  out.varint(open_.keys());
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
