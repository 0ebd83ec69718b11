#include "base/fixed_point.h"

#include <cmath>
#include <cstdint>

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(FixedPoint, LogarithmsAreRightToTheLastStep) {
  for (std::uint64_t x : {1ULL, 2ULL, 3ULL, 10ULL, 255ULL, 256ULL, 1000ULL, 123456789ULL}) {
    EXPECT_NEAR(log2_256(x), std::log2(static_cast<double>(x)) * 256, 1.6) << x;
  }
  EXPECT_EQ(log2_256(0), 0);
  EXPECT_EQ(integer_root(0), 0U);
  EXPECT_EQ(integer_root(99), 9U);
  EXPECT_EQ(integer_root(100), 10U);
}

}  // namespace
}  // namespace depesche
