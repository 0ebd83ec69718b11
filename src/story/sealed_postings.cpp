#include "story/sealed_postings.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace depesche::story {
namespace {

constexpr std::uint32_t kWordsOfLine = 64 / sizeof(std::uint16_t);

std::uint16_t low(std::uint32_t key) { return static_cast<std::uint16_t>(key >> 1); }

/// Two to a word, the last word filled up with a zero.
void append_bytes(const std::vector<std::uint8_t>& bytes, std::vector<std::uint16_t>& words) {
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const unsigned second = i + 1 < bytes.size() ? bytes[i + 1] : 0;
    words.push_back(static_cast<std::uint16_t>(bytes[i] | second << 8U));
  }
}

}  // namespace

SealedPostings::Packing::Packing(Serial base, Codes codes, std::size_t keys, std::size_t postings) {
  made_.base_ = base;
  made_.codes_ = codes;
  made_.begins_.reserve(kBlocks + 1);
  made_.begins_.push_back(0);
  constexpr std::size_t kRounding = 3;  // words of a block that no key and no posting takes
  made_.words_.reserve(codes == Codes::None
                           ? 2 * postings
                           : (keys + postings) * 3 / 2 + kRounding * std::min(keys, kBlocks));
}

void SealedPostings::Packing::add(std::span<const Entry> entries) {
  std::vector<std::uint16_t> offsets;  // of one list
  std::vector<std::uint8_t> codes;
  const bool has_codes = made_.codes_ == Codes::Kept;
  for (std::size_t i = 0; i < entries.size();) {
    const std::uint32_t key = entries[i].key >> 1;
    while (made_.begins_.size() <= entries[i].key >> kBlockShift) close_block();
    offsets.clear();
    codes.clear();
    for (; i < entries.size() && entries[i].key >> 1 == key; ++i) {
      const auto offset = static_cast<std::uint16_t>(entries[i].posting.serial - made_.base_);
      // Two keys told apart by their last bit alone are one list, which stays ascending.
      const auto at = std::lower_bound(offsets.begin(), offsets.end(), offset);
      if (at != offsets.end() && *at == offset) continue;
      codes.insert(codes.begin() + (at - offsets.begin()), entries[i].posting.code);
      offsets.insert(at, offset);
    }
    const auto size = static_cast<std::uint32_t>(offsets.size());
    if (has_codes) {
      sizes_.push_back(static_cast<std::uint8_t>(std::min(size, kLong)));
      if (size >= kLong) {
        offsets_.push_back(static_cast<std::uint16_t>(size - kLong));
        codes_.push_back(0);
      }
      codes_.insert(codes_.end(), codes.begin(), codes.end());
    }
    keys_.insert(keys_.end(), has_codes ? 1 : size, low(entries[i - 1].key));
    offsets_.insert(offsets_.end(), offsets.begin(), offsets.end());
  }
}

SealedPostings SealedPostings::Packing::done() && {
  while (made_.begins_.size() <= kBlocks) close_block();
  made_.words_.shrink_to_fit();
  return std::move(made_);
}

/// Appends the block that begins where the words end, and leaves what it is made of empty.
void SealedPostings::Packing::close_block() {
  std::vector<std::uint16_t>& words = made_.words_;
  if (!keys_.empty()) {
    if (made_.codes_ == Codes::Kept) words.push_back(static_cast<std::uint16_t>(keys_.size() - 1));
    words.insert(words.end(), keys_.begin(), keys_.end());
    append_bytes(sizes_, words);
    words.insert(words.end(), offsets_.begin(), offsets_.end());
    append_bytes(codes_, words);
    made_.keys_ += keys_.size();
    keys_.clear();
    sizes_.clear();
    offsets_.clear();
    codes_.clear();
  }
  made_.begins_.push_back(static_cast<std::uint32_t>(words.size()));
}

SealedPostings::SealedPostings(Serial base, std::span<const Entry> entries, Codes codes) {
  Packing packing(base, codes, entries.size(), entries.size());
  packing.add(entries);
  *this = std::move(packing).done();
}

