// Second looks from end to end: a server, an archive, a clock turned by hand.
#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include <gtest/gtest.h>
#include <unistd.h>

#include "desk/gatherer.h"
#include "desk/story_desk.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"
#include "tests/support/loopback_server.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;
using test::LoopbackServer;
using test::reply;

constexpr sys_seconds kDayBegins{1'790'000'000s - 14h};  // 00:13 UTC: a whole day lies ahead

const test::HeaderLines kPageHeaders{{"Content-Type", "text/html; charset=utf-8"}};
const test::HeaderLines kFeedHeaders{{"Content-Type", "application/rss+xml"}};

std::string toll_page(std::string_view headline, std::string_view toll, std::string_view more = "",
                      std::string_view teaser = "Glatteis in Ulm") {
  std::string body;
  for (int i = 0; i < 6; ++i) {
    body += "<p>Absatz " + std::string(1, static_cast<char>('A' + i)) +
            ": Die Prüfer fanden Risse im Tragwerk der Brücke, sagte das Amt am Morgen. Pendler "
            "müssen bis auf weiteres Umwege fahren.</p>";
  }
  body += "<p>Bei dem Unglück starben nach Angaben der Polizei " + std::string(toll) +
          " Menschen, mehrere wurden verletzt.</p>" + std::string(more);
  return "<!DOCTYPE html><html lang=de><head><title>" + std::string(headline) +
         " - Der Bote</title></head><body><nav><a href=/>Start</a></nav><article><h1>" +
         std::string(headline) + "</h1>" + body + "<p><a href=\"/x\">" + std::string(teaser) +
         "</a></p></article></body></html>";
}

/// A report of something else, in words of its own: else the two would be one story.
std::string other_page(const std::string& path) {
  const std::string_view syllables[] = {"ba", "lo", "mir", "ten", "su", "gar", "ni", "pol"};
  std::size_t state = std::hash<std::string>()(path) | 1;
  const auto word = [&] {
    std::string out;
    for (int i = 0; i < 3; ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      out += syllables[state >> 61];
    }
    return out;
  };
  std::string body;
  for (int i = 0; i < 6; ++i) {
    body += "<p>Die " + word() + " und der " + word() + " haben nach " + word() + " und " + word() +
            " im " + word() + " von " + word() + " bis " + word() + " über " + word() + " bei " +
            word() + " mit " + word() + " gesprochen.</p>";
  }
  const std::string headline = word() + " " + word() + " in " + word();
  return "<!DOCTYPE html><html lang=de><head><title>" + headline +
         "</title></head><body><article><h1>" + headline + "</h1>" + body +
         "</article></body></html>";
}

class SecondLooks : public testing::Test {
 protected:
  SecondLooks() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("looks_") + test->name() + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    archive = std::move(*Archive::open(folder_));
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    options.politeness.gap = 0ms;
    fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
    gather.now = [this] { return now; };
  }
  ~SecondLooks() override {
    archive.reset();
    std::filesystem::remove_all(folder_);
  }

  /// Both outlets tell of it, so that the story is followed; each page under its path.
  void publish(const std::string& path, const std::string& headline) {
    items_ = "<item>" + (headline.empty() ? "" : "<title>" + headline + "</title>") + "<link>" +
             server.url(path) + "</link><guid>" + path + "</guid></item>" + items_;
    server.on("/feed", reply(200,
                             "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Der "
                             "Bote</title><link>" +
                                 server.url("/") + "</link><description>x</description>" + items_ +
                                 "</channel></rss>",
                             kFeedHeaders));
    const FeedRow feed =
        *archive->feeds().find(archive->feeds().add({server.url("/feed"), "", "", "", ""}, now).id);
    Gatherer gatherer(*archive, *fetcher, gather);
    EXPECT_FALSE(gatherer.poll(feed, {}).error);
    accept();
  }
  void accept() {
    StoryDesk desk(*archive);
    ASSERT_TRUE(desk.open());
    while (desk.accept_waiting(now).taken > 0) {
    }
  }
  /// As if another outlet told it too.
  void share(const std::string& path) {
    archive->writer().db.run(
        "UPDATE story SET outlets = 2, last_at = ?2 WHERE story_id = (SELECT story_id FROM"
        " story_article JOIN article USING (article_id) WHERE canonical_url = ?1)",
        server.url(path), now);
  }
  /// Looks at all that is due; how many pages were asked for.
  int look(const std::stop_token& stop = {}) {
    const int before = pages_asked();
    Gatherer gatherer(*archive, *fetcher, gather);
    for (int round = 0; round < 4; ++round) {  // what is put off for now may be due again
      for (const WatchedPage& due : gatherer.due_looks(100)) gatherer.look_again(due, stop);
    }
    accept();
    return pages_asked() - before;
  }
  int pages_asked() const {
    const auto requests = server.requests();
    return static_cast<int>(std::count_if(requests.begin(), requests.end(), [](const auto& one) {
      return one.path.size() == 2 || one.path == "/other";
    }));
  }
  /// The last time that page was asked for.
  test::LoopbackRequest last_request(const std::string& path) const {
    test::LoopbackRequest last;
    for (const auto& one : server.requests()) {
      if (one.path == path) last = one;
    }
    return last;
  }
  ArticlePage article(const std::string& path) {
    const Reader reader = archive->reader();
    const auto id = reader.article_by_address(server.url(path));
    if (!id) throw std::runtime_error("no article " + path);
    return *reader.article_page(*id);
  }
  std::vector<std::string> changes(const std::string& path) {
    std::vector<std::string> kinds;
    for (const ArticleChange& change : article(path).changes)
      kinds.push_back(names(change.line.kinds));
    return kinds;
  }
  std::int64_t watched() {
    return *archive->writer().db.one<int>("SELECT count(*) FROM watched_page");
  }

  LoopbackServer server;
  std::unique_ptr<Archive> archive;
  std::unique_ptr<fetch::Fetcher> fetcher;
  GatherOptions gather;
  sys_seconds now = kDayBegins;

 private:
  std::filesystem::path folder_;
  std::string items_;
};

