// What an article leaves behind so that its reprints are known later.
//
// A reprint is the same text: whole, cut, under another headline, or lightly edited. So the measure
// is containment: which share of the shorter text stands in the longer one, counted in runs of
// three words.
//
//   sketch    the least shingle of each of the first sentences (≤ 32 numbers, ≤ 128 bytes): a cut
//             text keeps whole sentences, an edited one most of their minima. Looked up in an index
//             to find candidates.
//   shingles  a sample of all shingles to verify a candidate: those whose hash is divisible by
//             2^sampling, with the smallest sampling that leaves at most 192. One bit of each
//             tells whether the run stands in quotation marks: what a minister said is in every
//             report of it, and makes none of them another's copy (docs/decisions/0021).
//
// Texts of a title and a teaser have few shingles and many look-alikes (yesterday's lottery, the
// same bulletin for the next county), so they are held to a stricter rule; see reprint.h.
//
// Pure, deterministic, linear in the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dedupe/agency.h"

namespace depesche {

inline constexpr std::size_t kMostSketchHashes = 32;
inline constexpr std::size_t kMostShingles = 192;

/// Set in a shingle that is quoted; the other 31 bits are its hash.
inline constexpr std::uint32_t kQuoted = std::uint32_t{1} << 31;

struct Fingerprint {
  std::vector<std::uint32_t> sketch;  // sorted, unique
  std::vector<std::uint32_t>
      shingles;                // sorted, unique but for the mark, sampled; quoted ones last
  std::uint8_t sampling = 0;   // log2 of how many shingles one kept shingle stands for
  std::uint32_t words = 0;     // of standfirst and body
  std::uint32_t headline = 0;  // hash of the folded headline; 0 when there is none
  std::uint8_t headline_words = 0;
  std::uint32_t numbers = 0;  // hash over all numbers of headline and teaser, in order
  Agency agency = Agency::None;

  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

struct FingerprintInput {
  std::string_view title;
  std::string_view text;    // standfirst and body, without the title
  std::string_view byline;  // authors, agency marks; may be empty
};

Fingerprint fingerprint(const FingerprintInput& article);

/// What older fingerprints are to newer ones: nothing in them is known to be quoted.
void forget_quotations(Fingerprint& print);

/// Shingles for keeping many in memory: a smaller sample, two bytes each. 13 bits of the hash are
/// left, enough to tell a hundred runs from a hundred others (one in a hundred meets by chance),
/// and in how much smaller samples it would be.
struct ShortShingles {
  std::vector<std::uint16_t> own;     // sorted
  std::vector<std::uint16_t> quoted;  // sorted
  std::uint8_t sampling = 0;          // as in Fingerprint
};
inline constexpr std::size_t kMostShortShingles = 192;
inline constexpr std::uint8_t kMostSampling = 31;

ShortShingles shorten(const Fingerprint& print);

/// The same as others keep them.
struct ShortShinglesView {
  std::span<const std::uint16_t> own;
  std::span<const std::uint16_t> quoted;
  std::uint8_t sampling = 0;
};
/// Shingles and sampling of `print`, fit to be compared with others that were shortened and with
/// no others. The memory of those it had is used again.
void restore_shingles(const ShortShinglesView& shingles, Fingerprint& print);
inline void restore_shingles(const ShortShingles& shingles, Fingerprint& print) {
  restore_shingles(ShortShinglesView{shingles.own, shingles.quoted, shingles.sampling}, print);
}

}  // namespace depesche
