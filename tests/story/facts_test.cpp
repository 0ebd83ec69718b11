#include "story/facts.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "story/regions.h"
#include "story/term_hash_of.h"

namespace depesche {
namespace {

using story::compare;
using story::Fact;
using story::FactKind;
using story::Facts;
using story::facts_of;

// A Tuesday noon, 2026-03-03.
constexpr std::chrono::sys_seconds kTuesday =
    std::chrono::sys_days(std::chrono::year(2026) / 3 / 3) + std::chrono::hours(12);

Analysis analysis_of(std::string title, const char* language = "de", std::string lede = {}) {
  Article article;
  article.title = std::move(title);
  article.standfirst = std::move(lede);
  return analyse(article, language);
}

Facts facts(std::string title, const char* language = "de", std::string lede = {}) {
  return facts_of(analysis_of(std::move(title), language, std::move(lede)), kTuesday);
}

bool same(const Facts& a, const Facts& b, FactKind kind) { return compare(a, b, 1).is_same(kind); }
bool other(const Facts& a, const Facts& b, FactKind kind) {
  return compare(a, b, 1).is_other(kind);
}

TEST(Facts, ATownIsWhatSomethingIsInOrNear) {
  const Facts here = facts("Unfall bei Dresden");
  for (const char* told : {"Drei Verletzte in Dresden", "Sperrung nahe Dresden",
                           "Landkreis Dresden meldet Unfall", "Sturm in Dresdens Straßen"}) {
    EXPECT_TRUE(same(here, facts(told), FactKind::Town)) << told;
  }
  EXPECT_TRUE(other(here, facts("Unfall bei Rostock"), FactKind::Town));
  EXPECT_TRUE(other(here, facts("Unfall bei Altlindenbach"), FactKind::Town)) << "on no list";
  EXPECT_TRUE(same(facts("Feuer in Moskau"), facts("Fire near Moscow", "en"), FactKind::Town));
  EXPECT_TRUE(
      other(facts("Fire in New York", "en"), facts("Fire in New Delhi", "en"), FactKind::Town));
}

TEST(Facts, WhatStandsThereAndIsNoTownIsNone) {
  for (const char* told :
       {"Mann bleibt in Haft", "Brand in Untersuchung", "Regelung tritt in Kraft",
        "Urteil in Deutschland", "Protest in Sachsen", "Lage bei Corona", "Neues bei Angela",
        "Kritik in NRW", "Feier in Dezember", "Dresden feiert", "Blick in die Stadt"}) {
    EXPECT_FALSE(facts(told).has(FactKind::Town)) << told;
  }
  EXPECT_FALSE(facts("Fire in March", "en").has(FactKind::Town));
}

TEST(Facts, ADayIsOneOfTheWeekHoweverItIsSaid) {
  const Facts day = facts("Großbrand am Dienstag");
  for (const char* told : {"Feuer in der Nacht zum Dienstag", "Feuer am Dienstagabend",
                           "Wetter für Dienstag, 3. März"}) {
    EXPECT_TRUE(same(day, facts(told), FactKind::Day)) << told;
  }
  EXPECT_TRUE(same(day, facts("Feuer am 3. März"), FactKind::Day)) << "a Tuesday";
  EXPECT_TRUE(same(day, facts("Fire on March 3", "en"), FactKind::Day));
  EXPECT_TRUE(same(facts("Feuer am Sonnabend"), facts("Feuer am Samstag"), FactKind::Day));
  EXPECT_TRUE(other(day, facts("Feuer am Mittwoch"), FactKind::Day));
  EXPECT_TRUE(other(day, facts("Feuer am 4. März"), FactKind::Day));
  EXPECT_FALSE(facts("Frist bis 3. April").has(FactKind::Day)) << "not of this week";
  EXPECT_FALSE(facts("Prozess im März").has(FactKind::Day));
}

TEST(Facts, ADayOfAnotherWeekIsNotTheSame) {
  const Facts day = facts("Großbrand am Dienstag");
  EXPECT_TRUE(compare(day, day, 40).is_same(FactKind::Day));
  EXPECT_FALSE(compare(day, day, 7 * 24).is_same(FactKind::Day));
  EXPECT_FALSE(compare(day, day, -7 * 24).is_same(FactKind::Day));
  EXPECT_FALSE(compare(day, day, 7 * 24).is_other(FactKind::Day));
}

TEST(Facts, AScoreIsTheSameFromEitherSide) {
  const Facts won = facts("Südheim siegt 3:1");
  EXPECT_TRUE(same(won, facts("Westau unterliegt 1:3"), FactKind::Score));
  EXPECT_TRUE(same(won, facts("Suedheim win 3-1", "en"), FactKind::Score));
  EXPECT_TRUE(same(won, facts("Handball: Remis nach 31:28", "de", "Zuvor 3:1."), FactKind::Score));
  EXPECT_TRUE(other(won, facts("Südheim siegt 2:1"), FactKind::Score));
  for (const char* told : {"Anpfiff um 18:30 Uhr", "Beginn 20:15", "Um 9:00 geht es los",
                           "Zeit: 3:1 Uhr", "Quote 1:100"}) {
    EXPECT_FALSE(facts(told).has(FactKind::Score)) << told;
  }
  EXPECT_FALSE(facts("Meeting at 3:10", "en").has(FactKind::Score));
}

TEST(Facts, AreReadWhereAReportSaysWhatItIsOn) {
  Article article;
  article.title = "Unfall auf der Autobahn";
  article.standfirst = "Drei Menschen wurden verletzt.";
  article.text = article.standfirst + " Am Sonntag war in Rostock ein Spiel 3:1 ausgegangen.";
  const auto has = [&article](FactKind kind) {
    return facts_of(analyse(article, "de"), kTuesday).has(kind);
  };
  for (const FactKind kind : {FactKind::Town, FactKind::Day, FactKind::Score}) {
    EXPECT_TRUE(has(kind)) << "a short text is on what it names";
  }
  for (int i = 0; i < 20; ++i) article.text += " Die Feuerwehr barg die Fahrzeuge mit einem Kran.";
  for (const FactKind kind : {FactKind::Town, FactKind::Day, FactKind::Score}) {
    EXPECT_FALSE(has(kind)) << static_cast<int>(kind);
  }
}

TEST(Facts, OfAllRegionsTellThemApart) {
  std::set<std::string_view> regions;
  Facts all;
  std::set<Fact> found;
  for (const char* place :
       {"augsburg",   "berlin",    "potsdam",    "bremen", "hamburg",     "kassel",   "schwerin",
        "hannover",   "koln",      "mainz",      "kiel",   "saarbrucken", "dresden",  "magdeburg",
        "jena",       "stuttgart", "wien",       "graz",   "linz",        "salzburg", "innsbruck",
        "klagenfurt", "bregenz",   "eisenstadt", "polten", "zurich",      "bern",     "basel",
        "luzern",     "genf",      "lausanne",   "lugano", "aarau",       "gallen",   "thurgau",
        "wallis",     "chur"}) {
    ASSERT_FALSE(story::region_of(place).empty()) << place;
    regions.insert(story::region_of(place));
    Facts one;
    one.add(FactKind::Region, story::hash_of(story::region_of(place), TermKind::Region));
    found.insert(one.all().front());
  }
  EXPECT_EQ(found.size(), regions.size());
}

TEST(Facts, AreAsManyAsTheirKindMayHave) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    Facts some;
    for (auto i = random() % 40; i > 0; --i) {
      some.add(static_cast<FactKind>(random() % story::kFactKinds),
               static_cast<std::uint32_t>(random()));
    }
    EXPECT_LE(some.all().size(), Facts::kMost);
    EXPECT_TRUE(Facts::are_facts(some.all()));
    const Facts again(some.all());
    for (unsigned kind = 0; kind < story::kFactKinds; ++kind) {
      const auto of = static_cast<FactKind>(kind);
      EXPECT_EQ(again.has(of), some.has(of));
      EXPECT_EQ(same(some, again, of),
                some.has(of) && (of != FactKind::Day || same(some, some, of)));
      EXPECT_FALSE(other(some, Facts(), of));
    }
  }
  const std::vector<Fact> twice{7, 7};
  const std::vector<Fact> of_no_kind{0xFFFF};
  EXPECT_FALSE(Facts::are_facts(twice));
  EXPECT_FALSE(Facts::are_facts(of_no_kind));
}

TEST(Facts, AreSpelledAsTheTextHasThem) {
  const Analysis one = analysis_of("Unfall in Dresden", "de", "Er geschah am Dienstagabend.");
  const Analysis another = analysis_of("Dienstag in Dresden");
  const std::vector<SharedTerm> shared =
      story::shared_facts(facts_of(one, kTuesday), facts_of(another, kTuesday), 1);
  ASSERT_EQ(shared.size(), 2U);
  Article article;
  article.title = "Unfall in Dresden";
  article.standfirst = "Er geschah am Dienstagabend.";
  EXPECT_EQ(Analyser().read(article, "de").spell(shared),
            (std::vector<std::string>{"Dresden", "Dienstagabend"}));
}

TEST(Facts, ThatAreOtherOnesAreNamedByWhatTheyAreOf) {
  const auto compared = compare(facts("Südheim siegt am Dienstag in Dresden 3:1"),
                                facts("Südheim siegt am Samstag in Rostock 2:1"), 1);
  EXPECT_EQ(story::other_facts(compared),
            (std::vector{TermKind::Town, TermKind::Day, TermKind::Score}));
  EXPECT_TRUE(story::other_facts({}).empty());
}

}  // namespace
}  // namespace depesche
