#include "desk/entry_article.h"

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(OutletName, IsTheFirstPartOfAFeedsTitleThatNamesSomething) {
  const std::tuple<std::string_view, std::string_view, std::string_view> cases[] = {
      {"Der Bote", "", "Der Bote"},
      {"Der Bote - Politik", "", "Der Bote"},
      {"RSS | Der Bote", "", "Der Bote"},
      {"Feed: Der Bote", "", "Der Bote"},
      {"", "https://www.bote.example/", "bote.example"},
      {"RSS", "https://bote.example/", "bote.example"},
  };
  for (const auto& [title, home, expected] : cases) {
    EXPECT_EQ(outlet_name(title, home), expected) << title;
  }
}

TEST(EntryArticle, TheFeedsWordsBecomeAnArticleMarkedAsSuch) {
  Entry entry;
  entry.url = "https://bote.example/a?utm_source=rss";
  entry.title = "Brücke  gesperrt";
  entry.summary = "<p>Die <b>Brücke</b> bleibt zu.</p>";
  const auto article = article_from_entry(entry, "Der Bote");
  ASSERT_TRUE(article);
  EXPECT_EQ(article->origin, Origin::Feed);
  EXPECT_EQ(article->title, "Brücke gesperrt");
  EXPECT_EQ(article->standfirst, "Die Brücke bleibt zu.");
  EXPECT_EQ(article->canonical_url, "https://bote.example/a");
  EXPECT_EQ(article->outlet, "Der Bote");
}

TEST(EntryArticle, WithoutATitleItsTextsBeginningHeadsIt) {
  std::string long_word;
  for (int i = 0; i < 60; ++i) long_word += "橋の";
  const std::tuple<std::string, std::string, std::string> cases[] = {
      {"<p>Die Fähre liegt am 3. Mai still. Mehr am Abend.</p>", "",
       "Die Fähre liegt am 3. Mai still."},
      {"<p>Heute am Hafen</p><p>Zwei Kräne, kein Schiff.</p>", "", "Heute am Hafen"},
      {"", "<p>Nur im <b>Inhalt</b>! Und mehr.</p>", "Nur im Inhalt!"},
      {"<img src=/a.png>", "<p>Das Bild der Woche.</p>", "Das Bild der Woche."},
      {"Über der Mündung liegt seit dem frühen Morgen so dichter Nebel, dass die Fähren der beiden "
       "Ufergemeinden ausfallen und niemand weiß, bis wann.",
       "",
       "Über der Mündung liegt seit dem frühen Morgen so dichter Nebel, dass die Fähren der "
       "beiden…"},
      {long_word, "", long_word.substr(0, 99 * 3) + "…"},
  };
  for (const auto& [summary, content, headline] : cases) {
    Entry entry;
    entry.url = "https://bote.example/a";
    entry.summary = summary;
    entry.content = content;
    const auto article = article_from_entry(entry, "Der Bote");
    ASSERT_TRUE(article) << headline;
    EXPECT_EQ(article->title, headline);
    EXPECT_EQ(article->title, headline_of(entry));
  }
  Entry entry;
  entry.url = "https://bote.example/a";
  EXPECT_FALSE(article_from_entry(entry, "Der Bote")) << "it says nothing at all";
  entry.summary = "<p>Die Fähre fährt wieder.</p>";
  EXPECT_EQ(article_from_entry(entry, "Der Bote")->standfirst, "") << "not said twice";
  entry.summary = "<p>Die Fähre fährt wieder. Es gibt Kuchen.</p>";
  EXPECT_EQ(article_from_entry(entry, "Der Bote")->standfirst,
            "Die Fähre fährt wieder. Es gibt Kuchen.");
}

TEST(EntryArticle, ThePagesWordStandsAndTheEntryFillsGaps) {
  Entry entry;
  entry.people = {{"author", "A. Muster", {}, {}}};
  entry.published = Moment{std::chrono::sys_seconds{std::chrono::seconds{100}}, {}, false};
  entry.section = "Lokales";
  entry.license = "https://lizenz.example/by";
  Article article;
  article.authors = {"B. Beispiel"};
  complete_from_entry(article, entry);
  EXPECT_EQ(article.authors, std::vector<std::string>{"B. Beispiel"});
  EXPECT_EQ(article.section, "Lokales");
  EXPECT_EQ(article.rights.license, "https://lizenz.example/by");
  EXPECT_EQ(article.published, entry.published);
}

TEST(EntryArticle, EnclosuresGoWithTheArticleWhoeverTellsIt) {
  Entry entry;
  entry.url = "https://bote.example/a";
  entry.title = "Folge 7";
  entry.enclosures = {{"https://bote.example/7.jpg", "image/jpeg", {}, {}, {}},
                      {"https://bote.example/7.mp3", "audio/mpeg", 5, {}, {}}};
  const auto words = article_from_entry(entry, "Der Bote");
  ASSERT_TRUE(words);
  ASSERT_EQ(words->enclosures.size(), 1u) << "pictures have their own place";
  EXPECT_EQ(words->enclosures[0].url, "https://bote.example/7.mp3");
  Article page;
  complete_from_entry(page, entry);
  EXPECT_EQ(page.enclosures, words->enclosures);
  Article again;
  keep_from_before(again, page);
  EXPECT_EQ(again.enclosures, page.enclosures) << "read again without its entry";
}

TEST(EntryArticle, APageThatHasHalfOfTheHeadlinesWordsCanBeTheReport) {
  Article page;
  page.title = "Elbbrücke nach Rissen gesperrt";
  page.text = "Pendler müssen Umwege fahren, sagte das Amt.";
  EXPECT_TRUE(can_be_told_by("Elbbrücke gesperrt", page));
  EXPECT_TRUE(can_be_told_by("ELBBRÜCKE: Pendler müssen warten", page));
  EXPECT_FALSE(can_be_told_by("Hafen wächst weiter", page));
  EXPECT_FALSE(can_be_told_by("Jetzt anmelden und lesen: Elbbrücke", page));
  EXPECT_TRUE(can_be_told_by("Aus!", page)) << "nothing speaks against it";
}

}  // namespace
}  // namespace depesche
