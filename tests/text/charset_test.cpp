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

TEST(Charset, GuessesOtherScriptsAndElseTheCommonestLatin) {
  // A few sentences of Russian in KOI8-R.
  EXPECT_EQ(guess_encoding(
                "\xEE\xCF\xD7\xD9\xCA \xCD\xCF\xD3\xD4 \xDE\xC5\xD2\xC5\xDA \xD2\xC5\xCB\xD5 "
                "\xCF\xD4\xCB\xD2\xD9\xD4, \xC9 \xC7\xCF\xD2\xCF\xC4 \xD0\xCF\xCC\xD5\xDE\xC9"
                "\xCC \xC5\xDD\xA3 \xCF\xC4\xCE\xD5 \xC4\xCF\xD2\xCF\xC7\xD5. \xF7 \xD0"
                "\xC5\xD2\xD7\xD9\xCA \xC4\xC5\xCE\xD8 \xD0\xCF \xCE\xC5\xCD\xD5 \xD0\xD2\xCF"
                "\xDB\xCC\xC9 \xD4\xD9\xD3\xD1\xDE\xC9 \xCC\xC0\xC4\xC5\xCA, \xC1 \xD0\xC1"
                "\xD2\xCF\xCD\xD9 \xCF\xD3\xD4\xC1\xCC\xC9\xD3\xD8 \xD5 \xC2\xC5\xD2\xC5\xC7\xC1"
                ". \xFE\xD4\xCF \xC2\xD5\xC4\xC5\xD4 \xC4\xC1\xCC\xD8\xDB\xC5, \xD2\xC5"
                "\xDB\xC9\xD4 \xD3\xCF\xD7\xC5\xD4 \xD7 \xD0\xCF\xCE\xC5\xC4\xC5\xCC\xD8\xCE\xC9"
                "\xCB, \xCB\xCF\xC7\xC4\xC1 \xD3\xD4\xC1\xCE\xD5\xD4 \xC9\xDA\xD7\xC5\xD3\xD4"
                "\xCE\xD9 \xD2\xC1\xD3\xC8\xCF\xC4\xD9 \xCE\xC1 \xD3\xCF\xC4\xC5\xD2\xD6\xC1\xCE"
                "\xC9\xC5."),
            "KOI8-R");
  EXPECT_EQ(guess_encoding("Gr\xFCne H\xE4user \xFC"
                           "ber dem Flu\xDF"),
            "windows-1252");
  EXPECT_EQ(guess_encoding("x\xFF"), "windows-1252");
  EXPECT_EQ(guess_encoding(""), "windows-1252");
}

}  // namespace
}  // namespace depesche
