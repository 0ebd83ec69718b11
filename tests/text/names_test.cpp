#include "text/names.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "text/country_names.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/stopwords.h"
#include "text/term_hash.h"

namespace depesche {
namespace {

using Names = std::vector<std::string>;

struct Read {
  std::string_view text;
  std::vector<Token> tokens;
  std::vector<NameWord> words;
};

Read read(std::string_view text, std::string_view language) {
  Stemmer stemmer(language);
  Read out{text, tokenise(text), {}};
  for (const Token& token : out.tokens) {
    if (token.kind != TokenKind::Word) {
      out.words.emplace_back();
      continue;
    }
    const std::string plain = fold_accents(token.of(text));
    const auto hash = [](std::string_view word) {
      return static_cast<std::uint32_t>(term_hash(word));
    };
    const std::string folded = fold(token.of(text));
    const bool is_stop = is_stop_word(folded, language);
    out.words.push_back({name_marks(token.of(text), plain, token.capital, is_stop, language),
                         hash(plain), hash(stemmer.stem(folded))});
  }
  return out;
}

/// Of all texts, which are parts of one article.
Names names(std::string_view language, const std::vector<std::string_view>& texts) {
  NameFinder finder(language);
  std::vector<Read> all;
  for (std::string_view text : texts) all.push_back(read(text, language));
  for (const Read& each : all) finder.read(each.text, each.tokens, each.words);
  Names out;
  for (const Read& each : all) {
    std::uint32_t end = 0;
    for (const NameSpan& span : finder.find(each.text, each.tokens, each.words)) {
      EXPECT_LT(span.first, span.last);
      EXPECT_LT(span.last, each.tokens.size());
      EXPECT_GE(span.first, end) << "spans overlap in " << each.text;
      end = span.last + 1;
      const std::size_t begin = each.tokens[span.first].begin;
      out.emplace_back(each.text.substr(begin, each.tokens[span.last].end() - begin));
    }
  }
  return out;
}

struct NamesCase {
  std::string_view text;
  Names expected;
};

TEST(Names, OfGermanTextsNeedMoreThanCapitals) {
  const std::vector<NamesCase> cases{
      {"Kim Jong Un droht mit neuen Tests", {"Kim Jong Un"}},
      {"Die Rede Kim Jong Uns in der Hauptstadt", {"Kim Jong Uns"}},
      {"Heute trifft Präsident Emmanuel Macron den Kanzler", {"Emmanuel Macron"}},
      {"Kommissionschefin Ursula von der Leyen reist ab", {"Ursula von der Leyen"}},
      {"Das sagte Marie-Agnes Strack-Zimmermann", {"Marie-Agnes Strack-Zimmermann"}},
      {"Das Robert-Koch-Institut meldet Zahlen", {"Robert-Koch-Institut"}},
      {"Die Rede von John F. Kennedy", {"John F. Kennedy"}},
      {"Der FC Augsburg verliert", {"FC Augsburg"}},
      {"CDU-Chef Friedrich Merz warnt", {"Friedrich Merz"}},
      {"Gegen Kylian Mbappé spielte Thomas Müller", {"Thomas Müller"}},
      // What is none.
      {"Neue Vorwürfe gegen die Regierung", {}},
      {"Der Verein zahlt Millionen Euro Strafe", {}},
      {"Er kam Anfang März nach Berlin", {}},
      {"Weil Menschen Angst haben", {}},
      {"Präsident Putin schickt Truppen", {}},
      {"Die Bundesregierung plant Steuern", {}},
      {"Frank will gehen", {}},
      {"Anna-Lena will gehen", {}},
      {"", {}},
  };
  for (const NamesCase& each : cases)
    EXPECT_EQ(names("de", {each.text}), each.expected) << each.text;
}

TEST(Names, OfGermanTextsAreWhatStandsTogetherAgain) {
  EXPECT_EQ(names("de", {"Der Zug nach Tel Aviv steht", "In Tel Aviv wartet man."}),
            (Names{"Tel Aviv", "Tel Aviv"}));
  EXPECT_EQ(names("de", {"Der Zug nach Tel Aviv steht"}), Names{});
  // Once at the beginning of a sentence, where the first word has its capital anyway, is not
  // enough.
  EXPECT_EQ(names("de", {"Schwere Unwetter am Abend", "Schwere Unwetter sind selten."}), Names{});
  // What stands alone with an article is a noun.
  EXPECT_EQ(names("de", {"Weil Lehrer Kinder loben", "wenn Lehrer Kinder loben. Der Lehrer geht."}),
            Names{});
}

TEST(Names, OfEnglishTextsAreRunsOfCapitals) {
  const std::vector<NamesCase> cases{
      {"Talks with Kim Jong Un's sister", {"Kim Jong Un"}},
      {"A letter to President Donald Trump on Monday", {"Donald Trump"}},
      {"The talks in New York with the European Commission", {"New York", "European Commission"}},
      {"Donald Trump speaks", {"Donald Trump"}},
      {"The late Charles de Gaulle spoke", {"Charles de Gaulle"}},
      {"Meeting of Mr O'Neill and others", {}},
      {"Police Scotland is investigating", {}},  // may begin with any word
      {"the police said on Monday", {}},
      {"TALKS WITH KIM JONG UN FAIL", {}},
      {"A letter to the President", {}},  // whom nothing follows
      {"President", {}},
  };
  for (const NamesCase& each : cases)
    EXPECT_EQ(names("en", {each.text}), each.expected) << each.text;
}

TEST(Names, OfAHeadlineInTitleCaseAreWhatTheTextBelowShows) {
  const std::string_view headline = "Tech Giant Acme Widgets Faces Fresh Antitrust Probe";
  EXPECT_EQ(names("en", {headline}), Names{});
  EXPECT_EQ(names("en", {headline, "The maker, Acme Widgets, said so. We asked Acme Widgets."}),
            (Names{"Acme Widgets", "Acme Widgets", "Acme Widgets"}));
  EXPECT_EQ(names("en", {"Angry Crowds Greet Donald Trump In Paris Again"}), Names{"Donald Trump"});
}

TEST(Names, AreFoundAnewInEachArticle) {
  NameFinder finder("de");
  const Read twice = read("Zug nach Tel Aviv und aus Tel Aviv", "de");
  const Read once = read("Zug nach Tel Aviv", "de");
  finder.read(twice.text, twice.tokens, twice.words);
  EXPECT_EQ(finder.find(once.text, once.tokens, once.words).size(), 1U);
  finder.clear();
  finder.read(once.text, once.tokens, once.words);
  EXPECT_TRUE(finder.find(once.text, once.tokens, once.words).empty());
}

TEST(Names, OfAnyTextLieInItAndNeverOverlap) {
  const std::vector<std::string_view> pieces{"Kim",  "Präsident", "von", "der",  "US",
                                             "a",    "F",         "Un",  "März", "3",
                                             "日本", "Ölz",       "die", "Neue"};
  const std::vector<std::string_view> joints{" ", "-", ". ", ", ", "'", "\n", "\xC2\xA0", "…"};
  std::uint64_t random = 1;
  const auto next = [&random](std::size_t below) {
    random = mix_hash(random + 1);
    return static_cast<std::size_t>(random % below);
  };
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    for (std::size_t n = next(12); n > 0; --n) {
      text += pieces[next(pieces.size())];
      text += joints[next(joints.size())];
    }
    for (std::string_view language : {"de", "en", "fr", ""}) names(language, {text});
  }
}

TEST(CountryPhrases, AreNamesOfSeveralWords) {
  const auto has = [](std::string_view language, std::string_view name, std::string_view code) {
    const auto all = country_phrases(language);
    return std::find(all.begin(), all.end(), std::pair(std::string(name), std::string(code))) !=
           all.end();
  };
  EXPECT_TRUE(has("de", "vereinigte staaten", "US"));
  EXPECT_TRUE(has("de", "saudi arabien", "SA"));
  EXPECT_TRUE(has("en", "south korea", "KR"));
  EXPECT_TRUE(has("en", "bosnia and herzegovina", "BA"));
  EXPECT_TRUE(has("fr", "émirats arabes unis", "AE"));
  EXPECT_TRUE(country_phrases("").empty());
  for (const auto& [name, code] : country_phrases("en")) {
    EXPECT_NE(name.find(' '), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace depesche
