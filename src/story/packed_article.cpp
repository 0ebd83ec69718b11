#include "story/packed_article.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <span>

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
void copy_out(std::span<const T> values, std::uint8_t* to) {
  if (!values.empty()) std::memcpy(to, values.data(), values.size_bytes());
}

template <class T>
void copy_in(std::span<T> values, const std::uint8_t* from) {
  if (!values.empty()) std::memcpy(values.data(), from, values.size_bytes());
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
  if (sorted.size() < kFewShingles) return copy_out(std::span(sorted), to);
  std::uint8_t* const lowers = to + bytes_of_uppers(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const std::size_t bit = (sorted[i] >> 8U) + i;
    to[bit / 8] = static_cast<std::uint8_t>(to[bit / 8] | 1U << bit % 8);
    lowers[i] = static_cast<std::uint8_t>(sorted[i]);
  }
}

void unpack_shingles(std::span<std::uint16_t> into, const std::uint8_t* from) {
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
  std::uint16_t facts : 5 = 0;
  std::uint16_t sampling : 5 = 0;
  std::uint16_t agency : 6 = 0;

  int low_bits() const { return has_few_low_bits != 0 ? kFewLowBits : kLowBits; }
  std::size_t bytes_of_highs() const {
    if (terms == 0) return 0;
    return (terms + (std::size_t{1} << (32 - low_bits())) + 7) / 8;
  }
  std::size_t facts_at() const { return sizeof(Header); }
  std::size_t highs_at() const { return facts_at() + sizeof(Fact) * facts; }
  std::size_t lows_at() const { return highs_at() + bytes_of_highs(); }
  std::size_t kinds_at() const { return lows_at() + kEntryBytes * terms; }
  std::size_t shingles_at() const { return kinds_at() + kUnit * kinds; }
  std::size_t shingles() const { return std::size_t{own_shingles} + quoted_shingles; }
  std::size_t quoted_at() const { return shingles_at() + bytes_of_shingles(own_shingles); }
  std::size_t size() const { return quoted_at() + bytes_of_shingles(quoted_shingles); }
};
static_assert(sizeof(Header) == 20);
static_assert(kMostSampling < 1 << 5 && Facts::kMost < 1 << 5);
static_assert(static_cast<int>(kLastAgency) < 1 << 6);

/// Of no block that of an empty article.
Header header_of(const std::uint8_t* block) {
  Header out;
  if (block != nullptr) std::memcpy(&out, block, sizeof(out));
  return out;
}

}  // namespace

