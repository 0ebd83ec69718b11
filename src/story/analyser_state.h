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
};

struct Analyser::Reading::Parts {
  Parts(const State& analyser, const Article& read, story::Vocabulary& vocabulary)
      : state(analyser), article(read), words(read, vocabulary) {}

  /// The first word of the article behind each term, in its place.
  std::vector<std::string> first_words(const std::vector<SharedTerm>& shared);

  const State& state;
  const Article& article;
  story::ReadArticle words;
};

}  // namespace depesche
