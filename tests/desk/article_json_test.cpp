#include "desk/article_json.h"

#include <gtest/gtest.h>

namespace depesche {
namespace {

using std::chrono::sys_seconds;
using namespace std::chrono_literals;

Article full_article() {
  Article article;
  article.stream_no = 7;
  article.first_seen_at = sys_seconds{1790000000s};
  article.url = "https://outlet.example/a?x=1";
  article.canonical_url = "https://outlet.example/a";
  article.outlet = "Der Bote";
  article.origin = Origin::Feed;
  article.language = "de";
  article.kind = ArticleKind::Opinion;
  article.kicker = "Kommentar";
  article.title = "Über „Brücken“ & \\ Wege";
  article.standfirst = "Ein Satz.";
  article.text = "Ein Satz.\nNoch einer.";
  article.blocks = {
      {BlockKind::Heading, "Zwischenruf", "", 2, {}, {}},
      {BlockKind::Paragraph, "Noch einer.", "Noch <em>einer</em>.", 0, {}, {}},
      {BlockKind::List, "a\nb", "", 0, {"a", "b"}, {}},
      {BlockKind::Table, "1\n2", "", 0, {}, {{"1"}, {"2"}}},
  };
  article.authors = {"A. Muster", "B. von Beispiel"};
  article.published = Moment{sys_seconds{1789990000s}, 120min, false};
  article.updated = Moment{sys_seconds{1789948800s}, std::nullopt, true};
  article.section = "Meinung";
  article.keywords = {"Brücke"};
  article.image = Picture{"https://outlet.example/p.png", "Die Brücke", "Foto: Beispiel", "Brücke"};
  article.enclosures = {{"https://bote.example/ton.mp3", "audio/mpeg", 24'000'000,
                         std::chrono::seconds{1925}, "Zum Hören"},
                        {"https://bote.example/plan.pdf", "", std::nullopt, std::nullopt, ""}};
  article.paywalled = true;
  article.rights = Rights{"noarchive", 120, "1", "", "CC-BY-4.0", sys_seconds{1790000000s}};
  return article;
}

TEST(ArticleJson, WhatGoesOutComesBackTheSame) {
  const Article article = full_article();
  const auto back = article_from_json(to_json("x1", article));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->id, "x1");
  EXPECT_EQ(back->article, article);
}

TEST(ArticleJson, AbsentFieldsAreLeftOutAndADayStaysADay) {
  EXPECT_EQ(to_json("", Article{}), R"({"origin":"page","kind":"news"})");
  EXPECT_NE(to_json("", full_article()).find(R"("updated":"2026-09-21")"), std::string::npos);
}

TEST(ArticleJson, TakesOnlyEnclosuresThatAreWorthKeeping) {
  const auto taken = article_from_json(
      R"#({"enclosures": [{"url": "javascript:alert(1)"}, {"url": "https://bote.example/a.mp3",)#"
      R"( "bytes": -5, "seconds": 61}, {"type": "audio/mpeg"}]})");
  ASSERT_TRUE(taken) << taken.error().message;
  ASSERT_EQ(taken->article.enclosures.size(), 1u);
  EXPECT_EQ(taken->article.enclosures[0].url, "https://bote.example/a.mp3");
  EXPECT_FALSE(taken->article.enclosures[0].bytes);
  EXPECT_EQ(taken->article.enclosures[0].duration, std::chrono::seconds(61));
  EXPECT_FALSE(article_from_json(R"({"enclosures": "https://bote.example/a.mp3"})"));
  EXPECT_FALSE(article_from_json(R"({"enclosures": [{"url": 5}]})"));
}

TEST(ArticleJson, ReadsTheUsualOtherNamesWhenAsked) {
  constexpr std::string_view line =
      R"({"id": 12, "lang": "de", "publisher": "P", "date": "2022-01-28T23:36:36+00:00"})";
  const auto aliased = article_from_json(line, FieldNames::WithAliases);
  ASSERT_TRUE(aliased);
  EXPECT_EQ(aliased->id, "12");
  EXPECT_EQ(aliased->article.language, "de");
  EXPECT_EQ(aliased->article.outlet, "P");
  EXPECT_EQ(aliased->article.first_seen_at, sys_seconds{1643412996s});
  EXPECT_EQ(article_from_json(line)->article.language, "");
}

TEST(ArticleJson, RefusesWithTheNameOfTheField) {
  const std::pair<std::string_view, std::string_view> refused[] = {
      {"[1]", "object"},
      {R"({"title": 3})", "title"},
      {R"({"authors": "one"})", "authors"},
      {R"({"published": "yesterday"})", "published"},
      {R"({"kind": "gossip"})", "kind"},
      {R"({"blocks": [{"kind": "poem"}]})", "kind"},
      {R"({"blocks": [{"kind": "table", "rows": [1]}]})", "rows"},
      {R"({"paywalled": "no"})", "paywalled"},
  };
  for (const auto& [line, word] : refused) {
    const auto result = article_from_json(line);
    ASSERT_FALSE(result) << line;
    EXPECT_NE(result.error().message.find(word), std::string::npos) << result.error().message;
  }
  EXPECT_FALSE(article_from_json("{"));
}

}  // namespace
}  // namespace depesche
