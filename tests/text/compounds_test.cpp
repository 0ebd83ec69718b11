#include "text/compounds.h"

#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "text/fold.h"
#include "text/stem.h"

namespace depesche {
namespace {

using Parts = std::vector<std::string_view>;

/// Has read each of the words this often, as nouns inside a sentence.
PartWords read_often(const std::vector<std::string>& nouns, int times = 20) {
  PartWords words;
  for (int i = 0; i < times; ++i) {
    for (const std::string& noun : nouns) words.read("Hier steht " + noun + ".");
  }
  return words;
}

TEST(Compounds, ArePartedWhereKnownWordsMeet) {
  const PartWords words;
  EXPECT_EQ(compound_parts("juwelenraub", words), (Parts{"juwelen", "raub"}));
  EXPECT_EQ(compound_parts("bahnhof", words), (Parts{"bahn", "hof"}));
  EXPECT_EQ(compound_parts("bundesverfassungsgerichtspräsident", words),
            (Parts{"bund", "verfassung", "gericht", "präsident"}));
  EXPECT_EQ(compound_parts("umweltschutzorganisation", words),
            (Parts{"umwelt", "schutz", "organisation"}));
}

TEST(Compounds, LeaveOutWhatJoinsTheParts) {
  const PartWords words;
  EXPECT_EQ(compound_parts("verkehrsunfall", words), (Parts{"verkehr", "unfall"}));
  EXPECT_EQ(compound_parts("bundesrat", words), (Parts{"bund", "rat"}));
  EXPECT_EQ(compound_parts("sonnenaufgang", read_often({"Aufgang"})), (Parts{"sonnen", "aufgang"}));
  EXPECT_EQ(compound_parts("schulbuch", words), (Parts{"schul", "buch"})) << "Schule";
  EXPECT_EQ(compound_parts("verkehrsunfalls", words), (Parts{"verkehr", "unfalls"})) << "inflected";
}

TEST(Compounds, AreNotMadeOfEndingsAndPrefixes) {
  const PartWords words = read_often({"Schaft", "Heit", "Ling", "Suchung", "Mann", "Mini", "Ster"});
  for (const char* whole : {"mannschaft", "untersuchung", "minister", "krankheit", "liebling",
                            "wirtschaft", "verbindung", "präsident", "gericht", "unfall", ""}) {
    EXPECT_EQ(compound_parts(whole, words), Parts{}) << whole;
  }
}

TEST(Compounds, AreOfWordsTheTextsTaught) {
  EXPECT_EQ(compound_parts("zorkelabwehr", PartWords()), Parts{});
  EXPECT_EQ(compound_parts("zorkelabwehr", read_often({"Zorkel"})), (Parts{"zorkel", "abwehr"}));
  EXPECT_EQ(compound_parts("zorkelabwehr", read_often({"Zorkel"}, 1)), Parts{}) << "chance";
}

TEST(Compounds, HoldShorterOnes) {
  const PartWords words;
  EXPECT_EQ(
      words_inside("verfassungsgerichtspräsident", words),
      (Parts{"verfassung", "gericht", "präsident", "verfassungsgericht", "gerichtspräsident"}));
  EXPECT_EQ(words_inside("juwelenraub", words), (Parts{"juwelen", "raub"}));
  EXPECT_EQ(words_inside("raub", words), Parts{});
}

// Views in order, apart, in any letters.
TEST(Compounds, PartsStandInTheirWord) {
  std::mt19937 random(20261129);
  const std::vector<std::string> pieces{"bahn", "hof",   "s",  "en", "e", "tür",  "ß",    "\xC3",
                                        "raub", "juwel", "er", "n",  "ü", "haus", "zeit", "x"};
  const PartWords words;
  for (int turn = 0; turn < 4000; ++turn) {
    std::string word;
    for (std::size_t count = random() % 9; count > 0; --count)
      word += pieces[random() % pieces.size()];
    const std::vector<char> exact(word.begin(), word.end());
    const std::string_view given(exact.data(), exact.size());
    const Parts parts = compound_parts(given, words);
    EXPECT_NE(parts.size(), 1U) << word;
    const char* end = given.data();
    for (const std::string_view part : parts) {
      ASSERT_GE(part.data(), end) << word;
      end = part.data() + part.size();
    }
    ASSERT_LE(end, given.data() + given.size()) << word;
  }
}

struct Gold {
  int right = 0;
  int wrong = 0;   // parted elsewhere
  int missed = 0;  // compounds left whole
  int false_parts = 0;
  int whole = 0;
};

Gold judge(const PartWords& words) {
  Gold gold;
  Stemmer stemmer("de");
  std::ifstream file(DEPESCHE_SOURCE_DIR "/tests/data/compounds/german.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream row(line);
    std::string word;
    row >> word;
    std::vector<std::string> wanted;
    for (std::string part; row >> part;) wanted.emplace_back(stemmer.stem(fold(part)));
    const std::string folded = fold(word);
    std::vector<std::string> found;
    for (const std::string_view part : compound_parts(folded, words))
      found.emplace_back(stemmer.stem(part));
    if (wanted.empty()) {
      ++(found.empty() ? gold.whole : gold.false_parts);
    } else {
      ++(found == wanted ? gold.right : found.empty() ? gold.missed : gold.wrong);
    }
  }
  return gold;
}

TEST(Compounds, ThePlainListAlonePartsOrdinaryWords) {
  const Gold gold = judge(PartWords());
  ASSERT_GE(gold.right + gold.wrong + gold.missed, 200);
  ASSERT_GE(gold.whole + gold.false_parts, 200);
  const double parted = gold.right + gold.wrong + gold.false_parts;
  EXPECT_GE(gold.right / parted, 0.97);
  EXPECT_GE(gold.right / static_cast<double>(gold.right + gold.wrong + gold.missed), 0.80);
}

TEST(PartWords, ComeBackFromBytes) {
  const PartWords words = read_often({"Zorkel", "Ärzte", "Straße"}, 5);
  const std::string bytes = words.bytes();
  const auto back = PartWords::from(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->bytes(), bytes);
  EXPECT_EQ(back->texts(), words.texts());
  EXPECT_EQ(back->find("zorkel").as_noun, 5U);
  EXPECT_EQ(back->find("strasse").as_noun, words.find("strasse").as_noun);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    EXPECT_FALSE(PartWords::from(std::string_view(bytes).substr(0, cut))) << cut;
  }
  EXPECT_FALSE(PartWords::from(bytes + "x"));
  std::mt19937 random(7);
  for (int turn = 0; turn < 2000; ++turn) {
    std::string damaged = bytes;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    const auto read = PartWords::from(damaged);
    EXPECT_TRUE(!read || read->size() <= PartWords::kMostWords);
  }
}

TEST(PartWords, StayWithinBoundsAndKeepWhatIsCommon) {
  PartWords words;
  for (int i = 0; i < 150'000; ++i) {
    words.read("in Wort" + std::to_string(i) + "x und Zorkel");
    ASSERT_LT(words.size(), PartWords::kMostWords);
  }
  EXPECT_GT(words.find("zorkel").as_noun, words.least());
  EXPECT_EQ(words.find("wort1x").total(), 0U);
}

TEST(PartWords, TakeACapitalForANounInsideASentenceOnly) {
  PartWords words;
  words.read("Zorkel fliegen. Viele Zorkel fliegen, „Heute“ nicht. Zorkel-Abwehr");
  EXPECT_EQ(words.find("zorkel").as_noun, 1U);
  EXPECT_EQ(words.find("fliegen").otherwise, 2U);
  EXPECT_EQ(words.find("heute").total(), 0U);
}

}  // namespace
}  // namespace depesche
