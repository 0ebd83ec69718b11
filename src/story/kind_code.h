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

/// What the next bits begin with: up to four values in full, none of them escaped.
struct alignas(8) KindRow {
  static constexpr std::size_t kMost = 4;
  std::array<KindAndPlaces, kMost> values{};
  std::uint8_t count = 0;
  std::uint8_t bits = 0;
};
inline constexpr int kRowBits = 11;  // two values and a half, and the table takes half a cache

constexpr std::array<KindSymbol, 1U << kMostKindBits> kind_symbols() {
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

constexpr std::array<KindRow, 1U << kRowBits> kind_rows() {
  constexpr auto kSymbols = kind_symbols();  // by the next eight bits
  static_assert(std::all_of(kSymbols.begin(), kSymbols.end(),
                            [](const KindSymbol& each) { return each.bits != 0; }),
                "every row of bits is a row of codes");
  std::array<KindRow, 1U << kRowBits> out{};
  for (unsigned next = 0; next < 1U << kRowBits; ++next) {
    KindRow& row = out[next];
    while (row.count < KindRow::kMost) {
      const KindSymbol symbol = kSymbols[next >> row.bits & UINT8_MAX];
      if (symbol.symbol == kEscapedKind || row.bits + symbol.bits > kRowBits) break;
      row.values[row.count++] = symbol.symbol;
      row.bits = static_cast<std::uint8_t>(row.bits + symbol.bits);
    }
  }
  return out;
}
inline constexpr std::array<KindRow, 1U << kRowBits> kKindRows = kind_rows();

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

/// Eight bytes of a row of bits, zeros behind its end.
inline std::uint64_t word_at(const std::uint8_t* from, const std::uint8_t* end) {
  std::uint64_t word = 0;
  if (end - from >= 8) {
    std::memcpy(&word, from, 8);
    return word;
  }
  for (int shift = 0; from < end; shift += 8) word |= std::uint64_t{*from++} << shift;
  return word;
}

/// So many more values than it is asked for may read_kinds() write.
inline constexpr std::size_t kSpareKinds = 5 * detail::KindRow::kMost;

/// Reads `count` of them into `to`, which has room for kSpareKinds more; gives how many bits that
/// were. Behind `end`, up to which it may look, are zeros.
inline std::size_t read_kinds(const std::uint8_t* from, const std::uint8_t* end, std::size_t count,
                              KindAndPlaces* to) {
  constexpr int kRowsAtOnce = 5;
  static_assert(kRowsAtOnce * detail::kRowBits <= 57);
  static_assert(kSpareKinds >= kRowsAtOnce * detail::KindRow::kMost);
  constexpr std::uint32_t kEscape = detail::kKindCodes[detail::kEscapedKind];
  constexpr int kEscapeBits = detail::kKindLengths[detail::kEscapedKind];
  const auto size = static_cast<std::size_t>(end - from) * 8;
  std::size_t bit = 0;
  std::size_t done = 0;
  while (done < count) {
    std::uint64_t window = bit < size ? word_at(from + bit / 8, end) >> bit % 8 : 0;
    if ((window & ((1U << kEscapeBits) - 1)) == kEscape) {
      to[done++] = static_cast<KindAndPlaces>(window >> kEscapeBits & (detail::kEscapedKind - 1));
      bit += kEscapeBits + kKindAndPlacesBits;
      continue;
    }
    const auto take_row = [&] {
      const detail::KindRow& row = detail::kKindRows[window & ((1U << detail::kRowBits) - 1)];
      std::memcpy(to + done, row.values.data(), row.values.size());
      window >>= row.bits;
      bit += row.bits;
      done += row.count;
    };
    // Where one stops at an escape, the next ones stay.
    take_row(), take_row(), take_row(), take_row(), take_row();
  }
  while (done > count) bit -= detail::kKindLengths[to[--done]];
  return bit;
}

}  // namespace depesche::story
