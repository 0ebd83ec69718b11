#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "feed/discover.h"
#include "feed/opml.h"
#include "feed/parse.h"
#include "html/escape.h"

namespace depesche {
namespace {

/// Outlines as somebody with bad luck has them.
class UnluckyLists {
 public:
  explicit UnluckyLists(unsigned seed) : random_(seed) {}

  std::string list(int outlines) {
    std::string out = "<opml xmlns:frss='x' xmlns:depesche='y'><body>";
    for (int i = 0; i < outlines; ++i) {
      const int folders = below(4);
      for (int j = 0; j < folders; ++j) out += "<outline" + attribute("text", words()) + ">";
      out += "<outline" + (below(8) == 0 ? other_list(i) : feed(i)) + "/>";
      for (int j = 0; j < folders; ++j) out += "</outline>";
    }
    return out + "</body></opml>";
  }

 private:
  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }
  template <std::size_t N>
  std::string one_of(const char* const (&some)[N]) {
    return some[below(static_cast<int>(N))];
  }
  std::string words() {
    std::string text;
    for (int i = below(4); i > 0; --i) {
      text += one_of(
          {"Bote",   "<b>",   "&lt;chips&gt;", "&amp;lt;", "&",       "A/B",  " / ",     "\"",
           "'",      "Süd",   "&nbsp;",        "<!--",     "&#10;",   "\n",   "  ",      "R&D",
           "&#x26;", "x < y", "</title>",      "&quot",    "<p>a<p>", "<3 x", "\xC2\xA0"});
    }
    return text;
  }
  std::string attribute(const std::string& name, const std::string& value) {
    return below(4) == 0 ? "" : " " + name + "=\"" + html::escape(value) + "\"";
  }
  std::string other_list(int i) {
    return " type=\"include\" url=\"https://l.example/" + std::to_string(i / 2) + "\"" +
           attribute("text", words());
  }
  std::string feed(int i) {
    return " xmlUrl=\"https://a.example/" + std::to_string(i / 2) + "?a=1&amp;b=2\"" +
           attribute("title", words()) + attribute("text", words()) +
           attribute("htmlUrl", one_of({"https://a.example", "a.example", "javascript:x"})) +
           attribute("language", one_of({"de", " en-GB ", "unknown", "d\""})) +
           attribute("description", words()) + attribute("category", words() + "," + words()) +
           attribute("frss:ttl", one_of({"3600", "-7200", "0", "x", "99999999", "-99999999"})) +
           attribute("frss:CURLOPT_USERAGENT", words()) +
           attribute("frss:CURLOPT_COOKIE", words()) +
           attribute("frss:CURLOPT_PROXY", one_of({"p.example:1", "https://p.example:1", "a b"})) +
           attribute("frss:CURLOPT_PROXYTYPE", one_of({"0", "2", "4", "5", "6", "7", "-1", "x"})) +
           attribute("depesche:login", words()) + attribute("depesche:password", words()) + rule();
  }
  std::string rule() {
    const int kind = below(4);
    if (kind == 0) {
      return " type=\"HTML+CSS\"" + attribute("entryRule", one_of({"li", "a[href*='<']"})) +
             attribute("titleRule", one_of({"h2", " b > i "}));
    }
    if (kind > 1) return {};
    return " type=\"HTML+XPath\"" + attribute("frss:xPathItem", one_of({"//li", "//a[@b='&']"})) +
           attribute("frss:xPathItemTitle", one_of({".//h2", "(//b)[1]"}));
  }

