// In how many articles of its language a term stands: what makes a word telling.
//
// Learned from the stream, each language by itself; when a language has seen kFading articles all
// its counts are halved, so that old news fade and memory stays bounded. Part of the engine's
// state.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "story/analysis.h"
#include "story/bytes.h"

namespace depesche::story {

/// Up to four letters of a language code as a number, so that it can be part of a key.
using LanguageCode = std::uint32_t;
LanguageCode language_code(std::string_view language);

class Frequencies {
 public:
  explicit Frequencies(int prior_articles) : prior_articles_(prior_articles) {}

  /// Inverse document frequency in 1/256 bits; at least 0.
  int rarity(LanguageCode language, std::uint32_t term) const;
  void count(LanguageCode language, const std::vector<Term>& terms);

  void write(ByteWriter& out) const;
  bool read(ByteReader& in);

 private:
  struct Count {
    std::uint32_t seen = 0;   // in this stream
    std::uint32_t prior = 0;  // from the start table, as if it had been seen; not part of the state
  };
  struct Language {
    std::uint64_t articles = 0;
    boost::unordered_flat_map<std::uint32_t, Count> counts;  // written in sorted order
  };
  Language& language(LanguageCode code);
  static void fade(Language& language);
  std::uint64_t prior(std::uint64_t start_count) const;

  int prior_articles_;
  std::map<LanguageCode, Language> languages_;
};

}  // namespace depesche::story
