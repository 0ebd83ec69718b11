// How much memory reading a page takes: never more than three times the page, the caller's own
// bytes included, and two megabytes.
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <new>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <malloc.h>

#include "html/charset.h"
#include "html/tree.h"
#include "tests/support/hostile_pages.h"

namespace {

// What operator new has given and not got back, in this program; the tests have one thread.
std::size_t in_use = 0;
std::size_t most_in_use = 0;

void* allocate(std::size_t size) {
  void* block = std::malloc(std::max<std::size_t>(size, 1));
  if (block == nullptr) return nullptr;
  in_use += malloc_usable_size(block);
  most_in_use = std::max(most_in_use, in_use);
  return block;
}

void* allocate_or_throw(std::size_t size) {
  void* block = allocate(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void release(void* block) {
  if (block != nullptr) in_use -= malloc_usable_size(block);
  std::free(block);
}

}  // namespace

// All forms are replaced: under the sanitizers each of the library's has a record of its own.
void* operator new(std::size_t size) { return allocate_or_throw(size); }
void* operator new[](std::size_t size) { return allocate_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* block) noexcept { release(block); }
void operator delete[](void* block) noexcept { release(block); }
void operator delete(void* block, std::size_t) noexcept { release(block); }
void operator delete[](void* block, std::size_t) noexcept { release(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { release(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { release(block); }

namespace depesche::html {
namespace {

template <class Work>
std::size_t peak_of(const Work& work) {
  const std::size_t before = in_use;
  most_in_use = before;
  work();
  return most_in_use - before;
}

constexpr std::size_t kFree = 2'000'000;

TEST(Memory, ReadingAPageTakesThreeTimesItsBytesAndTwoMegabytes) {
  double worst = 0;
  std::string_view largest;
  const auto check = [&](std::string_view name, const std::string& page) {
    const std::size_t peak = peak_of([&] {
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
      peak_of([&] { nodes = parse_in_place(decode_in_place(std::move(page)).utf8).size(); });
  EXPECT_GT(nodes, 1000u);
  EXPECT_LT(peak, bytes) << "a second copy was made";
}

}  // namespace
}  // namespace depesche::html
