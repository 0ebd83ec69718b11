#include "text/charset.h"

#include <gtest/gtest.h>

namespace depesche {
namespace {

struct DecodedCase {
  std::string_view bytes, label, text;
};

TEST(Charset, DecodesWhatBrowsersMeanByALabel) {
  const DecodedCase cases[] = {
      {"caf\xE9 \x80", "iso-8859-1", "café €"},
      {"caf\xE9", " Latin1\n", "café"},
      {"na\xC3\xAFve", "utf8", "naïve"},
      {"\xEF\xBB\xBFok", "utf-8", "ok"},
      {"\xCF\xF0\xE8\xE2\xE5\xF2", "cp1251", "Привет"},
      {"\xF0\xD2\xC9\xD7\xC5\xD4", "koi8-r", "Привет"},
      {"\xB1\xE6", "iso-8859-2", "ąć"},
      {"\xAA\xBA\xA4", "iso-8859-16", "Șș€"},
      {"\xC4\xE3\xBA\xC3", "gb2312", "你好"},
      {"\x82\xB1\x82\xF1", "shift_jis", "こん"},
      {"\xBE\xC8\xB3\xE7", "ks_c_5601-1987", "안녕"},
      {std::string_view("\xFF\xFEh\0i\0", 6), "utf-16", "hi"},
      {std::string_view("\0h\0i", 4), "utf-16be", "hi"},
  };
  for (const auto& [bytes, label, text] : cases) {
    const Result<std::string> decoded = to_utf8(bytes, label);
    ASSERT_TRUE(decoded) << label << ": " << decoded.error().message;
    EXPECT_EQ(*decoded, text) << label;
  }
}

TEST(Charset, RefusesLabelsNobodyKnows) {
  for (const std::string_view label : {"", "utf-9", "klingon", "latin1 latin2", "utf-7"}) {
    const Result<std::string> decoded = to_utf8("x", label);
    ASSERT_FALSE(decoded) << label;
    EXPECT_EQ(decoded.error().code, ErrorCode::Unsupported);
  }
}

TEST(Charset, ReplacesWhatCannotBeDecoded) {
  EXPECT_EQ(*to_utf8("a\xFFz", "utf-8"), "a\uFFFDz");
  EXPECT_EQ(*to_utf8("a\x82", "shift_jis"), "a\uFFFD");
}

}  // namespace
}  // namespace depesche
