#include "desk/subscribe.h"
#include "feed/opml.h"
#include "tests/desk/wire_fixture.h"

namespace depesche {
namespace {

class PollsTest : public WireTest {};

TEST_F(PollsTest, ASitemapIndexLeadsToItsNewsAndOnlyToWhatChangedLast) {
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

TEST_F(PollsTest, APageThatIsRefusedLeavesTheFeedsWordsMarkedAndGathered) {
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

TEST_F(PollsTest, ThePageReplacesTheFeedsWordsWithoutARevision) {
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

TEST_F(PollsTest, WithoutATitleAPassingFailureIsAskedAgainAndALastingOneIsNot) {
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

TEST_F(PollsTest, APostWithoutATitleIsThereInItsOwnWordsWhenItsPageIsMissing) {
  server.on("/post", reply(404));
  std::string posts = feed(server, {{"", "/post"}});
  posts.insert(posts.find("<link>", posts.find("<item>")),
               "<description>&lt;p&gt;Die Fähre fährt wieder. Es gibt Kuchen.&lt;/p&gt;"
               "</description>");
  server.on("/feed", reply(200, posts, kRss));
  const PollReport report = poll(server.url("/feed"));
  EXPECT_EQ(report.feed_only, 1u);
  EXPECT_EQ(report.lost, 0u);
  gather_all();
  const auto shown = article(server.url("/post"));
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->article.title, "Die Fähre fährt wieder.");
  EXPECT_EQ(shown->article.standfirst, "Die Fähre fährt wieder. Es gibt Kuchen.");
}

TEST_F(PollsTest, AChangedHeadlineReadsThePageAgain) {
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

TEST_F(PollsTest, LearnsAFeedsRhythmAndKeepsToWhatItAsksFor) {
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

TEST_F(PollsTest, AFeedWhoseHostWantsToBeLeftAloneIsPutOff) {
  auto now = kNow;
  gather.now = [&now] { return now; };
  server.on("/one", reply(429, "", {{"Retry-After", "7200"}}));
  server.on("/two", reply(200, feed(server, {}), kRss));
  poll(server.url("/one"));
  poll(server.url("/two"));
  EXPECT_EQ(server.count("/two"), 0);
  const FeedRow put_off = *archive->feeds().find(server.url("/two"));
  EXPECT_GE(put_off.next_poll_at, now + 7190s);
  EXPECT_EQ(put_off.wait_reason, WaitReason::HostRests);
  EXPECT_EQ(put_off.failures, 0) << "it did nothing wrong";
  EXPECT_TRUE(archive->feeds().due(now + 1h, 9).empty());
}

TEST_F(PollsTest, AFeedThatMovedToOneThatIsThereEndsAndNothingComesTwice) {
  server.on("/new", reply(200, feed(server, {{"Brücke gesperrt", "/a"}}), kRss));
  server.on("/a", reply(200, page("Brücke gesperrt"), kHtml));
  server.on("/old", test::redirect(301, "/new"));
  for (int i = 0; i < fetch::kMovesToBelieve; ++i) poll(server.url("/old"));
  EXPECT_EQ(archive->feeds().list().at(0).url, server.url("/new")) << "nobody was there";
  server.on("/older", test::redirect(301, "/new"));
  for (int i = 0; i < fetch::kMovesToBelieve; ++i) poll(server.url("/older"));
  const FeedRow ended = *archive->feeds().find(server.url("/older"));
  EXPECT_TRUE(ended.gone);
  EXPECT_EQ(ended.merged_into, server.url("/new"));
  EXPECT_EQ(poll(server.url("/new")).new_entries, 0u);
}

/// A podcast that says where it is from now on.
std::string podcast(const LoopbackServer& server, const std::string& moved_to) {
  std::string text = feed(server, {{"Brücke gesperrt", "/a"}});
  const std::string around = "<rss version=\"2.0\"";
  text.insert(text.find(around) + around.size(),
              " xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"");
  return text.insert(text.find("<item>"),
                     "<itunes:new-feed-url>" + moved_to + "</itunes:new-feed-url>");
}

TEST_F(PollsTest, AFeedThatNamesItsNewAddressIsAskedThereOnceItHasSaidSoOftenEnough) {
  server.on("/old", test::reply_with_etag("\"1\"", podcast(server, server.url("/new")), kRss));
  server.on("/new", reply(200, podcast(server, server.url("/new")), kRss));
  server.on("/a", reply(200, page("Brücke gesperrt"), kHtml));
  for (int i = 1; i < fetch::kMovesToBelieve; ++i) {
    poll(server.url("/old"));
    const FeedRow row = archive->feeds().list().at(0);
    EXPECT_EQ(row.url, server.url("/old"));
    EXPECT_EQ(row.redirect_url, server.url("/new"));
    EXPECT_EQ(row.redirect_count, i);
  }
  EXPECT_EQ(server.count("/new"), 0) << "it is not asked for on a word";
  poll(server.url("/old"));
  EXPECT_EQ(server.count("/new"), 1);
  const FeedRow moved = archive->feeds().list().at(0);
  EXPECT_EQ(moved.url, server.url("/new"));
  EXPECT_EQ(moved.redirect_url, "");
  EXPECT_EQ(poll(server.url("/new")).new_entries, 0u) << "it is the same feed";
}

TEST_F(PollsTest, ANewAddressWhereNoFeedIsOrThatSendsUsBackIsNotBelieved) {
  server.on("/a", reply(200, page("Brücke gesperrt"), kHtml));
  server.on("/page", reply(200, page("Kein Feed"), kHtml));
  server.on("/back", reply(200, podcast(server, server.url("/old")), kRss));
  for (const std::string& named :
       {server.url("/missing"), server.url("/page"), server.url("/back"),
        std::string("http://127.0.0.1:25/feed"), std::string("http://ich:geheim@127.0.0.1/feed"),
        std::string("ftp://127.0.0.1/feed"), server.url("/old")}) {
    server.on("/old", reply(200, podcast(server, named), kRss));
    for (int i = 0; i < fetch::kMovesToBelieve; ++i) poll(server.url("/old"));
    const FeedRow row = archive->feeds().list().at(0);
    EXPECT_EQ(row.url, server.url("/old")) << named;
    EXPECT_EQ(row.redirect_url, "") << named;
    EXPECT_EQ(row.error_code, "") << named << ": it is read all the same";
  }
}

TEST_F(PollsTest, ANewAddressIsAskedByTheRulesForEveryAddress) {
  LoopbackServer inside;
  fetch::FetcherOptions options;
  options.client.addresses.allowed_hosts = {"127.0.0.1:" + std::to_string(server.port())};
  fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
  inside.on("/rss", reply(200, feed(inside, {{"Nur für uns", "/a"}}), kRss));
  server.on("/old", reply(200, podcast(server, inside.url("/rss")), kRss));
  server.on("/a", reply(200, page("Brücke gesperrt"), kHtml));
  for (int i = 0; i < fetch::kMovesToBelieve; ++i) poll(server.url("/old"));
  EXPECT_EQ(archive->feeds().list().at(0).url, server.url("/old"));
  EXPECT_TRUE(inside.requests().empty()) << "a private address";
}

TEST_F(PollsTest, SubscribingAgainTakesUpAFeedThatEnded) {
  server.on("/rss", reply(410));
  poll(server.url("/rss"));
  ASSERT_TRUE(archive->feeds().list().at(0).gone);
  server.on("/rss", reply(200, feed(server, {{"Brücke gesperrt", "/a"}}), kRss));
  const auto later = kNow + 24h;
  const auto again = depesche::subscribe(*archive, *fetcher, server.url("/rss"), later, {});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(again->is_new);
  EXPECT_TRUE(again->is_revived);
  const FeedRow row = archive->feeds().list().at(0);
  EXPECT_FALSE(row.gone);
  EXPECT_EQ(row.error_message, "");
  EXPECT_EQ(archive->feeds().due(later, 9).size(), 1u);
  EXPECT_FALSE(depesche::subscribe(*archive, *fetcher, server.url("/rss"), later, {})->is_revived);
}

TEST_F(PollsTest, AFeedThatSaysItHasEndedIsReadToItsEndAndNotAskedAgain) {
  const auto last = [this](const std::string& head) {
    return reply(200,
                 R"({"version":"https://jsonfeed.org/version/1","title":"Der Bote",)" + head +
                     R"("items":[{"id":1,"title":"Brücke gesperrt","url":")" + server.url("/a") +
                     R"("}]})",
                 {{"Content-Type", "application/feed+json"}, {"ETag", "\"1\""}});
  };
  server.on("/json", last(R"("expired":true,)"));
  server.on("/a", reply(200, page("Brücke gesperrt"), kHtml));
  const PollReport report = poll(server.url("/json"));
  EXPECT_FALSE(report.error);
  gather_all();
  EXPECT_TRUE(article(server.url("/a"))) << "its last words";
  const FeedRow row = archive->feeds().list().at(0);
  EXPECT_TRUE(row.gone);
  EXPECT_EQ(row.error_code, name(ErrorCode::Gone));
  EXPECT_EQ(row.wait_reason, WaitReason::Gone);
  EXPECT_EQ(row.last_success_at, kNow);
  EXPECT_TRUE(archive->feeds().due(kNow + 24h * 30, 9).empty());
  // It goes on after all, and somebody has noticed.
  server.on("/json", last(""));
  ASSERT_TRUE(depesche::subscribe(*archive, *fetcher, server.url("/json"), kNow, {})->is_revived);
  poll(server.url("/json"));
  EXPECT_FALSE(archive->feeds().list().at(0).gone);
  EXPECT_EQ(archive->feeds().list().at(0).error_code, "");
}

TEST_F(PollsTest, AFeedThatHasEndedIsAskedAgainForWhatIsLeftOfItsLastWords) {
  server.on("/json", reply(200,
                           R"({"version":"https://jsonfeed.org/version/1","expired":true,)"
                           R"("items":[{"id":1,"url":")" +
                               server.url("/busy") + R"("}]})",
                           {{"Content-Type", "application/feed+json"}}));
  server.on("/busy", reply(500));
  EXPECT_EQ(poll(server.url("/json")).left, 1u);
  EXPECT_FALSE(archive->feeds().list().at(0).gone);
}

