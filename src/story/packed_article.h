// What the engine keeps of an article's text while it is live, in one block of bytes: the weighted
// terms (about five bytes each), the regions it names, and its fingerprint.
//
//   terms     sorted; the upper seven bits of the hashes as gaps in unary, the lower 25 bits, a
//             weight code, kind and places in five bytes each
//   shingles  two bytes each, sorted (dedupe/fingerprint.h); of many the upper halves as gaps in
//             unary
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "dedupe/fingerprint.h"
#include "story/term_vector.h"

namespace depesche::story {

inline constexpr std::size_t kMostRegions = 8;
inline constexpr std::size_t kMostPacked = 200;  // terms

class PackedArticle {
 public:
  PackedArticle() = default;
  /// Weights must be ones that have a code; regions and the print are sorted. Of the print its
  /// sketch is left out and its shingles are shortened.
  PackedArticle(const TermVector& terms, std::uint16_t telling_from,
                const std::vector<std::uint32_t>& regions, const Fingerprint& print);

  TermVector terms() const;
  void terms(TermVector& into) const;  // replaces what is there, keeps its memory
  std::uint16_t telling_from() const;
  std::vector<std::uint32_t> regions() const;
  Fingerprint print() const;

  /// Tells the processor that terms() is about to be asked.
  void prefetch() const {
    for (std::size_t line = 0; line < 6; ++line) __builtin_prefetch(block_.get() + 64 * line);
  }

  std::string_view bytes() const;
  /// Nothing when they are not what bytes() gives for some article.
  static std::optional<PackedArticle> from_bytes(std::string_view bytes);

 private:
  struct Header;
  Header header() const;

  std::unique_ptr<std::uint8_t[]> block_;
};

}  // namespace depesche::story
