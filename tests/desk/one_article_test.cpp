#include "store/sqlite/writer.h"
#include "tests/desk/wire_fixture.h"

namespace depesche {
namespace {

/// One report, told at several addresses or by several feeds, is one article.
class OneArticleTest : public WireTest {
 protected:
  OneArticleTest() {
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    options.politeness.gap = 0ms;
    // The outlet's names are all this machine's.
    options.client.network.resolve = [](std::string_view) {
      return std::vector<fetch::IpAddress>{*fetch::parse_ip("127.0.0.1")};
    };
    fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
  }

  std::string at(const std::string& path, const std::string& host = "bote.example") const {
    return server.url(path, host);
  }
  /// A page that says itself what its address is.
  static std::string report(std::string_view headline, const std::string& canonical,
                            std::string_view about = "Brücke") {
    std::string text = page(headline);
    for (std::size_t i = 0; (i = text.find("Brücke,", i)) != std::string::npos; ++i) {
      text.replace(i, std::string_view("Brücke").size(), about);
    }
    if (!canonical.empty()) {
      text.insert(text.find("</head>"), "<link rel=canonical href=\"" + canonical + "\">");
    }
    return text;
  }
  /// Two reports that have next to nothing in common.
  static std::string other_report(std::string_view headline, const std::string& canonical) {
    std::string body;
    for (int i = 0; i < 6; ++i) {
      body += "<p>Zum " + std::to_string(i + 3) +
              ". Mal gewann gestern Abend der Verein vor ausverkauftem Haus, drei Tore fielen erst "
              "nach Wiederanpfiff; Trainer wie Spieler jubelten ausgelassen mit Fans.</p>";
    }
    return "<!DOCTYPE html><html lang=de><head><title>" + std::string(headline) +
           " - Der Bote</title><link rel=canonical href=\"" + canonical +
           "\"></head><body><article><h1>" + std::string(headline) + "</h1>" + body +
           "</article></body></html>";
  }
  struct Told {
    std::string guid, url, title;
  };
  static std::string rss(const std::string& home, const std::vector<Told>& entries) {
    std::string items;
    for (const Told& one : entries) {
      items += "<item><title>" + one.title + "</title><link>" + one.url + "</link>";
      if (!one.guid.empty()) items += "<guid isPermaLink=\"false\">" + one.guid + "</guid>";
      items += "</item>";
    }
    return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Der Bote</title><link>" +
           home + "</link><description>x</description>" + items + "</channel></rss>";
  }
  void serve_feed(const std::string& path, const std::vector<Told>& entries) {
    server.on(path, reply(200, rss(at("/"), entries), kRss));
  }
  PollReport poll_and_gather(const std::string& path) {
    PollReport report = poll(at(path));
    EXPECT_FALSE(report.error) << report.error->message;
    gather_all();
    return report;
  }
  /// The feed's answer is there, its words are shown; its pages are not read yet.
  OpenPoll open(Gatherer& gatherer, const std::string& path) {
    OpenPoll poll = gatherer.open(subscribe(at(path)), {});
    gather_all();
    return poll;
  }
  void restart() {
    const auto path = archive->path().parent_path();
    archive.reset();
    auto opened = Archive::open(path);
    ASSERT_TRUE(opened);
    archive = std::move(*opened);
  }
  std::vector<std::string> addresses() {
    std::vector<std::string> all;
    Connection& db = archive->writer().db;
    auto rows = db.query("SELECT canonical_url FROM article ORDER BY canonical_url");
    while (rows.step()) all.push_back(rows.get<std::string>(0));
    EXPECT_EQ(archive->intake().size(), 0);
    EXPECT_EQ(*db.one<int>("SELECT count(*) FROM article WHERE page_retry_at IS NOT NULL"
                           " AND page_error_code = ''"),
              0)
        << "nothing waits for its page";
    EXPECT_EQ(check(*archive), std::vector<std::string>{});
    return all;
  }
  using Addresses = std::vector<std::string>;
  ArticlePage shown(const std::string& url) {
    auto page = article(url);
    EXPECT_TRUE(page) << url;
    return page.value_or(ArticlePage{});
  }
};

TEST_F(OneArticleTest, TheFeedsWordsBecomeThePageUnderTheAddressItNames) {
  server.on("/1", reply(200, report("Brücke gesperrt", at("/lokales/bruecke")), kHtml));
  serve_feed("/feed", {{"g1", at("/1"), "Brücke zu"}});
  Gatherer gatherer(*archive, *fetcher, gather);
  OpenPoll poll = open(gatherer, "/feed");
  const ArticleId words = shown(at("/1")).id;
  while (!poll.is_over()) gatherer.go_on(poll, {});
  gather_all();
  EXPECT_EQ(addresses(), Addresses{at("/lokales/bruecke")});
  const ArticlePage page = shown(at("/lokales/bruecke"));
  EXPECT_EQ(page.id, words) << "who had opened it finds the whole report there";
  EXPECT_EQ(page.article.origin, Origin::Page);
  EXPECT_TRUE(page.revisions.empty());
  EXPECT_TRUE(page.story);
}

TEST_F(OneArticleTest, AlsoWhereTheWordsWereNotTakenUpYet) {
  server.on("/1", reply(200, report("Brücke gesperrt", at("/lokales/bruecke")), kHtml));
  serve_feed("/feed", {{"g1", at("/1"), "Brücke zu"}});
  poll_and_gather("/feed");
  EXPECT_EQ(addresses(), Addresses{at("/lokales/bruecke")});
}

TEST_F(OneArticleTest, WordsThatAreBeingTakenUpWhenThePageComesGiveWay) {
  server.on("/1", reply(200, report("Brücke gesperrt", at("/lokales/bruecke")), kHtml));
  serve_feed("/feed", {{"g1", at("/1"), "Brücke zu"}});
  Gatherer gatherer(*archive, *fetcher, gather);
  OpenPoll poll = gatherer.open(subscribe(at("/feed")), {});
  const Intake::Batch prepared = archive->intake().take(10);
  ASSERT_EQ(prepared.entries.size(), 1u);
  while (!poll.is_over()) gatherer.go_on(poll, {});
  AcceptTransaction accept = archive->begin_accept();
  const IntakeEntry& words = prepared.entries[0];
  EXPECT_EQ(accept.put_article(words.submission, {}, kNow, {words.id}).outcome, Outcome::Withdrawn);
  accept.commit();
  gather_all();
  EXPECT_EQ(addresses(), Addresses{at("/lokales/bruecke")});
}

TEST_F(OneArticleTest, ARestartBetweenWordsAndPageChangesNothing) {
  server.on("/1", reply(200, report("Brücke gesperrt", at("/lokales/bruecke")), kHtml));
  server.on("/2", reply(200, report("Tor offen", at("/lokales/tor"), "Torhalle"), kHtml));
  serve_feed("/feed", {{"g1", at("/1"), "Brücke zu"}, {"", at("/2"), "Tor offen"}});
  {
    Gatherer gatherer(*archive, *fetcher, gather);
    OpenPoll poll = open(gatherer, "/feed");
    gatherer.go_on(poll, {});  // one of the two, then it dies
  }
  restart();
  gather_all();
  poll_and_gather("/feed");
  EXPECT_EQ(addresses(), (Addresses{at("/lokales/bruecke"), at("/lokales/tor")}));
  restart();
  EXPECT_EQ(poll_and_gather("/feed").new_entries, 0u);
  EXPECT_EQ(addresses(), (Addresses{at("/lokales/bruecke"), at("/lokales/tor")}));
}

TEST_F(OneArticleTest, TwoFeedsThatNameOnePageDifferently) {
  const std::string own = at("/lokales/bruecke");
  server.on("/lokales/bruecke", reply(200, report("Brücke gesperrt", own), kHtml));
  server.on("/rss/1", reply(200, report("Brücke gesperrt", own), kHtml));
  serve_feed("/a", {{"g1", own, "Brücke gesperrt"}});
  serve_feed("/b", {{"77", at("/rss/1"), "Brücke gesperrt"}});
  poll_and_gather("/a");
  const ArticlePage before = shown(own);
  ASSERT_TRUE(before.story);
  Gatherer gatherer(*archive, *fetcher, gather);
  OpenPoll poll = open(gatherer, "/b");
  const ArticleId words = shown(at("/rss/1")).id;
  while (!poll.is_over()) gatherer.go_on(poll, {});
  gather_all();
  EXPECT_EQ(addresses(), Addresses{own});
  const ArticlePage after = shown(own);
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.story, before.story);
  EXPECT_TRUE(after.revisions.empty());
  EXPECT_EQ(archive->reader().given_way_to(words), before.id) << "who had opened the words";
  // And the same after a restart, from the stream alone.
  archive->drop_snapshots();
  restart();
  gather_all();
  EXPECT_EQ(addresses(), Addresses{own});
}

TEST_F(OneArticleTest, TwoFeedsAtOnceBothInTheirWordsFirst) {
  const std::string own = at("/lokales/bruecke");
  for (const char* path : {"/rss/1", "/rss/2"}) {
    server.on(path, reply(200, report("Brücke gesperrt", own), kHtml));
  }
  serve_feed("/a", {{"g1", at("/rss/1"), "Brücke gesperrt"}});
  serve_feed("/b", {{"77", at("/rss/2"), "Brücke gesperrt"}});
  Gatherer gatherer(*archive, *fetcher, gather);
  OpenPoll a = open(gatherer, "/a");
  OpenPoll b = open(gatherer, "/b");
  gatherer.go_on(b, {});
  gatherer.go_on(a, {});
  gather_all();
  EXPECT_EQ(addresses(), Addresses{own});
  EXPECT_TRUE(shown(own).revisions.empty());
}

TEST_F(OneArticleTest, WordsThatWereGatheredGoIntoTheStoryOfTheReport) {
  const std::string own = at("/lokales/bruecke");
  sys_seconds now = kNow;
  gather.now = [&now] { return now; };
  server.on("/rss/1", reply(503));
  server.on("/lokales/bruecke", reply(200, report("Brücke gesperrt", own), kHtml));
  serve_feed("/b", {{"77", at("/rss/1"), "Das Amt sperrt die Brücke"}});
  serve_feed("/a", {{"g1", own, "Brücke gesperrt"}});
  poll_and_gather("/b");
  poll_and_gather("/a");
  const ArticlePage words = shown(at("/rss/1"));
  const ArticlePage whole = shown(own);
  ASSERT_TRUE(words.story && whole.story);
  ASSERT_NE(words.id, whole.id) << "nothing said until now that they are one";
  server.on("/rss/1", reply(200, report("Brücke gesperrt", own), kHtml));
  now += 2h;
  const auto retries = archive->page_retries(now, 10);
  ASSERT_EQ(retries.size(), 1u);
  Gatherer(*archive, *fetcher, gather).retry_page(retries[0], {});
  gather_all();
  EXPECT_EQ(addresses(), Addresses{own});
  EXPECT_EQ(shown(own).id, whole.id);
  EXPECT_EQ(shown(own).story, whole.story);
  if (words.story != whole.story) {
    EXPECT_EQ(archive->reader().story_page(words.story, {})->id, whole.story);
  }
  EXPECT_EQ(archive->reader().given_way_to(words.id), std::nullopt);
  restart();
  gather_all();
  EXPECT_EQ(addresses(), Addresses{own});
}

TEST_F(OneArticleTest, WordsWhosePageIsReadLaterTakeItsAddress) {
  const std::string own = at("/lokales/bruecke");
  sys_seconds now = kNow;
  gather.now = [&now] { return now; };
  server.on("/rss/1", reply(503));
  serve_feed("/b", {{"77", at("/rss/1"), "Das Amt sperrt die Brücke"}});
  poll_and_gather("/b");
  const ArticlePage words = shown(at("/rss/1"));
  server.on("/rss/1", reply(200, report("Brücke gesperrt", own), kHtml));
  now += 2h;
  Gatherer(*archive, *fetcher, gather).retry_page(archive->page_retries(now, 10).at(0), {});
  gather_all();
  EXPECT_EQ(addresses(), Addresses{own});
  EXPECT_EQ(shown(own).id, words.id);
  // Another feed that knows that address alone.
  server.on("/lokales/bruecke", reply(200, report("Brücke gesperrt", own), kHtml));
  serve_feed("/a", {{"g1", own, "Brücke gesperrt"}});
  poll_and_gather("/a");
  EXPECT_EQ(addresses(), Addresses{own});
}

TEST_F(OneArticleTest, APageThatIsNotTheReportTakesNobodysPlace) {
  // A wall in front of everything, and an outlet all of whose pages name one address.
  for (const char* path : {"/1", "/2"}) server.on(path, test::redirect(302, "/anmelden"));
  server.on("/anmelden",
            reply(200, other_report("Jetzt anmelden und weiterlesen", at("/anmelden")), kHtml));
  server.on("/3", reply(200, report("Bahnhof brennt", at("/ressort")), kHtml));
  server.on("/4", reply(200, other_report("Pokal gewonnen", at("/ressort")), kHtml));
  serve_feed("/feed", {{"1", at("/1"), "Brücke gesperrt"},
                       {"2", at("/2"), "Hafen wächst"},
                       {"3", at("/3"), "Bahnhof brennt"},
                       {"4", at("/4"), "Pokal gewonnen"}});
  poll_and_gather("/feed");
  const Addresses all = addresses();
  EXPECT_EQ(all.size(), 4u) << testing::PrintToString(all);
  EXPECT_TRUE(article(at("/1")));
  EXPECT_TRUE(article(at("/2")));
}

TEST_F(OneArticleTest, TakenDownUnderTheAddressThePageNamesTheWordsGoToo) {
  const std::string own = at("/lokales/bruecke");
  take_down(*archive, own, "wish", kNow);
  server.on("/1", reply(200, report("Brücke gesperrt", own), kHtml));
  serve_feed("/feed", {{"g1", at("/1"), "Brücke gesperrt"}});
  Gatherer gatherer(*archive, *fetcher, gather);
  OpenPoll poll = open(gatherer, "/feed");
  while (!poll.is_over()) gatherer.go_on(poll, {});
  gather_all();
  EXPECT_EQ(addresses(), Addresses{});
}

/// Two polls of one feed, the second of which tells the report another way.
struct Retelling {
  std::string_view name;
  std::string first_guid, first_path, second_guid, second_path;
  std::string second_title = "Brücke gesperrt";
};

TEST_F(OneArticleTest, HoweverItIsTold) {
  const std::string own = at("/lokales/bruecke");
  const Retelling retellings[] = {
      {"the same again", "1", "/r/1", "1", "/r/1"},
      {"another guid", "1", "/r/1", "2", "/r/1"},
      {"another guid and headline", "1", "/r/1", "2", "/r/1", "Brücke zu"},
      {"no guid any more", "1", "/r/1", "", "/r/1"},
      {"another address", "1", "/r/1", "1", "/r/2"},
      {"another address and headline", "1", "/r/1", "1", "/r/2", "Brücke zu"},
      {"another address, no guid", "", "/r/1", "", "/r/2"},
      {"a parameter that tracks", "1", "/r/1", "1", "/r/1?utm_source=rss"},
      {"a parameter that changes", "", "/r/1?s=1", "", "/r/1?s=2"},
      {"a redirect", "", "/r/1", "", "/moved"},
      {"the mobile page", "", "/r/1", "", "mobile"},
      {"the AMP page", "1", "/r/1", "2", "/amp/1"},
      {"its own address", "1", "/r/1", "1", "own"},
      {"its own address, no guid", "", "/r/1", "", "own"},
      {"a slash at the end of its own address", "1", "/r/1", "", "own/"},
  };
  const auto address = [&](const std::string& path) {
    if (path == "own") return own;
    if (path == "own/") return own + "/";
    if (path == "mobile") return at("/r/1", "m.bote.example");
    return at(path);
  };
  for (const char* path : {"/r/1", "/r/2", "/amp/1", "/lokales/bruecke", "/lokales/bruecke/"}) {
    server.on(path, reply(200, report("Brücke gesperrt", own), kHtml));
  }
  server.on("/moved", test::redirect(301, "/r/2"));
  int i = 0;
  for (const Retelling& told : retellings) {
    for (const bool page_fails : {false, true}) {
      SCOPED_TRACE(std::string(told.name) + (page_fails ? ", whose page fails then" : ""));
      const bool is_other_page = told.second_path != told.first_path;
      if (page_fails && is_other_page && !told.second_path.starts_with("own")) {
        continue;  // nothing says that it is the same
      }
      const std::string path = "/feed" + std::to_string(++i);
      serve_feed(path, {{told.first_guid, address(told.first_path), "Brücke gesperrt"}});
      poll_and_gather(path);
      EXPECT_EQ(addresses(), Addresses{own});
      if (page_fails) {
        for (const char* page : {"/r/1", "/lokales/bruecke", "/lokales/bruecke/"}) {
          server.on(page, reply(403));
        }
      }
      serve_feed(path, {{told.second_guid, address(told.second_path), told.second_title}});
      poll_and_gather(path);
      EXPECT_EQ(addresses(), Addresses{own});
      EXPECT_EQ(shown(own).article.origin, Origin::Page);
      for (const char* page : {"/r/1", "/lokales/bruecke", "/lokales/bruecke/"}) {
        server.on(page, reply(200, report("Brücke gesperrt", own), kHtml));
      }
      // The next begins anew.
      for (const FeedRow& feed : archive->feeds().list()) archive->feeds().remove(feed.id);
      collect_garbage(*archive, {.articles = std::chrono::days(0), .moving = std::chrono::days(0)},
                      kNow + std::chrono::hours(1));
      EXPECT_EQ(addresses(), Addresses{});
    }
  }
}

TEST_F(OneArticleTest, AnAddressOfItsOwnThatChangesWithTheHeadline) {
  server.on("/p=1", reply(200, report("Brücke gesperrt", at("/bruecke-gesperrt")), kHtml));
  serve_feed("/feed", {{"", at("/p=1"), "Brücke gesperrt"}});
  poll_and_gather("/feed");
  server.on("/p=1", reply(200, report("Brücke wieder frei", at("/bruecke-wieder-frei")), kHtml));
  serve_feed("/feed", {{"", at("/p=1"), "Brücke wieder frei"}});
  poll_and_gather("/feed");
  EXPECT_EQ(addresses(), Addresses{at("/bruecke-gesperrt")});
  EXPECT_EQ(shown(at("/bruecke-gesperrt")).article.title, "Brücke wieder frei");
  EXPECT_EQ(shown(at("/bruecke-gesperrt")).revisions.size(), 1u);
  // An address at which another report stands every day is none of its own.
  server.on("/p=1", reply(200, other_report("Pokal gewonnen", at("/pokal")), kHtml));
  serve_feed("/feed", {{"", at("/p=1"), "Pokal gewonnen"}});
  poll_and_gather("/feed");
  EXPECT_EQ(addresses(), (Addresses{at("/bruecke-gesperrt"), at("/pokal")}));
}

TEST_F(OneArticleTest, FeedAndNewsSitemapNameOnePage) {
  const std::string own = at("/lokales/bruecke");
  const auto sitemap = [&](const std::string& url) {
    return reply(200,
                 "<?xml version=\"1.0\"?><urlset "
                 "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
                 " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url><loc>" +
                     url +
                     "</loc><news:news><news:publication><news:name>Der Bote</news:name>"
                     "</news:publication><news:title>Brücke gesperrt</news:title></news:news></url>"
                     "</urlset>",
                 {{"Content-Type", "application/xml"}});
  };
  server.on("/lokales/bruecke", reply(200, report("Brücke gesperrt", own), kHtml));
  server.on("/to/1", test::redirect(302, "/lokales/bruecke?from=feed"));
  server.on("/sitemap", sitemap(own));
  serve_feed("/feed", {{"1", at("/to/1"), "Brücke gesperrt"}});
  Gatherer gatherer(*archive, *fetcher, gather);
  OpenPoll feed = open(gatherer, "/feed");
  OpenPoll map = open(gatherer, "/sitemap");
  while (!feed.is_over()) gatherer.go_on(feed, {});
  while (!map.is_over()) gatherer.go_on(map, {});
  gather_all();
  EXPECT_EQ(addresses(), Addresses{own});
  EXPECT_TRUE(shown(own).revisions.empty());
}

TEST_F(OneArticleTest, OtherSpellingsOfAnAddressAreKnownWithoutItsPage) {
  gather.backfill = 0;  // the feed's words alone
  const auto known = [&](const std::string& address) {
    Submission submission;
    submission.article.url = submission.article.canonical_url = address;
    submission.article.outlet = "Der Bote";
    submission.article.title = submission.article.text = "Brücke gesperrt";
    ASSERT_TRUE(archive->intake().append(submission, kNow));
  };
  known("https://www.bote.example/a");
  known("http://bote.example/b/");
  gather_all();
  serve_feed("/feed", {{"1", "http://bote.example/a", "Brücke zu"},
                       {"2", "https://bote.example/b", "Brücke zu"},
                       {"3", "http://bote.example/a?page=2", "Brücke zu"}});
  poll_and_gather("/feed");
  EXPECT_EQ(addresses(), (Addresses{"http://bote.example/a?page=2", "http://bote.example/b/",
                                    "https://www.bote.example/a"}));
}

}  // namespace
}  // namespace depesche
