// TF-IDF vectors of an article, as the peers compare them.
//
// (1 + ln tf) × idf; idf from the engine's own frequencies (story/frequencies.h), start table
// included, learned from the stream up to and with the article. What a token weighs follows from
// its stem, so that tokens know the start table, too.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/story/peers/words.h"
#include "story/frequencies.h"

namespace depesche::peers {

struct Weighted {
  std::uint32_t term = 0;
  float weight = 0;
};
using SparseVector = std::vector<Weighted>;  // sorted by term, each once

/// {tokens, stems, names} × {title, body, both}; the spaces of the nine cosines.
enum class Space : std::uint8_t {
  TokensAll,
  TokensBody,
  TokensTitle,
  StemsAll,
  StemsBody,
  StemsTitle,
  NamesAll,
  NamesBody,
  NamesTitle,
  Count
};
inline constexpr std::size_t kSpaces = static_cast<std::size_t>(Space::Count);
using Spaces = std::array<SparseVector, kSpaces>;

float squared_norm(const SparseVector& vector);

struct PeerArticle {
  std::int64_t at_s = 0;     // never before that of the article before it
  std::uint32_t outlet = 0;  // a number for a name
  std::string language;
  SparseVector stems;  // of title and body, what the peers with one vector use
  Spaces spaces;       // empty unless asked for
};

class Weigher {
 public:
  enum class Wanted { Stems, AllSpaces };

  explicit Weigher(Wanted wanted) : wanted_(wanted) {}

  /// To be called in the order of the stream; time and outlet are left to the caller.
  PeerArticle weigh(const PeerWords& words);

 private:
  struct Counted {
    std::uint32_t term;
    std::uint32_t rarity_of;  // the term whose frequency counts
  };
  SparseVector vector(std::vector<Counted> counted, story::LanguageCode language) const;

  story::Frequencies frequencies_;
  Wanted wanted_;
};

}  // namespace depesche::peers