  std::mt19937 random_;
};

TEST(Opml, WhatIsReadIsReadTheSameFromWhatIsWritten) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const std::string given = UnluckyLists(seed).list(24);
    const auto first = read_subscription_list(given);
    ASSERT_TRUE(first) << given;
    const std::string written = write_opml("x", first->feeds, first->lists);
    const auto second = read_subscription_list(written);
    ASSERT_TRUE(second) << written;
    ASSERT_EQ(write_opml("x", second->feeds, second->lists), written) << given;
    ASSERT_EQ(second->feeds.size(), first->feeds.size()) << given;
    ASSERT_TRUE(
        std::is_permutation(first->feeds.begin(), first->feeds.end(), second->feeds.begin()))
        << given << written;
    ASSERT_EQ(second->lists.size(), first->lists.size()) << given;
    ASSERT_TRUE(
        std::is_permutation(first->lists.begin(), first->lists.end(), second->lists.begin()))
        << given << written;
    ASSERT_TRUE(second->ruled_pages.empty()) << written;
  }
}

TEST(Opml, WhatNoXmlMayHoldIsNotWritten) {
  Subscription feed{"https://a.example/feed",
                    "A\x01 \xEF\xBF\xBE"
                    "B\x1F",
                    "",
                    {}};
  const std::string written = write_opml("x", std::vector{feed});
  EXPECT_NE(written.find("title=\"A B\""), std::string::npos) << written;
}

TEST(Opml, WhatHasNoNameIsNamedByItsAddressForOthersAlone) {
  const std::vector<Subscription> list{{"https://a.example/feed", "", "", {}}};
  const std::vector<ListedList> lists{{"https://l.example/x.opml", "", {}}};
  const std::string written = write_opml("x", list, lists);
  EXPECT_NE(written.find("text=\"https://a.example/feed\""), std::string::npos) << written;
  EXPECT_NE(written.find("text=\"https://l.example/x.opml\""), std::string::npos) << written;
  const auto again = read_subscription_list(written);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->feeds, list);
  EXPECT_EQ(again->lists, lists);
}

TEST(Opml, RulesForPagesComeAndGoAndBrokenOnesAreNamed) {
  const PageRule rule{"ul.news > li", "a[href*=\"/\"]", "", "time", ""};
  const std::vector<Subscription> list{{"https://amt.example/neues", "Amt", "", {}, rule},
                                       {"https://bote.example/feed", "Bote", "", {}}};
  const std::string written = write_opml("x", list);
  EXPECT_EQ(*read_opml(written), list) << written;
  const auto read = read_subscription_list(
      "<opml><body><outline type='HTML+CSS' xmlUrl='https://a.example/' entryRule='li >'/>"
      "<outline type='HTML+CSS' xmlUrl='https://b.example/'/>"
      "<outline type='rss' entryRule='li' xmlUrl='https://c.example/'/></body></opml>");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->ruled_pages,
            (std::vector<std::string>{"https://a.example/", "https://b.example/"}));
  ASSERT_EQ(read->feeds.size(), 1u);
  EXPECT_FALSE(read->feeds[0].rule);
}

TEST(Opml, XPathsAreReadAsFarAsSelectorsSayTheSame) {
  const auto read = read_subscription_list(
      "<opml version='2.0' xmlns:frss='https://freshrss.org/opml'><body>"
      "<outline type='HTML+XPath' text='Amt' xmlUrl='https://amt.example/' "
      "frss:xPathItem='//li[@class=\"news\"]' frss:xPathItemUri='descendant::a/@href' "
      "frss:xPathItemTitle='(.//h2)[1]' frss:xPathItemTimestamp='time/@datetime' "
      "frss:xPathItemContent='.' frss:xPathItemAuthor='b'/>"
      "<outline type='HTML+XPath' text='B' xmlUrl='https://b.example/' frss:xPathItem='//li' "
      "frss:xPathItemUri='substring-after(a/@href, \"=\")'/>"
      "<outline type='XML+XPath' text='C' xmlUrl='https://c.example/' frss:xPathItem='//li'/>"
      "</body></opml>");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->feeds.size(), 1u);
  EXPECT_EQ(read->feeds[0].rule, (PageRule{"li[class=\"news\"]", "a[href]", "",
                                           "li[class=\"news\"] > time[datetime]", ""}));
  EXPECT_EQ(read->ruled_pages,
            (std::vector<std::string>{"https://b.example/", "https://c.example/"}));
  EXPECT_EQ(read->ignored,
            (std::map<std::string, std::size_t>{{"xPathItemAuthor", 1}, {"xPathItemTitle", 1}}));
}

