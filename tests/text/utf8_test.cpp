#include "text/utf8.h"

#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(Utf8, AcceptsEveryLengthAndItsLimits) {
  for (const std::string_view text :
       {"", "plain", "ü", "ऄ", "\uD7FF", "\uE000", "\U0001F5DE", "\U0010FFFF"}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
    EXPECT_EQ(repair_utf8(text), text);
  }
}

struct BrokenCase {
  std::string_view bytes, repaired;
};

TEST(Utf8, ReplacesBrokenSequencesByMaximalSubparts) {
  const BrokenCase cases[] = {
      {"\x80", "\uFFFD"},
      {"a\xC0\xAF", "a\uFFFD\uFFFD"},                    // overlong
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},            // surrogate
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // above U+10FFFF
      {"\xE2\x82", "\uFFFD"},                            // cut at the end
      {"\xE2\x82z", "\uFFFDz"},
      {"\xF0\x9F\x97\xC3\xBC", "\uFFFDü"},
  };
  for (const auto& [bytes, repaired] : cases) {
    EXPECT_FALSE(is_valid_utf8(bytes));
    EXPECT_EQ(repair_utf8(bytes), repaired);
    EXPECT_TRUE(is_valid_utf8(repair_utf8(bytes)));
  }
}

TEST(Utf8, TruncatesBetweenCharactersOnly) {
  EXPECT_EQ(truncate_utf8("grün", 3), "gr");
  EXPECT_EQ(truncate_utf8("grün", 4), "grü");
  EXPECT_EQ(truncate_utf8("grün", 99), "grün");
  EXPECT_EQ(truncate_utf8("\U0001F5DE", 3), "");
}

TEST(Utf8, WalksOverCharactersAndBack) {
  const std::string text = "aü\U0001F5DE€";
  std::string again;
  std::vector<std::size_t> offsets;
  const Utf8Range range(text);
  for (auto it = range.begin(); it != range.end(); ++it) {
    append_utf8(again, *it);
    offsets.push_back(it.offset());
  }
  EXPECT_EQ(again, text);
  EXPECT_EQ(offsets, (std::vector<std::size_t>{0, 1, 3, 7}));
}

TEST(Utf8, WritesNoSurrogates) {
  std::string text;
  append_utf8(text, 0xD800);
  append_utf8(text, 0x110000);
  EXPECT_EQ(text, "\uFFFD\uFFFD");
}

}  // namespace
}  // namespace depesche
