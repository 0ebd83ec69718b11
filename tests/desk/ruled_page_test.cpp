#include "desk/subscribe.h"
#include "tests/desk/wire_fixture.h"

namespace depesche {
namespace {

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

TEST_F(RuledPageTest, PathsAreKeptAsTheSelectorsThatSayTheSame) {
  list({{"Brücke gesperrt", "/a"}});
  const PageRule paths{"//ul[@class='news']/li", "./a/@href", ".//a", "", ""};
  const PageRule selectors{"ul[class=\"news\"] > li", "ul[class=\"news\"] > li > a[href]", "a", "",
                           ""};
  const auto found = find_by_rule(*fetcher, server.url("/news"), paths, {});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->listed.at(0).title, "Brücke gesperrt");
  ASSERT_TRUE(subscribe_by_rule(*archive, *fetcher, server.url("/news"), paths, kNow, {}));
  EXPECT_EQ(archive->feeds().list().at(0).rule, selectors);
  const PageRule counts{"//ul/li[1]", "", "", "", ""};
  const int asked = server.count("/news");
  const Error error = find_by_rule(*fetcher, server.url("/news"), counts, {}).error();
  EXPECT_EQ(error.code, ErrorCode::InvalidInput);
  EXPECT_NE(error.message.find("\"//ul/li[1]\", from \"[1]\" on"), std::string::npos)
      << error.message;
  EXPECT_FALSE(subscribe_by_rule(*archive, *fetcher, server.url("/news"), counts, kNow, {}));
  EXPECT_EQ(server.count("/news"), asked) << "not asked in vain";
}

TEST_F(RuledPageTest, TheRuleGoesWithExportAndImport) {
  list({{"Brücke gesperrt", "/a"}});
  const PageRule rule{"ul.news > li", "a[href*='/']", "", "time", "p:not(.x)"};
  ASSERT_TRUE(subscribe_by_rule(*archive, *fetcher, server.url("/news"), rule, kNow, {}));
  const std::string list = export_opml(*archive, kNow);
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

}  // namespace
}  // namespace depesche