TEST(Opml, TheLanguageOfAFeedComesAndGoes) {
  std::vector<Subscription> list{{"https://bote.example/feed", "Bote", "", {}},
                                 {"https://blatt.example/feed", "Blatt", "", {}}};
  list[1].language = "de-AT";
  const std::string written = write_opml("x", list);
  EXPECT_EQ(*read_opml(written), list) << written;
  const auto read = read_opml(
      "<opml><body><outline xmlUrl='https://a.example/' language=' en '/>"
      "<outline xmlUrl='https://b.example/' language='unknown'/>"
      "<outline xmlUrl='https://c.example/' language='d&quot;'/></body></opml>");
  ASSERT_TRUE(read);
  EXPECT_EQ((*read)[0].language, "en");
  EXPECT_EQ((*read)[1].language, "");
  EXPECT_EQ((*read)[2].language, "");
}

TEST(Opml, ReadsNestedFoldersAndSkipsWhatIsNoFeed) {
  const auto list = read_opml(
      "<?xml version='1.0'?><opml version='1.1'><head><title>x</title></head><body>"
      "<outline text='News'><outline text='North &amp; South' title=''>"
      "<outline type='rss' text='Wire' xmlUrl='https://wire.example/feed' "
      "htmlUrl='https://wire.example'/>"
      "<outline text='again' xmlUrl='https://wire.example/feed'/></outline></outline>"
      "<outline text='Bad' xmlUrl='javascript:x'/><outline text='Old' "
      "XMLURL='feed://old.example/rss'/>"
      "</body></opml>");
  ASSERT_TRUE(list) << list.error().message;
  const std::vector<Subscription> expected{
      {"https://wire.example/feed", "Wire", "https://wire.example/", {"News", "North & South"}},
      {"http://old.example/rss", "Old", "", {}}};
  EXPECT_EQ(*list, expected);
}

TEST(Opml, TakesCategoriesForFoldersWhereThereAreNoneAndLeavesCommentsOut) {
  const auto list = read_opml(
      "<opml version='2.0'><body>"
      "<outline text='A' xmlUrl='https://a.example/feed' category='/News/North, "
      "Weather,,/,Weather'/>"
      "<outline text='Sport'><outline text='B' xmlUrl='https://b.example/feed'"
      " category='/News'/></outline>"
      "<outline text='C' xmlUrl='https://c.example/feed' category=' , '/>"
      "<outline text='Old' isComment='true'><outline text='D' xmlUrl='https://d.example/feed'/>"
      "</outline><outline text='E' isComment='TRUE' xmlUrl='https://e.example/feed'/>"
      "<outline text='F' isComment='false' xmlUrl='https://f.example/feed'/></body></opml>");
  ASSERT_TRUE(list) << list.error().message;
  const std::vector<Subscription> expected{{"https://a.example/feed", "A", "", {"News", "North"}},
                                           {"https://a.example/feed", "A", "", {"Weather"}},
                                           {"https://b.example/feed", "B", "", {"Sport"}},
                                           {"https://c.example/feed", "C", "", {}},
                                           {"https://f.example/feed", "F", "", {}}};
  EXPECT_EQ(*list, expected);
}

TEST(Syndication, TellsWhenTheOutletDoesNotWantToBeAsked) {
  const auto feed = parse_feed(
      "<rss version='2.0'><channel><title>t</title><skipHours><hour>24</hour><hour>3</hour>"
      "<hour>25</hour><hour>x</hour><hour>3</hour></skipHours><skipDays><day>Sunday</day>"
      "<day> monday </day><day>Someday</day><day>SUNDAY</day></skipDays></channel></rss>",
      "https://bote.example/feed", "text/xml");
  ASSERT_TRUE(feed) << feed.error().message;
  EXPECT_EQ(feed->skip_hours, (std::vector<int>{0, 3}));
  EXPECT_EQ(feed->skip_days, (std::vector<int>{6, 0}));
}

