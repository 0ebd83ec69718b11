#include "feed/xpath_rule.h"

#include <string>

#include <gtest/gtest.h>

#include "html/select.h"

namespace depesche {
namespace {

std::string told(std::string_view path) { return selector_of_xpath(path).value_or("none"); }

TEST(XPathRule, PathsOfNamesAreSelectors) {
  EXPECT_EQ(told("//article"), "article");
  EXPECT_EQ(told("/html/body//div/ul/li"), "html > body div > ul > li");
  EXPECT_EQ(told("descendant::h2"), "h2");
  EXPECT_EQ(told("./child::p/descendant::b"), "p b");
  EXPECT_EQ(told(" //main//*/a "), "main * > a");
  EXPECT_EQ(told("//h1 | //h2"), "h1, h2");
}

TEST(XPathRule, ConditionsOnAttributesAreSelectors) {
  EXPECT_EQ(told("//div[@class=\"news-item\"]"), "div[class=\"news-item\"]");
  EXPECT_EQ(told("//a[@href and not(@rel)]"), "a[href]:not([rel])");
  EXPECT_EQ(told("//div[contains(@class, 'teaser')][@id]"), "div[class*=\"teaser\"][id]");
  EXPECT_EQ(told("//a[starts-with( @href , '/news/' )]"), "a[href^=\"/news/\"]");
  EXPECT_EQ(told("//*[contains(concat(' ', normalize-space(@class), ' '), ' card ')]"),
            "*[class~=\"card\"]");
  EXPECT_EQ(told("//li[contains(concat(\" \",@class,\" \"),\" card \")]"), "li[class~=\"card\"]");
}

TEST(XPathRule, WhatIsTakenOfTheElementIsLeftOut) {
  EXPECT_EQ(told("descendant::a/@href"), "a");
  EXPECT_EQ(told(".//h2/a/text()"), "h2 > a");
  EXPECT_EQ(told("normalize-space(.//h3)"), "h3");
  EXPECT_EQ(told("string(time/@datetime)"), "time");
  for (const char* itself : {".", "@href", "./@href", "text()", "normalize-space(.)"}) {
    EXPECT_EQ(told(itself), "") << itself;
  }
}

TEST(XPathRule, WhatSelectorsDoNotSayIsNone) {
  for (const char* path : {"",
                           "/",
                           "//",
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
                           "//a/@href/b"}) {
    EXPECT_EQ(told(path), "none") << path;
  }
  EXPECT_EQ(told("//" + std::string(2000, 'a')), "none");
  std::string many = "//a";
  for (int i = 0; i < 200; ++i) many += "/a";
  EXPECT_EQ(told(many), "none") << "more steps than a selector may have";
}

}  // namespace
}  // namespace depesche
