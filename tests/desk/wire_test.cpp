#include "desk/wire.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "desk/subscribe.h"
#include "extract/extract.h"
#include "pack/hash.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"
#include "tests/support/loopback_server.h"
#include "tests/support/repeated_page.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;
using test::LoopbackServer;
using test::reply;

constexpr sys_seconds kNow{1'790'000'000s};

std::string page(std::string_view headline) {
  std::string body;
  for (int i = 0; i < 6; ++i) {
    body += "<p>Absatz " + std::to_string(i) + ": Die Prüfer fanden elf Risse im Tragwerk der " +
            "Brücke, sagte das Amt am Morgen. Pendler müssen bis auf weiteres Umwege fahren.</p>";
  }
  return "<!DOCTYPE html><html lang=de><head><title>" + std::string(headline) +
         " - Der Bote</title></head><body><nav><a href=/>Start</a></nav><article><h1>" +
         std::string(headline) + "</h1>" + body + "</article></body></html>";
}

struct Line {
  std::string title;  // empty: the feed gives none
  std::string path;
};

std::string feed(const LoopbackServer& server, const std::vector<Line>& lines) {
  std::string items;
  for (const Line& line : lines) {
    items += "<item>" + (line.title.empty() ? "" : "<title>" + line.title + "</title>") + "<link>" +
             server.url(line.path) + "</link><guid>" + line.path + "</guid></item>";
  }
  return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Der Bote</title><link>" +
         server.url("/") + "</link><description>x</description>" + items + "</channel></rss>";
}

const test::HeaderLines kHtml{{"Content-Type", "text/html; charset=utf-8"}};
const test::HeaderLines kRss{{"Content-Type", "application/rss+xml"}};

/// An archive, a server and a fetcher that may reach it.
class WireTest : public testing::Test {
 protected:
  WireTest() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto path = std::filesystem::path(testing::TempDir()) /
                      (std::string("wire_") + test->name() + std::to_string(getpid()));
    std::filesystem::remove_all(path);
    auto opened = Archive::open(path);
    EXPECT_TRUE(opened);
    archive = std::move(*opened);
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
    gather.now = [] { return kNow; };
  }

  FeedRow subscribe(const std::string& url) {
    return *archive->feeds().find(archive->feeds().add({url, "", "", "", ""}, kNow).id);
  }
  PollReport poll(const std::string& url) {
    Gatherer gatherer(*archive, *fetcher, gather);
    return gatherer.poll(subscribe(url), {});
  }
  void gather_all() {
    StoryDesk desk(*archive);
    ASSERT_TRUE(desk.open());
    while (desk.accept_waiting(kNow).taken > 0) {
    }
  }
  std::optional<ArticlePage> article(const std::string& url) {
    const Reader reader = archive->reader();
    const auto id = reader.article_by_address(url);
    return id ? reader.article_page(*id) : std::nullopt;
  }
  static bool wait_for(const std::function<bool()>& what) {
    for (int i = 0; i < 500; ++i) {
      if (what()) return true;
      std::this_thread::sleep_for(20ms);
    }
    return false;
  }

  LoopbackServer server;
  std::unique_ptr<Archive> archive;
  std::unique_ptr<fetch::Fetcher> fetcher;
  GatherOptions gather;
};