TEST(Opml, ComesBackAsItWasWritten) {
  const std::vector<Subscription> list{
      {"https://a.example/feed?x=1&y=2", "A \"quoted\" <title>", "https://a.example/", {"One"}},
      {"https://b.example/feed", "B", "", {}}};
  const auto again = read_opml(write_opml("mine & yours", list));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, (std::vector{list[1], list[0]})) << "without a folder first";
}

TEST(Opml, ReadsTheListsAListNamesAndKnowsPagesWithRules) {
  const auto list = read_subscription_list(
      "<opml version='2.0' xmlns:frss='https://freshrss.org/opml'><body>"
      "<outline text='Region' frss:opmlUrl='https://lists.example/region.opml'>"
      "<outline type='rss' text='Bote' xmlUrl='https://bote.example/feed'/></outline>"
      "<outline text='Fach'><outline type='include' text='Physik' "
      "url='https://lists.example/physik.opml'/></outline>"
      "<outline type='link' text='no list' url='https://lists.example/page.html'/>"
      "<outline type='HTML+XPath' text='Blatt' xmlUrl='https://blatt.example/' "
      "frss:xPathItem='//article[1]'/></body></opml>");
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->feeds,
            (std::vector<Subscription>{{"https://bote.example/feed", "Bote", "", {"Region"}}}));
  EXPECT_EQ(list->lists,
            (std::vector<ListedList>{{"https://lists.example/region.opml", "Region", {}},
                                     {"https://lists.example/physik.opml", "Physik", {"Fach"}}}));
  EXPECT_EQ(list->ruled_pages, std::vector<std::string>{"https://blatt.example/"});

  const auto again = read_subscription_list(write_opml("x", list->feeds, list->lists));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->feeds, list->feeds);
  ASSERT_EQ(again->lists.size(), 2u);
  EXPECT_EQ(again->lists[0].url, list->lists[0].url);
}

TEST(Opml, AFeedsOwnWordsAndItsVersionGoWithIt) {
  Subscription feed{"https://a.example/feed", "A", "", {}};
  feed.description = "Neues vom \"Ufer\" & anderswo";
  feed.version = std::string(rss_version(FeedFormat::Rdf));
  const std::string written = write_opml("x", std::vector{feed});
  EXPECT_NE(written.find(" version=\"RSS1\""), std::string::npos) << written;
  const auto again = read_opml(written);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->front().description, feed.description);
  EXPECT_EQ(again->front().version, "") << "the feed itself says what it is";
  EXPECT_EQ(rss_version(FeedFormat::Rss), "RSS");
  EXPECT_EQ(rss_version(FeedFormat::Atom), "");
  feed.version.clear();
  EXPECT_EQ(write_opml("x", std::vector{feed}).find("version=\"R"), std::string::npos);
}