SealedPostings::Block SealedPostings::block(std::uint32_t number) const {
  const std::uint32_t words = begins_[number + 1] - begins_[number];
  if (words == 0) return {};
  const std::uint16_t* const at = words_.data() + begins_[number];
  Block out;
  if (codes_ == Codes::None) {
    out.keys = out.postings = words / 2;
    out.key = at;
    out.offset = at + out.keys;
    return out;
  }
  out.keys = *at + 1U;
  const std::uint32_t before = words_before_offsets(out.keys);
  out.postings = (words - before) * 2 / 3;
  out.key = at + 1;
  out.size = reinterpret_cast<const std::uint8_t*>(out.key + out.keys);
  out.offset = at + before;
  out.code = reinterpret_cast<const std::uint8_t*>(out.offset + out.postings);
  return out;
}

SealedPostings::List SealedPostings::find(std::uint32_t key) const {
  if (begins_.empty()) return {};
  const Block block = this->block(key >> kBlockShift);
  if (codes_ == Codes::None) {
    const auto [from, to] = std::equal_range(block.key, block.key + block.keys, low(key));
    if (from == to) return {};
    return {block.offset + (from - block.key), nullptr, static_cast<std::uint32_t>(to - from)};
  }
  std::uint32_t posting = 0;
  for (std::uint32_t i = 0; i < block.keys && block.key[i] <= low(key); ++i) {
    std::uint32_t size = block.size[i];
    if (size == kLong) size += block.offset[posting++];
    if (block.key[i] == low(key)) return {block.offset + posting, block.code + posting, size};
    posting += size;
  }
  return {};
}

void SealedPostings::find(std::span<const std::uint32_t> keys, std::vector<List>& lists) const {
  lists.assign(keys.size(), {});
  for (const std::uint32_t key : keys) prefetch_place(key);
  for (const std::uint32_t key : keys) prefetch_block(key);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    lists[i] = find(keys[i]);
    lists[i].prefetch_ends();
  }
}

/// The beginning, where most have all.
void SealedPostings::prefetch_block(std::uint32_t key) const {
  constexpr std::uint32_t kMostLines = 4;
  if (begins_.empty()) return;
  const std::uint32_t begin = begins_[key >> kBlockShift];
  const std::uint32_t end =
      std::min(begins_[(key >> kBlockShift) + 1], begin + kMostLines * kWordsOfLine);
  for (std::uint32_t at = begin; at < end; at += kWordsOfLine) {
    prefetch_line(words_.data() + at);
  }
}

std::size_t SealedPostings::bytes() const {
  return sizeof(*this) + sizeof(begins_[0]) * begins_.capacity() +
         sizeof(words_[0]) * words_.capacity();
}

void SealedPostings::write(ByteWriter& out) const {
  out.u32(base_);
  out.array(begins_);
  out.array(words_);
}

void SealedPostings::read(ByteReader& in, std::uint32_t span, Codes codes) {
  base_ = in.u32();
  codes_ = codes;
  in.array(begins_);
  in.array(words_);
  if (!in.ok() || !fits(span)) return in.fail();
  keys_ = 0;
  for (std::uint32_t number = 0; number < kBlocks; ++number) keys_ += block(number).keys;
}

bool SealedPostings::fits(std::uint32_t span) const {
  if (begins_.size() != kBlocks + 1 || base_ % span != 0 || begins_.front() != 0 ||
      begins_.back() != words_.size() || !std::is_sorted(begins_.begin(), begins_.end())) {
    return false;
  }
  for (std::uint32_t number = 0; number < kBlocks; ++number) {
    if (!fits(number, span)) return false;
  }
  return true;
}

/// Whether a block has all that its first word and its length say.
bool SealedPostings::fits(std::uint32_t number, std::uint32_t span) const {
  const std::uint32_t words = begins_[number + 1] - begins_[number];
  if (words == 0) return true;
  const bool has_codes = codes_ == Codes::Kept;
  if (!has_codes && words % 2 != 0) return false;
  if (has_codes && words < words_before_offsets(words_[begins_[number]] + 1U)) return false;
  const Block block = this->block(number);
  // One after the other without leaving, which is much faster.
  std::uint16_t all = 0;
  for (std::uint32_t i = 0; i < block.postings; ++i) all = std::max(all, block.offset[i]);
  if (all >= span) return false;
  if (!has_codes) return true;
  std::uint32_t left = block.postings;
  for (std::uint32_t i = 0; i < block.keys; ++i) {
    std::uint32_t size = block.size[i];
    if (size == kLong) {
      if (left == 0) return false;
      size += 1U + block.offset[block.postings - left];
    }
    if (size == 0 || size > left) return false;
    left -= size;
  }
  return left == 0 &&
         words == words_before_offsets(block.keys) + block.postings + (block.postings + 1) / 2;
}

}  // namespace depesche::story
