// What an Analyser keeps between articles; shared by analysis.cpp (terms) and spelling.cpp (the
// words behind them).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "story/analysis.h"
#include "story/read_article.h"
#include "story/vocabularies.h"

namespace depesche {

struct Analyser::State {
  TranslationsSource source = nullptr;
  story::Vocabularies vocabularies;

  const Translations& translations(std::string_view language) const;
};

struct Analyser::Reading::Parts {
  Parts(const State& analyser, const Article& read, std::shared_ptr<story::Vocabulary> of_language)
      : state(analyser),
        article(read),
        vocabulary(std::move(of_language)),
        words(read, *vocabulary) {}

  /// The first word of the article behind each term, in its place; the address comes last.
  std::vector<Spelling> first_words(const std::vector<SharedTerm>& shared);
  /// The same of the text alone.
  std::vector<std::string> first_words_of_text(const std::vector<SharedTerm>& shared);

  const State& state;
  const Article& article;
  std::shared_ptr<story::Vocabulary> vocabulary;
  story::ReadArticle words;
};

}  // namespace depesche
