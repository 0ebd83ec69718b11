#include "story/packed_article.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "story/weight_code.h"

namespace depesche::story {
namespace {

static_assert(std::endian::native == std::endian::little, "blocks are written as they lie");

constexpr int kLowBits = 25;
constexpr std::size_t kHighs = std::size_t{1} << (32 - kLowBits);
constexpr std::size_t kEntryBytes = 5;

/// An empty array may have no address at all, which memcpy must not be given.
template <class T>
void copy_out(const std::vector<T>& values, std::uint8_t* to) {
  if (!values.empty()) std::memcpy(to, values.data(), sizeof(T) * values.size());
}

template <class T>
void copy_in(std::vector<T>& values, const std::uint8_t* from) {
  if (!values.empty()) std::memcpy(values.data(), from, sizeof(T) * values.size());
}

/// Eight bytes of a row of bits, zeros behind its end.
std::uint64_t word_at(const std::uint8_t* from, const std::uint8_t* end) {
  std::uint64_t word = 0;
  if (end - from >= 8) {
    std::memcpy(&word, from, 8);
    return word;
  }
  for (int shift = 0; from < end; shift += 8) word |= std::uint64_t{*from++} << shift;
  return word;
}

/// Five bytes. As one copy to eight they would go through memory, where the processor waits.
std::uint64_t five_at(const std::uint8_t* from) {
  std::uint32_t lower = 0;
  std::memcpy(&lower, from, sizeof(lower));
  return lower | std::uint64_t{from[4]} << 32;
}

std::size_t bytes_of_highs(std::size_t terms) { return (terms + kHighs + 7) / 8; }

// A list of shingles: their upper bytes as a row of bits, where number i of upper byte u sets bit
// u + i, then their lower bytes. Of few shingles the row would cost more than it saves.
constexpr std::size_t kFewShingles = 37;
constexpr std::size_t kUppers = 256;

std::size_t bytes_of_uppers(std::size_t shingles) { return (shingles + kUppers + 7) / 8; }

std::size_t bytes_of_shingles(std::size_t shingles) {
  return shingles < kFewShingles ? 2 * shingles : bytes_of_uppers(shingles) + shingles;
}

/// Where `to` points to zeros.
void pack_shingles(const std::vector<std::uint16_t>& sorted, std::uint8_t* to) {
  if (sorted.size() < kFewShingles) return copy_out(sorted, to);
  std::uint8_t* const lowers = to + bytes_of_uppers(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const std::size_t bit = (sorted[i] >> 8U) + i;
    to[bit / 8] = static_cast<std::uint8_t>(to[bit / 8] | 1U << bit % 8);
    lowers[i] = static_cast<std::uint8_t>(sorted[i]);
  }
}

void unpack_shingles(std::vector<std::uint16_t>& into, const std::uint8_t* from) {
  if (into.size() < kFewShingles) return copy_in(into, from);
  const std::size_t bytes = bytes_of_uppers(into.size());
  std::size_t i = 0;
  for (std::size_t begin = 0; begin < bytes; begin += 8) {
    std::uint64_t word = word_at(from + begin, from + bytes);
    for (; word != 0 && i < into.size(); word &= word - 1, ++i) {
      const std::size_t bit = begin * 8 + static_cast<std::size_t>(std::countr_zero(word));
      into[i] = static_cast<std::uint16_t>((bit - i) << 8U | from[bytes + i]);
    }
  }
}

struct Header {
  std::uint32_t words = 0;
  std::uint32_t headline = 0;
  std::uint32_t numbers = 0;
  std::uint8_t terms = 0;
  std::uint8_t regions = 0;
  std::uint8_t own_shingles = 0;
  std::uint8_t quoted_shingles = 0;
  std::uint8_t sampling = 0;
  std::uint8_t headline_words = 0;
  std::uint8_t agency = 0;
  std::uint8_t telling_from = 0;  // a weight code

