#include <gtest/gtest.h>

#include "base/ascii.h"
#include "base/id.h"
#include "base/result.h"

namespace depesche {
namespace {

TEST(Result, HoldsAValueOrTheReasonThereIsNone) {
  const Result<int> seven = 7;
  ASSERT_TRUE(seven);
  EXPECT_EQ(*seven, 7);
  const Result<int> none = Error{ErrorCode::NotFound, "no such page"};
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::NotFound);
  EXPECT_EQ(name(none.error().code), "not_found");
}

TEST(Ascii, SqueezesRunsOfWhiteSpaceIntoOneSpace) {
  EXPECT_EQ(squeeze(" a\n\t b  c "), "a b c");
  EXPECT_EQ(squeeze("   "), "");
  EXPECT_EQ(trim("\n x y \f"), "x y");
}

TEST(Ascii, ComparesLettersWithoutCase) {
  EXPECT_TRUE(equals_ignoring_case("Content-TYPE", "content-type"));
  EXPECT_FALSE(equals_ignoring_case("content", "content-type"));
  EXPECT_EQ(find_ignoring_case("a META b", "meta"), 2u);
  EXPECT_EQ(find_ignoring_case("abc", "meta"), std::string_view::npos);
}

}  // namespace
}  // namespace depesche
