// How much memory the whole extraction of a page takes, the page included: of one like others three
// times its bytes and two megabytes, as reading it does; of one that was made for it a bounded
// multiple.
#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "extract/extract.h"
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

// Nothing but text, or as many elements as bytes allow: each is there as text, as letters to
// compare, as markup and in the article, which comes to nine to twelve times. JSON-LD is the
// dearest, for what the reader of JSON sets aside. A page of ten megabytes meets other limits
// before that (bench/memory).
TEST(Memory, OfAHostilePageItIsBounded) {
  constexpr std::size_t kBytes = 1'000'000;
  constexpr std::size_t kTimes = 20;
  std::size_t most = 0;
  std::string_view largest;
  for (const test::HostilePage& hostile : test::kHostilePages) {
    const std::size_t taken = memory_for(test::made(hostile, kBytes));
    EXPECT_LE(taken, kTimes * kBytes + kFree) << hostile.name;
    if (taken > most) {
      most = taken;
      largest = hostile.name;
    }
  }
  std::cout << "at most " << most << " bytes: " << largest << "\n";
}

}  // namespace
}  // namespace depesche