TEST_F(SecondLooks, FindWhatAnOutletChangedAndKeepWhatItHadSaid) {
  server.on("/a", reply(200, toll_page("Drei Tote an der Brücke", "drei"), kPageHeaders));
  server.on("/b", reply(200, other_page("/b"), kPageHeaders));
  publish("/a", "Drei Tote an der Brücke");
  publish("/b", "");
  share("/a");
  EXPECT_EQ(look(), 0) << "nothing is due yet";
  server.on("/a", reply(200, toll_page("Vier Tote an der Brücke", "vier"), kPageHeaders));
  now += 1h;
  EXPECT_EQ(look(), 1) << "what several outlets tell, not the rest";
  EXPECT_EQ(article("/a").article.title, "Vier Tote an der Brücke");
  EXPECT_EQ(changes("/a"), (std::vector<std::string>{"headline number"}));
  const Reader reader = archive->reader();
  const auto story = reader.story_page(article("/a").story, {});
  ASSERT_EQ(story->changes.size(), 1u);
  EXPECT_EQ(names(story->changes[0].kinds), "headline number");
  EXPECT_EQ(story->changes[0].title_before, "Drei Tote an der Brücke");
  EXPECT_EQ(story->changes[0].at, now);
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

TEST_F(SecondLooks, AskWithWhatThePageSaidOfItself) {
  server.on("/a",
            test::reply_with_etag("\"v1\"", toll_page("Tote an der Brücke", "drei"), kPageHeaders));
  server.on("/b", reply(200, other_page("/b"), kPageHeaders));
  publish("/a", "Tote an der Brücke");
  publish("/b", "");
  share("/a");
  now += 1h;
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(last_request("/a").header("if-none-match"), "\"v1\"");
  EXPECT_TRUE(changes("/a").empty());
  server.on("/a",
            test::reply_with_etag("\"v2\"", toll_page("Tote an der Brücke", "vier"), kPageHeaders));
  now += 5h;
  share("/a");
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(changes("/a"), (std::vector<std::string>{"number"}));
  now += 18h;
  share("/a");
  server.on("/c", reply(200, other_page("/c"), kPageHeaders));
  publish("/c", "");
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(last_request("/a").header("if-none-match"), "\"v2\"");
}

TEST_F(SecondLooks, RightsThatAreSaidLaterCountThoughThePageIsTheSame) {
  std::string pictured = toll_page("Tote an der Brücke", "drei");
  pictured.replace(pictured.find("</head>"), 0,
                   "<meta property=\"og:image\" content=\"" + server.url("/p.png") + "\">");
  server.on("/a", test::reply_with_etag("\"v1\"", pictured, kPageHeaders));
  server.on("/b", reply(200, other_page("/b"), kPageHeaders));
  server.on("/p.png", reply(200, "\x89PNG\r\n\x1a\n bytes", {{"Content-Type", "image/png"}}));
  publish("/a", "Tote an der Brücke");
  publish("/b", "");
  const auto wanted = archive->pictures().wanted(now, 9);
  ASSERT_EQ(wanted.size(), 1u);
  Gatherer(*archive, *fetcher, gather).fetch_picture(wanted[0], {});
  const auto files = [this] {
    return *archive->writer().db.one<int>("SELECT count(*) FROM picture_file");
  };
  EXPECT_EQ(files(), 1);
  const auto first_seen = article("/b").article.rights.seen_at;
  EXPECT_FALSE(first_seen);
  server.on("/a", reply(304, "", {{"X-Robots-Tag", "noimageindex"}}));
  auto headers = kPageHeaders;
  headers.push_back({"tdm-reservation", "1"});
  headers.push_back({"Content-Usage", "train-ai=n"});
  server.on("/b", reply(200, other_page("/b"), headers));
  share("/a");
  share("/b");
  now += 1h;
  EXPECT_EQ(look(), 2);
  EXPECT_NE(article("/a").article.rights.robots.find("noimageindex"), std::string::npos);
  EXPECT_EQ(files(), 0) << "the kept picture goes";
  EXPECT_TRUE(archive->pictures().wanted(now + 1h, 9).empty());
  EXPECT_EQ(article("/b").article.rights.tdm, "1");
  EXPECT_EQ(article("/b").article.rights.aipref, "train-ai=n");
  EXPECT_EQ(article("/b").article.rights.seen_at, now);
  EXPECT_TRUE(changes("/a").empty() && changes("/b").empty()) << "no revision";
}

TEST_F(SecondLooks, NewTeasersAndQuotationMarksAreNoRevision) {
  server.on("/a", reply(200, toll_page("Tote an der \"Brücke\"", "drei"), kPageHeaders));
  publish("/a", "Tote an der \"Brücke\"");
  share("/a");
  server.on("/a", reply(200, toll_page("Tote an der „Brücke“", "drei", "", "Schnee in Kiel"),
                        kPageHeaders));
  now += 1h;
  EXPECT_EQ(look(), 1);
  EXPECT_TRUE(article("/a").revisions.empty());
  EXPECT_EQ(article("/a").article.title, "Tote an der \"Brücke\"");
}

TEST_F(SecondLooks, NeverAskAHostForMoreThanItBroughtThatDay) {
  for (const std::string path : {"/a", "/b", "/c"}) {
    server.on(path, reply(200, path == "/a" ? toll_page("Bericht /a", "drei") : other_page(path),
                          kPageHeaders));
    publish(path, path == "/a" ? "Bericht /a" : "");
    share(path);
  }
  now += 1h;
  EXPECT_EQ(look(), 3);
  now += 5h;
  EXPECT_EQ(look(), 0) << "three pages were new today, three were looked at";
  now += 18h;
  EXPECT_EQ(look(), 0) << "a new day, and nothing new on it";
  server.on("/d", reply(200, other_page("/d"), kPageHeaders));
  publish("/d", "");
  for (const char* path : {"/a", "/b", "/c"}) share(path);
  EXPECT_EQ(look(), 1);
}

TEST_F(SecondLooks, APageIsGoneWhenItIsMissingTwice) {
  for (const std::string path : {"/a", "/b", "/c"}) {
    server.on(path, reply(200, path == "/a" ? toll_page("Bericht /a", "drei") : other_page(path),
                          kPageHeaders));
    publish(path, path == "/a" ? "Bericht /a" : "");
  }
  share("/a");
  server.on("/a", reply(404));
  now += 1h;
  EXPECT_EQ(look(), 1);
  EXPECT_FALSE(article("/a").gone_at) << "it may come back in a moment";
  now += 1h;
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(article("/a").gone_at, now);
  EXPECT_NE(article("/a").article.text.find("Risse"), std::string::npos) << "what was said stays";
  const auto story = archive->reader().story_page(article("/a").story, {});
  ASSERT_EQ(story->changes.size(), 1u);
  EXPECT_EQ(names(story->changes[0].kinds), "gone");
  server.on("/a", reply(200, toll_page("Bericht /a", "drei"), kPageHeaders));
  now += 4h;
  share("/a");
  EXPECT_EQ(look(), 1);
  EXPECT_FALSE(article("/a").gone_at) << "it came back";
}

TEST_F(SecondLooks, WhatIsGoneForGoodIsNotAskedAgain) {
  server.on("/a", reply(200, toll_page("Bericht", "drei"), kPageHeaders));
  publish("/a", "Bericht");
  share("/a");
  server.on("/a", reply(410));
  now += 1h;
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(article("/a").gone_at, now);
  EXPECT_EQ(watched(), 0);
}

TEST_F(SecondLooks, ALoginOrAnotherReportAtTheAddressIsNoRevision) {
  server.on("/a", reply(200, toll_page("Bericht über die Brücke", "drei"), kPageHeaders));
  server.on("/b", reply(200, other_page("/b"), kPageHeaders));
  publish("/a", "Bericht über die Brücke");
  publish("/b", "");
  share("/a");
  server.on("/a", reply(200, "<html><body><form><input type=password></form></body></html>",
                        kPageHeaders));
  now += 1h;
  EXPECT_EQ(look(), 1);
  EXPECT_TRUE(article("/a").revisions.empty());
  std::string other =
      "<html lang=de><head><title>Neues vom Fußball</title><body><article><h1>Neues "
      "vom Fußball</h1>";
  for (int i = 0; i < 8; ++i) {
    other +=
        "<p>Der Verein gewann auswärts das Pokalspiel knapp nach Verlängerung, der Trainer "
        "lobte seine junge Mannschaft ausdrücklich und freute sich.</p>";
  }
  server.on("/other", reply(200, other + "</article>", kPageHeaders));
  server.on("/a", test::redirect(302, "/other"));
  now += 5h;
  share("/a");
  EXPECT_EQ(look(), 2);
  EXPECT_EQ(article("/a").article.title, "Bericht über die Brücke");
  EXPECT_TRUE(article("/a").revisions.empty());
}

TEST_F(SecondLooks, ALookUnderWayWhenTheProcessDiesIsMadeAgainAndChangesNothingTwice) {
  server.on("/a", reply(200, toll_page("Bericht", "drei"), kPageHeaders));
  server.on("/b", reply(200, other_page("/b"), kPageHeaders));
  publish("/a", "Bericht");
  publish("/b", "");
  share("/a");
  server.on("/a", reply(200, toll_page("Bericht", "vier"), kPageHeaders));
  now += 1h;
  struct Death {};
  gather.on_appended = [] { throw Death{}; };  // after the hand-over, before the look is noted
  EXPECT_THROW(look(), Death);
  gather.on_appended = [] {};
  EXPECT_EQ(look(), 1) << "it is still due";
  EXPECT_EQ(changes("/a"), (std::vector<std::string>{"number"}));
  EXPECT_EQ(article("/a").revisions.size(), 1u);
  EXPECT_EQ(look(), 0);
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

TEST_F(SecondLooks, AStoppedLookIsStillDue) {
  server.on("/a", reply(200, toll_page("Bericht", "drei"), kPageHeaders));
  server.on("/b", reply(200, other_page("/b"), kPageHeaders));
  publish("/a", "Bericht");
  publish("/b", "");
  share("/a");
  now += 1h;
  std::stop_source stopped;
  stopped.request_stop();
  EXPECT_EQ(look(stopped.get_token()), 0);
  EXPECT_EQ(look(), 1);
}

TEST_F(SecondLooks, APageThatFailsIsTriedAgainAndRobotsAreObeyed) {
  for (const std::string path : {"/a", "/b", "/c"}) {
    server.on(path, reply(200, path == "/a" ? toll_page("Bericht /a", "drei") : other_page(path),
                          kPageHeaders));
    publish(path, path == "/a" ? "Bericht /a" : "");
  }
  share("/a");
  server.on("/a", reply(503));
  now += 1h;
  EXPECT_EQ(look(), 1);
  server.on("/a", reply(200, toll_page("Bericht /a", "vier"), kPageHeaders));
  now += 29min;
  EXPECT_EQ(look(), 0);
  now += 1min;
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(changes("/a"), (std::vector<std::string>{"number"}));
}

TEST_F(SecondLooks, WhatAnotherExtractionReadIsNotComparedWithWhatThisOneReads) {
  server.on("/a", reply(200, toll_page("Bericht", "drei"), kPageHeaders));
  publish("/a", "Bericht");
  share("/a");
  // The version of the program is not among it: an update of other parts changes no reading.
  EXPECT_EQ(archive->writer().db.one<std::string>("SELECT program FROM watched_page"),
            "extraction " + std::to_string(kExtractionVersion));
  const std::string next = "extraction " + std::to_string(kExtractionVersion + 1);
  archive->writer().db.run("UPDATE watched_page SET program = ?1", next);
  now += 1h;
  EXPECT_EQ(look(), 0);
  EXPECT_EQ(watched(), 0);
}

TEST_F(SecondLooks, TheFeedsWordsCountAsTheyDidTheFirstTime) {
  // The page alone would choose its h1; with the feed's headline it is the other.
  server.on("/a", reply(200, toll_page("Tote an der Brücke", "drei"), kPageHeaders));
  publish("/a", "Tote an der Brücke bei Meren");
  const std::string title = article("/a").article.title;
  share("/a");
  server.on("/a", reply(200, toll_page("Tote an der Brücke", "vier"), kPageHeaders));
  now += 1h;
  EXPECT_EQ(look(), 1);
  EXPECT_EQ(article("/a").article.title, title);
  EXPECT_EQ(changes("/a"), (std::vector<std::string>{"number"}));
}

}  // namespace
}  // namespace depesche
