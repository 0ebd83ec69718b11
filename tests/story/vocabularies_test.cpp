#include "story/vocabularies.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "story/analysis.h"
#include "text/tokens.h"

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

/// Words of `language` that were never met before.
void meet(story::Vocabularies& vocabularies, std::string_view language, std::size_t words) {
  static std::size_t met = 0;
  const auto vocabulary = vocabularies.of(language);
  for (std::size_t i = 0; i < words; ++i) {
    const std::string word = "wort" + std::to_string(++met) + "x";
    vocabulary->make_room();
    vocabulary->look_up(word, tokenise(word));
  }
}

TEST(Vocabularies, RememberSoMuchTogetherHoweverManyLanguagesThereAre) {
  constexpr std::size_t kMost = story::RememberedWords::kMostWords;
  story::Vocabularies vocabularies;
  for (std::size_t i = 0; i < 6; ++i) meet(vocabularies, made_up(i), kMost / 2);
  EXPECT_LE(vocabularies.remembered().words.size(), 2 * kMost);
  EXPECT_GE(vocabularies.remembered().words.size(), kMost);
}

TEST(Vocabularies, TellASpellingOfOneLanguageFromThatOfAnother) {
  story::Vocabularies vocabularies;
  const std::string word = "alles";  // German for everything
  const auto stem = [&](std::string_view language) {
    return vocabularies.of(language)->look_up(word, tokenise(word)).front()->stem;
  };
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(stem("de"), 0U) << "a stop word";
    EXPECT_NE(stem("en"), 0U);
  }
}

}  // namespace
}  // namespace depesche
