#include "html/charset.h"

#include <gtest/gtest.h>

namespace depesche::html {
namespace {

struct PageCase {
  std::string_view bytes, header, label, text;
};

TEST(Charset, BelievesTheStrongestSign) {
  const PageCase cases[] = {
      {"\xEF\xBB\xBF"
       "ü",
       "text/html; charset=latin1", "UTF-8", "ü"},
      {"\xFC", "text/html; charset=\"iso-8859-1\"", "windows-1252", "ü"},
      {"<meta charset=koi8-r>\xD2", "", "KOI8-R", "<meta charset=koi8-r>р"},
      {"<meta charset=koi8-r>\xF0", "text/html;charset=windows-1251", "windows-1251",
       "<meta charset=koi8-r>р"},
      {"<?xml version='1.0' encoding='iso-8859-2'?>\xB1", "", "ISO-8859-2",
       "<?xml version='1.0' encoding='iso-8859-2'?>ą"},
      {"ü", "", "UTF-8", "ü"},
      {"\xFC", "", "windows-1252", "ü"},
      {"", "", "UTF-8", ""},
      {"<meta http-equiv=content-type content='text/html; charset=sjis'>\x82\xB1", "", "Shift_JIS",
       "<meta http-equiv=content-type content='text/html; charset=sjis'>こ"},
  };
  for (const auto& [bytes, header, label, text] : cases) {
    const DecodedPage page = decode_page(bytes, header);
    EXPECT_EQ(page.label, label) << bytes;
    EXPECT_EQ(page.utf8, text);
    EXPECT_TRUE(page.oddities.empty());
  }
}

TEST(Charset, DoesNotBelieveWhatTheBytesContradict) {
  const PageCase cases[] = {
      {"gr\xC3\xBCn", "text/html; charset=iso-8859-1", "UTF-8", "grün"},
      {"<meta charset=latin1>gr\xC3\xBCn", "", "UTF-8", "<meta charset=latin1>grün"},
      {"gr\xFCn und bl\xE4u", "text/html; charset=utf-8", "windows-1252", "grün und bläu"},
      {"<meta charset=latin2>\xB1", "text/html; charset=utf-8", "ISO-8859-2",
       "<meta charset=latin2>ą"},
      {"\xC3\xBC\xC3\xA4\xFF", "text/html; charset=utf-8", "UTF-8", "üä\uFFFD"},
      {"x", "text/html; charset=utf-9", "UTF-8", "x"},
  };
  for (const auto& [bytes, header, label, text] : cases) {
    const DecodedPage page = decode_page(bytes, header);
    EXPECT_EQ(page.label, label) << bytes;
    EXPECT_EQ(page.utf8, text);
    EXPECT_EQ(page.oddities.size(), 1u) << bytes;
  }
}

TEST(Charset, FindsNoMetaWhereNoneIs) {
  for (const std::string_view bytes :
       {"", "<", "<meta", "<meta charset", "<meta charset=", "<meta charset=bogus>",
        "<!-- <meta charset=utf-8> -->", "<!-- <meta charset=utf-8>",
        "<a title='<meta charset=koi8-r>'>", "<meta content='text/html; charset=koi8-r'>",
        "<metacharset=koi8-r>", "</ <meta charset=koi8-r>"}) {
    EXPECT_EQ(prescan(bytes), "") << bytes;
  }
}

}  // namespace
}  // namespace depesche::html
