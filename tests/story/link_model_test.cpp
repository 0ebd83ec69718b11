#include "story/link_model.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "story/parameters.h"
#include "story/sides.h"
#include "tests/story/random_vector.h"

namespace depesche {
namespace {

using story::Circumstances;
using story::compare;
using story::kOne;
using story::link_strength;
using story::TermVector;
using story::Trait;
using story::Traits;
using story::Weight;

int of(const Traits& traits, Trait trait) { return traits[static_cast<std::size_t>(trait)]; }

/// A unit vector of `words` equal words from `first` on, the first half of them in the headline.
TermVector words(std::uint32_t first, int count) {
  TermVector out;
  const auto weight = static_cast<std::uint16_t>(kOne / std::sqrt(static_cast<double>(count)));
  for (int i = 0; i < count; ++i) {
    const std::uint8_t place = 2 * i < count ? story::kInHeadline : story::kInLede;
    out.push_back({first + static_cast<std::uint32_t>(i), weight, TermKind::Word, place});
  }
  return out;
}

Traits laid_beside(const TermVector& a, const TermVector& b,
                   const Circumstances& circumstances = {}) {
  return compare(a, std::vector<int>(a.size(), 2048), b, circumstances);
}

TEST(Pair, TheSameVectorIsAlikeInEveryAspect) {
  const TermVector one = words(10, 16);
  const Traits traits = laid_beside(one, one);
  for (const Trait trait :
       {Trait::Cosine, Trait::Headlines, Trait::Covered, Trait::BothCovered, Trait::Texts}) {
    EXPECT_NEAR(of(traits, trait), 1000, 5) << static_cast<int>(trait);
  }
  EXPECT_EQ(of(traits, Trait::Shared), 16);
  EXPECT_EQ(of(traits, Trait::Evidence), 16 * 2048);
  EXPECT_EQ(of(traits, Trait::HeadlineEvidence), 8 * 2048);
}

TEST(Pair, WhatSharesNothingHasNothingInCommon) {
  const Traits traits = laid_beside(words(10, 16), words(100, 4));
  for (const Trait trait : {Trait::Cosine, Trait::Evidence, Trait::Headlines, Trait::Covered,
                            Trait::Shared, Trait::Telling}) {
    EXPECT_EQ(of(traits, trait), 0) << static_cast<int>(trait);
  }
  EXPECT_EQ(of(traits, Trait::ShorterWords), 4);
  EXPECT_EQ(of(traits, Trait::LongerWords), 16);
}

TEST(Pair, AHeadlineMayBeToldInTheOthersText) {
  const TermVector headline = words(10, 8);  // 10 to 13 stand in its headline
  const TermVector text = words(4, 16);      // 12 to 19 in its text
  const Traits traits = laid_beside(headline, text);
  EXPECT_GT(of(traits, Trait::Covered), 900) << "all of it is somewhere in the other";
  EXPECT_LT(of(traits, Trait::BothCovered), 400);
  EXPECT_LT(of(traits, Trait::HeadlinesInOther), of(traits, Trait::HeadlineInOther));
}

TEST(Pair, CountsTheNumbersOfEither) {
  const auto with_numbers = [](std::uint32_t from, std::size_t count) {
    TermVector out = words(10, 16);
    for (std::size_t i = 0; i < count; ++i) {
      out[out.size() - 1 - i] = {from + static_cast<std::uint32_t>(count - i), out.back().weight,
                                 TermKind::Number, story::kInLede};
    }
    return out;
  };
  const Traits traits = laid_beside(with_numbers(100, 3), with_numbers(102, 5));
  EXPECT_EQ(of(traits, Trait::FewerNumbers), 3);
  EXPECT_EQ(of(traits, Trait::MoreNumbers), 5);
  EXPECT_EQ(of(traits, Trait::Numbers), 1);
  EXPECT_EQ(of(traits, Trait::NumbersCovered), 333) << "one of three";
}

TEST(LinkModel, ABulletinWithOtherNumbersIsOfAnotherDay) {
  Traits traits = laid_beside(words(10, 20), words(12, 20));
  const auto strength = [&traits](int fewer, int shared) {
    traits[static_cast<std::size_t>(Trait::FewerNumbers)] = fewer;
    traits[static_cast<std::size_t>(Trait::MoreNumbers)] = fewer;
    traits[static_cast<std::size_t>(Trait::Numbers)] = shared;
    return link_strength(traits, shipped_parameters().link);
  };
  EXPECT_LT(strength(6, 0), strength(0, 0));
  EXPECT_GT(strength(6, 5), strength(0, 0));
}

TEST(Pair, DoesNotMindWhichComesFirst) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const auto some = [&random] {
      const auto first = static_cast<std::uint32_t>(random() % 20);
      return words(first, 1 + static_cast<int>(random() % 30));
    };
    const TermVector a = some();
    const TermVector b = some();
    EXPECT_EQ(laid_beside(a, b), laid_beside(b, a)) << "round " << round;
  }
}

