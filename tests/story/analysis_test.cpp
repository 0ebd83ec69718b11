#include "story/analysis.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "story/term_hash_of.h"
#include "tests/story/terms_of.h"

namespace depesche {
namespace {

TEST(Analysis, SurvivesItsBlob) {
  Article article;
  article.title = "Nordburg: Feuer im Hafen, 12 Verletzte";
  article.text =
      "Musterstadt (dpa) - Im Hafen von Nordburg brennt es. Zwölf Menschen wurden verletzt.";
  article.url = "https://zeitung.example/nordburg/feuer-im-hafen-12-verletzte-4711.html";
  const Analysis analysis = analyse(article, "de-DE");
  EXPECT_EQ(analysis.language, "de");
  EXPECT_EQ(analysis.print.agency, Agency::Dpa);
  const std::string blob = encode(analysis);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, analysis);
  for (std::size_t cut = 0; cut < blob.size(); ++cut) {
    EXPECT_FALSE(decode_analysis(std::string_view(blob).substr(0, cut))) << cut;
  }
  EXPECT_FALSE(decode_analysis(blob + "x"));
  std::string newer = blob;
  newer[0] = 99;
  EXPECT_EQ(decode_analysis(newer).error().code, ErrorCode::Unsupported);
}

TEST(Analysis, OfAnOlderProgramIsReadAsQuotingNobody) {
  Article article;
  article.text = "Im Hafen brennt es. „Wir löschen seit der Nacht und ohne Pause“, hieß es.";
  const Analysis analysis = analyse(article, "de");
  const auto is_quoted = [](std::uint32_t shingle) { return shingle >= kQuoted; };
  const auto& marked = analysis.print.shingles;
  ASSERT_TRUE(std::any_of(marked.begin(), marked.end(), is_quoted));
  std::string blob = encode(analysis);
  blob[0] = static_cast<char>(kWithoutQuotations);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  const auto& read = decoded->print.shingles;
  EXPECT_EQ(read.size(), marked.size());
  EXPECT_TRUE(std::none_of(read.begin(), read.end(), is_quoted));
}

TEST(Analysis, HasEachPairOfIdeographsForATerm) {
  const Analysis quake = of_title("北京發生地震", "zh");
  const std::vector<std::uint32_t> terms = hashes(quake, TermKind::Word);
  EXPECT_EQ(terms.size(), 5U);
  for (const std::string_view pair : {"北京", "京發", "發生", "生地", "地震"}) {
    EXPECT_EQ(std::count(terms.begin(), terms.end(), story::hash_of(pair, TermKind::Word)), 1)
        << pair;
  }
  EXPECT_EQ(in_common(quake, of_title("地震：北京", "zh"), TermKind::Word), 2U);
}

TEST(Analysis, TakesInflectedNamesForOne) {
  Article one;
  one.title = "Olmedos Rede";
  Article other;
  other.title = "Olmedo redet";
  const Analysis a = analyse(one, "de");
  const Analysis b = analyse(other, "en");
  const auto has_common_name = [&] {
    for (const Term& x : a.terms) {
      for (const Term& y : b.terms) {
        if (x.hash == y.hash && x.kind == TermKind::Name) return true;
      }
    }
    return false;
  };
  EXPECT_TRUE(has_common_name());
}

TEST(Analysis, OfNothingHasNoTerms) { EXPECT_TRUE(analyse(Article{}, "").terms.empty()); }

TEST(Analysis, KnowsACountryByEveryName) {
  Article german;
  german.title = "Beben in Griechenland";
  Article english;
  english.title = "Earthquake hits Greece";
  const auto country = [](const Analysis& analysis) {
    for (const Term& term : analysis.terms) {
      if (term.kind == TermKind::Country) return term.hash;
    }
    return 0U;
  };
  EXPECT_NE(country(analyse(german, "de")), 0U);
  EXPECT_EQ(country(analyse(german, "de")), country(analyse(english, "en")));
}

TEST(Analysis, KnowsACityByItsNameInEitherLanguage) {
  for (const auto& [german, english] : {std::pair("Streik in Warschau", "Strike in Warsaw"),
                                        std::pair("Wiens Bürgermeister", "Mayor of Vienna"),
                                        std::pair("Athen wartet", "Athens waits")}) {
    EXPECT_EQ(in_common(of_title(german, "de"), of_title(english, "en"), TermKind::Name), 1U)
        << german;
  }
}

TEST(Analysis, KnowsACountryWhoseNameHasSeveralWords) {
  struct Case {
    const char* language;
    const char* title;
    const char* also_language;
    const char* also;
  };
  for (const Case& c : {
           Case{"de", "Die Rede in den Vereinigten Staaten", "en", "Vote in the United States"},
           Case{"de", "Ölpreis: Saudi-Arabiens Plan", "en", "The plan of Saudi Arabia"},
           Case{"de", "Beben in Südkorea", "en", "Earthquake hits South Korea"},
           Case{"de", "Wahl in Bosnien und Herzegowina", "en", "Vote in Bosnia and Herzegovina"},
           Case{"fr", "Un séisme aux Émirats arabes unis", "de",
                "Beben in den Vereinigten Arabischen Emiraten"},
       }) {
    const Analysis a = of_title(c.title, c.language);
    const Analysis b = of_title(c.also, c.also_language);
    EXPECT_EQ(hashes(a, TermKind::Country).size(), 1U) << c.title;
    EXPECT_EQ(in_common(a, b, TermKind::Country), 1U) << c.title << " | " << c.also;
  }
  EXPECT_TRUE(hashes(of_title("United front in the south", "en"), TermKind::Country).empty());
}

TEST(Analysis, AnAcronymIsANameUnlessAllIsInCapitals) {
  const auto names = [](std::string title) {
    return hashes(of_title(std::move(title), "en"), TermKind::Name).size();
  };
  EXPECT_EQ(names("the US is out of the WHO"), 2U);
  EXPECT_EQ(names("tell us who it is"), 0U);
  EXPECT_EQ(names("TELL US WHO IT IS"), 1U) << "the first, which is no stop word";
  EXPECT_EQ(hashes(of_title("the US is out", "en"), TermKind::Country).size(), 1U);
  EXPECT_TRUE(hashes(of_title("TELL US WHO IS OUT", "en"), TermKind::Country).empty());
}

TEST(Analysis, ACompoundHasTheWordsItIsMadeOf) {
  const auto words = [](const char* a, const char* b, const char* language) {
    return in_common(of_title(a, language), of_title(b, language), TermKind::Word);
  };
  EXPECT_EQ(words("Juwelenraub in Dresden", "Der Raub der Juwelen", "de"), 2U);
  EXPECT_EQ(words("Verfassungsgericht entscheidet", "Das Gericht wartet", "de"), 1U);
  EXPECT_EQ(words("Staubsauger", "Der Raub der Juwelen", "de"), 0U) << "letters are no words";
  EXPECT_EQ(words("Juwelenraub", "Raub", "en"), 0U);
}

TEST(Analysis, OfCountriesOfOneWordIsRead) {
  Analysis analysis = of_title("Kim Jong Un droht mit Tests", "de");
  analysis.version = kCountriesOfOneWord;
  const std::string blob = encode(analysis);
  EXPECT_EQ(blob[0], 4);
  const auto decoded = decode_analysis(blob);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, analysis);
}

}  // namespace
}  // namespace depesche
