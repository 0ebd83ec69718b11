#include "desk/subscribe.h"

#include <gtest/gtest.h>

#include "tests/support/loopback_server.h"

namespace depesche {
namespace {

using test::LoopbackServer;
using test::reply;

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
