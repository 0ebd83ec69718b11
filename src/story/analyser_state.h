// What an Analyser keeps between articles; shared by analysis.cpp (terms) and spelling.cpp (the
// words behind them).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "story/analysis.h"
#include "story/read_article.h"
#include "story/vocabulary.h"

namespace depesche {

struct Analyser::State {
  TranslationsSource source = nullptr;
  std::map<std::string, story::Vocabulary, std::less<>> vocabularies;

  const Translations& translations(std::string_view language) const;
  story::Vocabulary& vocabulary(const std::string& language);
  story::ReadArticle read(const Article& article, std::string_view language);

  /// The first word of the article behind each term, in its place.
  std::vector<std::string> first_words(const story::ReadArticle& read,
                                       const std::vector<SharedTerm>& shared) const;
};

}  // namespace depesche
