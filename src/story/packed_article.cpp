#include "story/packed_article.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "story/kind_code.h"
#include "story/weight_code.h"

namespace depesche::story {
namespace {

static_assert(std::endian::native == std::endian::little, "blocks are written as they lie");

// What of a word of four bytes is hash and what is weight code.
constexpr int kLowBits = 25;
constexpr int kFewLowBits = 24;  // where the codes are too far apart
constexpr std::size_t kEntryBytes = 4;
constexpr std::uint32_t kMostWords = (1U << 23) - 1;
constexpr std::size_t kUnit = 2;  // bytes of kinds, as the header counts them

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

constexpr std::size_t units_of(std::size_t bits) { return (bits + 8 * kUnit - 1) / (8 * kUnit); }

struct Header {
  std::uint32_t words : 23 = 0;
  std::uint32_t has_few_low_bits : 1 = 0;
  std::uint32_t least : 8 = 0;  // of the weight codes
  std::uint32_t headline = 0;
  std::uint32_t numbers = 0;
  std::uint8_t terms = 0;
  std::uint8_t kinds = 0;  // units of their bytes
  std::uint8_t own_shingles = 0;
  std::uint8_t quoted_shingles = 0;
  std::uint8_t headline_words = 0;
  std::uint8_t telling_from = 0;  // a weight code
  std::uint16_t regions : 4 = 0;
  std::uint16_t sampling : 5 = 0;
  std::uint16_t agency : 7 = 0;

  int low_bits() const { return has_few_low_bits != 0 ? kFewLowBits : kLowBits; }
  std::size_t bytes_of_highs() const {
    if (terms == 0) return 0;
    return (terms + (std::size_t{1} << (32 - low_bits())) + 7) / 8;
  }
  std::size_t regions_at() const { return sizeof(Header); }
  std::size_t highs_at() const { return regions_at() + 4 * std::size_t{regions}; }
  std::size_t lows_at() const { return highs_at() + bytes_of_highs(); }
  std::size_t kinds_at() const { return lows_at() + kEntryBytes * terms; }
  std::size_t shingles_at() const { return kinds_at() + kUnit * kinds; }
  std::size_t shingles() const { return std::size_t{own_shingles} + quoted_shingles; }
  std::size_t quoted_at() const { return shingles_at() + bytes_of_shingles(own_shingles); }
  std::size_t size() const { return quoted_at() + bytes_of_shingles(quoted_shingles); }
};
static_assert(sizeof(Header) == 20);
static_assert(kMostSampling < 1 << 5 && kMostRegions < 1 << 4);
static_assert(static_cast<int>(kLastAgency) < 1 << 7);

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
  assert(terms.size() <= kMostPacked && regions.size() <= kMostRegions);
  Header header;
  header.words = std::min(print.words, kMostWords) & kMostWords;
  header.headline = print.headline;
  header.numbers = print.numbers;
  header.telling_from = weight_code(telling_from);
  if (weight_of(header.telling_from) < telling_from) ++header.telling_from;
  header.terms = static_cast<std::uint8_t>(terms.size());
  header.regions = regions.size() & 0xF;
  header.own_shingles = static_cast<std::uint8_t>(shingles.own.size());
  header.quoted_shingles = static_cast<std::uint8_t>(shingles.quoted.size());
  header.sampling = shingles.sampling & 0x1F;
  header.headline_words = print.headline_words;
  header.agency = static_cast<std::uint8_t>(print.agency) & 0x7F;
  std::size_t bits = 0;
  std::uint8_t least = UINT8_MAX;
  std::uint8_t most = 0;
  for (const Weight& entry : terms) {
    bits += static_cast<std::size_t>(kind_bits(kind_and_places(entry.kind, entry.places)));
    least = std::min(least, weight_code(entry.weight));
    most = std::max(most, weight_code(entry.weight));
  }
  header.kinds = static_cast<std::uint8_t>(units_of(bits));
  header.least = terms.empty() ? std::uint8_t{0} : least;
  header.has_few_low_bits = most - header.least >= 1 << (32 - kLowBits) ? 1 : 0;
  std::vector<std::uint8_t> block(header.size());
  std::memcpy(block.data(), &header, sizeof(header));
  copy_out(regions, block.data() + header.regions_at());
  std::uint8_t* const highs = block.data() + header.highs_at();
  std::uint8_t* low = block.data() + header.lows_at();
  std::uint8_t* const kinds = block.data() + header.kinds_at();
  const int low_bits = header.low_bits();
  std::size_t kind_at = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const Weight& entry = terms[i];
    const std::size_t bit = (entry.term >> low_bits) + i;
    highs[bit / 8] = static_cast<std::uint8_t>(highs[bit / 8] | 1U << bit % 8);
    const std::uint32_t code = weight_code(entry.weight) - std::uint32_t{header.least};
    const std::uint32_t packed = (entry.term & ((1U << low_bits) - 1)) | code << low_bits;
    std::memcpy(low, &packed, kEntryBytes);
    low += kEntryBytes;
    kind_at = write_kind(kind_and_places(entry.kind, entry.places), kinds, kind_at);
  }
  pack_shingles(shingles.own, block.data() + header.shingles_at());
  pack_shingles(shingles.quoted, block.data() + header.quoted_at());
  return block;
}

namespace {

/// Gives how many bits of kinds there were.
std::size_t unpack_terms(const Header& header, const std::uint8_t* block, TermVector& into) {
  into.resize(header.terms);
  if (header.terms == 0) return 0;
  const std::uint8_t* const highs = block + header.highs_at();
  const std::uint8_t* low = block + header.lows_at();
  const std::size_t bytes = header.bytes_of_highs();
  const int low_bits = header.low_bits();
  const std::uint32_t low_mask = (1U << low_bits) - 1;
  const std::uint32_t least = header.least;
  KindReader kinds(block + header.kinds_at(), block + header.shingles_at());
  std::size_t i = 0;
  for (std::size_t begin = 0; begin < bytes && i < into.size(); begin += 8) {
    std::uint64_t word = word_at(highs + begin, highs + bytes);
    for (; word != 0 && i < into.size(); word &= word - 1, ++i) {
      const std::size_t bit = begin * 8 + static_cast<std::size_t>(std::countr_zero(word));
      std::uint32_t packed = 0;
      std::memcpy(&packed, low, sizeof(packed));
      low += kEntryBytes;
      const KindAndPlaces kind = kinds.next();
      Weight& entry = into[i];
      entry.term = static_cast<std::uint32_t>(bit - i) << low_bits | (packed & low_mask);
      entry.weight = weight_of(static_cast<std::uint8_t>((packed >> low_bits) + least));
      entry.kind = static_cast<TermKind>(kind >> 4);
      entry.places = kind & kAllPlaces;
    }
  }
  into.resize(i);
  return kinds.bits();
}

}  // namespace

TermVector PackedArticle::terms() const {
  TermVector out;
  terms(out);
  return out;
}

void PackedArticle::terms(TermVector& into) const { unpack_terms(header_of(block_), block_, into); }

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
      header.shingles() > kMostShortShingles ||
      header.agency > static_cast<std::uint8_t>(kLastAgency)) {
    return 0;
  }
  thread_local TermVector terms;
  const auto* const block = reinterpret_cast<const std::uint8_t*>(bytes.data());
  if (units_of(unpack_terms(header, block, terms)) != header.kinds) return 0;
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
