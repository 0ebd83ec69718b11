// How much memory the whole extraction of a page takes, the page included: three times its bytes
// and two megabytes, as reading it does.
#include <algorithm>
#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "extract/extract.h"
#include "html/charset.h"
#include "tests/support/counted_new.h"
#include "tests/support/hostile_pages.h"

namespace depesche {
namespace {

constexpr std::size_t kFree = std::size_t{2} << 20U;

std::size_t memory_for(std::string page) {
  page.shrink_to_fit();
  const std::size_t bytes = page.size();
  return bytes + test::peak_of([&] {
           const auto article = extract_article(
               std::move(page), {.url = "https://www.example.org/news/1", .content_type = {}});
           EXPECT_TRUE(article || !article.error().message.empty());
         });
}

TEST(Memory, ExtractingAPageTakesThreeTimesItsBytesAndTwoMegabytes) {
  for (const std::size_t bytes : {100'000, 1'000'000, 10'000'000}) {
    EXPECT_LE(memory_for(test::made_plain_page(bytes)), 3 * bytes + kFree) << bytes;
  }
}

// Whatever it was made of: what outgrows its page is counted, cut or refused while it is read.
TEST(Memory, AHostilePageTakesNoMoreThanAnotherOne) {
  double worst = 0;
  std::string_view largest;
  for (const std::size_t bytes : {100'000, 300'000, 650'000, 1'000'000, 2'000'000}) {
    for (const test::HostilePage& hostile : test::kHostilePages) {
      const std::string page = test::made(hostile, bytes);
      const std::size_t bound = 3 * page.size() + kFree;
      const std::size_t taken = memory_for(page);
      EXPECT_LE(taken, bound) << hostile.name << " of " << bytes;
      const double share = static_cast<double>(taken) / static_cast<double>(bound);
      if (share > worst) {
        worst = share;
        largest = hostile.name;
      }
    }
  }
  std::cout << "at most " << static_cast<int>(worst * 100) << " % of it: " << largest << "\n";
}

// A byte of another encoding may be three in UTF-8: the larger of the two counts.
TEST(Memory, APageInAnotherEncodingTakesNoMoreThanOneInUtf8) {
  for (const std::size_t bytes : {100'000, 1'000'000}) {
    for (const auto& [name, page] : test::made_encoded_pages(bytes)) {
      const std::size_t text = std::max(page.size(), html::decode_page(page).utf8.size());
      EXPECT_LE(memory_for(page), 3 * text + kFree) << name << " of " << bytes;
    }
  }
}

// Decoding holds a page twice; what is beyond the ten megabytes is not held meanwhile.
TEST(Memory, WhatIsCutOffIsGivenBack) {
  std::string page = "<meta charset=windows-1252>";
  page += test::made({"", "<p>Caf\xE9 on the river "}, 30'000'000);
  const std::size_t peak = test::peak_of([&] {
    const auto article = extract_article(std::move(page), {.url = {}, .content_type = {}});
    EXPECT_TRUE(article || !article.error().message.empty());
  });
  EXPECT_LE(peak, kLargestPage + kFree / 4) << "beyond the page itself: its part that is kept";
}

// An address of sixty kilobytes that a page gives as its own, and thousands of links below it.
TEST(Memory, LinksDoNotRepeatALongAddress) {
  const std::string beginning =
      "<!doctype html><title>Bridge closed after storm</title><link rel=canonical "
      "href='https://www.example.org/";
  std::string directories;
  while (directories.size() < 60'000) directories += "directory/";
  std::string page = beginning + directories + "x'><h1>Bridge closed after storm</h1><article>";
  for (int i = 0; page.size() < 300'000; ++i) {
    const std::string number = std::to_string(i);
    page += "<p>This is sentence " + number + " of the report, with a few words more than most.";
    for (int link = 0; link < 20; ++link) page += " <a href=" + number + ">word</a>";
  }
  page.shrink_to_fit();
  const std::size_t bytes = page.size();
  const std::size_t taken = bytes + test::peak_of([&] {
                              const auto article =
                                  extract_article(std::move(page), {.url = {}, .content_type = {}});
                              EXPECT_TRUE(article);
                            });
  EXPECT_LE(taken, 3 * bytes + kFree);
}

}  // namespace
}  // namespace depesche