TEST_F(WireTest, ASitemapIndexLeadsToItsNewsAndOnlyToWhatChangedLast) {
  const auto named = [this](const std::string& path, const std::string& changed) {
    return "<sitemap><loc>" + server.url(path) + "</loc><lastmod>" + changed +
           "</lastmod></sitemap>";
  };
  const auto news = [this](const std::string& path, const std::string& title) {
    return "<url><loc>" + server.url(path) + "</loc>" +
           (title.empty() ? ""
                          : "<news:news><news:publication><news:name>Der Bote</news:name>"
                            "</news:publication><news:title>" +
                                title + "</news:title></news:news>") +
           "</url>";
  };
  const auto sitemap = [](const std::string& lines) {
    return reply(
        200,
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
        " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">" +
            lines + "</urlset>",
        {{"Content-Type", "application/xml"}});
  };
  std::string index;
  for (int i = 0; i < 20; ++i) index += named("/old" + std::to_string(i), "2020-01-01");
  index += named("/today", "2026-09-21") + named("/gone", "2026-09-20");
  server.on("/index", reply(200,
                            "<?xml version=\"1.0\"?><sitemapindex"
                            " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">" +
                                index + "</sitemapindex>",
                            {{"Content-Type", "application/xml"}, {"ETag", "\"i1\""}}));
  server.on("/today", sitemap(news("/a", "Brücke gesperrt") + news("/imprint", "")));
  server.on("/gone", reply(404));
  for (int i = 0; i < 20; ++i) server.on("/old" + std::to_string(i), sitemap(""));
  server.on("/a", reply(200, page("Brücke gesperrt"), kHtml));
  const PollReport report = poll(server.url("/index"));
  ASSERT_FALSE(report.error) << report.error->message;
  EXPECT_EQ(report.new_entries, 1u) << "what has no headline is no news";
  gather_all();
  EXPECT_TRUE(article(server.url("/a")));
  std::size_t asked = 0;
  for (const auto& request : server.requests()) asked += request.path.starts_with("/old") ? 1 : 0;
  EXPECT_EQ(asked, 4u) << "six in all";
  const auto health = archive->reader().feeds_health(kNow);
  EXPECT_EQ(health.at(0).outlet_name, "Der Bote");
  ASSERT_EQ(health[0].oddities.size(), 1u);
  EXPECT_EQ(health[0].oddities[0].detail, server.url("/gone"));
  // The index itself has not changed, what it names has.
  server.on("/today", sitemap(news("/b", "Brücke wieder offen") + news("/a", "Brücke gesperrt")));
  server.on("/b", reply(200, page("Brücke wieder offen"), kHtml));
  EXPECT_EQ(poll(server.url("/index")).new_entries, 1u);
  EXPECT_EQ(archive->feeds().find(server.url("/index"))->etag, "");
}

TEST_F(WireTest, APageThatIsRefusedLeavesTheFeedsWordsMarkedAndGathered) {
  server.on("/a", reply(403));
  server.on("/feed", reply(200, feed(server, {{"Brücke gesperrt", "/a"}}), kRss));
  EXPECT_EQ(poll(server.url("/feed")).feed_only, 1u);
  gather_all();
  const auto shown = article(server.url("/a"));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->article.origin, Origin::Feed);
  EXPECT_EQ(shown->article.title, "Brücke gesperrt");
  ASSERT_TRUE(shown->page_error);
  EXPECT_EQ(shown->page_error->code, ErrorCode::Forbidden);
  EXPECT_TRUE(shown->story);
  EXPECT_TRUE(shown->revisions.empty());
}

TEST_F(WireTest, ThePageReplacesTheFeedsWordsWithoutARevision) {
  server.on("/a", reply(200, page("Brücke nach Rissen gesperrt"), kHtml));
  server.on("/feed", reply(200, feed(server, {{"Brücke gesperrt", "/a"}}), kRss));
  EXPECT_EQ(poll(server.url("/feed")).pages, 1u);
  gather_all();
  const auto shown = article(server.url("/a"));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->article.origin, Origin::Page);
  EXPECT_EQ(shown->article.title, "Brücke nach Rissen gesperrt");
  EXPECT_EQ(shown->article.outlet, "Der Bote");
  EXPECT_EQ(shown->article.language, "de");
  EXPECT_TRUE(shown->story);
  EXPECT_TRUE(shown->revisions.empty());
}

TEST_F(WireTest, WithoutATitleAPassingFailureIsAskedAgainAndALastingOneIsNot) {
  server.on("/busy", reply(503));
  server.on("/gone", reply(404));
  server.on("/feed",
            test::reply_with_etag("\"1\"", feed(server, {{"", "/busy"}, {"", "/gone"}}), kRss));
  const PollReport first = poll(server.url("/feed"));
  EXPECT_EQ(first.left, 1u);
  EXPECT_EQ(first.lost, 1u);
  server.on("/busy", reply(200, page("Wieder da"), kHtml));
  const PollReport second = poll(server.url("/feed"));
  EXPECT_TRUE(second.is_modified);  // the feed is read again, whatever its ETag
  EXPECT_EQ(second.pages, 1u);
  EXPECT_EQ(server.count("/gone"), 1);
  EXPECT_FALSE(poll(server.url("/feed")).is_modified);
}

TEST_F(WireTest, AChangedHeadlineReadsThePageAgain) {
  server.on("/a", reply(200, page("Brücke gesperrt"), kHtml));
  server.on("/feed", reply(200, feed(server, {{"Brücke gesperrt", "/a"}}), kRss));
  poll(server.url("/feed"));
  gather_all();
  server.on("/a", reply(200, page("Brücke wieder offen"), kHtml));
  server.on("/feed", reply(200, feed(server, {{"Brücke wieder offen", "/a"}}), kRss));
  EXPECT_EQ(poll(server.url("/feed")).new_entries, 1u);
  gather_all();
  const auto shown = article(server.url("/a"));
  EXPECT_EQ(shown->article.title, "Brücke wieder offen");
  ASSERT_EQ(shown->revisions.size(), 1u);
  EXPECT_EQ(shown->revisions[0].title, "Brücke gesperrt");
}