TEST_F(PollsTest, SubscriptionsLeaveAndComeWithTheirFolders) {
  const std::string list =
      "<opml version=\"2.0\" xmlns:frss=\"https://freshrss.org/opml\"><body>"
      "<outline text=\"Sport\"><outline text=\"Turnen\">"
      "<outline text=\"A\" xmlUrl=\"https://a.example/feed\"/></outline>"
      "<outline text=\"Ringen\" frss:opmlUrl=\"https://l.example/ringen.opml\"/></outline>"
      "<outline text=\"Ort\"><outline text=\"A\" xmlUrl=\"https://a.example/feed\"/></outline>"
      "</body></opml>";
  ASSERT_TRUE(import_opml(*archive, list, kNow));
  const auto left = read_subscription_list(export_opml(*archive, kNow));
  const auto came = read_subscription_list(list);
  ASSERT_TRUE(left);
  ASSERT_EQ(left->feeds.size(), 2u);
  EXPECT_EQ(left->feeds[0].folders, came->feeds[1].folders);
  EXPECT_EQ(left->feeds[1].folders, came->feeds[0].folders);
  EXPECT_EQ(left->lists, came->lists);
}

TEST_F(PollsTest, WhatItsOwnerMutedIsNotAskedAndWhatTheyWantSeldomIsAskedSeldom) {
  auto now = kNow;
  gather.now = [&now] { return now; };
  const auto outline = [this](const std::string& path, const std::string& ttl) {
    return "<outline xmlUrl=\"" + server.url(path) + "\" frss:ttl=\"" + ttl +
           "\" frss:cssFullContent=\"article\"/>";
  };
  const auto imported =
      import_opml(*archive,
                  "<opml xmlns:frss=\"https://freshrss.org/opml\"><body>" +
                      outline("/mute", "-3600") + outline("/seldom", "172800") + "</body></opml>",
                  now);
  ASSERT_TRUE(imported);
  EXPECT_EQ(imported->muted, 1u);
  EXPECT_EQ(imported->ignored.at("cssFullContent"), 2u);
  archive->feeds().poll_now(now);
  ASSERT_EQ(archive->feeds().due(now, 9).size(), 1u);
  EXPECT_TRUE(archive->feeds().find(server.url("/mute"))->is_muted);
  server.on("/seldom", reply(200, feed(server, {{"Brücke gesperrt", "/a"}}), kRss));
  poll(server.url("/seldom"));
  const FeedRow seldom = *archive->feeds().find(server.url("/seldom"));
  EXPECT_EQ(seldom.next_poll_at, now + 48h);
  EXPECT_EQ(seldom.wait_reason, WaitReason::Owner);
  now += 48h;
  server.on("/seldom", reply(500));
  EXPECT_TRUE(poll(server.url("/seldom")).error);
  const FeedRow failed = *archive->feeds().find(server.url("/seldom"));
  EXPECT_EQ(failed.failures, 1);
  EXPECT_EQ(failed.next_poll_at, now + 48h) << "the first failure alone would wait half an hour";
  EXPECT_EQ(failed.wait_reason, WaitReason::Owner);
  server.on("/mute", reply(200, feed(server, {{"Tor offen", "/b"}}), kRss));
  EXPECT_TRUE(depesche::subscribe(*archive, *fetcher, server.url("/mute"), now, {})->is_revived);
  EXPECT_EQ(archive->feeds().due(now, 9).size(), 1u);
}

