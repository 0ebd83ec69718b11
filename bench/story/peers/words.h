// The words of an article as the peers of the story engine see them.
//
// Tokens, folding, stems, stop words and hashes are those of the engine (src/text), and so are its
// limits, so that what a comparison measures is how articles are gathered and not how well words
// are cut. What only the engine has is left out: pieces of compounds, countries, regions.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "news/article.h"

namespace depesche::peers {

struct PeerWord {
  std::uint32_t token = 0;  // as folded
  std::uint32_t stem = 0;   // the engine's hash of it: frequencies are shared with the engine
  std::uint32_t name = 0;   // capitalised inside a sentence; 0: not. In German that is every noun
};

struct PeerWords {
  std::string language;
  std::vector<PeerWord> title;
  std::vector<PeerWord> body;  // standfirst and text
};

/// One per thread: stemmers keep working memory, and words are remembered.
class PeerReader {
 public:
  PeerReader();
  ~PeerReader();

  /// `language` as detect_language() found it.
  PeerWords read(const Article& article, std::string_view language);

 private:
  class Vocabulary;
  void append(std::string_view text, Vocabulary& vocabulary, std::vector<PeerWord>& into);

  std::map<std::string, std::unique_ptr<Vocabulary>, std::less<>> vocabularies_;
};

}  // namespace depesche::peers
