#include "desk/older_pages.h"

#include <gtest/gtest.h>

#include "desk/round.h"
#include "tests/desk/wire_fixture.h"

namespace depesche {
namespace {

ParsedFeed page_with(const std::string& next, const std::vector<sys_seconds>& published = {}) {
  ParsedFeed page;
  page.next = next;
  for (const sys_seconds at : published) {
    page.entries.emplace_back();
    page.entries.back().published.emplace().at = at;
  }
  if (published.empty()) page.entries.resize(3);
  return page;
}

TEST(OlderPages, AreFollowedOnTheirOwnHostOnly) {
  const struct {
    std::string here, named, followed;
  } cases[] = {
      {"https://a.example/feed", "https://a.example/feed?page=2", "https://a.example/feed?page=2"},
      {"http://a.example/feed", "https://a.example/feed/2#top", "https://a.example/feed/2"},
      {"https://a.example/feed", "http://a.example/feed/2", ""},
      {"https://a.example/feed", "https://b.example/feed/2", ""},
      {"https://a.example/feed", "https://www.a.example/feed/2", ""},
      {"https://a.example/feed", "https://a.example:8443/feed/2", ""},
      {"https://a.example/feed", "https://me:x@a.example/feed/2", ""},
      {"https://a.example/feed", "https://a.example/feed#2", ""},
      {"https://a.example/feed", "file:///etc/passwd", ""},
      {"https://a.example/feed", "", ""},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(older_page(page_with(one.named), {one.here}), one.followed) << one.named;
    EXPECT_EQ(older_page(page_with(""), {one.here, one.named}), one.followed) << one.named;
  }
  ParsedFeed archived = page_with("");
  archived.links.emplace_back();
  archived.links.back().rel = "prev-archive";
  archived.links.back().url = "https://a.example/2026/08";
  const PageSource source{"https://a.example/feed", "https://a.example/linked"};
  EXPECT_EQ(older_page(archived, {source.address}), "https://a.example/2026/08");
  EXPECT_EQ(older_page(archived, source), "https://a.example/2026/08") << "its own word goes first";
  EXPECT_EQ(older_page(page_with("https://a.example/2"), source), "https://a.example/2");
  EXPECT_TRUE(check_older_hop("https://a.example/2", "https://a.example/3"));
  EXPECT_FALSE(check_older_hop("https://a.example/2", "https://b.example/3"));
}

TEST(OlderPages, AreFollowedUntilSomethingIsKnown) {
  const std::string here = "https://a.example/2", next = "https://a.example/3";
  const ParsedFeed page = page_with(next);
  FeedGap gap;
  gap.since = kNow;
  EXPECT_EQ(page_after(gap, {page, here, {true, true, true}}), next);
  EXPECT_EQ(page_after(gap, {page, here, {false, true, true}}), next) << "it has shifted meanwhile";
  EXPECT_EQ(page_after(gap, {page, here, {true, true, false}}), "");
  EXPECT_EQ(page_after(gap, {page, here, {false, false, false}}), "");
  const ParsedFeed old = page_with(next, {kNow + 1h, kNow - 30 * 24h});
  EXPECT_EQ(page_after(gap, {old, here, {true, true}}), "") << "before the poll before";
  EXPECT_FALSE(may_hide_a_gap(old, kNow));
  EXPECT_TRUE(may_hide_a_gap(page_with(next, {kNow + 1h, kNow - 1h}), kNow));
  EXPECT_FALSE(may_hide_a_gap(page, kNow)) << "nothing says when it is from";
  FeedGap begun;  // a new subscription
  begun.wanted = 4;
  EXPECT_EQ(page_after(begun, {page, here, {true, true, true}}), next);
  begun.wanted = 3;
  EXPECT_EQ(page_after(begun, {page, here, {true, true, true}}), "");
  gap.pages = kMostOlderPages;
  EXPECT_TRUE(too_long(gap));
}

class OlderPagesTest : public WireTest {
 protected:
  enum class Names { InFeed, InHeader };
  /// Its reports by number, newest first, four a page, as the outlet has them now.
  void publish(int newest, Names names = Names::InFeed) {
    for (int page_no = 0; page_no * 4 < newest; ++page_no) {
      const int from = newest - page_no * 4;
      std::string items;
      for (int i = from; i > std::max(0, from - 4); --i) {
        const std::string path = "/" + std::to_string(i);
        items += "<item><title>Bericht Nummer " + std::to_string(i) + "</title><link>" +
                 server.url(path) + "</link><guid>" + path +
                 "</guid><pubDate>Mon, 21 Sep 2026 12:00:00 GMT</pubDate></item>";
        server.on(path, reply(200, page("Bericht Nummer " + std::to_string(i)), kHtml));
      }
      const bool has_older = from > 4;
      const std::string link =
          has_older && names == Names::InFeed
              ? "<atom:link rel=\"next\" href=\"" + address(page_no + 1) + "\"/>"
              : "";
      test::HeaderLines head = kRss;
      if (has_older && names == Names::InHeader) {
        head.emplace_back("Link", "</rss/" + std::to_string(page_no + 1) + ">; rel=\"next\"");
      }
      server.on(page_no == 0 ? "/rss" : "/rss/" + std::to_string(page_no),
                reply(200,
                      "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>"
                      "<title>Der Bote</title>" +
                          link + items + "</channel></rss>",
                      head));
    }
  }
  std::string address(int page_no) const { return server.url("/rss/" + std::to_string(page_no)); }
  RoundReport round() {
    Gatherer gatherer(*archive, *fetcher, gather);
    return run_round(gatherer, {subscribe(server.url("/rss"))}, {}, {});
  }
  int known_reports(int newest) {
    int known = 0;
    for (int i = 1; i <= newest; ++i) {
      known += archive->knows_address(server.url("/" + std::to_string(i))) ? 1 : 0;
    }
    return known;
  }
  std::size_t open_gaps() { return FeedGaps(archive->writer()).due(kNow + 48h, 9).size(); }
};

TEST_F(OlderPagesTest, AGapLosesNothing) {
  gather.backfill = 2;
  publish(6);
  EXPECT_EQ(round().older_pages, 0u) << "the first page holds what is wanted";
  publish(21);  // much has come since: its first page shows 18 to 21
  const RoundReport report = round();
  EXPECT_EQ(report.older_pages, 3u) << "17 to 14, 13 to 10, 9 to 6, of which the last is known";
  EXPECT_EQ(known_reports(21), 19) << "all but the two that the subscription did not want";
  EXPECT_EQ(open_gaps(), 0u);
  publish(22);
  EXPECT_EQ(round().older_pages, 0u) << "no gap";
  EXPECT_EQ(server.count("/rss/1"), 1);
}

TEST_F(OlderPagesTest, TheAnswersLinkHeaderIsAsGood) {
  gather.backfill = 2;
  publish(4, Names::InHeader);
  round();
  publish(12, Names::InHeader);
  EXPECT_EQ(round().older_pages, 2u);
  EXPECT_EQ(known_reports(12), 12);
  EXPECT_EQ(open_gaps(), 0u);
}

TEST_F(OlderPagesTest, ANewSubscriptionReadsAsManyAsAreWanted) {
  gather.backfill = 10;
  publish(30);
  EXPECT_EQ(round().older_pages, 2u);
  EXPECT_EQ(known_reports(30), 10);
  EXPECT_EQ(open_gaps(), 0u);
}

TEST_F(OlderPagesTest, WhatStopsInTheMiddleGoesOnWhereItWas) {
  gather.backfill = 2;
  publish(4);
  round();
  publish(21);
  const std::string url = server.url("/rss");
  EXPECT_FALSE(poll(url).error);  // and there the process dies: page 1 is still to be read
  EXPECT_EQ(open_gaps(), 1u);
  EXPECT_EQ(poll(url).new_entries, 0u) << "nothing here tells of the gap any more";
  {
    Gatherer gatherer(*archive, *fetcher, gather);
    auto gaps = gatherer.due_gaps(9);
    ASSERT_EQ(gaps.size(), 1u);
    OpenPoll open = gatherer.open(gaps[0], {});
    gatherer.go_on(open, {});  // one of its four, the oldest
  }
  EXPECT_EQ(round().older_pages, 4u) << "that one again, and those behind it";
  EXPECT_EQ(known_reports(21), 21);
  EXPECT_EQ(open_gaps(), 0u);
}

TEST_F(OlderPagesTest, APageThatFailsIsTriedAgainAndGivenUpSomeDay) {
  gather.backfill = 2;
  publish(4);
  round();
  publish(12);
  server.on("/rss/1", reply(503));
  sys_seconds now = kNow;
  gather.now = [&] { return now; };
  EXPECT_EQ(round().older_pages, 0u);
  EXPECT_EQ(open_gaps(), 1u) << "it may come back";
  for (int i = 0; i < 6; ++i) {
    now += 24h;
    round();
  }
  EXPECT_EQ(open_gaps(), 0u);
  EXPECT_EQ(server.count("/rss/1"), 5);
}

TEST_F(OlderPagesTest, LoopsOtherServersAndRefusalsEndIt) {
  LoopbackServer other;
  gather.backfill = 50;
  publish(8);
  server.on("/rss/1", test::redirect(302, other.url("/rss")));
  round();
  EXPECT_EQ(other.count("/rss"), 0) << "robots.txt and all: nothing is asked there";
  EXPECT_EQ(open_gaps(), 0u);
  const auto looping = [this](const std::string& path, const std::string& next) {
    server.on(path,
              reply(200,
                    "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">"
                    "<channel><title>T</title><atom:link rel=\"next\" href=\"" +
                        server.url(next) + "\"/><item><title>Kreis " + path + "</title><link>" +
                        server.url(path + "/a") + "</link></item></channel></rss>",
                    kRss));
    server.on(path + "/a", reply(200, page("Kreis " + path), kHtml));
  };
  looping("/x", "/y");
  looping("/y", "/z");
  looping("/z", "/x");
  Gatherer gatherer(*archive, *fetcher, gather);
  EXPECT_EQ(run_round(gatherer, {subscribe(server.url("/x"))}, {}, {}).older_pages, 3u);
  EXPECT_EQ(open_gaps(), 0u);
  server.on("/robots.txt", reply(200, "User-agent: *\nDisallow: /hidden\n"));
  looping("/shown", "/hidden");
  fetcher = std::make_unique<fetch::Fetcher>([] {
    fetch::FetcherOptions options;
    options.client.addresses.allow_private = true;
    return options;
  }());
  Gatherer anew(*archive, *fetcher, gather);
  run_round(anew, {subscribe(server.url("/shown"))}, {}, {});
  EXPECT_EQ(server.count("/hidden"), 0);
}

}  // namespace
}  // namespace depesche
