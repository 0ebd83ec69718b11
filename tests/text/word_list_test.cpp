#include "text/word_list.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs read(std::string_view ding) {
  Pairs out;
  each_translation(ding, [&out](std::string_view german, std::string_view english) {
    out.emplace_back(german, english);
  });
  return out;
}

TEST(WordList, GroupsAnswerEachOther) {
  EXPECT_EQ(read("Laterne {f} | Laternen {pl} :: lantern | lanterns\n"),
            (Pairs{{"Laterne", "lantern"}, {"Laternen", "lanterns"}}));
}

TEST(WordList, EverySynonymOfAGroupMeansEveryOther) {
  EXPECT_EQ(read("Kahn {m}; Nachen {m} :: boat; barge"),
            (Pairs{{"Kahn", "boat"}, {"Kahn", "barge"}, {"Nachen", "boat"}, {"Nachen", "barge"}}));
}

TEST(WordList, TakesAtMostFourEnglishSynonymsOfAGroup) {
  EXPECT_EQ(read("Laut :: eins zwei; sound; noise; tone; note; din; row"),
            (Pairs{{"Laut", "sound"}, {"Laut", "noise"}, {"Laut", "tone"}, {"Laut", "note"}}));
  EXPECT_EQ(read("a; b; c; d; e; f :: g").size(), 6U) << "of German ones all";
}

TEST(WordList, WhatStandsInBracketsIsNoWord) {
  for (const std::string_view line : {
           "Laterne {f} [techn.] (alt) :: (old) lantern [Br.]",
           "Laterne (eine [sehr {f}] alte; zum Tragen) :: lantern (a; b | c)",
           "Laterne ((((f)))) :: lantern ([{}])",
           "(alt) Laterne :: [old]lantern",
       }) {
    EXPECT_EQ(read(line), (Pairs{{"Laterne", "lantern"}})) << line;
  }
  EXPECT_EQ(read("Flug(zeug) :: (air)plane"), (Pairs{{"Flug", "plane"}}));
}

TEST(WordList, ABracketThatIsNeverClosedHidesTheRestOfItsSide) {
  EXPECT_EQ(read("Laterne (f :: lantern [Br."), (Pairs{{"Laterne", "lantern"}}));
  EXPECT_EQ(read("Laterne (f | Lampe :: lantern | lamp"), (Pairs{{"Laterne", "lantern"}}));
  EXPECT_TRUE(read("(Laterne :: lantern").empty());
}

TEST(WordList, ABracketThatWasNeverOpenedHidesNothing) {
  EXPECT_EQ(read("Laterne); Lampe (alt) :: lantern; lamp ] ; light"),
            (Pairs{{"Lampe", "lantern"}, {"Lampe", "light"}}));
}

TEST(WordList, PlaceholdersAreNoPartOfAVerb) {
  for (const std::string_view line : {
           "jdn./etw. erwischen :: to catch sb./sth.",
           "etw. erwischen :: to catch sth.",
           "jdm. erwischen {vt} :: catch sb.",
           "sich  jdn. erwischen  ::  to  catch ",
       }) {
    EXPECT_EQ(read(line), (Pairs{{"erwischen", "catch"}})) << line;
  }
  EXPECT_TRUE(read("sich :: to").empty()) << "nothing is left";
}

TEST(WordList, SeveralWordsAndNoWordsAreLeftOut) {
  EXPECT_EQ(read("rote Laterne; Schlusslicht; C3; A.D.; T-Stück; l'Art :: back marker; tail"),
            (Pairs{{"Schlusslicht", "tail"}}));
  EXPECT_TRUE(read("Schlusslicht :: back marker").empty());
  EXPECT_TRUE(read(";;|; :: ;|;;").empty());
}

TEST(WordList, AGroupOfNothingKeepsItsPlace) {
  EXPECT_EQ(read("rote Laterne | | Lampe :: lantern | lamp; light | bulb"),
            (Pairs{{"Lampe", "bulb"}}));
}

TEST(WordList, GroupsWithoutAnAnswerAreLeftOut) {
  const Pairs kTwo{{"Kahn", "boat"}, {"Floß", "raft"}};
  EXPECT_EQ(read("Kahn | Floß | Boje :: boat | raft"), kTwo);
  EXPECT_EQ(read("Kahn | Floß :: boat | raft | buoy"), kTwo);
}

TEST(WordList, LinesOfAnotherFormAreLeftOut) {
  EXPECT_EQ(read("# Kahn :: boat\n"
                 "\n"
                 "Kahn ; boat\n"
                 "Kahn::boat\n"
                 "Kahn :: \n"
                 " :: boat\n"
                 "Floß {n} :: raft\n"
                 "Kahn :: boat :: barge\n"
                 "Boje :: buoy"),
            (Pairs{{"Floß", "raft"}, {"Boje", "buoy"}}));
}

TEST(WordList, ALineMayEndAsElsewhere) {
  EXPECT_EQ(read("Kahn :: boat\r\nBoje :: buoy\r\n"), (Pairs{{"Kahn", "boat"}, {"Boje", "buoy"}}));
}

TEST(WordList, AnOverlongLineIsLeftOutAndTheNextIsRead) {
  const std::string next = "\nBoje :: buoy\n";
  const std::string longest = "Kahn :: boat" + std::string(20'000 - 12, ' ');
  EXPECT_EQ(read(longest + next), (Pairs{{"Kahn", "boat"}, {"Boje", "buoy"}}));
  EXPECT_EQ(read(longest + " " + next), (Pairs{{"Boje", "buoy"}}));
}

TEST(WordList, OfNothingHasNothing) {
  for (const std::string_view text : {"", "\n", "\n\n\n", "::", " :: ", " ::", "#", "|"}) {
    EXPECT_TRUE(read(text).empty()) << text;
  }
}

TEST(WordList, GivesOnlyValidText) {
  EXPECT_EQ(read("Fl\xf6te :: flute\n"
                 "Fl\xc3\xb6te; Fl\xc3 :: flute; pipe\xff\n"
                 "Kahn\xed\xa0\x80 :: boat\n"
                 "Boje :: buoy\n"),
            (Pairs{{"Fl\xc3\xb6te", "flute"}, {"Boje", "buoy"}}));
  EXPECT_EQ(read(std::string_view("Kahn\0 :: boat\nBoje :: buoy", 26)), (Pairs{{"Boje", "buoy"}}));
}

TEST(WordList, ReadsLinesOfNothingButSeparators) {
  for (const std::string_view part : {"(", ")", ";", "|", " :: ", "(|", " ", "{[", "to ", "\xff"}) {
    std::string line = "Kahn :: ";
    while (line.size() < 19'900) line += part;
    std::string list;
    for (int i = 0; i < 5; ++i) list += line + "\n";
    EXPECT_EQ(read(list + "Boje :: buoy"), (Pairs{{"Boje", "buoy"}})) << part;
  }
}

TEST(WordList, ALineOfManySynonymsHasFourPairsForEach) {
  std::string german;
  while (german.size() < 9'000) german += "a;";
  EXPECT_EQ(read(german + " :: " + german).size(), 4 * german.size() / 2);
}

}  // namespace
}  // namespace depesche