TEST(Pair, IsTheSameWhereWhatIsASidesOwnIsRemembered) {
  std::mt19937 random(8);
  story::Sides sides;
  std::vector<TermVector> vectors;
  for (int i = 0; i < 60; ++i) vectors.push_back(random_vector(random));
  for (story::Serial round = 1; round < 200; ++round) {
    const TermVector& a = vectors[random() % vectors.size()];
    const story::Serial serial = 1 + round % 50;
    const std::vector<int> rarities(a.size(), 2048);
    const story::Comparison comparison(a, rarities);
    const Traits traits = comparison.with(vectors[serial], sides.of(serial, vectors[serial]), {});
    EXPECT_EQ(traits, laid_beside(a, vectors[serial]));
    const int products = of(traits, Trait::Cosine);
    EXPECT_NEAR(products, story::cosine(a, vectors[serial]) * 1000 / kOne, 1);
  }
  const TermVector other = words(1, 3);
  EXPECT_EQ(sides.of(7, other).words, vectors[7].size()) << "else nothing is remembered";
  sides.forget(7);
  EXPECT_EQ(sides.of(7, other).words, 3);
}

TEST(LinkModel, StaysAProbabilityWhateverItIsShown) {
  std::mt19937 random(11);
  const story::LinkWeights& shipped = shipped_parameters().link;
  for (int round = 0; round < 2000; ++round) {
    Traits traits{};
    for (int& trait : traits) trait = static_cast<int>(random() % 1001);
    traits[static_cast<std::size_t>(Trait::Evidence)] = static_cast<int>(random() % 2'000'000);
    traits[static_cast<std::size_t>(Trait::Hours)] = static_cast<int>(random() % 100'000);
    const int strength = link_strength(traits, shipped);
    EXPECT_GE(strength, 0);
    EXPECT_LE(strength, kOne);
  }
}

TEST(LinkModel, WhatTimeAndPlacePartIsLessSure) {
  const story::LinkWeights& shipped = shipped_parameters().link;
  const TermVector a = words(10, 12);
  const TermVector b = words(13, 12);
  int last = kOne;
  for (const std::int64_t apart : {0, 6, 24, 72, 240}) {
    const int strength = link_strength(laid_beside(a, b, {.hours = apart}), shipped);
    EXPECT_LT(strength, last) << apart;
    last = strength;
  }
  constexpr auto region =
      static_cast<std::uint8_t>(1U << static_cast<unsigned>(story::FactKind::Region));
  const Traits together = laid_beside(a, b, {.facts = {.same = region}});
  const Traits apart = laid_beside(a, b, {.facts = {.other = region}});
  EXPECT_LT(link_strength(apart, shipped), link_strength(together, shipped));
}

}  // namespace
}  // namespace depesche
