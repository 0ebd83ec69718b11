#include "desk/in_parallel.h"

#include <cstddef>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(OnSeveralCores, DoesEachPartOnce) {
  constexpr std::size_t kParts = 200;
  std::vector<int> done(kParts);
  std::vector<Part> parts;
  for (int& one : done) {
    parts.emplace_back([&one] {
      ++one;
      return true;
    });
  }
  EXPECT_TRUE(on_several_cores(parts));
  EXPECT_EQ(done, std::vector<int>(kParts, 1));
  EXPECT_TRUE(on_several_cores({}));
}

TEST(OnSeveralCores, SaysWhenOneHasFailed) {
  for (std::size_t bad = 0; bad < 20; ++bad) {
    std::vector<Part> parts(20, [] { return true; });
    parts[bad] = [] { return false; };
    EXPECT_FALSE(on_several_cores(parts)) << bad;
    parts[bad] = []() -> bool { throw std::runtime_error("the machine is broken"); };
    EXPECT_THROW(on_several_cores(parts), std::runtime_error) << bad;
  }
}

}  // namespace
}  // namespace depesche
