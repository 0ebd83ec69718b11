// Lists show each text once, whatever list it is.
#include "store/reading/folding.h"

#include <gtest/gtest.h>

#include "tests/store/fixture.h"

namespace depesche {
namespace {

using Ids = std::vector<std::int64_t>;

class Folding : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(check(*archive_), std::vector<std::string>{}); }

  /// A report by that outlet; of a text that is here where `of` names an article.
  ArticleId add(const std::string& outlet, std::int64_t of = 0, const std::string& section = "Ort",
                const std::string& agency = "") {
    const std::string slug = "n" + std::to_string(++added_);
    Article article = make_article(outlet, slug, "kopf " + slug, "bruecke gesperrt");
    article.section = section;
    if (hides_next_) article.rights.robots = "noindex";
    hides_next_ = false;
    StoredDecision decision;
    decision.agency = agency;
    if (of != 0) decision.reprint = StoredDecision::Reprint{ArticleId{of}, 950};
    return accept_one(*archive_, article, at(added_), of == 0 ? StoryId{} : StoryId{1}, decision)
        .id;
  }
  static Ids ids(const std::vector<ArticleCard>& cards) {
    Ids out;
    for (const ArticleCard& card : cards) out.push_back(card.id.value);
    return out;
  }
  static Ids folded(const ArticleCard& card) {
    Ids out;
    for (const FoldedReprint& one : card.folded) out.push_back(one.id.value);
    return out;
  }
  SearchPage found(SearchRequest::Order order, const std::string& after = "", int limit = 30,
                   bool only_findable = false) const {
    SearchRequest request;
    request.match = "\"bruecke\"";
    request.order = order;
    request.only_findable = only_findable;
    request.page = {after, limit};
    return *archive_->reader().search(request);
  }
  static Ids ids(const SearchPage& page) {
    Ids out;
    for (const SearchHit& hit : page.hits) out.push_back(hit.card.id.value);
    return out;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  int added_ = 0;
  bool hides_next_ = false;
};

TEST_F(Folding, TheNewestListHasEachTextOnceWithTheOthersBesideIt) {
  add("A");
  add("B", 1);
  add("C");
  add("D", 2);  // a reprint of a reprint
  const std::vector<ArticleCard> cards = archive_->reader().newest_articles({}).articles;
  ASSERT_EQ(ids(cards), (Ids{3, 1}));
  EXPECT_TRUE(cards[0].folded.empty());
  ASSERT_EQ(folded(cards[1]), (Ids{2, 4}));
  EXPECT_EQ(cards[1].folded[1].outlet_name, "D");
}

TEST_F(Folding, ASectionFoldsUnderTheEarliestItHasItself) {
  add("A", 0, "Welt");
  add("B", 1);
  add("C", 1);
  add("D", 3);
  const Reader reader = archive_->reader();
  EXPECT_EQ(ids(reader.section_articles("Ort", {}).articles), (Ids{2}));
  EXPECT_EQ(folded(reader.section_articles("Ort", {}).articles[0]), (Ids{3, 4}));
  EXPECT_EQ(ids(reader.section_articles("Welt", {}).articles), (Ids{1}));
}

TEST_F(Folding, AnOutletsListHidesNothingAndSaysWhoseTextItIs) {
  add("A");
  add("B", 1);
  const ArticleCard card = archive_->reader().outlet_page("b", {})->list.articles.at(0);
  EXPECT_EQ(card.id.value, 2);
  EXPECT_EQ(card.reprint_of.value, 1);
  EXPECT_EQ(card.copied_from, "A");
  EXPECT_FALSE(card.is_longer) << "as long as the other";
}

TEST_F(Folding, SearchingFindsEachTextOnceInEitherOrder) {
  add("A");
  add("B", 1);
  add("C");
  add("D", 2);
  for (const auto order : {SearchRequest::Order::Best, SearchRequest::Order::Newest}) {
    const SearchPage page = found(order);
    ASSERT_EQ(ids(page), (Ids{3, 1}));
    EXPECT_EQ(page.found, 2);
    EXPECT_EQ(folded(page.hits[1].card), (Ids{2, 4}));
  }
  SearchRequest of_one_outlet;
  of_one_outlet.match = "\"bruecke\"";
  of_one_outlet.outlet = archive_->reader().outlets().at(3).id;
  const SearchPage page = *archive_->reader().search(of_one_outlet);
  EXPECT_EQ(ids(page), (Ids{4})) << "the original is not among what was asked for";
}

TEST_F(Folding, WhoMayNotFindTheOriginalFindsTheNextOfItsText) {
  hides_next_ = true;
  add("A");
  add("B", 1);
  add("C", 1);
  for (const auto order : {SearchRequest::Order::Best, SearchRequest::Order::Newest}) {
    EXPECT_EQ(ids(found(order)), (Ids{1}));
    const SearchPage page = found(order, "", 30, true);
    ASSERT_EQ(ids(page), (Ids{2}));
    EXPECT_EQ(folded(page.hits[0].card), (Ids{3}));
  }
}

TEST_F(Folding, PagesComeOutWholeHoweverMuchFolds) {
  std::int64_t last = 0;
  Ids originals;
  for (int i = 0; i < 40; ++i) {
    last = add("A").value;
    originals.insert(originals.begin(), last);
    for (int k = 0; k < i % 7; ++k) add("B" + std::to_string(k), last);
  }
  const Reader reader = archive_->reader();
  const auto walk = [&](const std::function<ArticleList(const PageRequest&)>& read) {
    Ids seen;
    std::string after;
    do {
      const ArticleList list = read({after, 6});
      for (const std::int64_t id : ids(list.articles)) seen.push_back(id);
      after = list.next.value_or("");
    } while (!after.empty());
    return seen;
  };
  EXPECT_EQ(walk([&](const PageRequest& page) { return reader.newest_articles(page); }), originals);
  EXPECT_EQ(walk([&](const PageRequest& page) { return reader.section_articles("Ort", page); }),
            originals);
  for (const auto order : {SearchRequest::Order::Best, SearchRequest::Order::Newest}) {
    EXPECT_EQ(walk([&](const PageRequest& request) {
                SearchPage page = found(order, request.after, request.limit);
                ArticleList list;
                for (SearchHit& hit : page.hits) list.articles.push_back(std::move(hit.card));
                list.next = page.next;
                return list;
              }),
              originals);
  }
}

TEST_F(Folding, OnlyAFewPagesWorthIsLookedAtForOne) {
  add("A");
  for (int i = 0; i < 60; ++i) add("B" + std::to_string(i), 1);
  const Reader reader = archive_->reader();
  ArticleList list = reader.newest_articles({"", 5});
  EXPECT_TRUE(list.articles.empty());
  ASSERT_TRUE(list.next) << "the original is further down";
  int pages = 1;
  while (list.articles.empty() && list.next) {
    list = reader.newest_articles({*list.next, 5});
    ++pages;
  }
  EXPECT_EQ(ids(list.articles), (Ids{1}));
  EXPECT_LE(pages, 4);
}

TEST_F(Folding, AStorysReprintsCrowdOutNoReport) {
  add("A", 0, "Ort", "dpa");
  for (int i = 0; i < 9; ++i) add("B" + std::to_string(i), 1);
  const auto front = archive_->reader().front_stories(std::vector<StoryId>{StoryId{1}}, 3);
  EXPECT_EQ(ids(front.at(0).members), (Ids{1, 10, 9}));
  EXPECT_EQ(front[0].members[0].agency, "dpa");
}

TEST_F(Folding, AnArticlesPageNamesThoseWhoReprintItAndFoldsThemOutOfItsStory) {
  add("A");
  add("B", 1, "Ort", "AFP");
  add("C", 2);
  const Reader reader = archive_->reader();
  const auto original = reader.article_page(ArticleId{1});
  EXPECT_EQ(ids(original->reprints), (Ids{2, 3}));
  EXPECT_EQ(original->reprints[0].agency, "AFP");
  EXPECT_EQ(original->reprints[1].copied_from, "B");
  EXPECT_TRUE(original->story_others.empty());
  const auto copy = reader.article_page(ArticleId{2});
  EXPECT_EQ(copy->origin->id.value, 1);
  EXPECT_EQ(ids(copy->story_others), (Ids{1}));
  EXPECT_EQ(folded(copy->story_others[0]), (Ids{3})) << "this page needs no telling of itself";
}

TEST_F(Folding, SimilarNewsShowsTheOriginal) {
  add("A");
  add("B", 1);
  StoredDecision decision;
  decision.similar = {{ArticleId{2}, 400, {"bruecke"}}};
  accept_one(*archive_, make_article("C", "other", "anderes", "text"), at(100), {}, decision);
  const auto page = archive_->reader().article_page(ArticleId{3});
  ASSERT_EQ(page->similar.size(), 1u);
  EXPECT_EQ(page->similar[0].card.id.value, 1);
  EXPECT_EQ(folded(page->similar[0].card), (Ids{2}));
}

TEST_F(Folding, AFamilyThatRunsInACircleEnds) {
  add("A");
  add("B", 1);
  StoredDecision decision;  // a new version of the first copies the second
  decision.reprint = StoredDecision::Reprint{ArticleId{2}, 950};
  accept_one(*archive_, make_article("A", "n1", "kopf n1", "bruecke gesperrt seit heute"), at(50),
             StoryId{1}, decision);
  EXPECT_EQ(ids(archive_->reader().newest_articles({}).articles), (Ids{1}));
}

}  // namespace
}  // namespace depesche
