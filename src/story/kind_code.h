// A prefix code for the kind and the places of a term: two bits for a word of the body, up to
// fifteen for what is seldom. Lengths are Huffman's for the terms of four streams of German and
// English news, full texts and teasers (2026-11-29).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "story/analysis.h"

namespace depesche::story {

/// Four bits of places, three of kind.
using KindAndPlaces = std::uint8_t;
inline constexpr int kKindAndPlacesBits = 7;
constexpr KindAndPlaces kind_and_places(TermKind kind, std::uint8_t places) {
  return static_cast<KindAndPlaces>(static_cast<int>(kind) << 4 | places);
}

namespace detail {

inline constexpr std::size_t kKindSymbols = (1U << kKindAndPlacesBits) + 1;
inline constexpr std::size_t kEscapedKind = kKindSymbols - 1;  // seven plain bits follow
inline constexpr int kMostKindBits = 8;

struct KindSymbol {
  std::uint8_t symbol = 0;
  std::uint8_t bits = 0;
};

constexpr std::array<std::uint8_t, kKindSymbols> kind_lengths() {
  std::array<std::uint8_t, kKindSymbols> out{};
  const auto set = [&out](int bits, TermKind kind, auto... places) {
    ((out[kind_and_places(kind, static_cast<std::uint8_t>(places))] =
          static_cast<std::uint8_t>(bits)),
     ...);
  };
  set(2, TermKind::Word, 4);
  set(3, TermKind::Word, 2);
  set(4, TermKind::Word, 6);
  set(6, TermKind::Word, 1, 9, 11, 15);
  set(7, TermKind::Word, 3, 8, 13);
  set(8, TermKind::Word, 5, 7, 10);
  set(5, TermKind::Piece, 2, 9);
  set(6, TermKind::Piece, 1, 11);
  set(7, TermKind::Piece, 8);
  set(8, TermKind::Piece, 3, 10);
  set(5, TermKind::Name, 2, 4, 6);
  set(6, TermKind::Name, 1, 3);
  set(7, TermKind::Name, 7);
  set(8, TermKind::Name, 5);
  set(5, TermKind::Number, 4);
  set(8, TermKind::Number, 2, 6);
  set(7, TermKind::Country, 4);
  set(4, TermKind::Meaning, 2, 6);
  set(6, TermKind::Meaning, 9);
  set(7, TermKind::Meaning, 1, 11);
  out[kEscapedKind] = 6;
  return out;
}
inline constexpr std::array<std::uint8_t, kKindSymbols> kKindLengths = kind_lengths();

/// The codes, their first bit lowest: shorter ones first, then by symbol.
constexpr std::array<std::uint8_t, kKindSymbols> kind_codes() {
  std::array<std::uint8_t, kKindSymbols> out{};
  unsigned next = 0;
  for (int bits = 1; bits <= kMostKindBits; ++bits) {
    for (std::size_t symbol = 0; symbol < kKindSymbols; ++symbol) {
      if (kKindLengths[symbol] != bits) continue;
      unsigned turned = 0;
      for (int i = 0; i < bits; ++i) turned |= (next >> i & 1U) << (bits - 1 - i);
      out[symbol] = static_cast<std::uint8_t>(turned);
      ++next;
    }
    next <<= 1;
  }
  return out;
}
inline constexpr std::array<std::uint8_t, kKindSymbols> kKindCodes = kind_codes();

/// By the next eight bits.
constexpr std::array<KindSymbol, 1U << kMostKindBits> kind_table() {
  std::array<KindSymbol, 1U << kMostKindBits> out{};
  for (std::size_t symbol = 0; symbol < kKindSymbols; ++symbol) {
    if (kKindLengths[symbol] == 0) continue;
    for (unsigned rest = 0; rest < 1U << (kMostKindBits - kKindLengths[symbol]); ++rest) {
      out[rest << kKindLengths[symbol] | kKindCodes[symbol]] = {static_cast<std::uint8_t>(symbol),
                                                                kKindLengths[symbol]};
    }
  }
  return out;
}
inline constexpr std::array<KindSymbol, 1U << kMostKindBits> kKindTable = kind_table();
static_assert(std::all_of(kKindTable.begin(), kKindTable.end(),
                          [](const KindSymbol& each) { return each.bits != 0; }),
              "every row of bits is a row of codes");

}  // namespace detail

/// How many bits it takes.
constexpr int kind_bits(KindAndPlaces value) {
  const int bits = detail::kKindLengths[value];
  return bits != 0 ? bits : detail::kKindLengths[detail::kEscapedKind] + kKindAndPlacesBits;
}

/// Where `to` points to zeros; gives the next free bit.
inline std::size_t write_kind(KindAndPlaces value, std::uint8_t* to, std::size_t bit) {
  std::uint32_t code = detail::kKindCodes[value];
  if (detail::kKindLengths[value] == 0) {
    code = detail::kKindCodes[detail::kEscapedKind] |
           std::uint32_t{value} << detail::kKindLengths[detail::kEscapedKind];
  }
  for (int i = 0; i < kind_bits(value); ++i, ++bit) {
    to[bit / 8] = static_cast<std::uint8_t>(to[bit / 8] | (code >> i & 1U) << bit % 8);
  }
  return bit;
}

/// Reads one after the other; zeros behind the end.
class KindReader {
 public:
  KindReader(const std::uint8_t* from, const std::uint8_t* end) : from_(from), end_(end) {}

  KindAndPlaces next() {
    if (left_ < kMostBits) refill();
    const detail::KindSymbol known = detail::kKindTable[window_ & UINT8_MAX];
    std::uint32_t value = known.symbol;
    skip(known.bits);
    if (value == detail::kEscapedKind) {
      value = window_ & (detail::kEscapedKind - 1);
      skip(kKindAndPlacesBits);
    }
    return static_cast<KindAndPlaces>(value);
  }
  /// How many bits were read so far.
  std::size_t bits() const { return bits_; }

 private:
  static constexpr int kMostBits = 15;

  void skip(int bits) {
    window_ >>= bits;
    left_ -= bits;
    bits_ += static_cast<std::size_t>(bits);
  }
  void refill() {
    if (end_ - from_ >= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, from_, sizeof(word));
      window_ |= word << left_;
      from_ += (63 - left_) / 8;
      left_ |= 56;
      return;
    }
    for (; left_ <= 56; left_ += 8) {
      window_ |= std::uint64_t{from_ < end_ ? *from_ : std::uint8_t{0}} << left_;
      from_ += from_ < end_ ? 1 : 0;
    }
  }

  const std::uint8_t* from_;
  const std::uint8_t* end_;
  std::uint64_t window_ = 0;
  int left_ = 0;  // bits of the window
  std::size_t bits_ = 0;
};

}  // namespace depesche::story
