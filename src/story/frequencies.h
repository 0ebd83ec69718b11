// In how many articles of its language a term stands: what makes a word telling.
//
// Learned from the stream, each language by itself; when a language has seen kFading articles all
// its counts are halved, so that old news fade and memory stays bounded. Part of the engine's
// state.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "story/analysis.h"
#include "story/bytes.h"

namespace depesche::story {

/// Up to four letters of a language code as a number, so that it can be part of a key.
using LanguageCode = std::uint32_t;
LanguageCode language_code(std::string_view language);

/// Counts by term, eight bytes each and a quarter of them spare. In the order of the terms' mixed
/// hashes, so that a table written in this order is read back from front to back.
class CountTable {
 public:
  struct Count {
    std::uint32_t seen : 19 = 0;   // in this stream
    std::uint32_t prior : 13 = 0;  // from the start table, as if it had been seen
  };

  /// Nothing known: both zero.
  Count find(std::uint32_t term) const;
  Count& at(std::uint32_t term);  // must not be left at zero
  void prefetch(std::uint32_t term) const;

  /// Halves what was seen and forgets what comes to nothing.
  void fade();

  /// (term, seen) of all that were seen, in their order.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> seen() const;
  static std::uint32_t mixed(std::uint32_t term) { return term * 0x9E3779B1U; }
  void reserve(std::size_t terms);
  std::size_t bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  struct Slot {
    std::uint32_t term = 0;
    Count count;
    bool is_empty() const { return count.seen == 0 && count.prior == 0; }
  };
  std::size_t home(std::uint32_t term) const {
    return static_cast<std::size_t>(std::uint64_t{mixed(term)} * capacity_ >> 32);
  }
  void rebuild(std::size_t capacity);

  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
  std::vector<Slot> slots_;  // a term stands at home or after it; some beyond the last home
};

class Frequencies {
 public:
  explicit Frequencies(int prior_articles) : prior_articles_(prior_articles) {}

  /// Inverse document frequency in 1/256 bits; at least 0.
  int rarity(LanguageCode language, std::uint32_t term) const;
  /// Of many terms at once, which is faster.
  std::vector<int> rarities(LanguageCode language, const std::vector<std::uint32_t>& terms) const;
  void count(LanguageCode language, const std::vector<Term>& terms);

  std::size_t bytes() const {
    std::size_t bytes = 0;
    for (const auto& [code, language] : languages_) bytes += language.counts.bytes();
    return bytes;
  }

  void write(ByteWriter& out) const;
  bool read(ByteReader& in);

 private:
  struct Language {
    std::uint64_t articles = 0;
    CountTable counts;
  };
  Language& language(LanguageCode code);
  std::uint64_t prior(std::uint64_t start_count) const;

  int prior_articles_;
  std::map<LanguageCode, Language> languages_;
};

}  // namespace depesche::story
