#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "store/sqlite/full_text.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"
#include "tests/store/fixture.h"

namespace depesche {
namespace {

class Search : public testing::Test {
 protected:
  void add(const std::string& outlet, const std::string& language, const std::string& title,
           const std::string& text) {
    const std::string slug = "n" + std::to_string(++added_);
    Article article = make_article(outlet, slug, title, text);
    article.language = language;
    accept_one(*archive_, article, at(added_ * 10));
  }
  std::vector<std::int64_t> ids(const SearchRequest& request) const {
    const Result<SearchPage> page = archive_->reader().search(request);
    std::vector<std::int64_t> found;
    if (!page) return {-1};
    for (const SearchHit& hit : page->hits) found.push_back(hit.card.id.value);
    return found;
  }
  static SearchRequest words(const std::string& match) {
    SearchRequest request;
    request.match = match;
    return request;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  int added_ = 0;
};

using Ids = std::vector<std::int64_t>;

TEST_F(Search, PutsTheHeadlineBeforeTheBodyAndTheRareBeforeTheCommon) {
  add("A", "de", "hafen", "rat tagt lange");
  add("A", "de", "rat tagt", "am hafen gab es streit");
  add("A", "de", "rat", "nichts vom wasser");
  EXPECT_EQ(ids(words("\"hafen\"")), (Ids{1, 2}));
  EXPECT_EQ(ids(words("\"hafen\" OR \"rat\"")).front(), 1);
  EXPECT_EQ(ids(words("\"rat\" NOT \"hafen\"")), (Ids{3}));
  EXPECT_EQ(ids(words("\"rat tagt\"")), (Ids{2, 1})) << "a phrase";
  EXPECT_EQ(ids(words("\"haf\" *")).size(), 2u) << "a prefix";
  EXPECT_TRUE(ids(words("\"meer\"")).empty());
}

TEST_F(Search, WordsInsideOthersRankLowerAndPhrasesGoPastThem) {
  add("A", "de", "juwelenraub +juwel +raub louvre", "x");
  add("A", "de", "raub louvre", "x");
  add("A", "de", "juwelenraub +juwel +raub madrid", "x");
  EXPECT_EQ(ids(words("(\"raub\" OR \"+raub\")")), (Ids{2, 3, 1}));
  EXPECT_EQ(ids(words("\"raub\"")), (Ids{2})) << "as it is written";
  EXPECT_EQ(ids(words("\"juwelenraub louvre\"")), (Ids{1})) << "neighbours still";
  EXPECT_EQ(ids(words("(\"juwelenraub\" OR NEAR(\"raub\" \"louvre\", 4))")).back(), 2);
  EXPECT_EQ(ids(words("(\"raub\" OR \"+raub\") AND (\"juwel\" OR \"+juwel\")")), (Ids{3, 1}));
}

TEST_F(Search, WordsInsideOthersGoWithTheirArticle) {
  const auto count = [this](const std::string& match) { return ids(words(match)).size(); };
  add("A", "de", "juwelenraub +juwel +raub", "hafenmau +haf +mau");
  add("A", "de", "raub", "x");
  const Article changed = make_article("A", "n1", "hafen", "tor");
  {
    AcceptTransaction accept = archive_->begin_accept();
    ASSERT_EQ(accept.put_article({changed, {}, {}, {}}, {"hafen", "tor"}, at(99)).outcome,
              Outcome::Updated);
    accept.commit();
  }
  EXPECT_EQ(count("\"+raub\""), 0U);
  EXPECT_EQ(count("\"+mau\""), 0U);
  EXPECT_EQ(check(*archive_), std::vector<std::string>{});
  add("A", "de", "bankraub +bank +raub", "x");
  EXPECT_EQ(count("\"+raub\""), 1U);
  take_down(*archive_, make_article("A", "n3", "", "").canonical_url, "", at(200));
  EXPECT_EQ(count("\"+raub\""), 0U);
  EXPECT_EQ(check(*archive_), std::vector<std::string>{});
}

TEST_F(Search, OlderArticlesGetTheirPartsOnce) {
  add("A", "de", "Der Juwelenraub", "Die Hafenmauer.");
  add("B", "en", "Juwelenraub", "x");
  EXPECT_TRUE(ids(words("\"+raub\"")).empty());
  EXPECT_EQ(index_parts(*archive_), 1);
  EXPECT_EQ(ids(words("\"+raub\" AND \"+mau\"")), (Ids{1}));
  EXPECT_EQ(index_parts(*archive_), 0);
  EXPECT_EQ(check(*archive_), std::vector<std::string>{});
  SearchRequest german = words("\"+raub\"");
  german.language = "de";
  german.outlet = OutletId{1};
  EXPECT_EQ(ids(german), (Ids{1}));
}

TEST(PhraseKinds, TellWordsFromWhatStandsInForThem) {
  EXPECT_EQ(phrase_kinds("({title body} : ((\"raub\" OR \"+raub\") AND \"a b\"))"), "wpw");
  EXPECT_EQ(phrase_kinds("(\"ab\" OR NEAR(\"a\" \"b\" , 4)) AND (facets : \"o:\"\"1\")"), "wppw");
  EXPECT_EQ(phrase_kinds(""), "");
  EXPECT_EQ(phrase_kinds("\"+"), "p");
}

TEST_F(Search, FindsTheLastOfSeveralVersionsAcceptedAtOnce) {
  {
    AcceptTransaction accept = archive_->begin_accept();
    for (const std::string word : {"hafen", "bahnhof", "flughafen"}) {
      const Article article = make_article("A", "n1", word, word + " gesperrt");
      const auto accepted = accept.put_article({article, {}, {}, {}}, {word, word}, at(1));
      ASSERT_EQ(accepted.outcome, word == "hafen" ? Outcome::New : Outcome::Updated);
    }
    accept.commit();
  }
  EXPECT_TRUE(ids(words("\"hafen\" OR \"bahnhof\"")).empty());
  EXPECT_EQ(ids(words("\"flughafen\"")), (Ids{1}));
  // FTS5 itself compares its lists with the words as they are stored.
  archive_->writer().db.run(
      "INSERT INTO search_index(search_index, rank)"
      " VALUES('integrity-check', 1)");
}

TEST_F(Search, FiltersByOutletLanguageAndTime) {
  add("A", "de", "hafen", "x");
  add("B", "de-AT", "hafen", "x");
  add("B", "en", "hafen", "x");
  SearchRequest request = words("\"hafen\"");
  request.language = "de";
  EXPECT_EQ(ids(request), (Ids{2, 1}));
  request.outlet = OutletId{2};
  EXPECT_EQ(ids(request), (Ids{2}));
  request.language.clear();
  request.since = at(25);
  EXPECT_EQ(ids(request), (Ids{3}));
  request.since = at(1000);
  EXPECT_TRUE(ids(request).empty());
  SearchRequest filters_only;
  filters_only.outlet = OutletId{2};
  EXPECT_EQ(ids(filters_only), (Ids{3, 2}));
  EXPECT_EQ(ids({}), (Ids{3, 2, 1})) << "nothing asked: everything, newest first";
}

TEST_F(Search, WordsOfTheFiltersAreNoWords) {
  add("A", "de", "hafen", "x");
  EXPECT_TRUE(ids(words("\"o:1\"")).empty());
  EXPECT_TRUE(ids(words("\"l:de\"")).empty());
}

TEST_F(Search, RefusesWhatItCannotReadAndWorksOn) {
  add("A", "de", "hafen", "x");
  for (const char* broken :
       {"\"", "AND", "(", "\"a\" NOT", "nosuch : \"a\"", ")) OR ((", "\"a\")"}) {
    const Result<SearchPage> page = archive_->reader().search(words(broken));
    ASSERT_FALSE(page) << broken;
    EXPECT_EQ(page.error().code, ErrorCode::InvalidInput) << broken;
  }
  SearchRequest odd;
  odd.language = "\" OR \"x";
  EXPECT_TRUE(ids(odd).empty());
  odd = words("\"hafen\"");
  odd.page.after = "no cursor";
  EXPECT_EQ(ids(odd), (Ids{1}));
}

TEST_F(Search, PagesThroughOneOrderWhateverArrivesMeanwhile) {
  for (int i = 0; i < 25; ++i) {
    add("A", "de", i % 3 == 0 ? "hafen" : "stadt", "hafen " + std::string(i % 5 + 1u, 'x'));
  }
  for (const auto order : {SearchRequest::Order::Best, SearchRequest::Order::Newest}) {
    SearchRequest request = words("\"hafen\"");
    request.order = order;
    request.page.limit = 100;
    const Ids whole = ids(request);
    request.page.limit = 7;
    Ids paged;
    for (;;) {
      const auto page = archive_->reader().search(request);
      ASSERT_TRUE(page);
      for (const SearchHit& hit : page->hits) paged.push_back(hit.card.id.value);
      if (!page->next) break;
      request.page.after = *page->next;
      if (order == SearchRequest::Order::Best) add("A", "de", "hafen hafen", "neu");
    }
    EXPECT_EQ(paged, whole);
  }
}

TEST_F(Search, FindsExactlyWhatAPlainScanFinds) {
  std::mt19937 random(4711);
  const std::vector<std::string> vocabulary{"rat", "hafen", "stadt", "wahl", "fest", "bahn"};
  std::vector<std::set<std::string>> texts;
  for (int i = 0; i < 80; ++i) {
    std::string text;
    std::set<std::string> bag;
    for (auto n = random() % 5; n > 0; --n) {
      const std::string& word = vocabulary[random() % vocabulary.size()];
      text += (text.empty() ? "" : " ") + word;
      bag.insert(word);
    }
    add("A", "de", "kopf", text);
    texts.push_back(bag);
  }
  for (const std::string& a : vocabulary) {
    for (const std::string& b : vocabulary) {
      Ids expected;
      for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].count(a) && texts[i].count(b)) {
          expected.push_back(static_cast<std::int64_t>(i) + 1);
        }
      }
      SearchRequest request = words("\"" + a + "\" AND \"" + b + "\"");
      request.page.limit = 200;
      Ids found = ids(request);
      std::sort(found.begin(), found.end());
      EXPECT_EQ(found, expected) << a << " " << b;
    }
  }
}

}  // namespace
}  // namespace depesche
