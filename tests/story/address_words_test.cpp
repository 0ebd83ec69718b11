#include "story/address_words.h"

#include <gtest/gtest.h>

namespace depesche {
namespace {

TEST(AddressWords, AreTheHeadlineInTheAddress) {
  struct Case {
    const char* url;
    const char* language;
    const char* words;
  };
  for (const Case& c : {
           Case{"https://z.example/ort/feuer-im-frueheren-hafen-id12345678.html", "de",
                "feuer im früheren hafen"},
           Case{"https://z.example/sport/", "de", ""},
           Case{"https://z.example/2022/01/29/neue-bruecke-fuer-nordburg?ref=x", "de",
                "neue brücke für nordburg"},
           Case{"https://z.example/news/new-bridge-for-nordburg", "en", "new bridge for nordburg"},
           Case{"kein url", "de", ""},
           Case{"", "", ""},
       }) {
    EXPECT_EQ(address_words(c.url, c.language), c.words) << c.url;
  }
}

}  // namespace
}  // namespace depesche