std::vector<std::uint8_t> pack_article(const TermVector& terms, std::uint16_t telling_from,
                                       const Facts& facts, const Fingerprint& print) {
  const ShortShingles shingles = shorten(print);
  assert(terms.size() <= kMostPacked);
  Header header;
  header.words = std::min(print.words, kMostWords) & kMostWords;
  header.headline = print.headline;
  header.numbers = print.numbers;
  header.telling_from = weight_code(telling_from);
  if (weight_of(header.telling_from) < telling_from) ++header.telling_from;
  header.terms = static_cast<std::uint8_t>(terms.size());
  header.facts = facts.all().size() & 0x1F;
  header.own_shingles = static_cast<std::uint8_t>(shingles.own.size());
  header.quoted_shingles = static_cast<std::uint8_t>(shingles.quoted.size());
  header.sampling = shingles.sampling & 0x1F;
  header.headline_words = print.headline_words;
  header.agency = static_cast<std::uint8_t>(print.agency) & 0x3F;
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
  copy_out(facts.all(), block.data() + header.facts_at());
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

/// Of each byte of a row of bits, for each bit that is set how many below it are not.
struct alignas(16) GapsOfByte {
  std::array<std::uint8_t, 8> gaps{};
  std::uint8_t count = 0;  // of set bits
};

constexpr std::array<GapsOfByte, 256> gaps_of_bytes() {
  std::array<GapsOfByte, 256> out{};
  for (unsigned byte = 0; byte < out.size(); ++byte) {
    for (std::uint8_t bit = 0; bit < 8; ++bit) {
      GapsOfByte& of = out[byte];
      if ((byte >> bit & 1U) == 0) continue;
      of.gaps[of.count] = static_cast<std::uint8_t>(bit - of.count);
      ++of.count;
    }
  }
  return out;
}
constexpr std::array<GapsOfByte, 256> kGapsOfBytes = gaps_of_bytes();

using FourWords = std::int32_t __attribute__((vector_size(16)));  // without a sign: slower
using FourFloats = float __attribute__((vector_size(16)));

/// Four bytes as words.
FourWords widened(const std::uint8_t* four) {
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  using Halves = std::uint16_t __attribute__((vector_size(16)));
  std::int32_t word = 0;
  std::memcpy(&word, four, sizeof(word));
  const auto bytes = reinterpret_cast<Bytes>(FourWords{word});
  const auto halves = reinterpret_cast<Halves>(__builtin_shufflevector(
      bytes, Bytes{}, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  return reinterpret_cast<FourWords>(
      __builtin_shufflevector(halves, Halves{}, 0, 8, 1, 9, 2, 10, 3, 11));
}

/// As weight_of(): a code beyond the first 32 is laid out like a float.
FourFloats weights_of(FourWords codes) {
  constexpr int kFloatMantissa = 23;
  constexpr int kMantissa = detail::kMantissaBits;
  constexpr std::int32_t kBias = 131;  // a float's, and how far a code's own exponent is from it
  const FourWords large = (codes << (kFloatMantissa - kMantissa)) + (kBias << kFloatMantissa);
  const auto small = reinterpret_cast<FourWords>(__builtin_convertvector(codes, FourFloats));
  return reinterpret_cast<FourFloats>(codes < (1 << kMantissa) ? small : large);
}

/// The terms of a block, four at a time. What stands as rows of bits is laid out first, a byte a
/// term, by tables and not bit by bit.
class TermReader {
 public:
  TermReader(const Header& header, const std::uint8_t* block)
      : lows_(block + header.lows_at()),
        terms_(header.terms),
        low_bits_(header.low_bits()),
        least_(header.least) {
    const std::uint8_t* const highs = block + header.highs_at();
    const std::size_t bytes = header.bytes_of_highs();
    constexpr std::uint64_t kEach = 0x0101'0101'0101'0101;
    std::uint8_t* const to = highs_.data();
    std::size_t found = 0;  // not the member, which would be stored each time
    for (std::size_t i = 0; i < bytes; ++i) {
      const GapsOfByte& of = kGapsOfBytes[highs[i]];
      std::uint64_t gaps = 0;
      std::memcpy(&gaps, of.gaps.data(), sizeof(gaps));
      gaps += kEach * ((8 * i - found) & UINT8_MAX);
      std::memcpy(to + found, &gaps, sizeof(gaps));
      found += of.count;
    }
    highs_found_ = found;
    kind_bits_ =
        read_kinds(block + header.kinds_at(), block + header.size(), terms_, kinds_.data());
  }

  std::size_t size() const { return terms_; }
  /// That the rows of bits have.
  std::size_t highs() const { return highs_found_; }
  std::size_t kind_bits() const { return kind_bits_; }

  struct Four {
    FourWords terms;
    FourWords codes;  // of weights
    FourWords kinds;  // and places
  };
  /// Those from number i on; behind the last one is anything.
  Four at(std::size_t i) const {
    FourWords packed{};
    if (i + 4 <= terms_) {
      std::memcpy(&packed, lows_ + kEntryBytes * i, sizeof(packed));
    } else {
      for (std::size_t j = 0; i + j < terms_; ++j) {
        std::int32_t word = 0;
        std::memcpy(&word, lows_ + kEntryBytes * (i + j), kEntryBytes);
        packed[j] = word;
      }
    }
    return {widened(highs_.data() + i) << low_bits_ | (packed & ((1 << low_bits_) - 1)),
            ((packed >> low_bits_ & ((1 << (32 - low_bits_)) - 1)) + least_) & UINT8_MAX,
            widened(kinds_.data() + i)};
  }

 private:
  static constexpr std::size_t kMostHighs = UINT8_MAX + 256 + 8;  // bits of the rows, rounded up

  const std::uint8_t* lows_;
  std::size_t terms_;
  int low_bits_;
  std::int32_t least_;
  std::size_t highs_found_ = 0;
  std::size_t kind_bits_ = 0;
  // Written before they are read.
  std::array<std::uint8_t, kMostHighs + 8> highs_;
  std::array<KindAndPlaces, UINT8_MAX + kSpareKinds> kinds_;
};

}  // namespace

TermVector PackedArticle::terms() const {
  TermVector out;
  terms(out);
  return out;
}

void PackedArticle::terms(TermVector& into) const {
  static_assert(sizeof(Weight) == 8 && offsetof(Weight, weight) == 4 &&
                offsetof(Weight, kind) == 6 && offsetof(Weight, places) == 7);
  const Header header = header_of(block_);
  if (header.terms == 0) return into.clear();
  const TermReader reader(header, block_);
  into.resize(reader.size() + 3);
  for (std::size_t i = 0; i < reader.size(); i += 4) {
    const TermReader::Four four = reader.at(i);
    const FourWords weights = __builtin_convertvector(weights_of(four.codes), FourWords);
    const FourWords rest =
        weights | (four.kinds >> 4) << 16 | (four.kinds & std::int32_t{kAllPlaces}) << 24;
    const FourWords first = __builtin_shufflevector(four.terms, rest, 0, 4, 1, 5);
    const FourWords second = __builtin_shufflevector(four.terms, rest, 2, 6, 3, 7);
    std::memcpy(static_cast<void*>(into.data() + i), &first, sizeof(first));
    std::memcpy(static_cast<void*>(into.data() + i + 2), &second, sizeof(second));
  }
  into.resize(reader.size());
}

std::uint16_t PackedArticle::telling_from() const {
  return weight_of(header_of(block_).telling_from);
}

Facts PackedArticle::facts() const {
  const Header header = header_of(block_);
  std::array<Fact, Facts::kMost> facts;
  const auto out = std::span(facts).first(header.facts);
  if (block_) copy_in(out, block_ + header.facts_at());
  return Facts(out);
}

Fingerprint PackedArticle::print() const {
  Fingerprint out;
  print(out);
  return out;
}

void PackedArticle::print(Fingerprint& into) const {
  const Header header = header_of(block_);
  into.sketch.clear();
  into.words = header.words;
  into.headline = header.headline;
  into.headline_words = header.headline_words;
  into.numbers = header.numbers;
  into.agency = static_cast<Agency>(header.agency);
  std::array<std::uint16_t, UINT8_MAX> own;
  std::array<std::uint16_t, UINT8_MAX> quoted;
  const auto own_shingles = std::span(own).first(header.own_shingles);
  const auto quoted_shingles = std::span(quoted).first(header.quoted_shingles);
  if (block_) {
    unpack_shingles(own_shingles, block_ + header.shingles_at());
    unpack_shingles(quoted_shingles, block_ + header.quoted_at());
  }
  restore_shingles(
      ShortShinglesView{own_shingles, quoted_shingles, static_cast<std::uint8_t>(header.sampling)},
      into);
}

std::size_t PackedArticle::size() const { return header_of(block_).size(); }

std::size_t PackedArticle::measure(std::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof(header)) return 0;
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.size() > bytes.size() || header.terms > kMostPacked || header.facts > Facts::kMost ||
      header.shingles() > kMostShortShingles ||
      header.agency > static_cast<std::uint8_t>(kLastAgency)) {
    return 0;
  }
  const auto* const block = reinterpret_cast<const std::uint8_t*>(bytes.data());
  std::array<Fact, Facts::kMost> facts;
  copy_in(std::span(facts).first(header.facts), block + header.facts_at());
  if (!Facts::are_facts(std::span(facts).first(header.facts))) return 0;
  const TermReader reader(header, block);
  if (reader.highs() != header.terms || units_of(reader.kind_bits()) != header.kinds) return 0;
  const auto word_of = [](TermKind kind) { return static_cast<std::int32_t>(kind); };
  static_assert(is_foreign_only(TermKind::Country) && is_foreign_only(TermKind::Meaning));
  FourWords bad{};
  FourWords squares{};
  FourWords number = {0, 1, 2, 3};
  FourWords last{};
  for (std::size_t i = 0; i < reader.size(); i += 4, number += 4) {
    const TermReader::Four four = reader.at(i);
    const FourWords is_term = number < header.terms;
    const FourWords kinds = four.kinds >> 4;
    // Terms have no sign, and the first may be 0.
    const FourWords terms = four.terms ^ INT32_MIN;
    const FourWords before = __builtin_shufflevector(last, terms, 3, 4, 5, 6);
    last = terms;
    const FourWords is_foreign =
        (kinds == word_of(TermKind::Country)) | (kinds == word_of(TermKind::Meaning));
    bad |= is_term & (((terms <= before) & (number > 0)) | (four.codes == 0) |
                      (kinds > word_of(TermKind::Meaning)) | (kinds == word_of(TermKind::Region)));
    const FourFloats weights = weights_of(four.codes);  // whole, and so are their squares
    squares += is_term & ~is_foreign & __builtin_convertvector(weights * weights, FourWords);
  }
  std::int64_t sum = 0;
  std::int32_t any_bad = 0;
  for (int i = 0; i < 4; ++i) {
    sum += squares[i];
    any_bad |= bad[i];
  }
  const bool is_whole = any_bad == 0 && static_cast<std::uint64_t>(sum) <= kMostSquares;
  return is_whole ? header.size() : 0;
}

}  // namespace depesche::story
