#include "feed/page.h"

#include <chrono>

#include <gtest/gtest.h>

#include "dates/dates.h"
#include "html/select.h"

namespace depesche {
namespace {

constexpr std::string_view kAddress = "https://bote.example/news/";

Result<ParsedFeed> read(std::string_view page, const PageRule& rule) {
  return parse_page(page, kAddress, "text/html; charset=utf-8", rule);
}

/// "address title" of each entry.
std::vector<std::string> lines(const Result<ParsedFeed>& feed) {
  std::vector<std::string> all;
  EXPECT_TRUE(feed) << feed.error().message;
  for (const Entry& entry : feed->entries) all.push_back(entry.url + " " + entry.title);
  return all;
}
using Lines = std::vector<std::string>;

TEST(PageWithRule, LinksAloneAreEntries) {
  const auto feed = read(
      "<html lang=de><title>Neues vom  Amt</title><nav><a href=/>Start</a></nav>"
      "<ul class=news><li><a href=1.html>Eins &amp; <b>mehr</b></a><li><a href='//b.example/2'>Zwei"
      "</a><li><a href='#oben'>Nach oben</a><li><a href='javascript:alert(1)'>x</a>"
      "<li><a href='mailto:a@b.example'>Post</a></ul>",
      {"ul.news a", "", "", "", ""});
  EXPECT_EQ(lines(feed),
            (Lines{"https://bote.example/news/1.html Eins & mehr", "https://b.example/2 Zwei"}));
  EXPECT_EQ(feed->format, FeedFormat::Page);
  EXPECT_EQ(feed->title, "Neues vom Amt");
  EXPECT_EQ(feed->home, kAddress);
  EXPECT_EQ(feed->language, "de");
  EXPECT_TRUE(feed->oddities.empty());
}

TEST(PageWithRule, PartsOfAnEntryAreThoseTheRuleNames) {
  const auto feed = read(
      "<base href='https://bote.example/a/'><article><a class=tag href=/themen>Thema</a>"
      "<h2><a href=1>Weiter</a></h2><h3>Brücke zu</h3><time datetime='2026-05-04T10:00:00+02:00'>"
      "heute</time><p class=lead>Bis <b>Montag</b> &lt;wohl&gt;</p></article>"
      "<article><h2><a href=2>Weiter</a></h2><h3>Tor zu</h3><time>3. Mai 2026</time></article>"
      "<article><h2><a href=3>Weiter</a></h2><time>neulich</time></article>",
      {"article", "h2 a", "h3", "time", "p.lead"});
  ASSERT_EQ(lines(feed), (Lines{"https://bote.example/a/1 Brücke zu",
                                "https://bote.example/a/2 Tor zu", "https://bote.example/a/3 "}));
  ASSERT_TRUE(feed->entries[0].published);
  EXPECT_EQ(format_rfc3339(*feed->entries[0].published), "2026-05-04T10:00:00+02:00");
  EXPECT_EQ(feed->entries[0].summary, "Bis Montag &lt;wohl&gt;");
  ASSERT_TRUE(feed->entries[1].published);
  EXPECT_TRUE(feed->entries[1].published->day_only);
  EXPECT_FALSE(feed->entries[2].published);
  ASSERT_EQ(feed->oddities.size(), 1u);
  EXPECT_EQ(sentence(feed->oddities[0]), "entry 3: \"neulich\" is not a date");
}

TEST(PageWithRule, AnAddressNamedTwiceIsOneEntryWithAHeadline) {
  const auto feed = read(
      "<div><a href='/1?utm_source=bild'><img src=x></a></div><div><a href=/1>Eins</a></div>"
      "<div><a href=/2><img alt='Das Tor'></a></div><div><a href=/3><i></i></a><h4>Drei</h4></div>",
      {"div", "", "", "", ""});
  EXPECT_EQ(lines(feed), (Lines{"https://bote.example/1?utm_source=bild Eins",
                                "https://bote.example/2 Das Tor", "https://bote.example/3 Drei"}));
}

TEST(PageWithRule, WhatSelectsNothingSaysSo) {
  const auto nothing = read("<p><a href=/1>Eins</a></p>", {"article", "", "", "", ""});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().code, ErrorCode::Empty);
  EXPECT_EQ(nothing.error().message, "the rule \"article\" selects nothing on the page");
  const auto no_links = read("<p>Eins</p><p>Zwei</p>", {"p", "", "", "", ""});
  ASSERT_FALSE(no_links);
  EXPECT_EQ(no_links.error().message,
            "the rule \"p\" selects 2 elements on the page, but none with a link to another page");
  EXPECT_EQ(read(" ", {"p", "", "", "", ""}).error().code, ErrorCode::Empty);
}

TEST(PageWithRule, SelectorsThatCannotBeReadAreNamed) {
  EXPECT_EQ(check_rule({"a", "", "h2 >", "", ""}).error().message,
            "the rule for titles: not a selector: \"h2 >\"");
  EXPECT_EQ(check_rule({}).error().code, ErrorCode::InvalidInput) << "entries need one";
  EXPECT_EQ(
      check_rule({"a", std::string(html::kMaxSelectorBytes + 1, 'x'), "", "", ""}).error().code,
      ErrorCode::TooLarge);
  EXPECT_TRUE(check_rule({"li", "a", "b", "time", "p"}));
}

TEST(PageWithRule, AHostilePageCostsNoMoreThanItsLength) {
  std::string page;
  for (int i = 0; i < 400; ++i) page += "<div><a href=/" + std::to_string(i) + ">";
  for (int i = 0; i < 200'000; ++i) page += "wort ";
  const PageRule everything{"*", "*", "*", "*", "*"};
  const auto begun = std::chrono::steady_clock::now();
  (void)read(page, everything);
  (void)read(page, {"div, a, div div div div div div div div", "a", "div a", "a", "div"});
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
  std::string links;
  for (int i = 0; i < 2000; ++i) links += "<a href=/" + std::to_string(i) + ">x</a>";
  const auto many = read(links, {"a", "", "", "", ""});
  ASSERT_TRUE(many);
  EXPECT_EQ(many->entries.size(), kMaxPageEntries);
  ASSERT_EQ(many->oddities.size(), 1u);
  EXPECT_EQ(many->oddities[0].kind, "too_many_entries");
}

}  // namespace
}  // namespace depesche