TEST(Opml, FoldersNestAndAFeedMayBeInSeveral) {
  const std::vector<Subscription> list{
      {"https://a.example/feed", "A", "", {}},
      {"https://b.example/feed", "B", "", {"Sport"}},
      {"https://b.example/feed", "B", "", {"Sport", "Turnen"}},
      {"https://c.example/feed", "C", "", {"Sport", "Turnen", "Nord & Süd"}}};
  const std::vector<ListedList> lists{{"https://l.example/x.opml", "Ringen", {"Sport"}}};
  const std::string written =
      write_opml("x", list, lists, std::chrono::sys_seconds{std::chrono::seconds{1'790'000'000}});
  EXPECT_NE(written.find("<dateCreated>Mon, 21 Sep 2026 14:13:20 GMT</dateCreated>"
                         "<dateModified>Mon, 21 Sep 2026 14:13:20 GMT</dateModified>"),
            std::string::npos)
      << written;
  const auto again = read_subscription_list(written);
  ASSERT_TRUE(again) << written;
  EXPECT_EQ(again->feeds, list) << written;
  EXPECT_EQ(again->lists, lists) << written;
}

TEST(Opml, KeepsToWhatFreshRssSaysOfPollsAndNamesWhatIsNotDone) {
  const auto list = read_subscription_list(
      "<opml xmlns:frss='https://freshrss.org/opml'><body>"
      "<outline text='x' xmlUrl='https://a.example/feed' frss:ttl='-7200' frss:priority='main'/>"
      "<outline text='x' xmlUrl='https://b.example/feed' frss:ttl='86400' "
      "frss:cssFullContent='article'"
      " frss:CURLOPT_USERAGENT='x' frss:unicityCriteria='id'/>"
      "<outline text='x' xmlUrl='https://c.example/feed' frss:ttl='often' "
      "frss:cssFullContent='.body'"
      " frss:filtersActionRead='intitle:x'/>"
      "<outline text='x' xmlUrl='https://d.example/feed' frss:ttl='-9223372036854775808'/>"
      "</body></opml>");
  ASSERT_TRUE(list) << list.error().message;
  ASSERT_EQ(list->feeds.size(), 4u);
  EXPECT_TRUE(list->feeds[0].is_muted);
  EXPECT_EQ(list->feeds[0].asked_every, std::chrono::hours(2));
  EXPECT_FALSE(list->feeds[1].is_muted);
  EXPECT_EQ(list->feeds[1].asked_every, std::chrono::hours(24));
  EXPECT_FALSE(list->feeds[2].asked_every);
  EXPECT_TRUE(list->feeds[3].is_muted);
  EXPECT_EQ(list->ignored,
            (std::map<std::string, std::size_t>{{"cssFullContent", 2}, {"filtersActionRead", 1}}));
  EXPECT_EQ(list->feeds[1].options.user_agent, "x");
  const auto again = read_opml(write_opml("x", list->feeds));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, list->feeds);
}

TEST(Opml, HowFeedsAreAskedIsReadAsFreshRssWritesItAndComesBack) {
  const auto list = read_subscription_list(
      "<opml xmlns:frss='https://freshrss.org/opml' xmlns:depesche='urn:x-depesche:opml'><body>"
      "<outline xmlUrl='https://a.example/feed' frss:CURLOPT_COOKIE='a=1; b=2'"
      " frss:CURLOPT_USERAGENT='Reader/1' frss:CURLOPT_PROXY='127.0.0.1:9050'"
      " frss:CURLOPT_PROXYTYPE='7' depesche:login='anna' depesche:password=' blue ink '/>"
      "<outline xmlUrl='https://b.example/feed' frss:CURLOPT_PROXY='me:pw@p.example:3128'/>"
      "<outline xmlUrl='https://c.example/feed' frss:CURLOPT_PROXY='p.example:1080'"
      " frss:CURLOPT_PROXYTYPE='5'/>"
      "<outline xmlUrl='https://d.example/feed' frss:CURLOPT_PROXY='p.example:1080'"
      " frss:CURLOPT_PROXYTYPE='-1'/>"
      "<outline xmlUrl='https://e.example/feed' frss:CURLOPT_PROXY='https://p.example:1080'"
      " frss:CURLOPT_PROXYTYPE='2'/></body></opml>");
  ASSERT_TRUE(list) << list.error().message;
  ASSERT_EQ(list->feeds.size(), 5u);
  EXPECT_EQ(list->feeds[0].options, (FeedOptions{"Reader/1", "a=1; b=2", "anna", " blue ink ",
                                                 "socks5h://127.0.0.1:9050"}));
  EXPECT_EQ(list->feeds[1].options.proxy, "http://me:pw@p.example:3128");
  EXPECT_EQ(list->feeds[2].options.proxy, "socks5h://p.example:1080");
  EXPECT_EQ(list->feeds[3].options, FeedOptions());
  EXPECT_EQ(list->feeds[4].options.proxy, "https://p.example:1080");
  EXPECT_TRUE(list->ignored.empty());
  const std::string written = write_opml("x", list->feeds);
  EXPECT_NE(written.find("frss:CURLOPT_PROXYTYPE=\"7\""), std::string::npos) << written;
  const auto again = read_opml(written);
  ASSERT_TRUE(again) << written;
  ASSERT_EQ(again->size(), list->feeds.size());
  for (std::size_t i = 0; i < again->size(); ++i) {
    EXPECT_EQ((*again)[i].options, list->feeds[i].options) << i;
  }
}

TEST(Opml, WhatIsBeyondTheLimitIsCounted) {
  std::string list = "<opml><body>";
  for (std::size_t i = 0; i < kMaxSubscriptions + 3; ++i) {
    list += "<outline xmlUrl='https://a.example/" + std::to_string(i) + "'/>";
  }
  const auto read = read_subscription_list(list + "<outline text='empty'/></body></opml>");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->feeds.size(), kMaxSubscriptions);
  EXPECT_EQ(read->beyond_limit, 3u);
}

TEST(Opml, RefusesOtherThings) {
  EXPECT_EQ(read_opml("").error().code, ErrorCode::Unsupported);
  EXPECT_EQ(read_opml("<html><body/></html>").error().code, ErrorCode::Unsupported);
  EXPECT_EQ(read_opml("<opml><body/></opml>").error().code, ErrorCode::Empty);
}

TEST(Discover, FindsDeclaredFeedsBeforeGuesses) {
  const std::vector<FeedLink> found = discover_feeds(
      "<html><head><base href='https://wire.example/dir/'>"
      "<link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed'>"
      "<link rel=alternate type='application/rss+xml; charset=utf-8' title=' Top  news ' "
      "href='top.rss'>"
      "<LINK REL='Alternate' TYPE='application/atom+xml' HREF='https://wire.example/atom'>"
      "<link rel=alternate type='application/json' href='/wp-json/posts/1'>"
      "<link rel=alternate hreflang=de href='/de'><link rel=stylesheet href=x.css></head>"
      "<body><a href='/all/feed/'>All <b>news</b></a><a href='/feedback'>x</a><a "
      "href='top.rss'>y</a>",
      "https://wire.example/", "text/html");
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].url, "https://wire.example/dir/top.rss");
  EXPECT_EQ(found[0].title, "Top news");
  EXPECT_TRUE(found[0].declared);
  EXPECT_EQ(found[1].url, "https://wire.example/atom");
  EXPECT_EQ(found[2].url, "https://wire.example/all/feed/");
  EXPECT_EQ(found[2].title, "All news");
  EXPECT_FALSE(found[2].declared);
  EXPECT_EQ(found[3].title, "Comments");
}

struct RefusalCase {
  std::string_view bytes;
  ErrorCode code;
};

TEST(Feed, SaysWhatIsWrongWithWhatIsNoFeed) {
  const RefusalCase cases[] = {
      {"", ErrorCode::Empty},
      {" \n", ErrorCode::Empty},
      {"hello", ErrorCode::Unsupported},
      {"<!doctype html><p>hello", ErrorCode::Unsupported},
      {"<html><body>x", ErrorCode::Unsupported},
      {"{\"a\": 1}", ErrorCode::Unsupported},
      {"{\"version\" @ }", ErrorCode::Malformed},
      {"<a/>", ErrorCode::Unsupported},
  };
  for (const auto& [bytes, code] : cases) {
    const Result<ParsedFeed> feed = parse_feed(bytes, "https://wire.example/");
    ASSERT_FALSE(feed) << bytes;
    EXPECT_EQ(name(feed.error().code), name(code)) << bytes;
  }
  EXPECT_NE(parse_feed("<html>", "").error().message.find("web page"), std::string::npos);
}

}  // namespace
}  // namespace depesche