/// A page that lists reports, without a feed.
class RuledPageTest : public WireTest {
 protected:
  void list(const std::vector<Line>& lines) {
    std::string links;
    for (const Line& line : lines) {
      links += "<li><a href='" + line.path + "'>" + line.title + "</a></li>";
      server.on(line.path, reply(200, page(line.title), kHtml));
    }
    serve("<ul class=news>" + links + "</ul>");
  }
  void serve(const std::string& body) {
    server.on(
        "/news",
        reply(200, "<!DOCTYPE html><title>Der Bote</title><nav><a href=/>Start</a></nav>" + body,
              kHtml));
  }
  PollReport read_page() {
    archive->feeds().add(
        {server.url("/news"), "", "", "", "", PageRule{"ul.news a", "", "", "", ""}}, kNow);
    return poll(server.url("/news"));  // a subscription without a rule leaves the one there is
  }
};

TEST_F(RuledPageTest, ItsLinksAreEntriesByTheirAddress) {
  list({{"Brücke gesperrt", "/a"}, {"Tor zu", "/b"}});
  EXPECT_EQ(read_page().new_entries, 2u);
  list({{"Fähre fällt aus", "/c"}, {"Brücke gesperrt", "/a"}});  // one came, one left
  EXPECT_EQ(read_page().new_entries, 1u);
  list({{"Tor zu", "/b"}, {"Fähre fällt aus", "/c?utm_source=x"}});  // and is back
  EXPECT_EQ(read_page().new_entries, 0u);
  EXPECT_EQ(server.count("/a") + server.count("/b") + server.count("/c"), 3);
  gather_all();
  for (const char* path : {"/a", "/b", "/c"}) EXPECT_TRUE(article(server.url(path))) << path;
  EXPECT_FALSE(article(server.url("/")));
  EXPECT_EQ(archive->feeds().find(FeedId{1})->format, "page");
}

TEST_F(RuledPageTest, ARuleThatFindsNothingIsAFaultAndForgetsNothing) {
  list({{"Brücke gesperrt", "/a"}});
  EXPECT_FALSE(read_page().error);
  serve("<div class=neu><a href=/a>Brücke gesperrt</a></div>");
  const PollReport report = read_page();
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->code, ErrorCode::Empty);
  const auto feeds = archive->reader().feeds_health(kNow);
  ASSERT_EQ(feeds.size(), 1u);
  EXPECT_EQ(feeds[0].error_code, "empty");
  EXPECT_EQ(feeds[0].error_message, "the rule \"ul.news a\" selects nothing on the page");
  ASSERT_TRUE(feeds[0].rule);
  EXPECT_EQ(feeds[0].rule->entry, "ul.news a");
  EXPECT_GT(feeds[0].next_poll_at, kNow);
  const auto again = archive->feeds().add(
      {server.url("/news"), "", "", "", "", PageRule{".neu a", "", "", "", ""}}, kNow);
  EXPECT_FALSE(again.is_new);
  EXPECT_TRUE(again.has_new_rule);
  const PollReport mended = poll(server.url("/news"));
  EXPECT_FALSE(mended.error);
  EXPECT_EQ(mended.new_entries, 0u);
}

TEST_F(RuledPageTest, RobotsRulesHoldForIt) {
  server.on("/robots.txt", reply(200, "User-agent: *\nDisallow: /news\n", {}));
  list({{"Brücke gesperrt", "/a"}});
  const PollReport report = read_page();
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->code, ErrorCode::RobotsDisallowed);
  EXPECT_EQ(server.count("/news"), 0);
  EXPECT_EQ(find_by_rule(*fetcher, server.url("/news"), {"a", "", "", "", ""}, {}).error().code,
            ErrorCode::RobotsDisallowed);
}

