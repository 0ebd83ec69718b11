#include "rank/headline.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "rank/headline_words.h"
#include "tests/rank/ranked.h"

namespace depesche {
namespace {

using std::chrono::hours;
using test::report;
using test::reprint;

/// The headline chosen among these, each of another outlet.
std::string_view chosen(const std::vector<std::string_view>& headlines,
                        std::string_view language = "de") {
  RankedStory story{StoryId{1}, {}};
  for (std::size_t i = 0; i < headlines.size(); ++i) {
    const auto id = static_cast<std::int64_t>(i) + 1;
    story.articles.push_back(report(id, id, hours(1), headlines[i], language));
  }
  const auto lead = choose_headline(story, language);
  return lead ? headlines[static_cast<std::size_t>(lead->article.value - 1)] : std::string_view();
}

TEST(Headline, TellsWhatTheOthersTell) {
  EXPECT_EQ(
      chosen({"Nordburg atmet auf", "Feuerwehr löscht Brand in Lagerhalle am Hafen von Nordburg",
              "Brand zerstört Lagerhalle in Nordburg", "Lagerhalle im Hafen ausgebrannt"}),
      "Feuerwehr löscht Brand in Lagerhalle am Hafen von Nordburg");
  EXPECT_EQ(chosen({"Harbour town breathes again", "Fire destroys warehouse in Nordburg harbour",
                    "Nordburg warehouse fire under control"},
                   "en"),
            "Fire destroys warehouse in Nordburg harbour");
}

TEST(Headline, TellsRatherThanTeases) {
  struct Case {
    std::vector<std::string_view> teasers;
    std::string_view tells;
    std::string_view language;
  };
  const Case cases[] = {
      {{"Brand in Lagerhalle im Hafen von Nordburg: Das müssen Sie wissen",
        "Lagerhalle im Hafen von Nordburg brennt – was dann geschah, ist unfassbar",
        "Warum brannte die Lagerhalle im Hafen von Nordburg?",
        "LAGERHALLE IM HAFEN VON NORDBURG BRENNT!", "Brand im Hafen von Nordburg ..."},
       "Lagerhalle im Hafen von Nordburg nach Brand zerstört",
       "de"},
      {{"You won't believe what burned in Nordburg harbour",
        "Nordburg harbour warehouse fire: what you need to know",
        "Here’s why the Nordburg harbour warehouse burned",
        "7 things about the Nordburg harbour fire", "Why did the Nordburg harbour warehouse burn?"},
       "Fire destroys warehouse in Nordburg harbour",
       "en"},
  };
  for (const Case& one : cases) {
    std::vector<std::string_view> headlines = one.teasers;
    headlines.insert(headlines.begin() + 2, one.tells);
    EXPECT_EQ(chosen(headlines, one.language), one.tells);
    for (const std::string_view teaser : one.teasers) {
      EXPECT_GT(rank::teasing(teaser), 0) << teaser;
      EXPECT_EQ(chosen({teaser, one.tells}, one.language), one.tells) << teaser;
    }
  }
}

TEST(Headline, PrefersNamesAndNumbersAmongEquals) {
  EXPECT_EQ(chosen({"Molkerei ruft Joghurt zurück",
                    "Molkerei Seehausen ruft 40.000 Becher Joghurt zurück"}),
            "Molkerei Seehausen ruft 40.000 Becher Joghurt zurück");
}

TEST(Headline, IsInTheReadersLanguageWhereThereIsOne) {
  const RankedStory story{
      StoryId{1},
      {report(1, 1, hours(2)),
       report(2, 2, hours(1), "Warehouse in Nordburg harbour burns down", "en-GB")}};
  EXPECT_EQ(choose_headline(story, "en")->article, ArticleId{2});
  EXPECT_EQ(choose_headline(story, "de-AT")->article, ArticleId{1});
  EXPECT_TRUE(choose_headline(story, "de")->score.in_language);
  ASSERT_TRUE(choose_headline(story, "fr").has_value());
  EXPECT_FALSE(choose_headline(story, "fr")->score.in_language);
  EXPECT_FALSE(choose_headline({StoryId{1}, {}}, "de").has_value());
}

TEST(Headline, AmongManyTheOneInTheReadersLanguageIsFound) {
  RankedStory story{StoryId{1}, {report(1, 1, hours(9))}};
  for (std::int64_t i = 2; i < 60; ++i) {
    story.articles.push_back(report(i, i, hours(1), "Warehouse in Nordburg burns down", "en"));
  }
  EXPECT_EQ(choose_headline(story, "de")->article, ArticleId{1});
}

TEST(Headline, PrefersAReportToACommentACopyAndAFeedsTwoLines) {
  RankedArticle comment = report(1, 1, hours(2));
  comment.kind = ArticleKind::Opinion;
  EXPECT_EQ(choose_headline({StoryId{1}, {comment, report(2, 2, hours(1))}}, "de")->article,
            ArticleId{2});
  EXPECT_EQ(choose_headline({StoryId{1}, {reprint(1, 1, hours(2)), report(2, 2, hours(1))}}, "de")
                ->article,
            ArticleId{2});
  RankedArticle from_feed = report(1, 1, hours(2));
  from_feed.has_body = false;
  EXPECT_EQ(choose_headline({StoryId{1}, {from_feed, report(2, 2, hours(1))}}, "de")->article,
            ArticleId{2});
}

TEST(Headline, SaysWhatItsScoreIsMadeOf) {
  const RankedStory story{StoryId{1},
                          {report(1, 1, hours(2), "Brand zerstört Lagerhalle in Nordburg"),
                           report(2, 2, hours(1), "Brand in Lagerhalle in Nordburg gelöscht")}};
  const auto lead = choose_headline(story, "de");
  ASSERT_TRUE(lead);
  EXPECT_EQ(lead->score.compared, 1);
  EXPECT_EQ(lead->score.teasing, 0);
  EXPECT_GT(lead->score.central, 500);
  EXPECT_EQ(lead->score.total, lead->score.central + lead->score.informative * 350 / 1000 -
                                   lead->score.teasing + lead->score.standing.sum());
}

TEST(Headline, SaysWhatTheArticleItselfAdds) {
  struct Case {
    ArticleKind kind;
    bool is_reprint, has_body, has_picture;
    HeadlineStanding standing;
  };
  for (const Case& each : {Case{ArticleKind::News, false, true, false, {}},
                           Case{ArticleKind::Opinion, false, true, true, {-400, 0, 0, 50}},
                           Case{ArticleKind::Live, true, true, false, {-250, -100, 0, 0}},
                           Case{ArticleKind::Video, true, false, true, {-400, -100, -100, 50}}}) {
    SCOPED_TRACE(name(each.kind));
    RankedArticle article = report(1, 1, hours(1));
    article.kind = each.kind;
    article.is_reprint = each.is_reprint;
    article.has_body = each.has_body;
    article.has_picture = each.has_picture;
    const HeadlineScore score = choose_headline({StoryId{1}, {article}}, "de")->score;
    EXPECT_EQ(score.standing, each.standing);
    EXPECT_EQ(score.total, score.informed - score.teasing + each.standing.sum());
  }
}

TEST(Headline, DoesNotDependOnTheOrderOfItsArticles) {
  std::mt19937 random(5);
  RankedStory story{StoryId{1}, {}};
  const std::string_view titles[] = {"Brand in Nordburg", "Lagerhalle in Nordburg brennt",
                                     "Feuer zerstört Lagerhalle", "Warehouse burns in Nordburg"};
  for (std::int64_t i = 1; i < 40; ++i) {
    story.articles.push_back(
        report(i, i, hours(1), titles[random() % 4], i % 4 == 0 ? "en" : "de"));
  }
  const auto lead = choose_headline(story, "");
  for (int round = 0; round < 20; ++round) {
    std::shuffle(story.articles.begin(), story.articles.end(), random);
    EXPECT_EQ(choose_headline(story, "")->article, lead->article);
    EXPECT_EQ(choose_headline(story, "")->score, lead->score);
  }
}

/// As it is said: for each word of each other headline, whether this one has it, too.
int naive_centrality(const std::vector<std::string_view>& headlines, std::size_t of) {
  const auto own = rank::words_of(headlines[of]);
  int shared = 0;
  int all = 0;
  for (std::size_t i = 0; i < headlines.size(); ++i) {
    if (i == of) continue;
    for (const std::string& word : rank::words_of(headlines[i])) {
      ++all;
      shared += std::any_of(own.begin(), own.end(),
                            [&](const std::string& w) { return rank::meet(w, word); });
    }
  }
  return all == 0 ? 0 : shared * 1000 / all;
}

TEST(Centrality, IsTheShareOfTheOthersWords) {
  std::mt19937 random(17);
  const std::string_view stock[] = {"Brücke",  "Brücken",  "gesperrt",   "sperrt",
                                    "Brandau", "brandneu", "11",         "Risse",
                                    "Rissen",  "BRANDAU",  "Brückenbau", "über"};
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> made;
    for (unsigned i = 0; i < 1 + random() % 8; ++i) {
      std::string headline;
      for (unsigned w = 0; w < random() % 7; ++w) headline.append(stock[random() % 12]).append(" ");
      made.push_back(headline);
    }
    const std::vector<std::string_view> headlines(made.begin(), made.end());
    const std::vector<int> central = rank::centrality(headlines);
    ASSERT_EQ(central.size(), headlines.size());
    for (std::size_t i = 0; i < headlines.size(); ++i) {
      // A headline's own copy of a word counts as one of the others only in theirs.
      EXPECT_EQ(central[i], naive_centrality(headlines, i)) << round << ": " << made[i];
    }
  }
}

TEST(Teasing, IsSeenInTheWriting) {
  for (const char* tells :
       {"Lagerhalle im Hafen von Nordburg ausgebrannt", "EU-Kommission zahlt Nordburg Hilfe",
        "Rat beschließt Haushalt: 40 Millionen für Schulen", "Fire destroys warehouse in Nordburg",
        "Seven arrested after raid in Nordburg", "Der Grund für den Brand bleibt unklar"}) {
    EXPECT_EQ(rank::teasing(tells), 0) << tells;
  }
  for (const char* teases :
       {"Wirklich wahr?", "Jetzt ist es passiert …", "„Nie wieder“ sagt der Wirt",
        "SCHOCK IM HAFEN VON NORDBURG", "Aus!", "", "   ", "12 Gründe, nach Nordburg zu ziehen",
        "Dieser Hund aus Nordburg rettet Leben", "Nordburg: Das steckt dahinter, sagt das Amt",
        "This is why Nordburg closed its harbour", "+++ Nordburg: Hafen gesperrt +++"}) {
    EXPECT_GT(rank::teasing(teases), 0) << teases;
  }
  EXPECT_GT(rank::teasing("Ist das wirklich wahr?"),
            rank::teasing("Schließt der Hafen von Nordburg?"))
      << "a question that names something tells a little";
}

TEST(Informative, RewardsNamesNumbersAndAGoodLength) {
  EXPECT_EQ(rank::informative("Molkerei Seehausen ruft 40.000 Becher Joghurt zurück"), 1000);
  EXPECT_LT(rank::informative("Rückruf"),
            rank::informative("Molkerei ruft Joghurt in Seehausen zurück"));
  EXPECT_LT(rank::informative("Council votes on budget for next year"),
            rank::informative("Council in Nordburg votes on budget for Lower Marsh"));
  EXPECT_LT(rank::informative("Council In Nordburg Votes On Its Budget"),
            rank::informative("Council in Nordburg votes on Lower Marsh budget"))
      << "where all words have capitals none is known for a name";
  EXPECT_EQ(rank::informative(""), 0);
}

TEST(HeadlineWords, AreReadAsTheyAreSpelled) {
  EXPECT_EQ(rank::lowered("Ärzte in Österreich: Here’s ×"), "ärzte in österreich: here's ×");
  EXPECT_EQ(rank::words_of("Über 40 Ärzte, die Ärzte und 1.500 Bäume"),
            (std::vector<std::string>{"1", "40", "500", "bäume", "ärzte", "über"}));
  EXPECT_TRUE(rank::begins_with_capital("Ärzte"));
  EXPECT_FALSE(rank::begins_with_capital("ärzte"));
  EXPECT_FALSE(rank::begins_with_capital(""));
}

}  // namespace
}  // namespace depesche
