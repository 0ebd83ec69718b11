// How much memory reading a page takes: never more than three times the page, the caller's own
// bytes included, and two megabytes.
#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "html/charset.h"
#include "html/tree.h"
#include "tests/support/counted_new.h"
#include "tests/support/hostile_pages.h"

namespace depesche::html {
namespace {

constexpr std::size_t kFree = 2'000'000;

TEST(Memory, ReadingAPageTakesThreeTimesItsBytesAndTwoMegabytes) {
  double worst = 0;
  std::string_view largest;
  const auto check = [&](std::string_view name, const std::string& page) {
    const std::size_t peak = test::peak_of([&] {
      DecodedPage decoded = decode_page(page);
      EXPECT_GT(parse_in_place(std::move(decoded.utf8)).size(), 3u);
    });
    const std::size_t all = page.size() + peak;
    EXPECT_LE(all, 3 * page.size() + kFree) << name << " of " << page.size();
    const double share = static_cast<double>(all) / static_cast<double>(3 * page.size() + kFree);
    if (share > worst) {
      worst = share;
      largest = name;
    }
  };
  for (const std::size_t bytes : {1'000, 100'000, 1'000'000}) {
    check("a plain page", test::made_plain_page(bytes));
    for (const test::HostilePage& hostile : test::kHostilePages) {
      check(hostile.name, test::made(hostile, bytes));
    }
  }
  std::cout << "at most " << static_cast<int>(worst * 100) << " % of it: " << largest << "\n";
}

TEST(Memory, APageThatIsHandedOverIsHeldOnce) {
  const std::size_t bytes = 5'000'000;
  std::string page = test::made_plain_page(bytes);
  std::size_t nodes = 0;
  const std::size_t peak =
      test::peak_of([&] { nodes = parse_in_place(decode_in_place(std::move(page)).utf8).size(); });
  EXPECT_GT(nodes, 1000u);
  EXPECT_LT(peak, bytes) << "a second copy was made";
}

}  // namespace
}  // namespace depesche::html