/// Sitemaps and indexes of them, with an ETag each.
class SitemapsTest : public PollsTest {
 protected:
  static std::string tag() {
    static int number = 0;
    return "\"" + std::to_string(++number) + "\"";
  }
  void serve_index(const std::string& path, const std::vector<std::string>& named) {
    std::string lines;
    for (const std::string& one : named) {
      lines += "<sitemap><loc>" + server.url(one) + "</loc></sitemap>";
    }
    server.on(path, test::reply_with_etag(
                        tag(),
                        "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">" +
                            lines + "</sitemapindex>",
                        {{"Content-Type", "application/xml"}}));
  }
  void serve_news(const std::string& path, const std::string& report) {
    server.on(path,
              test::reply_with_etag(
                  tag(),
                  "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
                  " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url><loc>" +
                      server.url(report) +
                      "</loc><news:news><news:publication><news:name>Der Bote</news:name>"
                      "</news:publication><news:title>" +
                      report + "</news:title></news:news></url></urlset>",
                  {{"Content-Type", "application/xml"}}));
    server.on(report, reply(200, page(report), kHtml));
  }
  int sent_whole(const std::string& path) const {
    int whole = 0;
    for (const auto& request : server.requests()) {
      whole += request.path == path && request.header("if-none-match").empty() ? 1 : 0;
    }
    return whole;
  }
};

