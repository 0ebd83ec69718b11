#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "text/highlight.h"
#include "text/index_terms.h"

namespace depesche {
namespace {

const std::vector<std::string> kGerman{"de"};

std::vector<std::string> marked(std::string_view text, const std::vector<Range>& ranges) {
  std::vector<std::string> out;
  for (const Range& range : ranges) out.emplace_back(text.substr(range.begin, range.length));
  return out;
}

TEST(IndexTerms, AreFoldedStemsWithoutStopWords) {
  EXPECT_EQ(index_terms("Die Häuser am Rhein", "de"), "haus rhein");
  EXPECT_EQ(index_terms("The elections of 2022", "en"), "elect 2022");
  EXPECT_EQ(index_terms("東京都", "ja"), "東京 京都");
  EXPECT_EQ(index_terms("", "de"), "");
}

TEST(TermIndexer, GivesTheSameTermsHoweverOftenItMetTheWords) {
  TermIndexer indexer;
  const std::string very_long = "Haus" + std::string(200, 'x');
  for (int turn = 0; turn < 2; ++turn) {
    for (const std::string language : {"de", "en", "de-AT", "ja", "", "xx"}) {
      for (const std::string& text :
           {std::string("Die Häuser am Rhein, the houses"), std::string("東京都"), very_long}) {
        EXPECT_EQ(indexer.terms(text, language), index_terms(text, language)) << language;
      }
    }
  }
}

TEST(TermIndexer, ForgetsRatherThanGrows) {
  TermIndexer indexer;
  std::string text;
  for (int i = 0; i < 120'000; ++i) text += "wort" + std::to_string(i) + " ";
  EXPECT_EQ(indexer.terms(text, "de"), index_terms(text, "de"));
  EXPECT_EQ(indexer.terms("Häuser", "de"), "haus");
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) indexer.terms("Häuser", std::string{a, b});
  }
  EXPECT_EQ(indexer.terms("Häuser", "de"), "haus");
}

TEST(IndexTerms, AddWhatStandsInsideGermanCompounds) {
  const PartWords words;
  EXPECT_EQ(index_terms("Eine Hafenmauer bröckelt", "de", &words), "hafenmau +haf +mau brockelt");
  EXPECT_EQ(index_terms("Hafenmauer", "en", &words), "hafenmau") << "no German";
  EXPECT_EQ(index_terms("hafenmauer", "de", &words), "hafenmau") << "no noun";
  EXPECT_EQ(index_terms("Hafenmauer", "de"), "hafenmau");
}

TEST(TermIndexer, PartsByTheWordsOfTheDay) {
  TermIndexer indexer;
  EXPECT_EQ(indexer.terms("Zorkelabwehr Hafenmauer", "de"), "zorkelabwehr hafenmau");
  const auto plain = std::make_shared<const PartWords>();
  indexer.part_by(plain);
  EXPECT_EQ(indexer.terms("Zorkelabwehr Hafenmauer", "de"), "zorkelabwehr hafenmau +haf +mau");
  PartWords more;
  for (int i = 0; i < 20; ++i) more.read("von Zorkel");
  indexer.part_by(std::make_shared<const PartWords>(more));
  for (int turn = 0; turn < 2; ++turn) {
    EXPECT_EQ(indexer.terms("Zorkelabwehr", "de"), index_terms("Zorkelabwehr", "de", &more));
    EXPECT_EQ(indexer.terms("Zorkelabwehr", "de"), "zorkelabwehr +zorkel +abwehr");
  }
}

TEST(ReadQuery, UnderstandsPhrasesExclusionsAndPrefixes) {
  EXPECT_EQ(fts5_match(read_query("Häuser Rhein", kGerman)),
            "(\"haus\" OR \"+haus\") AND (\"rhein\" OR \"+rhein\")");
  EXPECT_EQ(fts5_match(read_query("\"Feuer im Hafen\" -Schiff", kGerman)),
            "(\"feu haf\") NOT \"schiff\"");
  EXPECT_EQ(fts5_match(read_query("elections", {"de", "en"})),
            "(\"election\" OR \"elect\" OR \"+election\")");
  EXPECT_EQ(fts5_match(read_query("die", kGerman)), "(\"die\" OR \"+die\")")
      << "a stop word asked for alone";
}

TEST(ReadQuery, LooksInsideCompoundsAndForPartsApart) {
  const PartWords words;
  EXPECT_EQ(fts5_match(read_query("Raub", kGerman)), "(\"raub\" OR \"+raub\")");
  EXPECT_EQ(fts5_match(read_query("raub*", kGerman)), "(\"raub\" * OR \"+raub\" *)");
  EXPECT_EQ(fts5_match(read_query("\"Raub\"", kGerman)), "\"raub\"") << "as it is written";
  EXPECT_EQ(fts5_match(read_query("Hafen -Raub", kGerman)), "((\"haf\" OR \"+haf\")) NOT \"raub\"");
  EXPECT_EQ(fts5_match(read_query("Raub", {"en"})), "\"raub\"");
  EXPECT_EQ(fts5_match(read_query("hafenmauer", kGerman, &words)),
            "(\"hafenmau\" OR \"+hafenmau\" OR NEAR(\"haf\" \"mau\" , 4))");
}

TEST(ReadQuery, NeverFails) {
  for (const char* typed :
       {"", "   ", "\"", "-", "--", "\"\"", "*", "\" OR 1=1 --", "NEAR(a b)", "a\"b"}) {
    const std::string match = fts5_match(read_query(typed, kGerman));
    EXPECT_EQ(std::count(match.begin(), match.end(), '"') % 2, 0) << typed;
  }
  EXPECT_EQ(fts5_match(read_query("-feuer", kGerman)), "")
      << "nothing but exclusions matches nothing";
}

TEST(Highlight, MarksInflectedForms) {
  const std::string text = "Das Haus brannte; zwei Häuser blieben.";
  const Query query = read_query("Häuser", kGerman);
  EXPECT_EQ(marked(text, highlight(text, "de", query)),
            (std::vector<std::string>{"Haus", "Häuser"}));
  EXPECT_TRUE(highlight(text, "de", read_query("Wasser", kGerman)).empty());
  EXPECT_TRUE(highlight("", "de", query).empty());
}

TEST(Highlight, MarksCompoundsThatHoldTheWord) {
  const PartWords words;
  const std::string text = "Der Juwelenraub im Hafen: Hafenmauer, Traube, raubte, Raub.";
  using Marked = std::vector<std::string>;
  const Query raub = read_query("Raub", kGerman, &words);
  EXPECT_EQ(marked(text, highlight(text, "de", raub, &words)), (Marked{"Juwelenraub", "Raub"}));
  EXPECT_EQ(marked(text, highlight(text, "de", raub)), Marked{"Raub"});
  EXPECT_EQ(marked(text, highlight(text, "de", read_query("\"Raub\"", kGerman, &words), &words)),
            Marked{"Raub"});
  const std::string apart = "Die Mauer am Hafen";
  EXPECT_EQ(
      marked(apart, highlight(apart, "de", read_query("Hafenmauer", kGerman, &words), &words)),
      (Marked{"Mauer", "Hafen"}));
}

TEST(Snippet, ShowsTheStretchWithMostTerms) {
  const std::string text =
      "Am Morgen war es still im Ort. Niemand ahnte etwas von dem Feuer, das schon lange schwelte. "
      "Gegen Mittag brach im Hafen ein Feuer aus. Danach kam der Regen und alles war vorbei.";
  const Snippet found = snippet(text, "de", read_query("Hafen Feuer", kGerman), 60);
  const std::string_view shown =
      std::string_view(text).substr(found.range.begin, found.range.length);
  EXPECT_NE(shown.find("Hafen ein Feuer"), std::string_view::npos) << shown;
  EXPECT_LE(shown.size(), 60U);
  EXPECT_TRUE(found.cut_before);
  EXPECT_TRUE(found.cut_after);
  EXPECT_EQ(found.marks.size(), 2U);
}

TEST(Snippet, OfATextWithoutMatchIsItsBeginning) {
  const Snippet found = snippet("Nur ein Satz.", "de", read_query("Hafen", kGerman), 60);
  EXPECT_EQ(found.range, (Range{0, 13}));
  EXPECT_FALSE(found.cut_after);
}

}  // namespace
}  // namespace depesche