TEST_F(RuledPageTest, TheRuleGoesWithExportAndImport) {
  list({{"Brücke gesperrt", "/a"}});
  const PageRule rule{"ul.news > li", "a[href*='/']", "", "time", "p:not(.x)"};
  ASSERT_TRUE(subscribe_by_rule(*archive, *fetcher, server.url("/news"), rule, kNow, {}));
  const std::string list = export_opml(*archive);
  archive->feeds().remove(FeedId{1});
  const auto imported = import_opml(*archive, list, kNow);
  ASSERT_TRUE(imported) << list;
  EXPECT_EQ(imported->added, 1u);
  EXPECT_EQ(archive->feeds().list().at(0).rule, rule);
  EXPECT_FALSE(
      subscribe_by_rule(*archive, *fetcher, server.url("/news"), {"p", "", "", "", ""}, kNow, {}))
      << "a rule that finds nothing is not subscribed";
  EXPECT_EQ(archive->feeds().list().at(0).rule, rule);
}

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

/// Only the test's own server is allowed, as an outlet's would be.
class StrictWireTest : public WireTest {
 protected:
  StrictWireTest() { use({}); }
  void use(fetch::Allowance allowance) {
    fetch::FetcherOptions options;
    const std::string port = ":" + std::to_string(server.port());
    options.client.addresses.allowed_hosts = {"127.0.0.1" + port, "*.localhost" + port};
    options.allowance = allowance;
    fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
  }
};

TEST_F(StrictWireTest, PicturesAreFetchedLikeEverythingElseAndKeptByWhatTheyAre) {
  const std::string png = std::string("\x89PNG\r\n\x1a\n") + "rest of the picture";
  const auto image = [](const std::string& type, const std::string& bytes) {
    return reply(200, bytes, {{"Content-Type", type}});
  };
  server.on("/lies.png", image("image/png", "<script>alert(1)</script>"));
  server.on("/drawing.svg", image("image/svg+xml", "<svg onload='alert(1)'/>"));
  server.on("/drawing.png", image("image/png", "<svg onload='alert(1)'/>"));
  server.on("/inside.png", test::redirect(302, "http://169.254.169.254/latest/meta-data/"));
  server.on("/mapped.png", test::redirect(302, "http://[::ffff:10.0.0.1]/"));
  server.on("/file.png", test::redirect(302, "file:///etc/passwd"));
  server.on("/mail.png", test::redirect(302, "http://127.0.0.1:25/"));
  server.on("/good", image("text/plain", png));
  Gatherer gatherer(*archive, *fetcher, gather);
  const Reader reader = archive->reader();
  const auto stored = [&](const std::string& bytes) {
    return reader.picture(to_hex(hash128(bytes)));
  };
  for (const std::string& url :
       {std::string("http://10.0.0.1/a.png"), std::string("http://[::1]/a.png"),
        std::string("http://127.0.0.1:6667/a.png"), std::string("data:image/png,x"),
        server.url("/lies.png"), server.url("/drawing.svg"), server.url("/drawing.png"),
        server.url("/inside.png"), server.url("/mapped.png"), server.url("/file.png"),
        server.url("/mail.png")}) {
    gatherer.fetch_picture({url, 0}, {});
  }
  EXPECT_FALSE(stored("<script>alert(1)</script>"));
  EXPECT_FALSE(stored("<svg onload='alert(1)'/>"));
  gatherer.fetch_picture({server.url("/good"), 0}, {});
  ASSERT_TRUE(stored(png));
  EXPECT_EQ(stored(png)->type, "image/png") << "not what the server calls it";
}

