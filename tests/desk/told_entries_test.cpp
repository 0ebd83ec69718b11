#include "pack/hash.h"
#include "store/sqlite/writer.h"
#include "tests/desk/wire_fixture.h"

namespace depesche {
namespace {

/// Polls of one feed whose entries are told one way today and another tomorrow.
class IdentityTest : public WireTest {
 protected:
  struct Told {
    std::string guid, path, title;
  };

  /// What the outlet serves from now on; pages that are not told of stay as they are.
  PollReport tell(const std::vector<Told>& entries) {
    std::string items;
    for (const Told& one : entries) {
      items += "<item>";
      if (!one.guid.empty()) items += "<guid isPermaLink=\"false\">" + one.guid + "</guid>";
      if (!one.path.empty()) {
        items += "<link>" + server.url(one.path) + "</link>";
        const std::string path = one.path.substr(0, one.path.find('?'));
        server.on(path, reply(200, page(one.title), kHtml));
      }
      items += "<title>" + one.title + "</title></item>";
    }
    server.on("/feed", reply(200,
                             "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Der "
                             "Bote</title><link>" +
                                 server.url("/") + "</link><description>x</description>" + items +
                                 "</channel></rss>",
                             kRss));
    PollReport report = poll(server.url("/feed"));
    EXPECT_FALSE(report.error);
    gather_all();
    EXPECT_EQ(poll(server.url("/feed")).new_entries, 0u) << "asked again, nothing is new";
    return report;
  }
  /// Headlines of all articles, in the order of their alphabet.
  std::vector<std::string> headlines() {
    std::vector<std::string> all;
    const Reader reader = archive->reader();
    for (const std::string& address : archive->feeds().newest_addresses(FeedId{1}, 1000)) {
      const auto id = reader.article_by_address(address);
      if (id) all.push_back(reader.article(*id)->title);
    }
    std::sort(all.begin(), all.end());
    return all;
  }
  using Headlines = std::vector<std::string>;
};

TEST_F(IdentityTest, AChangedHeadlineUpdatesAndNeverDuplicates) {
  tell({{"1", "/a", "Eins"}, {"", "/b", "Zwei"}, {"3", "", "Drei"}});
  EXPECT_EQ(headlines(), (Headlines{"Drei", "Eins", "Zwei"}));
  tell({{"1", "/a", "Eins neu"}, {"", "/b?utm_source=rss", "Zwei neu"}, {"3", "", "Drei neu"}});
  EXPECT_EQ(headlines(), (Headlines{"Drei neu", "Eins neu", "Zwei neu"}));
  EXPECT_EQ(article(server.url("/b"))->revisions.size(), 1u);
}

TEST_F(IdentityTest, OneGuidForAllEntriesSwallowsNone) {
  tell({{"g", "/a", "Eins"}, {"g", "/b", "Zwei"}, {"g", "/c?id=1", "Drei"}});
  EXPECT_EQ(headlines(), (Headlines{"Drei", "Eins", "Zwei"}));
  tell({{"g", "/d", "Vier"}, {"g", "/a", "Eins neu"}, {"g", "/b", "Zwei"}});
  EXPECT_EQ(headlines(), (Headlines{"Drei", "Eins neu", "Vier", "Zwei"}));
  tell({{"g", "/b", "Zwei neu"}});  // it stands alone this time
  EXPECT_EQ(headlines(), (Headlines{"Drei", "Eins neu", "Vier", "Zwei neu"}));
}

TEST_F(IdentityTest, WithoutGuidAndAddressEachHeadlineIsAnArticleInTheFeedsWords) {
  tell({{"", "", "Eins"}, {"", "", "Zwei"}, {"", "", "Drei"}});
  EXPECT_EQ(headlines(), (Headlines{"Drei", "Eins", "Zwei"}));
  tell({{"", "", "Vier"}, {"", "", "Eins"}});
  EXPECT_EQ(headlines(), (Headlines{"Drei", "Eins", "Vier", "Zwei"}));
  const auto addresses = archive->feeds().newest_addresses(FeedId{1}, 1);
  const auto shown = article(addresses.at(0));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->article.url, server.url("/"));
  ASSERT_TRUE(shown->page_error);
  EXPECT_TRUE(shown->story);
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

TEST_F(IdentityTest, AGuidUsedAgainForAnotherReportIsTaken) {
  tell({{"1", "/a", "Montag"}});
  tell({{"1", "/b", "Montag"}});  // even under the same headline
  EXPECT_TRUE(article(server.url("/a")));
  EXPECT_TRUE(article(server.url("/b")));
  EXPECT_EQ(headlines().size(), 2u);
}

TEST_F(IdentityTest, AReportThatMovedWithItsHeadlineIsUpdated) {
  tell({{"1", "/bruecke-zu", "Brücke zu"}, {"2", "/tor-zu-7654321", "Tor zu"}});
  server.on("/bruecke-zu", test::redirect(301, "/bruecke-offen"));
  tell({{"1", "/bruecke-offen", "Brücke offen"}, {"2", "/tor-offen-7654321", "Tor offen"}});
  EXPECT_EQ(headlines(), (Headlines{"Brücke offen", "Tor offen"}));
  const auto shown = article(server.url("/bruecke-zu"));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->article.url, server.url("/bruecke-offen")) << "where it is read";
  EXPECT_EQ(shown->revisions.size(), 1u);
  EXPECT_EQ(server.count("/tor-zu-7654321"), 1) << "a number says it without asking";
  // And once more from there.
  server.on("/bruecke-offen", test::redirect(301, "/bruecke-neu"));
  tell({{"1", "/bruecke-neu", "Brücke neu"}});
  EXPECT_EQ(headlines(), (Headlines{"Brücke neu", "Tor offen"}));
}

TEST_F(IdentityTest, AnEntryThatStaysListedIsNeverNewAgain) {
  sys_seconds now = kNow;
  gather.now = [&now] { return now; };
  const std::vector<Told> guide{{"1", "/a", "Ratgeber"}, {"", "/b", "Verzeichnis"}};
  EXPECT_EQ(tell(guide).new_entries, 2u);
  for (int season = 0; season < 6; ++season) {
    now += std::chrono::days(100);
    EXPECT_EQ(tell(guide).new_entries, 0u) << "after " << (season + 1) * 100 << " days";
    collect_garbage(*archive, {}, now);
  }
  // Nothing was read for years: "not modified" all the time, or out of reach.
  now += std::chrono::days(1000);
  collect_garbage(*archive, {}, now);
  EXPECT_EQ(tell(guide).new_entries, 0u);
  // What has left the feed is forgotten in the end.
  for (int season = 0; season < 4; ++season) {
    now += std::chrono::days(100);
    EXPECT_EQ(tell({guide[0]}).new_entries, 0u);
    collect_garbage(*archive, {}, now);
  }
  EXPECT_TRUE(archive->feeds().has_entry(FeedId{1}, "1"));
  EXPECT_FALSE(archive->feeds().has_entry(FeedId{1}, server.url("/b")));
}

TEST_F(IdentityTest, EntriesOfAnEarlierProgramDoNotComeAgain) {
  const std::string tracked = "/b?utm_source=rss";
  tell({{"1", "/a", "Eins"}, {"", tracked, "Zwei"}});
  const int asked = server.count("/a") + server.count("/b");
  {  // What version 1 of the archive's programs wrote, and nothing else.
    Connection& db = archive->writer().db;
    db.run("DELETE FROM seen_entry");
    const auto version = [](const std::string& key) {
      return "version " + std::to_string(hash64(key));
    };
    archive->feeds().note_entries(
        FeedId{1},
        std::vector<std::string>{"1", version(std::string("1") + '\0' + "Eins"),
                                 server.url(tracked), version(server.url("/b") + '\0' + "Zwei")},
        kNow);
  }
  EXPECT_EQ(tell({{"1", "/a", "Eins"}, {"", tracked, "Zwei"}}).new_entries, 0u);
  EXPECT_EQ(server.count("/a") + server.count("/b"), asked);
  EXPECT_EQ(tell({{"1", "/a", "Eins neu"}, {"", tracked, "Zwei neu"}}).new_entries, 2u);
  EXPECT_EQ(headlines(), (Headlines{"Eins neu", "Zwei neu"}));
}

}  // namespace
}  // namespace depesche
