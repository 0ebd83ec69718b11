// What the engine keeps of an article's text while it is live, in one block of bytes: the weighted
// terms (about four and a half bytes each), its facts, and its fingerprint. Blocks lie
// one behind the other in buffers of the live window (story/live.h), and so they are written and
// read again.
//
//   terms     sorted; the upper seven bits of the hashes as gaps in unary, the lower 25 bits and
//             the weight code beyond the least in four bytes each; where codes are far apart a bit
//             less of the hash stands there. Then kinds and places (story/kind_code.h)
//   shingles  two bytes each, sorted (dedupe/fingerprint.h); of many the upper halves as gaps in
//             unary
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/prefetch.h"
#include "dedupe/fingerprint.h"
#include "story/facts.h"
#include "story/term_vector.h"

namespace depesche::story {

inline constexpr std::size_t kMostPacked = 200;  // terms

/// A block. Weights must be ones that have a code; the print is sorted. Of the print
/// its sketch is left out and its shingles are shortened.
std::vector<std::uint8_t> pack_article(const TermVector& terms, std::uint16_t telling_from,
                                       const Facts& facts, const Fingerprint& print);

/// Reads a block that others own: of pack_article(), or one that measure() has found good.
class PackedArticle {
 public:
  PackedArticle() = default;
  explicit PackedArticle(const std::uint8_t* block) : block_(block) {}

  TermVector terms() const;
  void terms(TermVector& into) const;  // replaces what is there, keeps its memory
  std::uint16_t telling_from() const;
  Facts facts() const;
  Fingerprint print() const;
  void print(Fingerprint& into) const;  // likewise

  /// Tells the processor that terms() is about to be asked.
  void prefetch() const {
    for (std::size_t line = 0; line < 6; ++line) prefetch_line(block_ + 64 * line);
  }

  const std::uint8_t* block() const { return block_; }
  std::size_t size() const;  // of the block
  /// The size of the block that the bytes begin with; 0 when pack_article() makes no such block.
  static std::size_t measure(std::string_view bytes);

 private:
  const std::uint8_t* block_ = nullptr;
};

}  // namespace depesche::story
