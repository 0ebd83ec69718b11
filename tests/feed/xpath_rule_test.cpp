#include "feed/xpath_rule.h"

#include <string>

#include <gtest/gtest.h>

#include "html/select.h"

namespace depesche {
namespace {

std::string told_entry(std::string_view path) {
  const auto told = entry_of_xpath(path);
  return told ? told->selector() : "none";
}

std::string told_part(std::string_view path, XPathPart which = XPathPart::Title,
                      std::string_view entries = "//li") {
  return part_of_xpath(path, which, *entry_of_xpath(entries)).value_or("none");
}

TEST(XPathRule, PathsOfNamesAreSelectors) {
  EXPECT_EQ(told_entry("//article"), "article");
  EXPECT_EQ(told_entry("/html/body//div/ul/li"), "html > body div > ul > li");
  EXPECT_EQ(told_entry("descendant::h2"), "h2");
  EXPECT_EQ(told_entry("./child::body/descendant::b"), "html > body b");
  EXPECT_EQ(told_entry("body//b"), "html > body b") << "begins at the root element";
  EXPECT_EQ(told_entry(" //main//*/a "), "main * > a");
  EXPECT_EQ(told_entry("//h1 | //h2"), "h1, h2");
}

TEST(XPathRule, ConditionsOnAttributesAreSelectors) {
  EXPECT_EQ(told_entry("//div[@class=\"news-item\"]"), "div[class=\"news-item\"]");
  EXPECT_EQ(told_entry("//a[@href and not(@rel)]"), "a[href]:not([rel])");
  EXPECT_EQ(told_entry("//div[contains(@class, 'teaser')][@id]"), "div[class*=\"teaser\"][id]");
  EXPECT_EQ(told_entry("//a[starts-with( @href , '/news/' )]"), "a[href^=\"/news/\"]");
  EXPECT_EQ(told_entry("//*[contains(concat(' ', normalize-space(@class), ' '), ' card ')]"),
            "*[class~=\"card\"]");
  EXPECT_EQ(told_entry("//li[contains(concat(\" \",@class,\" \"),\" card \")]"),
            "li[class~=\"card\"]");
}

TEST(XPathRule, PartsAreSoughtInTheEntry) {
  EXPECT_EQ(told_part("descendant::h2"), "h2");
  EXPECT_EQ(told_part(".//h2/b"), "li h2 > b") << "with no h2 around the entry";
  EXPECT_EQ(told_part("h2"), "li > h2");
  EXPECT_EQ(told_part("./h2//b"), "li > h2 b");
  EXPECT_EQ(told_part(".//li"), "li li") << "not the entry itself";
  EXPECT_EQ(told_part(".//*"), "li *");
  EXPECT_EQ(told_part(".//h3 | h2", XPathPart::Title, "//li | //p"), "h3, li > h2, p > h2");
}

TEST(XPathRule, WhatIsTakenOfTheElementIsLeftOut) {
  EXPECT_EQ(told_part("descendant::a/@href", XPathPart::Link), "a[href]");
  EXPECT_EQ(told_part(".//h2/a/text()"), "li h2 > a");
  EXPECT_EQ(told_part("normalize-space(.//h3)"), "h3");
  EXPECT_EQ(told_part("string(time/@datetime)", XPathPart::Date), "li > time[datetime]");
  EXPECT_EQ(told_part(".//meta/@content", XPathPart::Date), "meta[content]");
  for (const char* other : {".//img/@alt", ".//time/@data-time", "@title"}) {
    for (const XPathPart which : {XPathPart::Title, XPathPart::Date, XPathPart::Summary}) {
      EXPECT_EQ(told_part(other, which), "none") << other;
    }
  }
  EXPECT_EQ(told_part(".//a", XPathPart::Link), "none") << "a text is no address";
}

TEST(XPathRule, WhatTheEntryItselfHas) {
  for (const char* itself : {"@href", "./@href"}) {
    EXPECT_EQ(told_part(itself, XPathPart::Link, "//a[@rel]"), "") << "the usual";
    EXPECT_EQ(told_part(itself, XPathPart::Link, "//area"), "area");
  }
  for (const char* itself : {".", "text()", "./text()", "normalize-space(.)", "string(.)"}) {
    EXPECT_EQ(told_part(itself, XPathPart::Title, "//a"), "") << itself;
    EXPECT_EQ(told_part(itself, XPathPart::Title, "//li | //p"), "li, p") << itself;
    EXPECT_EQ(told_part(itself, XPathPart::Date, "//a"), "a") << itself;
    EXPECT_EQ(told_part(itself, XPathPart::Summary), "") << "the article's page has more";
  }
}

TEST(XPathRule, WhatSelectorsDoNotSayIsNone) {
  for (const char* path : {"",
                           "/",
                           "//",
                           ".",
                           "/div",
                           "/*",
                           "//DIV",
                           "//div[@CLASS]",
                           "//a[1]",
                           "(//a)[1]",
                           "//li[last()]",
                           "//a/..",
                           "parent::div",
                           "//b/ancestor::p",
                           "//p[text()='x']",
                           "//p[contains(., 'x')]",
                           "//a[@href=@id]",
                           "//a[@x='\"']",
                           "//a[@x='\\']",
                           "concat('a', //b)",
                           "normalize-space(//a)",
                           "//a[",
                           "//a[@",
                           "//a[@x='",
                           "//a[contains(@x",
                           "//a]",
                           "//a b",
                           "//svg:a",
                           "//a[contains(concat(' ', @class, ' '), ' two words ')]",
                           "//a[contains(@x, '')]",
                           "//a[not(@x and @y)]",
                           "//comment()",
                           "//a[@x or @y]",
                           "//a/@href",
                           "//a/@href/b"}) {
    EXPECT_EQ(told_entry(path), "none") << path;
  }
  for (const char* path : {"//h2", "/html/head/title", "..", "../h2", ".//a//@href", ".//@href",
                           "string(h2) | h3", "normalize-space(h2 | h3)", ". | h2"}) {
    EXPECT_EQ(told_part(path), "none") << path;
    EXPECT_EQ(told_part(path, XPathPart::Link), "none") << path;
  }
  EXPECT_EQ(told_entry("//" + std::string(2000, 'a')), "none");
  std::string many = "//a";
  for (int i = 0; i < 200; ++i) many += "/a";
  EXPECT_EQ(told_entry(many), "none") << "more steps than a selector may have";
  const std::string long_name(600, 'a');
  EXPECT_EQ(told_part(long_name, XPathPart::Title, "//" + long_name), "none");
}

TEST(XPathRule, ARulesPathsAreToldAndItsSelectorsStay) {
  const PageRule cases[][2] = {
      {{"//ul/li", "./h2/a/@href", ".//h2", ".//time/@datetime", "p.teaser"},
       {"ul > li", "ul > li > h2 > a[href]", "h2", "time[datetime]", "p.teaser"}},
      {{"//a[@class='t']", "@href", ".", "", "normalize-space(./p)"},
       {"a[class=\"t\"]", "", "", "", "a[class=\"t\"] > p"}},
      {{"ul.news > li", "./a", "b", "string(.//time)", ""},
       {"ul.news > li", "ul.news > li > a[href]", "b", "ul.news > li time", ""}},
      {{"ul a, ol a", "", "b", "", ""}, {"ul a, ol a", "", "b", "", ""}},
      {{"li:has(", "", "", "", ""}, {"li:has(", "", "", "", ""}},
  };
  for (const auto& [written, told] : cases) {
    const auto rule = in_selectors(written);
    ASSERT_TRUE(std::holds_alternative<PageRule>(rule)) << std::get<UntoldPath>(rule).from;
    EXPECT_EQ(std::get<PageRule>(rule), told) << written.entry;
    EXPECT_EQ(in_selectors(told), rule) << "not idempotent";
  }
}

TEST(XPathRule, SaysFromWhereOnAPathIsNoSelector) {
  const struct {
    PageRule rule;
    UntoldPath untold;
  } cases[] = {
      {{"//div[1]/a", "", "", "", ""}, {"//div[1]/a", "[1]/a"}},
      {{"//div[@id]/p[contains(., 'x')]", "", "", "", ""},
       {"//div[@id]/p[contains(., 'x')]", "[contains(., 'x')]"}},
      {{"//a/../b", "", "", "", ""}, {"//a/../b", "../b"}},
      {{"//a | //b[last()]", "", "", "", ""}, {"//a | //b[last()]", "[last()]"}},
      {{"//a b", "", "", "", ""}, {"//a b", "b"}},
      {{"/div", "", "", "", ""}, {"/div", "/div"}},
      {{"//div/", "", "", "", ""}, {"//div/", "//div/"}},
      {{"//a/@href", "", "", "", ""}, {"//a/@href", "//a/@href"}},
      {{"//li", "", "//h2", "", ""}, {"//h2", "//h2"}},
      {{"//li", ".//a[1]", "", "", ""}, {".//a[1]", "[1]"}},
      {{"//li", "", ".//img/@alt", "", ""}, {".//img/@alt", "@alt"}},
      {{"//li", "", "", "./time[2]", ""}, {"./time[2]", "[2]"}},
      {{"ul a, ol a", "", "./b", "", ""}, {"./b", "./b"}},
  };
  for (const auto& one : cases) {
    const auto rule = in_selectors(one.rule);
    ASSERT_TRUE(std::holds_alternative<UntoldPath>(rule)) << one.untold.path;
    EXPECT_EQ(std::get<UntoldPath>(rule).path, one.untold.path);
    EXPECT_EQ(std::get<UntoldPath>(rule).from, one.untold.from) << one.untold.path;
  }
}

}  // namespace
}  // namespace depesche
