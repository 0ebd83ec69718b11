// In how many articles of its language a term stands: what makes a word telling.
//
// Begins with the start table, as if its texts had been read (story/start_frequencies.h), and is
// learned from the stream, each language by itself; when a language has seen kFading articles all
// its counts are halved, so that old news fade and memory stays bounded. Part of the engine's
// state.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "story/analysis.h"
#include "story/bytes.h"

namespace depesche::story {

/// Up to four letters of a language code as a number, so that it can be part of a key.
using LanguageCode = std::uint32_t;
LanguageCode language_code(std::string_view language);

/// What a term is counted as: a meaning apart from the words of its own language, so that none of
/// those becomes the commoner by it.
constexpr std::uint32_t counted_as(std::uint32_t term, TermKind kind) {
  constexpr std::uint32_t kApart = 0x5BD1E995U;
  return kind == TermKind::Meaning ? term ^ kApart : term;
}

/// Hands what is counted of an article's terms to `use(counted)`. Not facts: they are compared, not
/// weighed.
template <class Use>
void each_counted(const std::vector<Term>& terms, Use&& use) {
  for (const Term& term : terms) {
    if (!is_fact(term.kind)) use(counted_as(term.hash, term.kind));
  }
}

/// Counts by term, four bytes each and a quarter of them spare. In pages by the upper bits of the
/// terms' mixed hashes, so that a table written in their order is read back from front to back, and
/// growing moves a little at a time.
class CountTable {
 public:
  std::uint32_t find(std::uint32_t term) const;      // 0: never seen
  void set(std::uint32_t term, std::uint32_t seen);  // not to zero
  void count(std::uint32_t term);                    // one more, up to a most
  void prefetch(std::uint32_t term) const;

  /// Halves what was seen and forgets what comes to nothing.
  void fade();

  std::size_t terms() const;  // how many
  /// Calls use(term, seen) for each of them, in the order of their mixed hashes.
  template <class Use>
  void each(Use&& use) const {
    for (std::uint32_t number = 0; number < kPages; ++number) {
      for (const auto& [term, seen] : seen_of(number)) use(term, seen);
    }
  }
  void reserve(std::size_t terms);
  std::size_t bytes() const;

 private:
  // A slot is the rest of a mixed hash and, in its lowest byte, how often the term was seen: 0 for
  // an empty slot, kElsewhere for what does not fit.
  static constexpr int kRestBits = 24;
  static constexpr std::uint32_t kRest = (1U << kRestBits) - 1;
  static constexpr std::uint32_t kPages = 1U << (32 - kRestBits);
  static constexpr std::uint32_t kElsewhere = 255;
  struct Page {
    std::size_t capacity = 0;
    std::size_t used = 0;
    std::vector<std::uint32_t> slots;  // at home or after it; some beyond the last home

    std::size_t home(std::uint32_t mixed) const {
      return static_cast<std::size_t>(std::uint64_t{mixed & kRest} * capacity >> kRestBits);
    }
    /// A slot with this hash or the empty one where it belongs; the end where there is neither.
    std::size_t place(std::uint32_t mixed) const;
    std::uint32_t& at(std::uint32_t mixed);  // makes room
    void rebuild(std::size_t to);
  };
  static std::uint32_t mixed(std::uint32_t term) { return term * 0x9E3779B1U; }
  std::uint32_t count_of(std::uint32_t mixed, std::uint32_t slot) const;
  template <class Use>
  void each_of(std::uint32_t page, Use&& use) const;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> seen_of(std::uint32_t page) const;

  std::array<Page, kPages> pages_;
  boost::unordered_flat_map<std::uint32_t, std::uint32_t>
      elsewhere_;  // by mixed hash; never walked
};

class Frequencies {
 public:
  /// Inverse document frequency in 1/256 bits; at least 0. Beyond ten bits it grows slower.
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
  class Asked;
  Language& language(LanguageCode code);
  std::map<LanguageCode, Language> languages_;
};

}  // namespace depesche::story
