#include "fetch/robots.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "url/percent.h"

namespace depesche::fetch {
namespace {

struct RobotsCase {
  std::string_view robots, path;
  bool allowed;
};

TEST(Robots, FollowsRfc9309) {
  for (const auto& [robots, path, allowed] : std::vector<RobotsCase>{
           {"", "/a", true},
           {"User-agent: *\nDisallow: /", "/a", false},
           {"User-agent: *\nDisallow:", "/a", true},
           {"Disallow: /", "/a", true},  // said to nobody
           {"User-agent: other\nDisallow: /", "/a", true},
           {"User-agent: *\nDisallow: /\nUser-agent: depesche\nDisallow: /x", "/a", true},
           {"User-agent: *\nDisallow: /\nUser-agent: depesche\nDisallow: /x", "/x", false},
           {"user-agent: DEPESCHE/2.0 (news)\ndisallow: /", "/a", false},
           {"User-agent: depeschebot\nDisallow: /", "/a", true},
           {"User-agent: a\nUser-agent: depesche\nDisallow: /", "/a", false},
           {"User-agent: depesche\nSitemap: https://example.org/s\nUser-agent: b\nDisallow: /",
            "/a", false},
           {"User-agent: depesche\nDisallow: /x\nUser-agent: b\nDisallow: /", "/a", true},
           {"User-agent: depesche\nDisallow: /x\n\nUser-agent: depesche\nDisallow: /y", "/y",
            false},
           {"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
           {"User-agent: *\nAllow: /a\nDisallow: /a", "/a", true},
           {"User-agent: *\nDisallow: /*.pdf$", "/a.pdf", false},
           {"User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", true},
           {"User-agent: *\nDisallow: /*a*b$", "/axbxab", false},
           {"User-agent: *\nDisallow: /$", "/", false},
           {"User-agent: *\nDisallow: /$", "/a", true},
           {"User-agent: *\nDisallow: *", "/a", false},
           {"User-agent: *\nDisallow: /ü", "/%C3%BC", false},
           {"User-agent: *\nDisallow: /%7Euser", "/~user", false},
           {"User-agent: *\nDisallow: /a%2fb", "/a/b", true},
           {"User-agent: *\nDisallow: /a%2fb", "/a%2Fb", false},
           {"User-agent: *\nDisallow: /a # not /b", "/a", false},
           {"User-agent: *\rDisallow: /a\r\nDisallow: /b", "/b", false},
           {"\xEF\xBB\xBFUser-agent: *\nDisallow: /", "/a", false},
           {"user agent: *\ndissallow /", "/a", false},
           {"User-agent: *\nDisallow: /", "/robots.txt", true},
       }) {
    EXPECT_EQ(is_allowed(parse_robots(robots, "depesche"), path), allowed)
        << robots << "\nfor " << path;
  }
}

TEST(Robots, CollectsSitemapsAndCrawlDelay) {
  const RobotsRules rules = parse_robots(
      "Sitemap: https://example.org/a.xml\nUser-agent: *\nCrawl-delay: 2.5\nDisallow: /x\n"
      "sitemap:https://example.org/b.xml",
      "depesche");
  EXPECT_EQ(rules.sitemaps,
            (std::vector<std::string>{"https://example.org/a.xml", "https://example.org/b.xml"}));
  EXPECT_EQ(rules.crawl_delay, std::chrono::milliseconds(2500));
  EXPECT_FALSE(parse_robots("User-agent: *\nCrawl-delay: soon", "depesche").crawl_delay);
}

TEST(Robots, CollectsWhatPagesMayBeUsedFor) {
  const RobotsRules rules = parse_robots(
      "License: https://bote.example/license.xml\nLicense: /other\n"
      "User-agent: *\nContent-Usage: search=y\nContent-Usage: /news/ train-ai=n\n"
      "Content-Usage: /news/*.pdf$ train-ai=y\nContent-Usage:\nDisallow: /x\n"
      "User-agent: other\nContent-Usage: search=n\n",
      "depesche");
  EXPECT_EQ(rules.license, "https://bote.example/license.xml");
  EXPECT_EQ(content_usage_of(rules, "/"), "search=y");
  EXPECT_EQ(content_usage_of(rules, "/news/1"), "train-ai=n");
  EXPECT_EQ(content_usage_of(rules, "/news/1.pdf"), "train-ai=y");
  EXPECT_FALSE(is_allowed(rules, "/x"));
  EXPECT_EQ(content_usage_of({}, "/"), "");
}

TEST(Robots, ReadsNoFurtherThanTheLimit) {
  const std::string filler(kMaxRobotsBytes, '#');
  EXPECT_TRUE(is_allowed(parse_robots(filler + "\nUser-agent: *\nDisallow: /", "x"), "/a"));
}

TEST(Robots, AllowsEverythingOrNothing) {
  EXPECT_TRUE(is_allowed(allow_everything(), "/a"));
  EXPECT_FALSE(is_allowed(allow_nothing(), "/a"));
  EXPECT_TRUE(is_allowed(allow_nothing(), "/robots.txt"));
}

// An obvious matcher to compare with: try every length for every star.
bool matches_slowly(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return true;
  if (pattern == "$") return path.empty();
  if (pattern[0] == '*') {
    for (std::size_t skip = 0; skip <= path.size(); ++skip) {
      if (matches_slowly(pattern.substr(1), path.substr(skip))) return true;
    }
    return false;
  }
  return !path.empty() && path[0] == pattern[0] &&
         matches_slowly(pattern.substr(1), path.substr(1));
}

TEST(Robots, MatchesAsTheObviousMatcherDoes) {
  std::uint32_t seed = 7;
  const auto next = [&](std::uint32_t below) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 16) % below;
  };
  for (int round = 0; round < 20000; ++round) {
    std::string pattern = "/", path = "/";
    for (std::uint32_t i = next(6); i > 0; --i) pattern += "ab*"[next(3)];
    if (next(3) == 0) pattern += '$';
    for (std::uint32_t i = next(8); i > 0; --i) path += "ab"[next(2)];
    RobotsRules rules;
    rules.rules = {{pattern, false}};
    ASSERT_EQ(!is_allowed(rules, path), matches_slowly(pattern, path)) << pattern << " " << path;
  }
}

// Minimal reading of the evaluation file: one flat object a line, strings, true and false.
std::string field(const std::string& line, const std::string& key) {
  std::size_t at = line.find("\"" + key + "\": ");
  if (at == std::string::npos) return {};
  at += key.size() + 4;
  if (line[at] != '"') return line.substr(at, line.find_first_of(",}", at) - at);
  std::string value;
  for (++at; at < line.size() && line[at] != '"'; ++at) {
    if (line[at] != '\\') {
      value += line[at];
      continue;
    }
    ++at;
    if (line[at] == 'u') {
      const auto code = std::stoul(line.substr(at + 1, 4), nullptr, 16);
      // The file has no more than the basic plane.
      if (code < 0x80) {
        value += static_cast<char>(code);
      } else if (code < 0x800) {
        value += static_cast<char>(0xC0 | (code >> 6));
        value += static_cast<char>(0x80 | (code & 0x3F));
      } else {
        value += static_cast<char>(0xE0 | (code >> 12));
        value += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        value += static_cast<char>(0x80 | (code & 0x3F));
      }
      at += 4;
      continue;
    }
    const std::string_view escapes = "n\nr\rt\t\"\"\\\\//";
    const std::size_t found = escapes.find(line[at]);
    value += escapes[found + 1];
  }
  return value;
}

std::string path_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t slash = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
  return slash == std::string::npos ? "/" : url.substr(slash);
}

