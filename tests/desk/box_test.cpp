#include "tests/desk/wire_fixture.h"
#include "tests/support/repeated_page.h"

namespace depesche {
namespace {

/// An outlet whose pages share a box, and a reader who has gathered the first seven.
class BoxTest : public WireTest {
 protected:
  static constexpr int kPages = 7;
  static constexpr int kLearned = 5;  // the first so many are needed to know it

  BoxTest() {
    std::vector<Line> lines;
    for (int i = 0; i < kPages; ++i) {
      lines.insert(lines.begin(), {"Meldung " + std::to_string(i), path(i)});  // newest first
      server.on(path(i), reply(200, box_page(i), kHtml));
    }
    server.on("/feed", reply(200, feed(server, lines), kRss));
    EXPECT_EQ(poll(server.url("/feed")).pages, std::size_t{kPages});
    gather_all();
  }
  static std::string path(int i) { return "/" + std::to_string(i); }
  static std::string box_page(int i, std::string_view more = "") {
    const std::string subject = "Nummer " + std::to_string(i);
    return test::page_with("Meldung " + std::to_string(i),
                           test::paragraphs(subject, 5) + std::string(more) + test::kBox);
  }
  /// The feed tells of a correction; the page is read again.
  void read_again(int i, const std::string& bytes) {
    server.on(path(i), reply(200, bytes, kHtml));
    server.on("/feed", reply(200, feed(server, {{"Meldung, neu gefasst", path(i)}}), kRss));
    ASSERT_EQ(poll(server.url("/feed")).pages, 1u);
    gather_all();
  }
  bool has_box(int i) {
    const auto shown = article(server.url(path(i)));
    EXPECT_TRUE(shown) << i;
    return shown && shown->article.text.find("jeden Morgen um sechs") != std::string::npos;
  }
  std::size_t revisions(int i) { return article(server.url(path(i)))->revisions.size(); }
};

TEST_F(BoxTest, OnceItIsKnownABoxIsNoLongerTakenForText) {
  for (int i = 0; i < kPages; ++i) EXPECT_EQ(has_box(i), i < kLearned) << "page " << i;
  EXPECT_FALSE(archive->host_blocks().read_with(server.url(path(0))).value());
  EXPECT_TRUE(archive->host_blocks().read_with(server.url(path(kPages - 1))).value());
  const auto shown = article(server.url(path(kPages - 1)));
  EXPECT_NE(shown->article.text.find("Nummer 6 fanden die Prüfer im Teil 5"), std::string::npos);
  const Result<Article> batch = extract_article(box_page(kPages - 1), {});
  ASSERT_TRUE(batch);
  EXPECT_NE(batch->text.find("jeden Morgen um sechs"), std::string::npos)
      << "a page by itself is read as ever";
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

TEST_F(BoxTest, ReadAgainAnUnchangedPageMakesNoRevision) {
  read_again(0, box_page(0));
  read_again(kPages - 1, box_page(kPages - 1));
  EXPECT_EQ(revisions(0), 0u) << "what was learned since is no correction";
  EXPECT_EQ(revisions(kPages - 1), 0u);
  EXPECT_TRUE(has_box(0));
  EXPECT_FALSE(has_box(kPages - 1));
}

TEST_F(BoxTest, ReadAgainACorrectedPageDiffersInTheCorrectionOnly) {
  const std::string more =
      "<p>In einer früheren Fassung hieß es, es seien neun Mängel gewesen; es "
      "waren elf. Wir haben das berichtigt.</p>";
  read_again(0, box_page(0, more));
  read_again(kPages - 1, box_page(kPages - 1, more));
  EXPECT_EQ(revisions(0), 1u);
  EXPECT_EQ(revisions(kPages - 1), 1u);
  EXPECT_TRUE(has_box(0));
  EXPECT_FALSE(has_box(kPages - 1));
}

TEST_F(BoxTest, APageReadLaterThanTheFeedsWordsIsReadWithWhatIsKnown) {
  server.on("/late", reply(403));
  server.on("/feed", reply(200, feed(server, {{"Meldung 8", "/late"}}), kRss));
  ASSERT_EQ(poll(server.url("/feed")).feed_only, 1u);
  gather_all();
  server.on("/late", reply(200, box_page(8), kHtml));
  const auto retries = archive->page_retries(kNow + 48h, 10);
  ASSERT_EQ(retries.size(), 1u);
  Gatherer(*archive, *fetcher, gather).retry_page(retries[0], {});
  gather_all();
  const auto shown = article(server.url("/late"));
  ASSERT_EQ(shown->article.origin, Origin::Page);
  EXPECT_EQ(shown->article.text.find("jeden Morgen um sechs"), std::string::npos);
  EXPECT_TRUE(archive->host_blocks().read_with(server.url("/late")).value());
}

}  // namespace
}  // namespace depesche