TEST_F(StrictWireTest, AFeedWhoseHostSentEnoughForTodaySaysSo) {
  use({0, 1'000});
  server.on("/feed", reply(200, feed(server, {}) + std::string(2'000, ' '), kRss));
  EXPECT_FALSE(poll(server.url("/feed")).error);
  const PollReport refused = poll(server.url("/feed"));
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(name(refused.error->code), "allowance_spent");
  EXPECT_EQ(server.count("/feed"), 1);
  const FeedRow row = archive->feeds().list().at(0);
  EXPECT_EQ(row.error_code, "allowance_spent");
  EXPECT_NE(row.error_message.find("within a day"), std::string::npos) << row.error_message;
  EXPECT_GE(row.next_poll_at - kNow, 50min) << "it is asked later, and not given up";
  EXPECT_LE(row.next_poll_at - kNow, 70min);
}

TEST_F(StrictWireTest, AFeedsPasswordStaysWithTheFeed) {
  server.on("/feed", reply(200,
                           "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Der Bote"
                           "</title><item><title>Risse in der Elbbrücke entdeckt</title><link>/page"
                           "</link><guid>1</guid></item></channel></rss>",
                           kRss));
  server.on("/page", reply(200, page("Risse in der Elbbrücke entdeckt"), kHtml));
  const std::string address = "http://me:secret@" + server.url("/feed").substr(7);
  const auto added = depesche::subscribe(*archive, *fetcher, address, kNow, {});
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_EQ(archive->feeds().list().at(0).url, address);
  EXPECT_EQ(poll(address).pages, 1u);
  gather_all();
  EXPECT_TRUE(article(server.url("/page")));
  for (const test::LoopbackRequest& request : server.requests()) {
    EXPECT_EQ(request.header("authorization").empty(), request.path != "/feed") << request.path;
  }
}

TEST_F(WireTest, ShowsTheFeedsWordsWhilePagesAreStillComing) {
  server.on("/slow", test::late(1500ms, reply(200, page("Die ganze Seite"), kHtml)));
  server.on("/feed", reply(200, feed(server, {{"Worte des Feeds", "/slow"}}), kRss));
  subscribe(server.url("/feed"));
  WireOptions options;
  options.workers = 2;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  ASSERT_TRUE(wait_for([&] { return article(server.url("/slow")).has_value(); }));
  EXPECT_EQ(article(server.url("/slow"))->article.title, "Worte des Feeds");
  EXPECT_FALSE(article(server.url("/slow"))->story);
  ASSERT_TRUE(
      wait_for([&] { return article(server.url("/slow"))->article.title == "Die ganze Seite"; }));
  ASSERT_TRUE(wait_for([&] { return !wire.edition()->places.empty(); }));
  wire.stop();
}

TEST_F(WireTest, ObeysACorrectionWhileItsEditorWaitsAndShowsWhatCameOfIt) {
  const auto append = [this](const std::string& outlet, const std::string& text) {
    Article article;
    article.url = article.canonical_url = "https://" + outlet + ".example/1";
    article.outlet = outlet;
    article.language = "de";
    article.title = text;
    article.text = text;
    ASSERT_TRUE(archive->intake().append({std::move(article), {}, {}, {}}, kNow));
  };
  append("bote", "Die Prüfer fanden elf Risse im Tragwerk der Brücke von Brandau.");
  append("blatt", "Astronomen der Sternwarte Kirchfelde haben einen Kometen gefunden.");
  WireOptions options;
  options.workers = 1;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  ASSERT_TRUE(wait_for([&] { return wire.edition()->places.size() == 2; }));

  CorrectionWish wish;
  wish.story = StoryId{1};
  wish.other = StoryId{2};
  const Result<std::int64_t> said = wire.correct(wish);
  ASSERT_TRUE(said) << said.error().message;
  const auto merged = archive->corrections().state(*said);
  ASSERT_TRUE(merged);
  EXPECT_FALSE(merged->is_waiting);
  EXPECT_EQ(merged->refusal, "");
  EXPECT_EQ(merged->moved, 1);
  EXPECT_TRUE(wait_for([&] { return wire.edition()->places.size() == 1; }));
  const Result<std::int64_t> again = wire.correct(wish);
  ASSERT_TRUE(again);
  EXPECT_EQ(archive->corrections().state(*again)->refusal, "these are one story already");
  EXPECT_FALSE(wire.correct({})) << "a merge of nothing";
  wire.stop();
}

/// A feed of one article an hour that asks to be left alone for six.
std::string hourly_feed(const LoopbackServer& server, sys_seconds newest, int entries) {
  std::string items;
  for (int i = 0; i < entries; ++i) {
    const auto at = newest - i * 1h;
    const std::chrono::hh_mm_ss clock(at - std::chrono::floor<std::chrono::days>(at));
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
    const auto digits = [](auto number) {
      const std::string text = std::to_string(number);
      return text.size() < 2 ? "0" + text : text;
    };
    const std::string date = std::to_string(static_cast<int>(day.year())) + "-" +
                             digits(static_cast<unsigned>(day.month())) + "-" +
                             digits(static_cast<unsigned>(day.day())) + "T" +
                             digits(clock.hours().count()) + ":" + digits(clock.minutes().count()) +
                             ":00Z";
    const std::string path = "/a" + std::to_string(at.time_since_epoch().count());
    items += "<item><title>" + path + "</title><link>" + server.url(path) + "</link><guid>" + path +
             "</guid><pubDate>" + date + "</pubDate></item>";
  }
  return "<rss version=\"2.0\"><channel><title>Der Bote</title><link>" + server.url("/") +
         "</link><ttl>360</ttl>" + items + "</channel></rss>";
}

TEST_F(WireTest, LearnsAFeedsRhythmAndKeepsToWhatItAsksFor) {
  auto now = kNow;
  gather.now = [&now] { return now; };
  server.on("/rss", test::reply_with_etag("\"1\"", hourly_feed(server, kNow - 1min, 20), kRss));
  const PollReport first = poll(server.url("/rss"));
  EXPECT_EQ(first.new_entries, 20u);
  FeedRow row = archive->feeds().list().at(0);
  EXPECT_EQ(row.rhythm.entries, 20);
  EXPECT_NEAR(row.rhythm.recent_articles, 19, 3) << "all but the oldest, fading";
  EXPECT_EQ(row.wishes.ttl, 6h);
  EXPECT_EQ(row.wait_reason, WaitReason::Ttl);
  EXPECT_EQ(row.next_poll_at, now + 6h);
  EXPECT_LT(row.interval, 5h) << "the rhythm alone";

  now += 3h;
  server.on("/rss", reply(304, "", {}));
  poll(server.url("/rss"));
  row = archive->feeds().list().at(0);
  EXPECT_EQ(row.rhythm.watched_until, now);
  EXPECT_EQ(row.next_poll_at, now + 6h) << "a 304 does not lift what the feed asked for";

  const double before = row.rhythm.recent_articles;
  now += 3h;
  server.on("/rss", reply(200, hourly_feed(server, now - 1min, 20), kRss));
  EXPECT_EQ(poll(server.url("/rss")).new_entries, 6u);
  row = archive->feeds().list().at(0);
  EXPECT_NEAR(row.rhythm.recent_articles, before + 6, 1.5);
  server.on("/rss", reply(503, "", {{"Retry-After", "36000"}}));
  poll(server.url("/rss"));
  EXPECT_EQ(archive->feeds().list().at(0).wait_reason, WaitReason::RetryAfter);
  EXPECT_GE(archive->feeds().list().at(0).next_poll_at, now + 10h);
}

TEST_F(WireTest, AFeedWhoseHostWantsToBeLeftAloneIsPutOff) {
  auto now = kNow;
  gather.now = [&now] { return now; };
  server.on("/one", reply(429, "", {{"Retry-After", "7200"}}));
  server.on("/two", reply(200, feed(server, {}), kRss));
  poll(server.url("/one"));
  poll(server.url("/two"));
  EXPECT_EQ(server.count("/two"), 0);
  const FeedRow put_off = *archive->feeds().find(server.url("/two"));
  EXPECT_GE(put_off.next_poll_at, now + 7190s);
  EXPECT_EQ(put_off.wait_reason, WaitReason::RetryAfter);
  EXPECT_EQ(put_off.failures, 0) << "it did nothing wrong";
  EXPECT_TRUE(archive->feeds().due(now + 1h, 9).empty());
}

TEST_F(WireTest, CatchesUpAtAPaceAfterAnOutageButAsksANewFeedAtOnce) {
  server.on("/old", reply(200, feed(server, {}), kRss));
  server.on("/new", reply(200, feed(server, {}), kRss));
  for (int i = 0; i < 25; ++i) {
    const FeedRow old = subscribe(server.url("/old?" + std::to_string(i)));
    FeedSuccess success;
    success.at = kNow - 5h;
    success.next_poll_at = kNow - 4h;
    success.interval = 1h;
    archive->feeds().note_success(old.id, success);
  }
  subscribe(server.url("/new"));
  WireOptions options;
  options.gather = gather;  // its clock stands still, so nothing is added to what may begin
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  EXPECT_TRUE(wait_for([&] { return server.count("/new") == 1 && server.count("/old") >= 10; }));
  wire.stop();
  EXPECT_EQ(server.count("/old"), 10);
  EXPECT_EQ(server.count("/new"), 1);
}

TEST_F(WireTest, StopsAtOnceWhileAnOutletStalls) {
  server.on("/stalled", test::stall_after("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<html>"));
  server.on("/feed", reply(200, feed(server, {{"Worte", "/stalled"}}), kRss));
  subscribe(server.url("/feed"));
  WireOptions options;
  options.workers = 2;
  options.gather = gather;
  Wire wire(*archive, *fetcher, options);
  ASSERT_TRUE(wire.start());
  ASSERT_TRUE(wait_for([&] { return server.count("/stalled") == 1; }));
  const auto asked = std::chrono::steady_clock::now();
  wire.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - asked, 15s);  // far below the stall's time-out
  EXPECT_FALSE(archive->feeds().has_entry(FeedId{1}, "/stalled"));  // done again next time
}

}  // namespace
}  // namespace depesche
