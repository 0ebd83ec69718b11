// What outlets allow, from their servers to what is kept.
#include "desk/page_rights.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "desk/gatherer.h"
#include "desk/story_desk.h"
#include "store/sqlite/writer.h"
#include "tests/support/loopback_server.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_seconds;
using test::LoopbackServer;
using test::reply;

std::string plain_page(std::string_view head, std::string_view attribute = "") {
  std::string body;
  for (int i = 0; i < 6; ++i) {
    body += "<p" + std::string(attribute) + ">Absatz " +
            std::string(1, static_cast<char>('A' + i)) +
            ": Die Prüfer fanden Risse im Tragwerk der Brücke, sagte das Amt am Morgen. Pendler "
            "müssen bis auf weiteres Umwege fahren.</p>";
  }
  return "<!DOCTYPE html><html lang=de><head><title>Brücke gesperrt</title>" + std::string(head) +
         "</head><body><article><h1>Brücke gesperrt</h1>" + body + "</article></body></html>";
}

class PageRightsTest : public testing::Test {
 protected:
  PageRightsTest() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("rights_") + test->name() + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    archive = std::move(*Archive::open(folder_));
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
    gather.now = [this] { return now; };
  }
  ~PageRightsTest() override {
    archive.reset();
    std::filesystem::remove_all(folder_);
  }

  /// Reads the pages behind a feed; all of them.
  void read(const std::vector<std::string>& paths) {
    serve_feed(server, "/feed", paths);
    poll_with({});
  }
  void serve_feed(LoopbackServer& by, const std::string& at,
                  const std::vector<std::string>& paths) {
    std::string items;
    for (const std::string& path : paths) {
      items += "<item><title>" + path + "</title><link>" + server.url(path) + "</link></item>";
    }
    by.on(at, reply(200,
                    "<rss version=\"2.0\"><channel><title>Der Bote</title><link>" +
                        server.url("/") + "</link>" + items + "</channel></rss>",
                    {{"Content-Type", "application/rss+xml"}}));
  }
  void poll_with(const FeedOptions& options, const std::string& path = "/feed") {
    Gatherer gatherer(*archive, *fetcher, gather);
    const auto added =
        archive->feeds().add({server.url(path), "", "", "", "", {}, {}, false, options}, now);
    ASSERT_FALSE(gatherer.poll(*archive->feeds().find(added.id), {}).error);
    accept_all();
  }
  void accept_all() {
    StoryDesk desk(*archive);
    ASSERT_TRUE(desk.open());
    while (desk.accept_waiting(now).taken > 0) {
    }
  }
  ArticlePage article(const std::string& path) {
    const Reader reader = archive->reader();
    return *reader.article_page(*reader.article_by_address(server.url(path)));
  }

  LoopbackServer server;
  std::unique_ptr<Archive> archive;
  std::unique_ptr<fetch::Fetcher> fetcher;
  GatherOptions gather;
  sys_seconds now{1'790'000'000s};

 private:
  std::filesystem::path folder_;
};

const std::string kTdmFile = "/.well-known/tdmrep.json";
const test::HeaderLines kHtmlHeaders{{"Content-Type", "text/html; charset=utf-8"}};

