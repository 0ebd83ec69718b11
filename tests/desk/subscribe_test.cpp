#include "desk/subscribe.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "store/writing/lists.h"
#include "tests/store/fixture.h"
#include "tests/support/loopback_server.h"

namespace depesche {
namespace {

using test::LoopbackServer;
using test::reply;

/// Everything that OPML has of what is subscribed, a feed or list a line.
std::string subscribed(Archive& archive) {
  std::vector<std::string> lines;
  const auto further = archive.feeds().further_folders();
  for (const FeedRow& feed : archive.feeds().list()) {
    std::vector<std::string> folders{feed.folder};
    const auto [begin, end] = further.equal_range(feed.id);
    for (auto other = begin; other != end; ++other) folders.push_back(other->second);
    std::sort(folders.begin(), folders.end());
    std::string line = feed.url + "|" + feed.title + "|" + feed.home + "|" + feed.language + "|" +
                       feed.description + "|" + (feed.is_muted ? "muted" : "asked");
    for (const std::string& folder : folders) line += "|in " + folder;
    if (feed.asked_every) line += "|" + std::to_string(feed.asked_every->count());
    if (feed.rule) line += "|" + feed.rule->entry + "|" + feed.rule->link + "|" + feed.rule->title;
    const FeedOptions& options = feed.options;
    line += "|" + options.user_agent + "|" + options.cookie + "|" + options.login + "|" +
            options.password + "|" + options.proxy;
    lines.push_back(std::move(line));
  }
  for (const FollowedList& list : Lists(archive.writer()).list()) {
    lines.push_back(list.url + "|" + list.title + "|in " + list.folder);
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

TEST(Subscriptions, AreTheSameWhereTheyAreTakenTo) {
  const std::string given =
      "<opml version='2.0' xmlns:frss='https://freshrss.org/opml' xmlns:depesche='urn:x'><body>"
      "<outline xmlUrl='https://nameless.example/feed'/>"
      "<outline title='Fish &amp;lt;chips&amp;gt; &amp;amp; peas' language='de-AT'"
      " htmlUrl='https://fish.example' description='1 &amp;lt; 2'"
      " xmlUrl='https://fish.example/feed' frss:ttl='-7200'/>"
      "<outline text='AC/DC '><outline text=' Live / Studio'>"
      "<outline text='A' language='en' xmlUrl='https://a.example/feed' frss:ttl='86400'/>"
      "<outline text='X / Y' frss:opmlUrl='https://l.example/x.opml'/></outline></outline>"
      "<outline text='B' category='/News/North,/Tag/' xmlUrl='https://b.example/feed'/>"
      "<outline text='Long' description='" +
      std::string(kLongestDescription - 1, 'x') +
      " y' xmlUrl='https://long.example/feed'/>"
      "<outline text='Amt' type='HTML+XPath' xmlUrl='https://amt.example/'"
      " frss:xPathItem='//li[@class=\"news\"]' frss:xPathItemUri='a/@href'/>"
      "<outline text='Secret' xmlUrl='https://s.example/feed' frss:CURLOPT_COOKIE='a=1'"
      " frss:CURLOPT_USERAGENT='R/1' frss:CURLOPT_PROXY='127.0.0.1:9050'"
      " frss:CURLOPT_PROXYTYPE='7' depesche:login='anna' depesche:password=' blue ink '/>"
      "<outline text='https://l.example/unnamed.opml' frss:opmlUrl='https://l.example/unnamed.opml'"
      "/></body></opml>";
  const TemporaryFolder here, there;
  const auto first = open_or_throw(here.path());
  ASSERT_TRUE(import_opml(*first, given, at(0)));
  ASSERT_EQ(first->feeds().list().size(), 7u);
  const std::string written = export_opml(*first, at(0), OpmlFor::OwnerWithSecrets);
  const auto second = open_or_throw(there.path());
  ASSERT_TRUE(import_opml(*second, written, at(0))) << written;
  EXPECT_EQ(subscribed(*second), subscribed(*first)) << written;
  EXPECT_EQ(export_opml(*second, at(0), OpmlFor::OwnerWithSecrets), written);
  EXPECT_EQ(written.find("owner"), std::string::npos) << "lists may be public";
}

/// An outlet whose home names no feed, and a fetcher that may reach it.
class FindFeedTest : public testing::Test {
 protected:
  FindFeedTest() {
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    options.politeness.gap = std::chrono::milliseconds(0);
    fetcher = std::make_unique<fetch::Fetcher>(std::move(options));
    serve_home("<p>Willkommen beim Boten.</p>");
  }

  void serve_home(const std::string& body) {
    server.on("/", reply(200,
                         "<!DOCTYPE html><html><head><title>Bote</title></head><body>" + body +
                             "</body></html>",
                         {{"Content-Type", "text/html"}}));
  }
  void serve_robots(const std::vector<std::string>& sitemaps, const std::string& rules = "") {
    std::string text = "User-agent: *\nDisallow: " + rules + "\n";
    for (const std::string& one : sitemaps) text += "Sitemap: " + one + "\n";
    server.on("/robots.txt", reply(200, text, {{"Content-Type", "text/plain"}}));
  }
  std::string line(const std::string& path, const std::string& title) const {
    return "<url><loc>" + server.url(path) + "</loc>" +
           (title.empty() ? ""
                          : "<news:news><news:publication><news:name>Der Bote</news:name>"
                            "</news:publication><news:title>" +
                                title + "</news:title></news:news>") +
           "</url>";
  }
  void serve_sitemap(const std::string& path, const std::string& lines) {
    server.on(path, reply(200,
                          "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
                          " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">" +
                              lines + "</urlset>",
                          {{"Content-Type", "application/xml"}}));
  }
  void serve_index(const std::string& path, const std::vector<std::string>& named) {
    std::string lines;
    for (const std::string& one : named) {
      lines += "<sitemap><loc>" + server.url(one) + "</loc></sitemap>";
    }
    server.on(path, reply(200,
                          "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">" +
                              lines + "</sitemapindex>",
                          {{"Content-Type", "application/xml"}}));
  }
  Result<FoundFeed> find() { return find_feed(*fetcher, server.url("/"), {}); }

  LoopbackServer server;
  std::unique_ptr<fetch::Fetcher> fetcher;
};

TEST_F(FindFeedTest, APageWithoutFeedsLeadsToTheNewsSitemapOfItsRobots) {
  serve_robots({server.url("/pages.xml"), "/news-sitemap.xml", server.url("/news-archive.xml")});
  serve_sitemap("/pages.xml", line("/imprint", ""));
  serve_sitemap("/news-sitemap.xml", line("/a", "Brücke gesperrt") + line("/b", "Tor offen"));
  const auto found = find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->url, server.url("/news-sitemap.xml"));
  EXPECT_EQ(found->title, "Der Bote");
  EXPECT_EQ(found->format, "sitemap");
  EXPECT_EQ(found->entries, 2u);
  EXPECT_EQ(found->others, std::vector<std::string>{server.url("/news-archive.xml")});
  EXPECT_EQ(server.count("/pages.xml"), 0) << "what sounds like news is asked first";
}

TEST_F(FindFeedTest, AnIndexIsFoundByTheNewsItLeadsTo) {
  serve_robots({server.url("/sitemap.xml")});
  serve_index("/sitemap.xml", {"/pages.xml", "/today.xml"});
  serve_sitemap("/pages.xml", line("/imprint", ""));
  serve_sitemap("/today.xml", line("/a", "Brücke gesperrt"));
  const auto found = find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->url, server.url("/sitemap.xml"));
  EXPECT_EQ(found->format, "sitemap_index");
  EXPECT_EQ(found->sitemaps, 2u);
}

TEST_F(FindFeedTest, SitemapsWithoutHeadlinesAreNoFeed) {
  serve_robots({server.url("/sitemap.xml"), server.url("/missing.xml"), server.url("/page")});
  serve_sitemap("/sitemap.xml", line("/a", "") + line("/imprint", ""));
  server.on("/page", reply(200, "<html>no sitemap</html>", {{"Content-Type", "text/html"}}));
  const auto found = find();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::NoFeed);
}

TEST_F(FindFeedTest, RobotsRulesHoldForSitemapsToo) {
  serve_robots({server.url("/private/news.xml")}, "/private/");
  serve_sitemap("/private/news.xml", line("/a", "Brücke gesperrt"));
  EXPECT_FALSE(find());
  EXPECT_EQ(server.count("/private/news.xml"), 0);
}

TEST_F(FindFeedTest, AFeedThePageNamesGoesBeforeAnySitemap) {
  serve_home("<a href=/feed.xml>RSS</a>");
  server.on("/feed.xml", reply(200,
                               "<rss version=\"2.0\"><channel><title>Bote</title>"
                               "<item><title>Eins</title><link>http://x.example/1</link></item>"
                               "</channel></rss>",
                               {{"Content-Type", "application/rss+xml"}}));
  serve_robots({server.url("/news.xml")});
  const auto found = find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->url, server.url("/feed.xml"));
  EXPECT_EQ(server.count("/robots.txt"), 0) << "nobody needed it";
}

TEST_F(FindFeedTest, ARobotsFileFullOfSitemapsIsNotReadToItsEnd) {
  std::vector<std::string> sitemaps;
  for (int i = 0; i < 100; ++i) {
    sitemaps.push_back(server.url("/s" + std::to_string(i) + ".xml"));
    serve_sitemap("/s" + std::to_string(i) + ".xml", line("/a", ""));
  }
  serve_robots(sitemaps);
  EXPECT_FALSE(find());
  std::size_t asked = 0;
  for (const auto& request : server.requests()) asked += request.path.starts_with("/s") ? 1 : 0;
  EXPECT_EQ(asked, 4u);
}

}  // namespace
}  // namespace depesche
