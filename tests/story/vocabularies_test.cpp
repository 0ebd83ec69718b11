#include "story/vocabularies.h"

#include <string>

#include <gtest/gtest.h>

#include "story/analysis.h"

namespace depesche {
namespace {

std::string made_up(std::size_t i) {
  return {'q', static_cast<char>('a' + i / 26 % 26), static_cast<char>('a' + i % 26)};
}

TEST(Vocabularies, KeepThoseAskedForLast) {
  story::Vocabularies vocabularies;
  const auto german = vocabularies.of("de");
  for (std::size_t i = 0; i < story::Vocabularies::kMost + 5; ++i) {
    EXPECT_EQ(vocabularies.of(made_up(i))->language(), made_up(i));
    EXPECT_EQ(vocabularies.of("de"), german);
    EXPECT_LE(vocabularies.size(), story::Vocabularies::kMost);
  }
  EXPECT_EQ(vocabularies.size(), story::Vocabularies::kMost);
}

TEST(Vocabularies, OneThatWasLetGoSaysTheSameAndIsGoodForWhoeverHoldsIt) {
  Article article;
  article.language = "de";
  article.title = "Bundesregierung beschließt Hilfspaket für Hochwassergebiete";
  article.text = "Die Bundesregierung hat am Mittwoch in Berlin 300 Millionen Euro zugesagt.";
  Analyser analyser;
  const Analysis before = analyser.analyse(article, "de");
  Analyser::Reading reading = analyser.read(article, "de");
  for (std::size_t i = 0; i < story::Vocabularies::kMost; ++i) {
    analyser.analyse(article, made_up(i));
  }
  EXPECT_EQ(reading.analyse(), before);
  EXPECT_EQ(analyser.analyse(article, "de"), before);
}

}  // namespace
}  // namespace depesche