TEST_F(PageRightsTest, AreGatheredFromEveryPlaceThatSaysThem) {
  server.on("/robots.txt", reply(200,
                                 "License: license.xml\nUser-agent: *\nContent-Usage: search=y\n"
                                 "Content-Usage: /a train-ai=n\n"));
  server.on(
      "/.well-known/tdmrep.json",
      reply(200, R"([{"location":"/","tdm-reservation":1,"tdm-policy":"https://p.example/"}])"));
  server.on("/a", reply(200,
                        plain_page("<meta name=robots content='max-snippet:90'>"
                                   "<meta name=googlebot-news content='noarchive'>"),
                        {{"Content-Type", "text/html"},
                         {"X-Robots-Tag", "otherbot: noindex"},
                         {"X-Robots-Tag", "noimageindex"},
                         {"Link", "</a.xml>; rel=\"license\"; type=\"application/rsl+xml\""}}));
  server.on("/b",
            reply(200, plain_page(""), {{"Content-Type", "text/html"}, {"tdm-reservation", "0"}}));
  server.on("/c", reply(200,
                        plain_page("<meta name=tdm-reservation content=1>"
                                   "<link rel=license href=/terms>"),
                        {{"Content-Type", "text/html"}, {"tdm-reservation", "0"}}));
  read({"/a", "/b", "/c"});
  const Rights a = article("/a").article.rights;
  EXPECT_EQ(a.robots, "noarchive, noimageindex, max-snippet:90");
  EXPECT_EQ(a.max_snippet, 90);
  EXPECT_EQ(a.tdm, "1 https://p.example/");
  EXPECT_EQ(a.aipref, "train-ai=n") << "the longer rule counts alone";
  EXPECT_EQ(a.license, server.url("/a.xml")) << "the head overrides robots.txt";
  EXPECT_EQ(a.seen_at, now);
  EXPECT_EQ(article("/b").article.rights.tdm, "0") << "the head overrides the file";
  EXPECT_EQ(article("/b").article.rights.aipref, "search=y");
  EXPECT_EQ(article("/b").article.rights.license, server.url("/license.xml"));
  EXPECT_EQ(article("/c").article.rights.tdm, "1") << "the page overrides the head";
  EXPECT_EQ(article("/c").article.rights.license, server.url("/terms"));
  EXPECT_EQ(article("/a").card.most_quoted, 90);
  EXPECT_TRUE(article("/a").card.may_quote);
  EXPECT_EQ(server.count("/.well-known/tdmrep.json"), 1) << "once a day for all pages";
}

TEST_F(PageRightsTest, WhatAnOutletSaysToOneWayOfAskingHoldsForThatWay) {
  const std::string file = "/.well-known/tdmrep.json";
  LoopbackServer proxy;
  fetch::FetcherOptions options;
  options.client.addresses.allow_private = true;
  FeedOptions through, named;
  through.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  through.cookie = "sitzung=tee";
  named.user_agent = "Leser/1";
  options.client.proxies = *fetch::parse_proxies(through.proxy);
  fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
  proxy.on(server.url(file), reply(200, R"([{"location":"/","tdm-reservation":1}])"));
  server.on(file, [](const test::LoopbackRequest& request, test::LoopbackConnection& connection) {
    const bool is_named = request.header("user-agent") == "Leser/1";
    reply(200, is_named ? R"([{"location":"/","tdm-reservation":0}])" : "[]")(request, connection);
  });
  for (const std::string path : {"/a", "/b", "/c", "/d"}) {
    server.on(path, reply(200, plain_page(""), kHtmlHeaders));
    proxy.on(server.url(path), reply(200, plain_page(""), kHtmlHeaders));
  }
  serve_feed(proxy, server.url("/proxied"), {"/a", "/d"});
  serve_feed(server, "/plain", {"/b"});
  serve_feed(server, "/named", {"/c"});
  poll_with(through, "/proxied");
  poll_with({}, "/plain");
  poll_with(named, "/named");
  EXPECT_EQ(article("/a").article.rights.tdm, "1");
  EXPECT_EQ(article("/b").article.rights.tdm, "") << "a proxy's word is not the outlet's to all";
  EXPECT_EQ(article("/c").article.rights.tdm, "0");
  EXPECT_EQ(article("/d").article.rights.tdm, "1");
  EXPECT_EQ(proxy.count(server.url(file)), 1) << "once a day, each way";
  EXPECT_EQ(server.count(file), 2);
  for (const test::LoopbackRequest& request : proxy.requests()) {
    if (request.path != server.url(file)) continue;
    EXPECT_EQ(request.header("cookie"), "") << "it is for all";
  }
}

// Whose page is refused or missing, or is not read at all, is the same outlet's.
TEST_F(PageRightsTest, WordsOfTheFeedHaveWhatIsSaidAroundTheirPages) {
  server.on("/robots.txt", reply(200,
                                 "License: /license.xml\nUser-agent: *\nDisallow: /a\n"
                                 "Content-Usage: train-ai=n\n"));
  server.on(kTdmFile, reply(200, R"([{"location":"/b","tdm-reservation":1}])"));
  server.on("/c", reply(200, plain_page(""), kHtmlHeaders));
  read({"/a", "/b", "/c"});
  for (const std::string path : {"/a", "/b", "/c"}) {
    const ArticlePage shown = article(path);
    EXPECT_EQ(shown.article.origin, path == "/c" ? Origin::Page : Origin::Feed) << path;
    EXPECT_EQ(shown.article.rights.tdm, path == "/b" ? "1" : "") << path;
    EXPECT_EQ(shown.article.rights.aipref, "train-ai=n") << path;
    EXPECT_EQ(shown.article.rights.license, server.url("/license.xml")) << path;
    EXPECT_EQ(shown.article.rights.seen_at, now) << path;
  }
  EXPECT_EQ(server.count(kTdmFile), 1);
}

TEST_F(PageRightsTest, WordsBeyondBackfillHaveWhatIsKnownAndNothingIsAskedForThem) {
  gather.backfill = 1;
  server.on("/robots.txt", reply(200, "User-agent: *\nContent-Usage: search=n\n"));
  server.on(kTdmFile, reply(200, R"([{"location":"/","tdm-reservation":1}])"));
  server.on("/a", reply(200, plain_page(""), kHtmlHeaders));
  read({"/a", "/b", "/c"});
  EXPECT_EQ(server.requests().size(), 4U) << "the feed, robots.txt, the page and its TDM file";
  for (const std::string path : {"/b", "/c"}) {
    EXPECT_EQ(article(path).article.rights.tdm, "1") << path;
    EXPECT_FALSE(article(path).card.may_find) << path;
  }
}

TEST_F(PageRightsTest, WordsThatWereTakenMeanwhileHaveItToo) {
  gather.backfill = 1;
  server.on(kTdmFile, reply(200, R"([{"location":"/","tdm-reservation":1}])"));
  server.on("/robots.txt", reply(200, "User-agent: *\nContent-Usage: search=n\n"));
  server.on("/a", reply(200, plain_page(""), kHtmlHeaders));
  serve_feed(server, "/feed", {"/a", "/b"});
  Gatherer gatherer(*archive, *fetcher, gather);
  const auto added = archive->feeds().add({server.url("/feed"), "", "", "", ""}, now);
  OpenPoll poll = gatherer.open(*archive->feeds().find(added.id), {});
  accept_all();
  EXPECT_TRUE(article("/b").card.may_find) << "nothing is known yet";
  while (!poll.is_over()) gatherer.go_on(poll, {});
  EXPECT_EQ(archive->intake().size(), 1) << "the page alone";
  accept_all();
  EXPECT_FALSE(article("/b").card.may_find);
  EXPECT_EQ(article("/b").article.rights.tdm, "1");
  EXPECT_TRUE(article("/b").revisions.empty());
}

TEST_F(PageRightsTest, WhoTookWaitingWordsBeforeTheirRightsWereKnownTakesThemAgain) {
  gather.backfill = 1;
  server.on(kTdmFile, reply(200, R"([{"location":"/","tdm-reservation":1}])"));
  server.on("/a", reply(200, plain_page(""), kHtmlHeaders));
  serve_feed(server, "/feed", {"/a", "/b"});
  Gatherer gatherer(*archive, *fetcher, gather);
  const auto added = archive->feeds().add({server.url("/feed"), "", "", "", ""}, now);
  OpenPoll poll = gatherer.open(*archive->feeds().find(added.id), {});
  const Intake::Batch taken = archive->intake().take(1);  // the older one's words
  ASSERT_EQ(taken.entries.front().submission.article.canonical_url, server.url("/b"));
  while (!poll.is_over()) gatherer.go_on(poll, {});
  {
    AcceptTransaction accept = archive->begin_accept();
    const IntakeEntry& words = taken.entries.front();
    EXPECT_EQ(accept.put_article(words.submission, {}, now, {words.id}).outcome,
              Outcome::Withdrawn);
    accept.commit();
  }
  accept_all();
  EXPECT_EQ(article("/b").article.rights.tdm, "1");
}

TEST_F(PageRightsTest, WhereNoPageIsReadNothingIsAsked) {
  gather.backfill = 0;
  read({"/a", "/b"});
  EXPECT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(article("/a").article.rights, Rights{});
}

TEST_F(PageRightsTest, AServerThatDoesNotAnswerIsNotAskedForItsFileEither) {
  server.on("/robots.txt", reply(200, "User-agent: *\nContent-Usage: train-ai=n\n"));
  server.on("/a", reply(503));
  read({"/a"});
  EXPECT_EQ(server.count(kTdmFile), 0);
  EXPECT_EQ(article("/a").article.rights.aipref, "train-ai=n");
}

TEST_F(PageRightsTest, APageThatIsRefusedAgainHasItsRightsSeenAgain) {
  server.on("/a", reply(403));
  read({"/a"});
  EXPECT_EQ(article("/a").article.rights, Rights{});
  server.on(kTdmFile, reply(200, R"([{"location":"/","tdm-reservation":1}])"));
  now += 25h;
  Gatherer gatherer(*archive, *fetcher, gather);
  const auto due = archive->page_retries(now, 10);
  ASSERT_EQ(due.size(), 1U);
  gatherer.retry_page(due.front(), {});
  EXPECT_EQ(article("/a").article.rights.tdm, "1");
  EXPECT_EQ(article("/a").article.rights.seen_at, now);
}

TEST_F(PageRightsTest, PassagesNotToBeQuotedAreNoted) {
  server.on("/a", reply(200, plain_page("", " data-nosnippet"), kHtmlHeaders));
  std::string boxed = plain_page("<style>x</style>");
  boxed.insert(boxed.find("<article>"),
               "<nav data-nosnippet><a href=\"/brief\">Bitte melden Sie sich für unseren Brief am "
               "Morgen an.</a></nav>");
  server.on("/b", reply(200, boxed, kHtmlHeaders));
  read({"/a", "/b"});
  EXPECT_EQ(article("/a").article.rights.robots, "data-nosnippet");
  EXPECT_FALSE(article("/a").card.may_quote);
  EXPECT_EQ(article("/b").article.rights.robots, "") << "that box is not the report's";
  EXPECT_TRUE(article("/b").card.may_quote);
}

TEST_F(PageRightsTest, WhatIsAllowedLaterCountsFromThenOn) {
  server.on("/a", reply(200, plain_page(""), kHtmlHeaders));
  server.on("/b", reply(200, plain_page("<meta name=x content=y>"), kHtmlHeaders));
  read({"/a"});
  EXPECT_EQ(article("/a").article.rights, Rights{});
  server.on("/a", reply(200, plain_page("<meta name=robots content=noindex>"), kHtmlHeaders));
  archive->writer().db.run("UPDATE story SET outlets = 2");
  now += 1h;
  Gatherer gatherer(*archive, *fetcher, gather);
  for (const WatchedPage& due : gatherer.due_looks(10)) gatherer.look_again(due, {});
  const ArticlePage shown = article("/a");
  EXPECT_EQ(shown.article.rights.robots, "noindex");
  EXPECT_EQ(shown.article.rights.seen_at, now);
  EXPECT_FALSE(shown.card.may_find);
  EXPECT_TRUE(shown.revisions.empty()) << "its words are the same";
}

TEST_F(PageRightsTest, WhereTheFileCannotBeHadItsLastWordHolds) {
  server.on("/.well-known/tdmrep.json", reply(200, R"([{"location":"/","tdm-reservation":1}])"));
  for (const char* path : {"/a", "/b", "/c"})
    server.on(path, reply(200, plain_page(path), kHtmlHeaders));
  read({"/a"});
  server.on("/.well-known/tdmrep.json", reply(503));
  now += 25h;
  read({"/a", "/b"});
  EXPECT_EQ(article("/b").article.rights.tdm, "1");
  server.on("/.well-known/tdmrep.json", reply(404));
  now += 25h;
  read({"/a", "/b", "/c"});
  EXPECT_EQ(article("/c").article.rights.tdm, "") << "there is none any more";
}

}  // namespace
}  // namespace depesche
