#include "story/foreign_link.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "story/analysis.h"

namespace depesche {
namespace {

using story::compare_abroad;
using story::foreign_link_strength;
using story::ForeignTrait;
using story::ForeignTraits;
using story::kOne;

int of(const ForeignTraits& traits, ForeignTrait trait) {
  return traits[static_cast<std::size_t>(trait)];
}

constexpr std::string_view kFewWords =
    "Feuer {n} :: fire\nHafen {m} :: harbour\nVerletzte {pl} :: casualties\n";

const Translations* few_words() {
  static const Translations kKnown = Translations::from_ding(kFewWords);
  return &kKnown;
}

struct Report {
  std::string language, title, text;
};

class ForeignPair : public testing::Test {
 protected:
  ForeignTraits lay(const Report& a, const Report& b, story::Apart apart = {},
                    TranslationsSource translations = nullptr) const {
    const story::TermVector x = vector(a, translations);
    const story::TermVector y = vector(b, translations);
    return compare_abroad({x, story::language_code(a.language)},
                          {y, story::language_code(b.language)}, apart, frequencies_,
                          shipped_parameters());
  }
  int strength(const Report& a, const Report& b, story::Apart apart = {},
               TranslationsSource translations = nullptr) const {
    return foreign_link_strength(lay(a, b, apart, translations), shipped_parameters().foreign_link);
  }

 private:
  story::TermVector vector(const Report& report, TranslationsSource translations) const {
    Article article;
    article.title = report.title;
    article.text = report.text;
    const Analysis analysis = Analyser(translations).analyse(article, report.language);
    const auto code = story::language_code(report.language);
    return story::weigh(analysis, story::rarities(analysis, code, frequencies_),
                        shipped_parameters());
  }

  story::Frequencies frequencies_;
};

const Report kGerman{"de", "Feuer im Hafen von Belmira: Olmedo ruft Notstand aus",
                     "In Belmira sind 212 Menschen verletzt, 6,4 Hektar brennen. Präsident Tadeus "
                     "Olmedo sprach in Karvania."};
const Report kEnglish{"en", "Olmedo declares emergency after Belmira harbour fire",
                      "President Tadeus Olmedo of Karvania said 212 were hurt and 6.4 hectares "
                      "ablaze in Belmira."};
const Report kOtherPlace{"en", "Olmedo speaks about pensions in Tarsena",
                         "President Tadeus Olmedo of Karvania told 850 guests in Tarsena that 12.5 "
                         "billion were needed."};

TEST_F(ForeignPair, MeetsOnNamesAndOnNumbersHoweverTheyAreWritten) {
  const ForeignTraits traits = lay(kGerman, kEnglish);
  EXPECT_EQ(of(traits, ForeignTrait::NumbersMet), 2) << "212, and 6,4 is 6.4";
  EXPECT_GE(of(traits, ForeignTrait::NamesMet), 4);
  EXPECT_EQ(of(traits, ForeignTrait::HeadlineNamesMet), 2);
  EXPECT_GT(of(traits, ForeignTrait::Telling), 0);
  EXPECT_EQ(of(traits, ForeignTrait::NamesMissing), 0) << "Olmedo and Belmira are told in German";
  EXPECT_GT(of(traits, ForeignTrait::GermanNamesMissing), 0) << "Feuer looks like a name";
}

TEST_F(ForeignPair, SeesWhatTellsEventsApart) {
  const ForeignTraits traits = lay(kGerman, kOtherPlace);
  EXPECT_GT(of(traits, ForeignTrait::NamesMet), 1);
  EXPECT_GT(of(traits, ForeignTrait::NamesMissing), 300) << "Tarsena";
  EXPECT_EQ(of(traits, ForeignTrait::NumbersMet), 0);
  EXPECT_EQ(of(traits, ForeignTrait::FewerNumbers), 2);
}

TEST_F(ForeignPair, DoesNotMindWhichComesFirst) {
  for (const TranslationsSource list :
       {TranslationsSource{nullptr}, TranslationsSource{&few_words}}) {
    for (const Report& other : {kEnglish, kOtherPlace}) {
      EXPECT_EQ(lay(kGerman, other, {5, true}, list), lay(other, kGerman, {5, true}, list));
    }
  }
}

TEST_F(ForeignPair, MeetsOnWordsWhereAListIsThere) {
  const ForeignTraits without = lay(kGerman, kEnglish);
  EXPECT_EQ(of(without, ForeignTrait::WordsMet), 0);
  EXPECT_EQ(of(without, ForeignTrait::IsTranslated), 0);
  const ForeignTraits with = lay(kGerman, kEnglish, {}, few_words);
  EXPECT_EQ(of(with, ForeignTrait::WordsMet), 2);
  EXPECT_EQ(of(with, ForeignTrait::HeadlineWordsMet), 2) << "fire, harbour";
  EXPECT_EQ(of(with, ForeignTrait::IsTranslated), 1);
  Report french = kEnglish;
  french.language = "fr";
  EXPECT_EQ(of(lay(kGerman, french, {}, few_words), ForeignTrait::IsTranslated), 0);
}

TEST_F(ForeignPair, MeetsOnAScoreHoweverItIsWritten) {
  const Report german{"de", "Belmira siegt 3:1 gegen Tarsena", ""};
  const Report english{"en", "Belmira beat Tarsena 3-1", ""};
  const Report dated{"en", "Belmira beat Tarsena on 12-3-1", ""};
  EXPECT_EQ(of(lay(german, english), ForeignTrait::NumbersMet), 1);
  EXPECT_EQ(of(lay(german, dated), ForeignTrait::NumbersMet), 0);
}

TEST_F(ForeignPair, MeetsOnNamesInCyrillicLetters) {
  const Report russian{"ru", "Оливейра победил в Китае", ""};
  const Report english{"en", "Oliveira wins in China", ""};
  const ForeignTraits traits = lay(russian, english);
  EXPECT_EQ(of(traits, ForeignTrait::NamesMet), 1);
  EXPECT_EQ(of(traits, ForeignTrait::CountriesMet), 1) << "in any case";
}

TEST_F(ForeignPair, OfNothingSharedIsNoMatterForAJudgement) {
  const ForeignTraits none = lay(kGerman, {"en", "A quiet day at sea", "Nothing to report."});
  EXPECT_FALSE(story::is_worth_judging(none, shipped_parameters()));
  EXPECT_TRUE(story::is_worth_judging(lay(kGerman, kEnglish), shipped_parameters()));
}

TEST_F(ForeignPair, AnotherEventOrAnotherDayIsLessSure) {
  for (const TranslationsSource list :
       {TranslationsSource{nullptr}, TranslationsSource{&few_words}}) {
    const int same = strength(kGerman, kEnglish, {}, list);
    EXPECT_GT(same, kOne / 2);
    EXPECT_LT(strength(kGerman, kOtherPlace, {}, list), shipped_parameters().join)
        << "another place, other numbers: not one story";
    EXPECT_LT(strength(kGerman, kEnglish, {.hours = 240}, list), same);
  }
}

TEST(ForeignLink, StaysAProbabilityWhateverItIsShown) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    ForeignTraits traits{};
    for (int& trait : traits) trait = static_cast<int>(random() % 1001);
    traits[static_cast<std::size_t>(ForeignTrait::FewerNumbers)] += 1001;  // no fewer than are met
    traits[static_cast<std::size_t>(ForeignTrait::IsTranslated)] %= 2;
    const int strength = foreign_link_strength(traits, shipped_parameters().foreign_link);
    EXPECT_GE(strength, 0);
    EXPECT_LE(strength, kOne);
  }
}

}  // namespace
}  // namespace depesche