TEST_F(SitemapsTest, EachIsAskedConditionallyAndReadOnlyWhenItChanged) {
  serve_index("/index", {"/one", "/two"});
  serve_news("/one", "/a");
  serve_news("/two", "/b");
  EXPECT_EQ(poll(server.url("/index")).new_entries, 2u);
  const PollReport unchanged = poll(server.url("/index"));
  EXPECT_FALSE(unchanged.error) << "that nothing changed is no fault";
  EXPECT_EQ(unchanged.new_entries, 0u);
  EXPECT_EQ(sent_whole("/one") + sent_whole("/two"), 2);
  EXPECT_EQ(archive->feeds().list().at(0).rhythm.entries, 2) << "it is not known anew";
  serve_news("/two", "/c");
  EXPECT_EQ(poll(server.url("/index")).new_entries, 1u);
  EXPECT_EQ(sent_whole("/one"), 1);
}

TEST_F(SitemapsTest, WithoutDatesNewsIsReadFirstAndThenWhatWasAddedLast) {
  std::vector<std::string> named{"/news-sitemap"};
  for (int i = 0; i < 20; ++i) named.push_back("/posts" + std::to_string(i));
  serve_index("/index", named);
  for (const std::string& one : named) serve_news(one, one + "/a");
  EXPECT_EQ(poll(server.url("/index")).new_entries, 6u);
  EXPECT_EQ(server.count("/news-sitemap"), 1);
  EXPECT_EQ(server.count("/posts19"), 1);
  EXPECT_EQ(server.count("/posts15"), 1);
  EXPECT_EQ(server.count("/posts14"), 0);
}

TEST_F(SitemapsTest, AnIndexOfIndexesIsFollowedOneStep) {
  serve_index("/index", {"/inner", "/loop"});
  serve_index("/inner", {"/one"});
  serve_index("/loop", {"/index"});
  serve_news("/one", "/a");
  EXPECT_EQ(poll(server.url("/index")).new_entries, 1u);
  const auto oddities = archive->reader().feeds_health(kNow).at(0).oddities;
  ASSERT_EQ(oddities.size(), 1u);
  EXPECT_EQ(oddities[0].detail, server.url("/index"));
  EXPECT_EQ(poll(server.url("/index")).new_entries, 0u);
  EXPECT_EQ(sent_whole("/one"), 1);
}

TEST_F(PollsTest, APageWhoseHostWantsToBeLeftAloneIsTriedAgainOnlyThen) {
  server.on("/one", reply(429, "", {{"Retry-After", "36000"}}));
  server.on("/two", reply(200, page("Tor offen"), kHtml));
  server.on("/rss", reply(200, feed(server, {{"Tor offen", "/two"}, {"Brücke zu", "/one"}}), kRss));
  poll(server.url("/rss"));
  gather_all();
  EXPECT_EQ(server.count("/two"), 0);
  EXPECT_TRUE(archive->page_retries(kNow + 9h, 9).empty());
  EXPECT_EQ(archive->page_retries(kNow + 10h + 1min, 9).size(), 2u);
}

}  // namespace
}  // namespace depesche
