// Pages that break off anywhere, and pages made to be slow or large: extraction ends soon, stays
// small, and gives an article or a reason.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/ascii.h"
#include "extract/extract.h"
#include "html/charset.h"
#include "html/text_content.h"
#include "html/tree.h"
#include "tests/support/cpu_time.h"
#include "tests/support/hostile_pages.h"
#include "text/utf8.h"

namespace depesche {
namespace {

// The sanitizers make everything ten times as slow; there a part will do.
#ifdef __SANITIZE_ADDRESS__
constexpr std::size_t kStep = 7;
constexpr std::size_t kHostileBytes = 120'000;
constexpr std::size_t kEncodedBytes = 200'000;
#else
constexpr std::size_t kStep = 1;
constexpr std::size_t kHostileBytes = 400'000;
constexpr std::size_t kEncodedBytes = 1'000'000;
#endif

constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1793959200)};  // 2026-11-06

Result<Article> extracted(std::string page) {
  return extract_article(
      std::move(page), {.url = "https://www.example.org/news/1", .content_type = {}, .now = kNow});
}

/// What every result must be, whatever the page was.
void check(const Result<Article>& article, std::string_view what) {
  if (!article) {
    EXPECT_FALSE(article.error().message.empty()) << what;
    return;
  }
  EXPECT_FALSE(article->title.empty()) << what;
  EXPECT_FALSE(article->text.empty()) << what;
  for (const std::string& text : {article->title, article->standfirst, article->text}) {
    EXPECT_TRUE(is_valid_utf8(text)) << what;
  }
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (!is_space(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  std::sort(words.begin(), words.end());
  return words;
}

// The pages of tests/data/pages, cut behind every byte. Nothing is invented at the cut: each
// word of an article stands in what was there.
TEST(Truncated, EveryPrefixIsAnArticleOrAReason) {
  const std::filesystem::path folder =
      std::filesystem::path(DEPESCHE_SOURCE_DIR) / "tests/data/pages";
  int pages = 0, articles = 0, prefixes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path() / "page.html", std::ios::binary);
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    ++pages;
    for (std::size_t end = 0; end <= page.size(); end += kStep) {
      const std::string prefix = page.substr(0, end);
      const Result<Article> article = extracted(prefix);
      ++prefixes;
      const std::string what = entry.path().filename().string() + " cut at " + std::to_string(end);
      check(article, what);
      if (!article) continue;
      ++articles;
      if (article->blocks.empty()) {  // only the head is there, with a summary
        EXPECT_EQ(article->text, article->standfirst) << what;
        continue;
      }
      const html::Tree tree = html::parse(html::decode_page(prefix).utf8);
      const auto there = words_of(html::text_content(tree, tree.body(), html::Noscript::Read));
      const auto ours = words_of(article->text);
      EXPECT_TRUE(std::includes(there.begin(), there.end(), ours.begin(), ours.end(),
                                [](const auto& a, const auto& b) { return a < b; }))
          << what;
      if (testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GE(pages, 10);
  std::cout << prefixes << " prefixes, " << articles << " of them articles\n";
  EXPECT_GT(articles, 500);
}

constexpr std::array<std::string_view, 9> kOddBytes{"",
                                                    "\xFF\xFE",
                                                    "\xFE\xFF",
                                                    "\xEF\xBB\xBF",
                                                    "\x1B$B\x80",
                                                    "\xC3",
                                                    "\xE4\xBD",
                                                    "\x81\x30\x81",
                                                    std::string_view("\0\0", 2)};

// In every encoding a page may claim, with bytes that may be none of it.
TEST(Hostile, MixedEncodingsGiveAnArticleOrAReason) {
  const std::string plain = test::made_plain_page(8'000);
  for (const std::string_view charset :
       {"utf-8", "utf-16", "utf-16be", "iso-8859-1", "shift_jis", "euc-jp", "iso-2022-jp",
        "gb18030", "big5", "euc-kr", "koi8-r", "windows-1251", "replacement", "x-user-defined",
        "utf-7"}) {
    for (const std::string_view odd : kOddBytes) {
      std::string page(odd);
      page += "<meta charset=\"" + std::string(charset) + "\">" + plain + std::string(odd) + "\xFC";
      check(extracted(page), charset);
    }
  }
  const std::string wide = test::in_utf16(plain);
  EXPECT_TRUE(extracted(wide)) << "UTF-16 is a page like any other";
  check(extracted(wide.substr(0, wide.size() - 1)), "UTF-16 with half a character");
}

/// Seconds of CPU time a byte; the best of three.
double cost(const std::string& page) {
  const double seconds = test::cpu_seconds([&] { check(extracted(page), page.substr(180, 40)); });
  return seconds / static_cast<double>(page.size());
}

double cost_of_a_plain_page() {
  const std::string page = test::made_plain_page(120'000);
  EXPECT_TRUE(extracted(page));
  return cost(page);
}

// Twice the page is as dear a byte, and no hostile byte costs ten times that of a plain page.
TEST(Hostile, NoByteCostsTenTimesThatOfAPlainPage) {
  const double plain = cost_of_a_plain_page();
  double worst = 0;
  std::string_view dearest;
  const auto look_at = [&](std::string_view name, const std::string& page) {
    const double dear = cost(page);
    EXPECT_LT(dear, 10 * plain) << name;
    if (dear > worst) {
      worst = dear;
      dearest = name;
    }
  };
  for (const test::HostilePage& hostile : test::kHostilePages) {
    look_at(hostile.name, test::made(hostile, kHostileBytes));
  }
  for (const auto& [name, page] : test::made_encoded_pages(kEncodedBytes)) look_at(name, page);
  std::cout << "dearest: " << dearest << ", " << worst / plain << " times the plain page\n";
}

TEST(Hostile, AHundredMegabytesAreCutWithAReason) {
  constexpr std::size_t kBytes = 100'000'000;
  const double plain = cost_of_a_plain_page();
  for (const auto& [before, unit] : {std::pair<std::string_view, std::string_view>{"", "<div>"},
                                     {"", "<"},
                                     {"<a", " a=b"},
                                     {"", "&amp;"}}) {
    const std::string page = test::made({"", unit, before}, kBytes);
    std::vector<std::string> left_out;
    const PageContext context{.url = {}, .content_type = {}, .now = kNow, .left_out = &left_out};
    const auto read = [&] { check(extract_article(page, context), unit); };
    const double seconds = test::cpu_seconds(read, 1);
    ASSERT_FALSE(left_out.empty()) << unit;
    EXPECT_EQ(left_out.front(), "only the first 10 MB of the page were read");
    EXPECT_LT(seconds / static_cast<double>(kLargestPage), 10 * plain) << unit;
  }
}

TEST(Hostile, VeryManyLinesAreCutWithAReason) {
  std::vector<std::string> left_out;
  const Result<Article> article =
      extract_article(test::made({"", "<p>x "}, 200'000),
                      {.url = {}, .content_type = {}, .now = kNow, .left_out = &left_out});
  check(article, "lines");
  EXPECT_EQ(std::count(left_out.begin(), left_out.end(),
                       "the page has too many lines of text; its end was not read"),
            1);
}

TEST(Hostile, ZerosInAPageAreLeftOutAndNothingButZerosIsNoPage) {
  std::string page = test::made_plain_page(8'000);
  for (const std::size_t at : {2'000, 4'000, 6'000}) page.insert(at, 3, '\0');
  const Result<Article> article = extracted(page);
  ASSERT_TRUE(article) << article.error().message;
  EXPECT_EQ(article->text.find('\0'), std::string::npos);
  for (const std::string_view unit : {std::string_view("\0", 1), std::string_view("a\0<b\0>", 6)}) {
    const Result<Article> none = extracted(test::made({"", unit}, 100'000'000));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message, "this is no web page but a picture, a document or a film");
  }
}

}  // namespace
}  // namespace depesche