TEST(Robots, PassesThePublicTestSuite) {
  const char* folder = std::getenv("DEPESCHE_EVAL_DATA");
  const std::filesystem::path cases =
      std::filesystem::path(folder ? folder : DEPESCHE_SOURCE_DIR "/../shared") /
      "data/robots/cases.jsonl";
  std::ifstream file(cases);
  if (!file) GTEST_SKIP() << cases << " is not there";
  // Where the suite and RFC 9309 differ we follow the RFC: it compares what is not ASCII
  // percent-encoded on both sides (55, 57) and undoes needless escapes (58).
  const std::set<std::string> rfc_differs{"ID_Encoding-55", "ID_Encoding-57", "ID_Encoding-58"};
  // One search engine's own custom, that index.html stands for its folder, is not RFC 9309.
  const std::set<std::string> custom{"GoogleOnly_IndexHTMLisDirectory-70"};
  int right = 0, wrong = 0, differing = 0;
  for (std::string line; std::getline(file, line);) {
    const std::string id = field(line, "id");
    const RobotsRules rules = parse_robots(field(line, "robots_txt"), field(line, "user_agent"));
    const bool expected = field(line, "allowed") == "true";
    const bool agrees = is_allowed(rules, path_of(field(line, "url"))) == expected;
    if (rfc_differs.count(id) + custom.count(id) > 0) {
      EXPECT_FALSE(agrees) << id << " is listed as differing and agrees";
      ++differing;
      continue;
    }
    EXPECT_TRUE(agrees) << line;
    ++(agrees ? right : wrong);
  }
  RecordProperty("right", right);
  std::cout << right << " right, " << wrong << " wrong, " << differing << " differ on purpose\n";
}

}  // namespace
}  // namespace depesche::fetch