  std::size_t regions_at() const { return sizeof(Header); }
  std::size_t highs_at() const { return regions_at() + 4 * std::size_t{regions}; }
  std::size_t lows_at() const { return highs_at() + (terms == 0 ? 0 : bytes_of_highs(terms)); }
  std::size_t shingles_at() const { return lows_at() + kEntryBytes * terms; }
  std::size_t shingles() const { return std::size_t{own_shingles} + quoted_shingles; }
  std::size_t quoted_at() const { return shingles_at() + bytes_of_shingles(own_shingles); }
  std::size_t size() const { return quoted_at() + bytes_of_shingles(quoted_shingles); }
};

/// Of no block that of an empty article.
Header header_of(const std::uint8_t* block) {
  Header out;
  if (block != nullptr) std::memcpy(&out, block, sizeof(out));
  return out;
}

}  // namespace

std::vector<std::uint8_t> pack_article(const TermVector& terms, std::uint16_t telling_from,
                                       const std::vector<std::uint32_t>& regions,
                                       const Fingerprint& print) {
  const ShortShingles shingles = shorten(print);
  Header header;
  header.words = print.words;
  header.headline = print.headline;
  header.numbers = print.numbers;
  assert(terms.size() <= kMostPacked && regions.size() <= kMostRegions);
  header.telling_from = weight_code(telling_from);
  if (weight_of(header.telling_from) < telling_from) ++header.telling_from;
  header.terms = static_cast<std::uint8_t>(terms.size());
  header.regions = static_cast<std::uint8_t>(regions.size());
  header.own_shingles = static_cast<std::uint8_t>(shingles.own.size());
  header.quoted_shingles = static_cast<std::uint8_t>(shingles.quoted.size());
  header.sampling = shingles.sampling;
  header.headline_words = print.headline_words;
  header.agency = static_cast<std::uint8_t>(print.agency);
  std::vector<std::uint8_t> block(header.size());
  std::memcpy(block.data(), &header, sizeof(header));
  copy_out(regions, block.data() + header.regions_at());
  std::uint8_t* const highs = block.data() + header.highs_at();
  std::uint8_t* low = block.data() + header.lows_at();
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Weight& entry = terms[i];
    const std::size_t bit = (entry.term >> kLowBits) + i;
    highs[bit / 8] = static_cast<std::uint8_t>(highs[bit / 8] | 1U << bit % 8);
    const std::uint64_t packed = (entry.term & ((1U << kLowBits) - 1)) |
                                 static_cast<std::uint64_t>(weight_code(entry.weight)) << kLowBits |
                                 static_cast<std::uint64_t>(entry.kind) << (kLowBits + 8) |
                                 static_cast<std::uint64_t>(entry.places) << (kLowBits + 11);
    std::memcpy(low, &packed, kEntryBytes);
    low += kEntryBytes;
  }
  pack_shingles(shingles.own, block.data() + header.shingles_at());
  pack_shingles(shingles.quoted, block.data() + header.quoted_at());
  return block;
}

TermVector PackedArticle::terms() const {
  TermVector out;
  terms(out);
  return out;
}

void PackedArticle::terms(TermVector& into) const {
  const Header header = header_of(block_);
  into.resize(header.terms);
  if (header.terms == 0) return;
  const std::uint8_t* const highs = block_ + header.highs_at();
  const std::uint8_t* low = block_ + header.lows_at();
  const std::size_t bytes = bytes_of_highs(header.terms);
  std::size_t i = 0;
  for (std::size_t begin = 0; begin < bytes && i < into.size(); begin += 8) {
    std::uint64_t word = word_at(highs + begin, highs + bytes);
    for (; word != 0 && i < into.size(); word &= word - 1, ++i) {
      const std::size_t bit = begin * 8 + static_cast<std::size_t>(std::countr_zero(word));
      const std::uint64_t packed = five_at(low);
      low += kEntryBytes;
      Weight& entry = into[i];
      entry.term = static_cast<std::uint32_t>(bit - i) << kLowBits |
                   (static_cast<std::uint32_t>(packed) & ((1U << kLowBits) - 1));
      entry.weight = weight_of(static_cast<std::uint8_t>(packed >> kLowBits));
      entry.kind = static_cast<TermKind>(packed >> (kLowBits + 8) & 7);
      entry.places = static_cast<std::uint8_t>(packed >> (kLowBits + 11));
    }
  }
  into.resize(i);
}

std::uint16_t PackedArticle::telling_from() const {
  return weight_of(header_of(block_).telling_from);
}

std::vector<std::uint32_t> PackedArticle::regions() const {
  const Header header = header_of(block_);
  std::vector<std::uint32_t> out(header.regions);
  if (!out.empty()) copy_in(out, block_ + header.regions_at());
  return out;
}

Fingerprint PackedArticle::print() const {
  const Header header = header_of(block_);
  Fingerprint out;
  out.words = header.words;
  out.headline = header.headline;
  out.headline_words = header.headline_words;
  out.numbers = header.numbers;
  out.agency = static_cast<Agency>(header.agency);
  ShortShingles shingles;
  shingles.sampling = header.sampling;
  shingles.own.resize(header.own_shingles);
  shingles.quoted.resize(header.quoted_shingles);
  if (block_) {
    unpack_shingles(shingles.own, block_ + header.shingles_at());
    unpack_shingles(shingles.quoted, block_ + header.quoted_at());
  }
  restore_shingles(shingles, out);
  return out;
}

std::size_t PackedArticle::size() const { return header_of(block_).size(); }

std::size_t PackedArticle::measure(std::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof(header)) return 0;
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.size() > bytes.size() || header.terms > kMostPacked || header.regions > kMostRegions ||
      header.shingles() > kMostShortShingles || header.sampling > kMostSampling ||
      header.agency > static_cast<std::uint8_t>(kLastAgency)) {
    return 0;
  }
  thread_local TermVector terms;
  PackedArticle(reinterpret_cast<const std::uint8_t*>(bytes.data())).terms(terms);
  std::uint64_t squares = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Weight& entry = terms[i];
    if (entry.weight == 0 || entry.kind > TermKind::Meaning || entry.kind == TermKind::Region ||
        entry.places > kAllPlaces || (i > 0 && entry.term <= terms[i - 1].term)) {
      return 0;
    }
    squares += is_foreign_only(entry.kind) ? 0 : std::uint64_t{entry.weight} * entry.weight;
  }
  const bool is_whole = terms.size() == header.terms && squares <= kMostSquares;
  return is_whole ? header.size() : 0;
}

}  // namespace depesche::story
